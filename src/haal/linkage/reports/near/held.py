"""One report, held against many in their short form: the score is that of `scorer` over `levels`, worked out part by part.

The one thing to know: of many at once, those that days, kind and tolls put out of reach are left out first (`sieve`). What a part
weighs is remembered by its bytes, because a town, a kind and a toll are told again and again. Wording is not in the short form:
`most` says how far it could lift a pair, so that only those within reach are opened and scored whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import inf
from typing import NamedTuple

import numpy as np

from haal.linkage.reports.levels import (
    WINDOW_DAYS,
    can_be,
    is_close,
    name_level,
    place_level,
    target_level,
    toll,
    type_level,
    when,
)
from haal.linkage.reports.near.pack import (
    DAYS_AT,
    FORM,
    HEAD,
    NONE,
    READING,
    days_of,
    kind_of,
    names_of,
    readings_of,
    wording_of,
)
from haal.linkage.reports.near.sieve import most
from haal.linkage.reports.near.weighed import Both, weighed
from haal.linkage.reports.seen import Seen
from haal.linkage.scorer.model import Model

_NOTHING: Both = (0.0, 0.0)
_ROUNDING = 1e-9


class Score(NamedTuple):
    """The score of a pair without wording, and the most it could be with the wording that both have."""

    score: float
    most: float


class Held:
    """One report, ready to be held against others in their short form."""

    def __init__(self, one: Seen, *, model: Model) -> None:
        """Take the new report and the scorer."""
        self._one = one
        self._page = one.page.encode("utf-8", "surrogatepass")
        self._since: float = one.day[0] - WINDOW_DAYS if one.day else -inf
        self._until: float = one.day[1] + WINDOW_DAYS if one.day else inf
        self._by = weighed(model)
        self._wording = wording_of(one)
        self._times: dict[bytes, tuple[float, int] | None] = {}
        self._places: dict[bytes, Both] = {b"": _NOTHING}
        self._names: dict[bytes, Both] = {b"": _NOTHING}
        self._kinds: dict[bytes, tuple[Both, Both]] = {}
        self._killed: dict[int, Both] = {NONE: _NOTHING}
        self._injured: dict[int, Both] = {NONE: _NOTHING}
        self._taken: dict[int, Both] = {NONE: _NOTHING}

    def within[Key](self, forms: Mapping[Key, bytes], *, least: float) -> list[Key]:
        """Return those whose wording could lift the pair above `least`. Raises ValueError: of another version."""
        if not forms:
            return []
        keys, packed = list(forms), list(forms.values())
        reach = most(self._one, packed, by=self._by, weigh_kind=self._weigh_kind)
        near = np.flatnonzero(reach + _ROUNDING > least).tolist()
        return [keys[at] for at in near if (found := self.score(packed[at])) and found.most > least]

    def score(self, packed: bytes) -> Score | None:
        """Return the score of a pair; None when it cannot be one event. Raises ValueError: of another version."""
        form, wording, readings, kinds, named, paged, killed, injured, taken, first, last, *_days = HEAD.unpack_from(
            packed
        )
        if first != NONE and (first > self._until or last < self._since):
            return None
        if form != FORM:
            raise ValueError(form)
        days, kind_at = packed[DAYS_AT : HEAD.size], HEAD.size + readings * READING.size
        names_at = kind_at + kinds
        page_at = names_at + named
        time = self._times[days] if days in self._times else self._time(days)
        if time is None or (paged and packed[page_at:] == self._page):
            return None
        weight, at = time
        kind, places, names = packed[kind_at:names_at], packed[HEAD.size : kind_at], packed[names_at:page_at]
        known = self._kinds.get(kind) or self._kind(kind)
        # added in the order of the scales, so that the sum is that of `Model.score` to the last bit
        score = self._by.prior + sum(
            (
                weight,
                (self._places.get(places) or self._place(places))[at],
                (self._names.get(names) or self._name(names))[at],
                known[0][at],
                known[1][at],
                (self._killed.get(killed) or self._toll("killed", killed))[at],
                (self._injured.get(injured) or self._toll("injured", injured))[at],
                (self._taken.get(taken) or self._toll("taken", taken))[at],
            )
        )
        return Score(score, score + self._by.more[wording & self._wording][at])

    def _time(self, days: bytes) -> tuple[float, int] | None:
        day, span, published = days_of(days)
        code, level = when(self._one, _only(day=day, span=span, published=published))
        found = (self._by.of[code][level], 0 if is_close(code, level) else 1) if can_be(code, level) else None
        self._times[days] = found
        return found

    def _place(self, places: bytes) -> Both:
        found = _NOTHING
        if self._one.readings:
            found = self._by.both(*place_level(self._one, _only(readings=readings_of(places))))
        self._places[places] = found
        return found

    def _name(self, names: bytes) -> Both:
        found = _NOTHING
        if self._one.names:
            found = self._by.both("name", name_level(self._one.names & names_of(names)))
        self._names[names] = found
        return found

    def _kind(self, kind: bytes) -> tuple[Both, Both]:
        event_type, target = kind_of(kind)
        types = self._by.both("type", type_level(self._one.event_type, event_type))
        found = self._kinds[kind] = types, self._by.both("target", target_level(self._one.target_kind, target))
        return found

    def _weigh_kind(self, kind: bytes) -> Both:
        (plain, unsure), (plain_target, unsure_target) = self._kinds.get(kind) or self._kind(kind)
        return plain + plain_target, unsure + unsure_target

    def _toll(self, code: str, theirs: int) -> Both:
        mine, known = {
            "killed": (self._one.killed, self._killed),
            "injured": (self._one.injured, self._injured),
            "taken": (self._one.taken, self._taken),
        }[code]
        found = known[theirs] = _NOTHING if mine is None else self._by.both(code, toll(mine, theirs))
        return found


def _only(**told: object) -> Seen:
    """Return a report of which only this is told, for what reads nothing else."""
    made = object.__new__(Seen)
    for name, value in told.items():
        object.__setattr__(made, name, value)
    return made

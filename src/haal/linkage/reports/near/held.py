"""One report, held against many in their short form: the score is that of `scorer` over `levels`, worked out part by part.

The one thing to know: what costs least is looked at first (days, kind, tolls), and a pair that cannot come within reach any more is
left there. What a part weighs is remembered by its bytes, because a town, a kind and a toll are told again and again. Wording is
not in the short form: `most` says how far it could lift a pair, so that only those within reach are opened and scored whole.
"""

from __future__ import annotations

from math import inf
from typing import NamedTuple

from haal.domain.incident import event_type_of
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
    WORDINGS,
    days_of,
    kind_of,
    names_of,
    readings_of,
    wording_of,
)
from haal.linkage.reports.seen import Seen
from haal.linkage.scorer.model import Model

type _Both = tuple[float, float]  # a weight where the days are known well enough, and where not

_NOTHING: _Both = (0.0, 0.0)
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
        self._prior = model.prior
        self._weights = {scale.code: scale.weights for scale in model.scales}
        self._wording = wording_of(one)
        self._more = [self._most_of(wording) for wording in range(1 << len(WORDINGS))]
        self._best_place = self._best("km", "wide")
        self._best_name = self._best("name")
        self._times: dict[bytes, tuple[float, int] | None] = {}
        self._places: dict[bytes, _Both] = {b"": _NOTHING}
        self._names: dict[bytes, _Both] = {b"": _NOTHING}
        self._kinds: dict[bytes, tuple[_Both, _Both]] = {}
        self._killed: dict[int, _Both] = {NONE: _NOTHING}
        self._injured: dict[int, _Both] = {NONE: _NOTHING}
        self._taken: dict[int, _Both] = {NONE: _NOTHING}

    def score(self, packed: bytes, *, least: float = -inf) -> Score | None:
        """Return the score of a pair; None when it cannot be one event, or its wording could not lift it above `least`.

        Raises ValueError: of another version.
        """
        form, wording, readings, kinds, named, paged, killed, injured, taken, first, last, *_days = HEAD.unpack_from(
            packed
        )
        if first != NONE and (first > self._until or last < self._since):
            return None
        if form != FORM:
            raise ValueError(form)
        days, kind_at = packed[DAYS_AT : HEAD.size], HEAD.size + readings * READING.size
        names_at = kind_at + kinds
        if paged and packed[names_at + named :] == self._page:
            return None
        time = self._times[days] if days in self._times else self._time(days)
        if time is None:
            return None
        weight, at = time
        kind = packed[kind_at:names_at]
        known = self._kinds.get(kind) or self._kind(kind)
        event_type, target = known[0][at], known[1][at]
        dead = (self._killed.get(killed) or self._toll("killed", killed))[at]
        hurt = (self._injured.get(injured) or self._toll("injured", injured))[at]
        gone = (self._taken.get(taken) or self._toll("taken", taken))[at]
        more = self._more[wording & self._wording][at]
        reach = (
            self._prior + weight + event_type + target + dead + hurt + gone + more + self._best_place[at] + _ROUNDING
        )
        if reach + self._best_name[at] <= least:
            return None
        name = (self._names.get(names := packed[names_at : names_at + named]) or self._name(names))[at]
        if reach + name <= least:
            return None
        places = packed[HEAD.size : kind_at]
        place = (self._places.get(places) or self._place(places))[at]
        # added in the order of the scales, so that the sum is that of `Model.score` to the last bit
        score = self._prior + sum((weight, place, name, event_type, target, dead, hurt, gone))
        return Score(score, score + more)

    def _time(self, days: bytes) -> tuple[float, int] | None:
        day, span, published = days_of(days)
        code, level = when(self._one, _only(day=day, span=span, published=published))
        found = (self._weights[code][level], 0 if is_close(code, level) else 1) if can_be(code, level) else None
        self._times[days] = found
        return found

    def _place(self, places: bytes) -> _Both:
        found = _NOTHING
        if self._one.readings:
            found = self._both(*place_level(self._one, _only(readings=readings_of(places))))
        self._places[places] = found
        return found

    def _name(self, names: bytes) -> _Both:
        found = _NOTHING
        if self._one.names:
            found = self._both("name", name_level(self._one.names & names_of(names)))
        self._names[names] = found
        return found

    def _kind(self, kind: bytes) -> tuple[_Both, _Both]:
        event_type, target = kind_of(kind)
        types = self._both("type", type_level(self._one.event_type, event_type_of(event_type)))
        found = self._kinds[kind] = types, self._both("target", target_level(self._one.target_kind, target))
        return found

    def _toll(self, code: str, theirs: int) -> _Both:
        mine, known = {
            "killed": (self._one.killed, self._killed),
            "injured": (self._one.injured, self._injured),
            "taken": (self._one.taken, self._taken),
        }[code]
        found = known[theirs] = _NOTHING if mine is None else self._both(code, toll(mine, theirs))
        return found

    def _both(self, code: str, level: int) -> _Both:
        return self._weights[code][level], self._weights[f"{code}?"][level]

    def _best(self, *codes: str) -> _Both:
        """Return the most that one of these features can add; nothing where it is not known."""
        every = [self._both(code, -1) for code in codes]
        return max(0.0, *(plain for plain, _ in every)), max(0.0, *(unsure for _, unsure in every))

    def _most_of(self, wording: int) -> _Both:
        """Return the most that wording of these kinds can add."""
        every = [self._both(code, -1) for at, code in enumerate(WORDINGS) if wording & 1 << at]
        return sum(plain for plain, _ in every), sum(unsure for _, unsure in every)


def _only(**told: object) -> Seen:
    """Return a report of which only this is told, for what reads nothing else."""
    made = object.__new__(Seen)
    for name, value in told.items():
        object.__setattr__(made, name, value)
    return made

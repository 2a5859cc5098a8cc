"""A count of families as one line, so that a form, a message and a file all say it the same way; and what takes it back.

For example `families 12; from Kech; people 70; ages f0-4 6 m5-17 9; disabled 2; arrived; on 2026-11-20; needs food water`.
The one thing to know: a correction is a line of its own that names the count (`not-so fc_...; false`), told through intake
like any other; nothing that was told is edited.
"""

from __future__ import annotations

from datetime import date
from types import MappingProxyType
from typing import Any

from haal.domain.errors import Malformed
from haal.domain.ids import FamilyCountId, OfferId
from haal.domain.incoming import day_of
from haal.domain.need import FOR_COUNT_MAX, NeedKind
from haal.domain.shelter.facts import amount_of
from haal.domain.shelter.family import PEOPLE_PER_FAMILY_MAX, AsideWhy, Band, Counted, Move
from haal.domain.shelter.standing import ClosedWhy

CHARS_MAX = 600
FAMILIES = "families"
NOT_SO = "not-so"
CLOSED = "shelter-closed"
NOW_THERE = "shelter-now"
HAS = "shelter-has"
_PEOPLE_MAX = FOR_COUNT_MAX * PEOPLE_PER_FAMILY_MAX


def line_of(counted: Counted) -> str:
    """Return the count as one line."""
    parts = [f"{FAMILIES} {counted.families}", f"from {counted.home}"]
    if counted.people:
        parts.append(f"people {counted.people}")
    if counted.ages:
        parts.append("ages " + " ".join(f"{band.value} {counted.ages[band]}" for band in Band if band in counted.ages))
    if counted.disabled:
        parts.append(f"disabled {counted.disabled}")
    onward = f" {counted.onward}" if counted.onward else ""
    parts += [f"{counted.move.value}{onward}", f"on {counted.day.isoformat()}"]
    if counted.needs:
        parts.append(f"needs {' '.join(sorted(counted.needs))}")
    return "; ".join(parts)


def read(text: str, *, today: date) -> Counted:
    """Return what the first line of `text` counts; without a day it is `today`. Raises Malformed."""
    found: dict[str, Any] = {"day": today, "home": ""}
    for part in text.split("\n", 1)[0][:CHARS_MAX].split(";"):
        word, _, value = part.strip().partition(" ")
        word = word.lower()
        if word in set(Move):
            found |= {"move": Move(word), "onward": value.strip()}
        elif word:
            found |= _field(word, value.strip())
    if "families" not in found:
        raise Malformed("families", expected="families N", got="no number")
    return Counted(**found)


def not_so(count_id: FamilyCountId, *, why: AsideWhy) -> str:
    """Return the line by which a count is taken back."""
    return f"{NOT_SO} {count_id}; {why.value}"


def closed(shelter_id: OfferId, *, why: ClosedWhy) -> str:
    """Return the line by which a shelter is told to be none any more."""
    return f"{CLOSED} {shelter_id}; {why.value}"


def now_there(shelter_id: OfferId, *, people: int) -> str:
    """Return the line by which a shelter's people are counted anew."""
    return f"{NOW_THERE} {shelter_id}; people {people}"


def _field(word: str, value: str) -> dict[str, Any]:
    if word == FAMILIES:
        return {"families": amount_of(value, field=word, most=FOR_COUNT_MAX)}
    if word == "from":
        return {"home": value}
    if word in {"people", "disabled"}:
        return {word: amount_of(value, field=word, most=_PEOPLE_MAX)}
    if word == "ages":
        return {"ages": _ages(value)}
    if word == "on":
        return {} if (day := day_of(value, field="on")) is None else {"day": day}
    if word == "needs":
        return {"needs": _needs(value)}
    raise Malformed("families", expected="from, people, ages, disabled, on or needs", got=f"{len(word)} characters")


def _ages(text: str) -> MappingProxyType[Band, int]:
    words = text.lower().split()
    if len(words) % 2 or not set(words[::2]) <= set(Band):
        raise Malformed("ages", expected=" N ".join(Band), got=f"{len(text)} characters")
    pairs = zip(words[::2], words[1::2], strict=True)
    return MappingProxyType({Band(band): amount_of(count, field=band, most=_PEOPLE_MAX) for band, count in pairs})


def _needs(text: str) -> frozenset[NeedKind]:
    words = text.lower().split()
    if not set(words) <= set(NeedKind):
        raise Malformed("needs", expected=" ".join(NeedKind), got=f"{len(text)} characters")
    return frozenset(NeedKind(word) for word in words)

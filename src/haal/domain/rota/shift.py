"""The rota of place helpers: unarmed, at one place, and never alone.

A shift has at least two people at every moment of its life, or it is closed and has nobody (`haal.domain.rota.change`).
The list of volunteers is the deadliest file: who held which shift is known for 30 days, then only how many.
No field here can hold a weapon, a patrol of streets or a search of persons.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from haal.domain.ids import PersonId, PlaceId, ShiftId

SHIFT_HOURS_MAX = 12
SHIFT_PEOPLE_MAX = 40


class RotaReason(StrEnum):
    """Why a shift is refused."""

    NEVER_ALONE = "never-alone"
    NOT_OF_THIS_PLACE = "not-of-this-place"
    SHIFT_TIMES_WRONG = "shift-times-wrong"
    SHIFT_NOT_YET = "shift-not-yet"
    SHIFT_IS_OVER = "shift-is-over"
    TOO_MANY_IN_SHIFT = "too-many-in-shift"
    SHIFTS_FIRST = "shifts-first"
    NOT_FREE = "not-free"
    NOT_RESTED = "not-rested"
    WEEK_IS_FULL = "week-is-full"
    NOT_MIXED = "not-mixed"
    SKILL_MISSING = "skill-missing"
    NOTHING_LEFT = "every-shift-held"
    NOT_IN_SHIFT = "not-in-shift"
    IN_IT_ALREADY = "in-it-already"
    SHIFT_IS_CLOSED = "shift-is-closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """Who is at a place from when to when. `people` is empty once the names are forgotten; `people_count` stays.

    `closed_at`: since then nobody stands in it; it can be held again by two.
    """

    id: ShiftId
    place_id: PlaceId
    starts_at: datetime
    ends_at: datetime
    people: tuple[PersonId, ...]
    people_count: int
    closed_at: datetime | None = None

    @property
    def is_lone(self) -> bool:
        """Whether somebody would stand in it alone. No change ever leaves one so."""
        return self.people_count == 1 or len(set(self.people)) == 1


def why_not_shift(
    people: Sequence[PersonId],
    *,
    stewards: Collection[PersonId],
    starts_at: datetime,
    ends_at: datetime,
    people_min: int,
) -> RotaReason | None:
    """Return what forbids the shift, or None. A person named twice is one person."""
    if not starts_at < ends_at <= starts_at + timedelta(hours=SHIFT_HOURS_MAX):
        return RotaReason.SHIFT_TIMES_WRONG
    if len(set(people)) < max(2, people_min):
        return RotaReason.NEVER_ALONE
    if len(set(people)) > SHIFT_PEOPLE_MAX:
        return RotaReason.TOO_MANY_IN_SHIFT
    if not set(people) <= set(stewards):
        return RotaReason.NOT_OF_THIS_PLACE
    return None


def forget_before(*, now: datetime, names_days: int) -> datetime:
    """Return the instant: names of shifts that ended before it are forgotten."""
    return now - timedelta(days=names_days)

"""What a place wants held, week after week: on which days, from when to when, by how many, and with which skills.

The one thing to know: a shift that is longer than five hours wants three, so that one can rest while two still stand. Nobody takes
a break by leaving the other alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from haal.domain.ids import PlaceId, ShiftId, WishId
from haal.domain.rota.shift import SHIFT_HOURS_MAX, Shift
from haal.domain.rota.wanted import PEOPLE_MIN, Skill, Wanted
from haal.domain.warning_text import LAND_TIME

BREAK_MINUTES = 5 * 60
WISHES_MAX = 40
WEEKS_MAX = 6
PEOPLE_MOST = 12
_DAY_MINUTES = 24 * 60


class WishReason(StrEnum):
    """Why what a place wants is not kept, or no plan is made."""

    WISH_DAYS = "wish-days"
    WISH_TIMES = "wish-times"
    WISH_PEOPLE = "wish-people"
    WISH_TOO_MANY = "wish-too-many"
    WISH_NONE = "wish-none"
    PLAN_WEEKS = "plan-weeks"
    PLAN_CHANGED = "plan-changed"
    PLANNER_NOT_HERE = "planner-not-here"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """One shift that comes again every week. `starts` in minutes of the day, by the land's time."""

    id: WishId
    place_id: PlaceId
    days: frozenset[int]
    starts: int
    minutes: int
    people: int = PEOPLE_MIN
    is_mixed: bool = False
    skills: frozenset[Skill] = frozenset()

    @property
    def least(self) -> int:
        """How many it takes: never one, and one more where the shift is long enough for a break."""
        return max(PEOPLE_MIN + (self.minutes > BREAK_MINUTES), self.people)


def why_not_wish(wish: Wish, *, others_count: int) -> WishReason | None:
    """Return what forbids keeping it, or None."""
    if not wish.days or not wish.days <= set(range(7)):
        return WishReason.WISH_DAYS
    if not (0 <= wish.starts < _DAY_MINUTES and 30 <= wish.minutes <= SHIFT_HOURS_MAX * 60):
        return WishReason.WISH_TIMES
    if not PEOPLE_MIN <= wish.people <= PEOPLE_MOST:
        return WishReason.WISH_PEOPLE
    return WishReason.WISH_TOO_MANY if others_count >= WISHES_MAX else None


def wanted(wishes: Iterable[Wish], *, since: date, weeks: int, there: Iterable[Shift] = ()) -> tuple[Wanted, ...]:
    """Return the shifts of these weeks, without those for which there is one that begins at the same minute and is held."""
    taken = {(shift.place_id, shift.starts_at) for shift in there if shift.closed_at is None}
    found = []
    for day in (since + timedelta(days=count) for count in range(7 * weeks)):
        midnight = datetime.combine(day, time(0), LAND_TIME)
        for wish in wishes:
            begin = midnight + timedelta(minutes=wish.starts)
            if day.weekday() not in wish.days or (wish.place_id, begin) in taken:
                continue
            found.append(
                Wanted(
                    id=ShiftId(f"{wish.id}.{day:%Y%m%d}"),
                    place_id=wish.place_id,
                    starts_at=begin,
                    ends_at=begin + timedelta(minutes=wish.minutes),
                    people_min=wish.least,
                    people_max=wish.least + 1,
                    is_mixed=wish.is_mixed,
                    skills=wish.skills,
                )
            )
    return tuple(found)

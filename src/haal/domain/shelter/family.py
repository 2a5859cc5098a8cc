"""A count of families who were driven out: how many, from which district to where, of what ages, and what they lack.

No names, no tribe, no village: a count says "twelve families from that district are here since that day". It travels
through intake as one line (`line_of`, `read`). The one thing to know: counts are told by people who do not know of each
other, so two may count the same families. Alike ones are shown to the desk, which sets one aside; none is deleted.
How they add up, and what of it anybody may read, is `haal.domain.shelter.shown`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType

from haal.domain.ids import FamilyCountId
from haal.domain.need import FOR_COUNT_MAX, Area, NeedKind

PEOPLE_PER_FAMILY_MAX = 40
ALIKE_DAYS = timedelta(days=5)
ALIKE_TIMES = 1.5
OLDEST = timedelta(days=730)


class Move(StrEnum):
    """What the families did."""

    ARRIVED = "arrived"
    MOVED_ON = "moved-on"
    WENT_HOME = "went-home"


class Band(StrEnum):
    """Sex and age, in the bands that displacement tables use."""

    F0 = "f0-4"
    F5 = "f5-17"
    F18 = "f18-59"
    F60 = "f60+"
    M0 = "m0-4"
    M5 = "m5-17"
    M18 = "m18-59"
    M60 = "m60+"


class CountState(StrEnum):
    """How a count stands: told, looked at by a person, or set aside."""

    TOLD = "told"
    KEPT = "kept"
    SET_ASIDE = "set-aside"


class AsideWhy(StrEnum):
    """Why a count is set aside; it stays, and nothing is built on it."""

    FALSE = "false"
    SAME_AS_ANOTHER = "same-as-another"
    COUNTED_ANEW = "counted-anew"
    ERASED = "erased"  # with its report; not for the desk to choose


class CountReason(StrEnum):
    """Why a count is not taken, or not moved."""

    COUNT_OF_NOBODY = "count-of-nobody"
    COUNT_NOT_SO_MANY = "count-not-so-many"
    COUNT_PARTS_TOO_MANY = "count-parts-too-many"
    COUNT_DAY_AHEAD = "count-day-ahead"
    COUNT_DAY_LONG_AGO = "count-day-long-ago"
    COUNT_HOME_UNKNOWN = "count-home-unknown"
    COUNT_WHERE_UNKNOWN = "count-where-unknown"
    COUNT_NOT_FROM_THIS_STATE = "count-not-from-this-state"


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What a count says of itself. `home` and `onward` are districts; `onward` is empty unless they moved on.

    `people` 0: nobody counted heads. `ages` may sum up to less than `people`: of the rest nobody said.
    """

    home: str
    families: int
    move: Move = Move.ARRIVED
    day: date
    people: int = 0
    ages: Mapping[Band, int] = MappingProxyType({})
    disabled: int = 0
    onward: str = ""
    needs: frozenset[NeedKind] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyCount:
    """A count as the desk works on it; `where` is the district and coarse cell in which they were counted."""

    id: FamilyCountId
    counted: Counted
    where: Area
    state: CountState
    aside: AsideWhy | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AlikeCount:
    """Another count that may be of the same families, and how many days lie between the two."""

    count: FamilyCount
    days_apart: int


def why_not_count(counted: Counted, *, where: Area, today: date) -> CountReason | None:
    """Return what forbids taking the count, or None."""
    in_parts = sum(counted.ages.values())
    heads = counted.people or FOR_COUNT_MAX * PEOPLE_PER_FAMILY_MAX
    rules: tuple[tuple[bool, CountReason], ...] = (
        (counted.families < 1, CountReason.COUNT_OF_NOBODY),
        (counted.families > FOR_COUNT_MAX, CountReason.COUNT_NOT_SO_MANY),
        (bool(counted.people) and counted.people < counted.families, CountReason.COUNT_NOT_SO_MANY),
        (counted.people > counted.families * PEOPLE_PER_FAMILY_MAX, CountReason.COUNT_NOT_SO_MANY),
        (max(in_parts, counted.disabled) > heads, CountReason.COUNT_PARTS_TOO_MANY),
        (counted.day > today, CountReason.COUNT_DAY_AHEAD),
        (today - counted.day > OLDEST, CountReason.COUNT_DAY_LONG_AGO),
        (not counted.home, CountReason.COUNT_HOME_UNKNOWN),
        (not where.district, CountReason.COUNT_WHERE_UNKNOWN),
    )
    return next((reason for holds, reason in rules if holds), None)


def why_not_keep(state: CountState) -> CountReason | None:
    """Return what forbids counting it from now on, or None: what was set aside is told anew, not taken back."""
    return None if state is CountState.TOLD else CountReason.COUNT_NOT_FROM_THIS_STATE


def why_not_set_aside(state: CountState) -> CountReason | None:
    """Return what forbids setting it aside, or None: one person can always correct."""
    return CountReason.COUNT_NOT_FROM_THIS_STATE if state is CountState.SET_ASIDE else None


def alike(count: FamilyCount, others: Iterable[FamilyCount]) -> tuple[AlikeCount, ...]:
    """Return counts of about as many families of the same way and about the same day, the nearest day first."""
    found = [
        AlikeCount(count=other, days_apart=abs((other.counted.day - count.counted.day).days))
        for other in others
        if other.id != count.id and other.state is not CountState.SET_ASIDE and _may_be_same(count, other)
    ]
    return tuple(sorted(found, key=lambda one: (one.days_apart, one.count.id)))


def _may_be_same(count: FamilyCount, other: FamilyCount) -> bool:
    one, two = count.counted, other.counted
    few, many = sorted((one.families, two.families))
    return (
        (one.home, one.move, count.where.district) == (two.home, two.move, other.where.district)
        and abs(one.day - two.day) <= ALIKE_DAYS
        and many <= few * ALIKE_TIMES
    )

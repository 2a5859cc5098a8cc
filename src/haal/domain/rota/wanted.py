"""What a rota is planned from: the shifts a place wants, and who can stand in them.

The one thing to know: a place helper is known here by what the rules need and nothing else. No name, no address and no
free text is in it, and a skill is what helps people: none of them stops, searches, follows or strikes anybody.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from haal.domain.ids import PersonId, PlaceId, ShiftId

PEOPLE_MIN = 2
REST_HOURS = 11
WEEK_SHIFTS_MAX = 5
WEEK = timedelta(days=7)


class Skill(StrEnum):
    """What somebody has learned that a shift may want."""

    FIRST_AID = "first-aid"
    EXPERIENCED = "experienced"  # has stood at this kind of place before
    CALMING = "calming"  # has learned to talk a quarrel down
    CHILDREN = "children"  # vetted to be with children


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Time from when to when."""

    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Steward:
    """Somebody who can stand, with their own limits. `is_woman` None: they did not say, and count as neither.

    `held`: when they stand already, at whatever place; a plan is made round it and does not change it.
    """

    person_id: PersonId
    places: frozenset[PlaceId]
    free: tuple[Span, ...]
    is_woman: bool | None = None
    skills: frozenset[Skill] = frozenset()
    week_shifts_max: int = WEEK_SHIFTS_MAX
    rest_hours: int = REST_HOURS
    held: tuple[Span, ...] = ()

    @property
    def held_minutes(self) -> int:
        """How long they stand already."""
        return sum(int((span.ends_at - span.starts_at).total_seconds()) // 60 for span in self.held)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A shift that a place wants held: by how many, by women and men together or not, and with which skills."""

    id: ShiftId
    place_id: PlaceId
    starts_at: datetime
    ends_at: datetime
    people_min: int = PEOPLE_MIN
    people_max: int = PEOPLE_MIN + 1
    is_mixed: bool = False
    skills: frozenset[Skill] = frozenset()

    @property
    def least(self) -> int:
        """How many it takes at least; never one, whatever was asked."""
        return max(PEOPLE_MIN, self.people_min)

    @property
    def minutes(self) -> int:
        """How long it lasts."""
        return int((self.ends_at - self.starts_at).total_seconds()) // 60

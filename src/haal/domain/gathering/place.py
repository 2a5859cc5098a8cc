"""A gathering place and its plan: the plan belongs to that place's own place helpers and to nobody else.

There is no role that reads all plans. A plan is locked with the place's own word, which its helpers hold and the box
does not, so neither a list nor a seized disk gives it away. Not a plan to defend anything: exits, where to gather
inside, what is weak, whom to call.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from haal.domain.ids import PersonId, PlaceId
from haal.domain.need import Area


class PlaceKind(StrEnum):
    """What kind of place people gather in."""

    SCHOOL = "school"
    WORSHIP = "place-of-worship"
    MARKET = "market"
    CLINIC = "clinic"
    BUS_STAND = "bus-stand"
    LIBRARY = "library"
    PRESS_CLUB = "press-club"


class PlaceReason(StrEnum):
    """Why a place or its plan is refused."""

    PLACE_NAME_NEEDED = "place-name-needed"
    PLAN_IS_EMPTY = "plan-is-empty"
    WORD_DOES_NOT_OPEN = "word-does-not-open"
    ONLY_ITS_OWN_PEOPLE = "only-its-own-people"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place as the list shows it. `has_plan` is all that anybody but its own helpers learns of the plan."""

    id: PlaceId
    kind: PlaceKind
    area: Area
    name: str
    has_plan: bool
    stewards: tuple[PersonId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What to do here when danger comes; free text by those who know the house."""

    exits: str = ""
    assembly: str = ""
    weak_points: str = ""
    contacts: str = ""

    def is_empty(self) -> bool:
        """Return whether nothing is written."""
        return not (self.exits or self.assembly or self.weak_points or self.contacts).strip()


def is_own(person_id: PersonId, stewards: Collection[PersonId]) -> bool:
    """Return whether the plan of the place is this person's to write and read."""
    return person_id in stewards


def why_not_add_steward(by: PersonId, stewards: Collection[PersonId]) -> PlaceReason | None:
    """Return what forbids `by` naming a new place helper: once a place has helpers, only they name others."""
    return PlaceReason.ONLY_ITS_OWN_PEOPLE if stewards and by not in stewards else None

"""A gathering place: what kind it is, what it is called, roughly where it lies, and who looks after it.

The one thing to know: of its plan (`haal.domain.gathering.plan`) nothing is here but whether there is one, and of its
helpers nothing is shown to anybody but themselves. What a map says of it stands beside what people say (`again`).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from haal.domain.ids import PersonId, PlaceId
from haal.domain.need import Area
from haal.domain.warning_text import LAND_TIME
from haal.geometry.distance import Point


class PlaceKind(StrEnum):
    """What kind of place people gather in."""

    SCHOOL = "school"
    WORSHIP = "place-of-worship"
    MARKET = "market"
    CLINIC = "clinic"
    BUS_STAND = "bus-stand"
    LIBRARY = "library"
    PRESS_CLUB = "press-club"
    OFFICE = "office"


class Look(StrEnum):
    """Why a person should look at a place that a map told of."""

    DIFFERS = "differs"  # people say one thing of it, the map now another
    GONE = "gone-from-map"
    TOLD_CLOSED = "told-closed"  # somebody who does not look after it says that nobody gathers there any more
    TOLD_OPEN = "told-open"


class PlaceReason(StrEnum):
    """Why a place, or something done with one, is refused."""

    PLACE_NAME_NEEDED = "place-name-needed"
    ONLY_ITS_OWN_PEOPLE = "only-its-own-people"
    NOTHING_TO_SETTLE = "nothing-to-settle"
    PLACE_IS_CLOSED = "place-is-closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a map says of a place. `map_id` is the map's own name for it, such as `way/4711`."""

    map_id: str
    kind: PlaceKind
    name: str
    point: Point


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place as the list shows it. `has_plan` is all that anybody but its own helpers learns of the plan.

    `said` is what the map said last; where that is not what stands here, a person has decided otherwise, or must
    (`look`). `is_closed`: people say that nobody gathers there any more.
    """

    id: PlaceId
    kind: PlaceKind
    area: Area
    name: str
    has_plan: bool
    point: Point | None = None
    said: Said | None = None
    look: Look | None = None
    is_closed: bool = False
    stewards: tuple[PersonId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanKept:
    """What is known of a plan while it is shut: when it was kept, who looks after it, when it is looked at again."""

    kept_at: datetime
    owner: PersonId
    review_on: date


def is_due(review_on: date, *, now: datetime) -> bool:
    """Return whether a plan is to be read again: on its day, as the land counts days, and from then on."""
    return review_on <= now.astimezone(LAND_TIME).date()


def is_own(person_id: PersonId, stewards: Collection[PersonId]) -> bool:
    """Return whether the plan of the place is this person's to write and read."""
    return person_id in stewards


def why_not_add_steward(by: PersonId, stewards: Collection[PersonId]) -> PlaceReason | None:
    """Return what forbids `by` naming a new place helper: once a place has helpers, only they name others."""
    return PlaceReason.ONLY_ITS_OWN_PEOPLE if stewards and by not in stewards else None


def why_not_change(by: PersonId, stewards: Collection[PersonId]) -> PlaceReason | None:
    """Return what forbids `by` saying what the place is called and whether it is open: the same rule as for naming helpers."""
    return why_not_add_steward(by, stewards)

"""What pages read of gathering places: each by name and kind; helpers and shifts to its own helpers alone.

The one thing to know: no query returns a plan.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from haal.domain.access import Actor, Permission, Role, require
from haal.domain.gathering.place import Place, PlaceKind, is_due, is_own, why_not_add_steward, why_not_change
from haal.domain.ids import PlaceId
from haal.domain.rota.shift import Shift
from haal.services.help.gathering.warned import Warned, warnings_at
from haal.services.help.queries_people import Colleague, colleagues
from haal.storage import person
from haal.storage import rota as shift_rows
from haal.storage.gathering import place as rows

PAGE = 200  # so many boxes are opened for one page
LOOKS_SHOWN = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftSeen:
    """A shift of the reader's own place, with pseudonyms."""

    shift: Shift
    people: tuple[str, ...]
    is_mine: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceSeen:
    """A place. Helpers, shifts and what is known of the shut plan are empty unless it is the reader's own.

    `can_name`: who may be named a helper; `may_change`: the reader may say what it is called and whether it is open.
    `warned`: warnings on air that hold it.
    """

    place: Place
    is_own: bool
    stewards: tuple[Colleague, ...] = ()
    shifts: tuple[ShiftSeen, ...] = ()
    can_name: tuple[Colleague, ...] = ()
    may_change: bool = False
    plan_owner: str = ""
    plan_review_on: date | None = None
    plan_is_due: bool = False
    warned: tuple[Warned, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacesSeen:
    """The register: how many in each district, the places of one district, one's own, and what is to be looked at."""

    districts: tuple[tuple[str, int], ...]
    district: str | None
    page: int
    has_more: bool
    places: tuple[PlaceSeen, ...]
    own: tuple[PlaceSeen, ...]
    looks: tuple[Place, ...]
    looks_count: int


def places(
    *, by: Actor, now: datetime, district: str | None = None, kind: PlaceKind | None = None, page: int = 1
) -> PlacesSeen:
    """Return places by name and kind; of the plan only whether there is one, of one's own whether it is due. Raises KeysLocked.

    Args:
        by: who asks.
        now: whether a plan is due depends on it.
        district: of which district; None: all places while they are few, else none until one is chosen.
        kind: only of this kind.
        page: from 1; each shows so many that their boxes open quickly.
    """
    require(by, Permission.KEEP_PLACES)
    counts = rows.counts()
    few = sum(count for _, count in counts) <= PAGE
    asked = few or district is not None
    found, more = rows.found(district=district, kind=kind, start=(page - 1) * PAGE, most=PAGE) if asked else ((), False)
    return PlacesSeen(
        districts=counts,
        district=district,
        page=page,
        has_more=more,
        places=tuple(_listed(place, by) for place in found),
        own=tuple(_due(_listed(place, by), now=now) for place in rows.many(rows.places_of(by.person_id))),
        looks=tuple(replace(place, stewards=()) for place in rows.to_look_at(limit=LOOKS_SHOWN)),
        looks_count=rows.count_to_look_at(),
    )


def one_place(*, place_id: PlaceId, by: Actor, now: datetime) -> PlaceSeen:
    """Return one place; its helpers and shifts only to its own helpers, the plan to nobody. Raises NotFound, KeysLocked."""
    require(by, Permission.KEEP_PLACES)
    place = rows.get(place_id)
    may_name = why_not_add_steward(by.person_id, place.stewards) is None
    free = set(person.holders_of(Role.STEWARD)) - set(place.stewards) if may_name else ()
    seen = PlaceSeen(
        place=replace(place, stewards=()),
        is_own=is_own(by.person_id, place.stewards),
        can_name=colleagues(person_ids=free),
        may_change=why_not_change(by.person_id, place.stewards) is None,
    )
    return _own(seen, place, by=by, now=now) if seen.is_own else seen


def _own(seen: PlaceSeen, place: Place, *, by: Actor, now: datetime) -> PlaceSeen:
    """Return what its own helpers see besides."""
    kept = rows.plan_kept(place.id)
    owner = person.pseudonyms([kept.owner]).get(kept.owner, "") if kept else ""
    return replace(
        seen,
        stewards=colleagues(person_ids=place.stewards),
        shifts=tuple(_shift(shift, by=by) for shift in shift_rows.of_place(place.id, since=now)),
        plan_owner=owner,
        plan_review_on=kept.review_on if kept else None,
        plan_is_due=kept is not None and is_due(kept.review_on, now=now),
        warned=warnings_at(place=place, now=now),
    )


def _due(seen: PlaceSeen, *, now: datetime) -> PlaceSeen:
    """Return one of the reader's own places with whether its plan is to be read again."""
    days = rows.review_days([seen.place.id])
    return replace(seen, plan_is_due=any(is_due(day, now=now) for day in days))


def _listed(place: Place, by: Actor) -> PlaceSeen:
    return PlaceSeen(place=replace(place, stewards=()), is_own=is_own(by.person_id, place.stewards))


def _shift(shift: Shift, *, by: Actor) -> ShiftSeen:
    names = person.pseudonyms(shift.people)
    return ShiftSeen(
        shift=shift,
        people=tuple(names.get(one, "") for one in shift.people),
        is_mine=by.person_id in shift.people,
    )

"""What pages read of gathering places: each by name and kind; helpers and shifts to its own helpers alone.

The one thing to know: no query returns a plan.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from haal.domain.access import Actor, Permission, Role, require
from haal.domain.gathering.place import Place, is_own, why_not_add_steward
from haal.domain.ids import PlaceId
from haal.domain.rota.shift import Shift
from haal.services.help.queries_people import Colleague, colleagues
from haal.storage import person
from haal.storage import rota as shift_rows
from haal.storage.gathering import place as place_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftSeen:
    """A shift of the reader's own place, with pseudonyms."""

    shift: Shift
    people: tuple[str, ...]
    is_mine: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceSeen:
    """A place. Helpers and shifts are empty unless it is the reader's own; `can_name`: who may be named a helper."""

    place: Place
    is_own: bool
    stewards: tuple[Colleague, ...]
    shifts: tuple[ShiftSeen, ...]
    can_name: tuple[Colleague, ...]


def places(*, by: Actor) -> tuple[PlaceSeen, ...]:
    """Return every place by name and kind; of the plan only whether there is one. Raises KeysLocked."""
    require(by, Permission.KEEP_PLACES)
    return tuple(
        PlaceSeen(place=replace(place, stewards=()), is_own=mine, stewards=(), shifts=(), can_name=())
        for place in place_rows.all_of_them()
        for mine in (is_own(by.person_id, place.stewards),)
    )


def one_place(*, place_id: PlaceId, by: Actor, now: datetime) -> PlaceSeen:
    """Return one place; its helpers and shifts only to its own helpers, the plan to nobody. Raises NotFound, KeysLocked."""
    require(by, Permission.KEEP_PLACES)
    place = place_rows.get(place_id)
    mine = is_own(by.person_id, place.stewards)
    shifts = shift_rows.of_place(place_id, since=now) if mine else ()
    may_name = why_not_add_steward(by.person_id, place.stewards) is None
    stewards = set(person.holders_of(Role.STEWARD)) - set(place.stewards) if may_name else ()
    return PlaceSeen(
        place=replace(place, stewards=()),
        is_own=mine,
        stewards=colleagues(person_ids=place.stewards) if mine else (),
        shifts=tuple(_shift(shift, by=by) for shift in shifts),
        can_name=colleagues(person_ids=stewards),
    )


def _shift(shift: Shift, *, by: Actor) -> ShiftSeen:
    names = person.pseudonyms(shift.people)
    return ShiftSeen(
        shift=shift,
        people=tuple(names.get(one, "") for one in shift.people),
        is_mine=by.person_id in shift.people,
    )

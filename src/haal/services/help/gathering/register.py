"""Gathering places: register one, change what is said of it, name its helpers, leave one.

The one thing to know: once a place has helpers, only they name others and change it. Its plan is `plans`, files of a
map are `bring`; that nobody gathers there any more is told as a correction, `closing`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from haal.domain.access import Actor, Permission, Role, require
from haal.domain.errors import GeneralReason, NotFound, Refused
from haal.domain.gathering.again import settled
from haal.domain.gathering.place import Place, PlaceKind, PlaceReason, is_own, why_not_add_steward, why_not_change
from haal.domain.ids import PersonId, PlaceId, new_id
from haal.domain.incoming import check_text
from haal.domain.policy import DEFAULT
from haal.domain.rota.calendar import Use
from haal.domain.rota.shift import RotaReason
from haal.services.help import telling
from haal.storage import audit, person, work
from haal.storage import rota as shift_rows
from haal.storage.gathering import place as rows
from haal.storage.steward import calendar as code_rows
from haal.storage.steward import terms as term_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What somebody says of a place in place of what stood there."""

    kind: PlaceKind
    name: str


def register(*, kind: PlaceKind, name: str, district: str, by: Actor, now: datetime) -> PlaceId:
    """Keep a place, with an area no finer than its district or town. Raises Refused."""
    require(by, Permission.KEEP_PLACES)
    _check_name(name)
    place_id = PlaceId(new_id("g"))
    area = telling.area_of(words="", district=district)
    place = Place(id=place_id, kind=kind, area=area, name=name, has_plan=False)
    box = rows.shut(place)
    with work.atomic():
        rows.keep([(place, box)], now=now)
        audit.write(by=by, what="place-registered", subject=place_id, why=kind.value, now=now)
    return place_id


def change(*, place_id: PlaceId, to: Change, by: Actor, now: datetime) -> None:
    """Keep what people say of a place; a map's file changes it no more. Of a place with helpers only they say it.

    Raises:
        NotFound: no such place.
        Refused: it has helpers and the actor is none of them, or the name is missing.
    """
    require(by, Permission.KEEP_PLACES)
    _check_name(to.name)
    place = _changeable(place_id, by)
    changed = replace(place, kind=to.kind, name=to.name)
    box = rows.shut(changed)
    with work.atomic():
        rows.change(changed, box)
        audit.write(by=by, what="place-changed", subject=place_id, now=now)


def settle(*, place_id: PlaceId, take_map: bool, by: Actor, now: datetime) -> None:
    """Decide between what people say of a place and what the map says, or that a place the map lost stays.

    Raises:
        NotFound: no such place.
        Refused: nothing is to be decided, or it has helpers and the actor is none of them.
    """
    require(by, Permission.KEEP_PLACES)
    place = _changeable(place_id, by)
    if place.look is None:
        raise Refused(PlaceReason.NOTHING_TO_SETTLE)
    after = settled(place, take_map=take_map)
    box = rows.shut(after)
    with work.atomic():
        rows.change(after, box)
        what = "place-taken-from-map" if take_map else "place-kept-against-map"
        audit.write(by=by, what=what, subject=place_id, now=now)


def add_steward(*, place_id: PlaceId, person_id: PersonId, by: Actor, now: datetime) -> None:
    """Name a place helper. The first is named by who keeps the register, every other by one who is there already.

    Raises:
        NotFound: no such place, or the person does not hold the role.
        Refused: only its own helpers name others, or they are one already.
    """
    require(by, Permission.KEEP_PLACES)
    with work.atomic():
        if reason := why_not_add_steward(by.person_id, rows.stewards_of(place_id)):
            raise Refused(reason)
        if Role.STEWARD not in person.roles_of(person_id):
            raise NotFound
        if not rows.add_steward(place_id, person_id):
            raise Refused(GeneralReason.ALREADY_DONE)
        audit.write(by=by, what="place-helper-named", subject=place_id, now=now)


def leave(*, place_id: PlaceId, by: Actor, now: datetime) -> None:
    """No longer look after a place; refused while one holds a shift there, so that nobody is left alone."""
    require(by, Permission.OWN_PLACE)
    with work.atomic():
        if not is_own(by.person_id, rows.stewards_of(place_id)):
            raise NotFound
        if shift_rows.shifts_with(by.person_id, place_id, since=now):
            raise Refused(RotaReason.SHIFTS_FIRST)
        rows.remove_steward(place_id, by.person_id)
        if not rows.places_of(by.person_id):  # who helps nowhere leaves nothing behind
            term_rows.forget(by.person_id)
            for use in Use:
                code_rows.forget_code(by.person_id, use)
        audit.write(by=by, what="place-helper-left", subject=place_id, now=now)


def _check_name(name: str) -> None:
    check_text(name, field="name", chars_max=DEFAULT.field_chars_max)
    if not name.strip():
        raise Refused(PlaceReason.PLACE_NAME_NEEDED)


def _changeable(place_id: PlaceId, by: Actor) -> Place:
    place = rows.get(place_id)
    if reason := why_not_change(by.person_id, place.stewards):
        raise Refused(reason)
    return place

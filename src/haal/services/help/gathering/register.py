"""Gathering places: register one, name its helpers, leave one. Its plan is `plans`."""

from __future__ import annotations

from datetime import datetime

from haal.domain.access import Actor, Permission, Role, require
from haal.domain.errors import GeneralReason, NotFound, Refused
from haal.domain.gathering.place import Place, PlaceKind, PlaceReason, is_own, why_not_add_steward
from haal.domain.ids import PersonId, PlaceId, new_id
from haal.domain.incoming import check_text
from haal.domain.policy import DEFAULT
from haal.domain.rota.shift import RotaReason
from haal.services.help import telling
from haal.storage import audit, person, work
from haal.storage import rota as shift_rows
from haal.storage.gathering import place as rows
from haal.storage.ground.fields import DeskBox


def register(*, kind: PlaceKind, name: str, district: str, by: Actor, now: datetime) -> PlaceId:
    """Keep a place, with an area no finer than its district or town. Raises Refused."""
    require(by, Permission.KEEP_PLACES)
    check_text(name, field="name", chars_max=DEFAULT.field_chars_max)
    if not name.strip():
        raise Refused(PlaceReason.PLACE_NAME_NEEDED)
    place_id = PlaceId(new_id("g"))
    area = telling.area_of(words="", district=district)
    place = Place(id=place_id, kind=kind, area=area, name=name, has_plan=False)
    box = DeskBox.shut({"name": name})
    with work.atomic():
        rows.keep(place, name=box, now=now)
        audit.write(by=by, what="place-registered", subject=place_id, why=kind.value, now=now)
    return place_id


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
        audit.write(by=by, what="place-helper-left", subject=place_id, now=now)

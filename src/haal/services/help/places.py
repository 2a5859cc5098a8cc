"""Gathering places: register one, name its helpers, and keep the plan that only they can open.

The one thing to know: `keep_plan` draws the place's word, tells it once and keeps it nowhere. Who looks after a place
and has the word opens the plan; no role, no list and no seized disk does. A lost word means a new plan.
"""

from __future__ import annotations

import base64
import json
import secrets
from dataclasses import asdict
from datetime import datetime

from haal.domain import receipt
from haal.domain.access import Actor, Permission, Role, require
from haal.domain.errors import GeneralReason, NotFound, Refused
from haal.domain.ids import PersonId, PlaceId, new_id
from haal.domain.incoming import check_text
from haal.domain.place import Place, PlaceKind, PlaceReason, Plan, is_own, why_not_add_steward
from haal.domain.policy import DEFAULT
from haal.domain.rota import RotaReason
from haal.language.receipt_words import WORDS
from haal.services.help import telling
from haal.storage import audit, person, work
from haal.storage import place as rows
from haal.storage import rota as shift_rows
from haal.storage.ground.fields import DeskBox
from haal.vault import word
from haal.vault.seal import CannotOpen


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


def keep_plan(*, place_id: PlaceId, plan: Plan, by: Actor, now: datetime) -> str:
    """Keep the plan in place of the one before and return its word: six words, told this once.

    Raises:
        NotFound: it is not the actor's place.
        Refused: nothing is written, or a text cannot be kept.
    """
    _own(place_id, by)
    for field, text in asdict(plan).items():
        check_text(text, field=field, chars_max=DEFAULT.story_chars_max)
    if plan.is_empty():
        raise Refused(PlaceReason.PLAN_IS_EMPTY)
    drawn = receipt.words_of(secrets.token_bytes(16), WORDS)
    plain = json.dumps(asdict(plan), ensure_ascii=False).encode()
    locked = word.shut(plain, word=_typed(drawn), row_id=place_id)
    box = DeskBox.shut({"locked": base64.b64encode(locked).decode("ascii")})
    with work.atomic():
        rows.put_plan(place_id, box, now=now)
        audit.write(by=by, what="plan-kept", subject=place_id, now=now)
    return drawn


def read_plan(*, place_id: PlaceId, place_word: str, by: Actor, now: datetime) -> Plan:
    """Return the plan of one's own place; each reading, and each wrong word, is audited.

    Raises:
        NotFound: it is not the actor's place, or it has no plan.
        Refused: the word does not open it.
        KeysLocked: the keys are away.
    """
    _own(place_id, by)
    box = rows.plan_of(place_id)
    if box is None:
        raise NotFound
    locked = base64.b64decode(box.open()["locked"])
    try:
        plain = word.open_with(locked, word=_typed(place_word), row_id=place_id)
    except CannotOpen as error:
        audit.write(by=by, what="plan-word-wrong", subject=place_id, now=now)
        raise Refused(PlaceReason.WORD_DOES_NOT_OPEN) from error
    audit.write(by=by, what="plan-read", subject=place_id, now=now)
    return Plan(**json.loads(plain))


def _own(place_id: PlaceId, by: Actor) -> None:
    require(by, Permission.OWN_PLACE)
    if not is_own(by.person_id, rows.stewards_of(place_id)):
        raise NotFound


def _typed(place_word: str) -> str:
    """Return the six words however they were typed."""
    return receipt.normalise(place_word) or ""

"""The plan of a gathering place, which only its own helpers open.

The one thing to know: `keep` draws the place's word, tells it once and keeps it nowhere. Who looks after a place
and has the word opens the plan; no role, no list and no seized disk does. A lost word means a new plan.
"""

from __future__ import annotations

import base64
import json
import secrets
from dataclasses import asdict
from datetime import datetime

from haal.domain import receipt
from haal.domain.access import Actor, Permission, require
from haal.domain.errors import NotFound, Refused
from haal.domain.gathering.place import PlaceReason, Plan, is_own
from haal.domain.ids import PlaceId
from haal.domain.incoming import check_text
from haal.domain.policy import DEFAULT
from haal.language.receipt_words import WORDS
from haal.storage import audit, work
from haal.storage.gathering import place as rows
from haal.storage.ground.fields import DeskBox
from haal.vault import word
from haal.vault.seal import CannotOpen


def keep(*, place_id: PlaceId, plan: Plan, by: Actor, now: datetime) -> str:
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


def read(*, place_id: PlaceId, place_word: str, by: Actor, now: datetime) -> Plan:
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

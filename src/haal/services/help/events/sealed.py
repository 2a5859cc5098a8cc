"""The lock of an event plan: six words that find it, open it and are kept nowhere.

The one thing to know: somebody who has the words and is not on the plan gets the same answer as for words that open nothing.
Neither a reading nor a wrong word is in the audit: its reader would learn that an event is coming.
"""

from __future__ import annotations

import base64
import json
import secrets

from haal.domain import receipt
from haal.domain.access import Actor, Permission, require
from haal.domain.errors import Refused
from haal.domain.event_plan.life import Event
from haal.domain.event_plan.plain import as_plain, of_plain
from haal.domain.gathering.plan import PlanReason
from haal.domain.ids import EventId
from haal.language.receipt_words import WORDS
from haal.storage.event_plan import plan as rows
from haal.storage.event_plan.plan import Shut
from haal.storage.ground import secret
from haal.storage.ground.fields import DeskBox
from haal.vault import word
from haal.vault.seal import CannotOpen


def drawn() -> str:
    """Return six new words."""
    return receipt.words_of(secrets.token_bytes(16), WORDS)


def found_by(typed: str) -> bytes:
    """Return what finds the plan of these words, however they were typed."""
    return secret.digest("event-plan-word", plain_word(typed))


def plain_word(typed: str) -> str:
    """Return the words in the one form in which they lock."""
    return receipt.normalise(typed) or ""


def shut(event: Event, *, typed: str, event_id: EventId) -> DeskBox:
    """Return the event locked with its words, in the desk's box; slow on purpose, so outside the unit of work."""
    plain = json.dumps(as_plain(event), ensure_ascii=False).encode("utf-8", "surrogatepass")
    locked = word.shut(plain, word=plain_word(typed), row_id=event_id)
    return DeskBox.shut({"locked": base64.b64encode(locked).decode("ascii")})


def opened(*, typed: str, by: Actor) -> tuple[Shut, Event]:
    """Return the plan that these words open, to one of its own people.

    Raises:
        Refused: they open none that is this person's; or the person's role plans no events.
        KeysLocked: the keys are away.
    """
    require(by, Permission.PLAN_EVENT)
    found = rows.find(found_by(typed)) if plain_word(typed) else None
    if found is None:
        raise Refused(PlanReason.WORD_DOES_NOT_OPEN)
    try:
        locked = base64.b64decode(found.box.open()["locked"])
        plain = word.open_with(locked, word=plain_word(typed), row_id=found.id)
    except CannotOpen as error:
        raise Refused(PlanReason.WORD_DOES_NOT_OPEN) from error
    event = of_plain(json.loads(plain.decode("utf-8", "surrogatepass")))
    if by.person_id not in event.people:
        raise Refused(PlanReason.WORD_DOES_NOT_OPEN)
    return found, event

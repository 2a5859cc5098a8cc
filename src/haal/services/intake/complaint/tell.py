"""Keep a complaint, by whatever way it came, and tell with its code how far it got and what was answered.

The one thing to know: it is kept also when nobody may read it yet and while the keys are away. Who writes one down for somebody at the
desk cannot read it again. Who may read it is `listen`'s question; stopping an account at once is `people.accounts.suspend`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from haal.domain.access import Actor, Permission, require
from haal.domain.complaint.answer import Answer, answer_by
from haal.domain.complaint.told import Complaint, Recording, Way, check_complaint
from haal.domain.errors import KeysLocked
from haal.domain.policy import DEFAULT, Policy
from haal.domain.receipt import Receipt
from haal.services.intake import keeping
from haal.storage import apart
from haal.storage import complaint as rows
from haal.storage.ground import secret

SMS_KEY_CHARS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the one who complained sees besides how many have read it. `locked`: an answer cannot be opened just now."""

    answer_by: date | None
    answer: Answer | None = None
    locked: bool = False


def complain(
    *,
    told: Complaint,
    recording: Recording | None = None,
    client_key: str,
    now: datetime,
    policy: Policy = DEFAULT,
) -> Receipt:
    """Keep a complaint and return its code; the same key twice keeps it once. Raises Refused."""
    check_complaint(told, recording=recording, client_key=client_key, policy=policy)
    return keeping.keep(told=told, recording=recording, client_key=client_key, now=now)


def write_down(*, told: Complaint, client_key: str, by: Actor, now: datetime) -> Receipt:
    """Keep what somebody said at the desk, and return the code to give them. Raises Refused."""
    require(by, Permission.OWN_ACCOUNT)
    return complain(told=told, client_key=client_key, now=now)


def by_text_message(*, words: str, sender: str, language: str, now: datetime) -> Receipt:
    """Keep what came by text message; brought again on the same day it is kept once. Raises Refused."""
    told = Complaint(told=words, contact=sender, way=Way.SMS, language=language)
    key = secret.digest("complaint-by-sms", sender, words, now.date().isoformat()).hex()[:SMS_KEY_CHARS]
    return complain(told=told, client_key=key, now=now)


def standing(found: apart.Standing, *, policy: Policy = DEFAULT) -> Told:
    """Return by when it will be answered, or the answer."""
    if not found.complaint_id or found.received_on is None:
        return Told(answer_by=None)
    last_day = answer_by(found.received_on, policy=policy)
    try:
        return Told(answer_by=last_day, answer=rows.open_answer(found.complaint_id))
    except KeysLocked:
        return Told(answer_by=last_day, locked=True)

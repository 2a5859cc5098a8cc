"""A helper's own two codes: the secret address of their calendar, and the numbers for text messages.

The one thing to know: a code is told once and kept as a keyed hash; a new one voids the one before, and ending it leaves nothing.
Each is good for one thing alone: whoever copies a calendar's address can change no shift. A code of somebody who was suspended,
or no longer helps, is as unknown as one that never was.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from haal.domain import receipt
from haal.domain.access import Actor, Permission, Role, may, require
from haal.domain.errors import NotFound
from haal.domain.ids import PersonId
from haal.domain.rota.calendar import Shown, Use
from haal.language.receipt_words import WORDS
from haal.services.help.rota import calendar
from haal.storage import audit, person, work
from haal.storage import rota as shift_rows
from haal.storage.ground import secret
from haal.storage.steward import calendar as rows

_BACK = timedelta(hours=12)  # a shift that runs is still in the calendar


def make(*, use: Use, by: Actor, now: datetime) -> str:
    """Make a code in place of the one before and return it: six words for a calendar, ten digits for text messages."""
    require(by, Permission.OWN_PLACE)
    seed = secrets.token_bytes(32)
    code = receipt.words_of(seed, WORDS) if use is Use.CALENDAR else receipt.digits_of(seed)
    with work.atomic():
        rows.put_code(by.person_id, use, _hash(code, use))
        if use is Use.CALENDAR:
            for shift in shift_rows.of_person(by.person_id, since=now - _BACK):
                calendar.note(shift=shift, now=now)
        audit.write(by=by, what="shift-code-made", subject=by.person_id, why=use.value, now=now)
    return code


def end(*, use: Use, by: Actor, now: datetime) -> None:
    """Forget a code. Raises NotFound: there is none."""
    require(by, Permission.OWN_PLACE)
    with work.atomic():
        if not rows.forget_code(by.person_id, use):
            raise NotFound
        audit.write(by=by, what="shift-code-ended", subject=by.person_id, why=use.value, now=now)


def read_calendar(*, code: str, now: datetime) -> tuple[Shown, ...]:
    """Return what the calendar with these six words says.

    Raises:
        NotFound: there is none, or its helper is suspended or helps no more.
        KeysLocked: names of places cannot be read now.
    """
    return calendar.of_actor(by=whose(code=code, use=Use.CALENDAR), now=now)


def whose(*, code: str, use: Use) -> Actor:
    """Return whose code it is, with no second factor. Raises NotFound: also for one who is suspended or helps no more."""
    person_id = rows.whose(_hash(code, use), use)
    by = Actor(person_id=person_id, pseudonym=_pseudonym(person_id), roles=person.roles_of(person_id) & {Role.STEWARD})
    if not may(by, Permission.OWN_PLACE):
        raise NotFound
    return by


def _pseudonym(person_id: PersonId) -> str:
    return person.pseudonyms([person_id]).get(person_id, "")


def _hash(code: str, use: Use) -> bytes:
    """Return the keyed hash of a code in the one form that its use has; of anything else, one that nothing has."""
    normal = receipt.normalise(code)
    if normal is None or normal.isdigit() is (use is Use.CALENDAR):
        return b""
    return secret.digest(f"shift-code-{use.value}", normal)

"""Notes of sign-ins for the audit, and the check that nobody changed it.

The one thing to know: a failed try leaves no row of its own (anybody could flood the chain); the count of failures stands
beside the next success, and one row tells when an account was closed to unknown devices for a while.
Every other act writes its row from its own service.
"""

from __future__ import annotations

from datetime import datetime

from haal.domain.access import SYSTEM
from haal.domain.ids import PersonId
from haal.storage import audit, person, work

FAILURES_TOLD_MAX = 99


def signed_in(*, person_id: PersonId, failures: int, now: datetime) -> None:
    """Keep that a person signed in, and how many tries had failed before."""
    why = f"after-{min(failures, FAILURES_TOLD_MAX)}-failures" if failures else ""
    with work.atomic():
        audit.write(by=person_id, what="signed-in", subject=person_id, why=why, now=now)


def signed_out(*, person_id: PersonId, now: datetime) -> None:
    """Keep that a person signed out."""
    with work.atomic():
        audit.write(by=person_id, what="signed-out", subject=person_id, now=now)


def passphrase_changed(*, person_id: PersonId, now: datetime) -> None:
    """Keep that a person changed the passphrase."""
    with work.atomic():
        audit.write(by=person_id, what="passphrase-changed", subject=person_id, now=now)


def sign_in_closed(*, pseudonym: str, now: datetime) -> None:
    """Keep that too many tries closed an account to unknown devices; nothing is kept of a pseudonym that is nobody's."""
    person_id = person.find(pseudonym)
    if person_id is None:
        return
    with work.atomic():
        audit.write(by=SYSTEM, what="sign-in-closed", subject=person_id, why="too-many", now=now)


def first_bad_row() -> int | None:
    """Return the number of the first row of the audit that does not fit its chain, or None."""
    return audit.verify()

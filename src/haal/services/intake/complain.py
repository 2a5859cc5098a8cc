"""Complaints about anybody and anything here: kept for two listeners outside the desk, who both see every one.

The one thing to know: whoever has a role at the desk cannot read complaints, even with the role of a listener. Reading is
what makes a complaint "reached"; the one who complained sees with the code how many of the two it has reached.
Stopping an account at once is `haal.services.people.accounts.suspend`.
"""

from __future__ import annotations

from datetime import datetime

from haal.domain.access import Actor, Permission, require
from haal.domain.apart import Complaint, ComplaintSeen, check_complaint, why_not_listen
from haal.domain.errors import Refused
from haal.domain.policy import DEFAULT, Policy
from haal.domain.receipt import Receipt
from haal.services.intake import keeping
from haal.storage import apart, audit, work


def complain(*, told: Complaint, client_key: str, now: datetime, policy: Policy = DEFAULT) -> Receipt:
    """Keep a complaint and return its code; the same key twice keeps it once. Raises Refused."""
    check_complaint(told, client_key=client_key, policy=policy)
    return keeping.keep(told=told, client_key=client_key, now=now)


def waiting(*, by: Actor, now: datetime) -> tuple[ComplaintSeen, ...]:
    """Return all complaints, opened, newest first, and keep that they reached this listener.

    Raises:
        Refused: not a listener, or one with a role at the desk.
        KeysLocked: nothing can be opened now; then nothing counts as reached.
    """
    require(by, Permission.READ_COMPLAINTS)
    if reason := why_not_listen(by.roles):
        raise Refused(reason)
    apart.complaints()
    with work.atomic():
        apart.mark_reached(listener=by.person_id, now=now)
        audit.write(by=by, what="complaints-read", subject="", now=now)
    return apart.complaints()

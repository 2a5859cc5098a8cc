"""Protected reports: take in how somebody can be reached, and show it to focal persons alone.

The one thing to know: taking one in leaves no ledger act, no outbox row and no audit row, since each of them would be
counted somewhere at the desk. What a focal person does is audited, without saying to which report or how many there are;
who reaches out is kept in the row itself.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from haal.domain.access import Actor, Permission, require
from haal.domain.apart import Protected, ProtectedSeen, check_protected
from haal.domain.errors import GeneralReason, Refused
from haal.domain.policy import DEFAULT, Policy
from haal.domain.receipt import Receipt
from haal.services.intake import keeping
from haal.storage import apart, audit, person, work


def reach(*, told: Protected, client_key: str, now: datetime, policy: Policy = DEFAULT) -> Receipt:
    """Keep how somebody can be reached and return the code; the same key twice keeps it once. Raises Refused."""
    check_protected(told, client_key=client_key, policy=policy)
    return keeping.keep(told=told, client_key=client_key, now=now)


def waiting(*, by: Actor, now: datetime) -> tuple[ProtectedSeen, ...]:
    """Return all protected reports, opened, with pseudonyms; the reading is audited. Raises Refused, KeysLocked."""
    require(by, Permission.READ_PROTECTED)
    seen = apart.protected_ones()
    with work.atomic():
        audit.write(by=by, what="protected-read", subject="", now=now)
    names = person.pseudonyms({one.taken_by for one in seen if one.taken_by})
    return tuple(replace(one, taken_by=names.get(one.taken_by, one.taken_by)) for one in seen)


def take(*, protected_id: str, by: Actor, now: datetime) -> None:
    """Keep that this focal person reaches out. Raises NotFound, Refused when somebody does already."""
    require(by, Permission.READ_PROTECTED)
    with work.atomic():
        if not apart.take(protected_id, by=by.person_id, now=now):
            raise Refused(GeneralReason.ALREADY_DONE)
        audit.write(by=by, what="protected-taken", subject="", now=now)

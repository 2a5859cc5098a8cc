"""Destroy what is sealed of a record for good: one person asks and says why, another agrees, and it is done.

The one thing to know: only the key keepers' shares are destroyed; the ciphertext stays, so that everything in the
ledger still verifies, and says nothing to anybody for ever. Backups keep shares for seven days at most. Letting
something be opened is `haal.services.assess.unseal`.
"""

from __future__ import annotations

from datetime import datetime

from haal.domain.access import Actor, Permission, require, require_fresh
from haal.domain.agreement import AgreementReason, Kind
from haal.domain.errors import NotFound, Refused
from haal.domain.ids import AgreementId
from haal.domain.policy import DEFAULT, Policy
from haal.storage import act, agreement, audit, seal, work


def ask(*, record: str, reason: str, by: Actor, now: datetime, policy: Policy = DEFAULT) -> AgreementId:
    """Ask a second person to destroy what is sealed of a record.

    Raises:
        NotFound: nothing of it can be opened any more, or ever could.
        Refused: not allowed, no reason, asked already, no fresh second factor.
    """
    require(by, Permission.SHRED)
    require_fresh(by, now=now, minutes=policy.second_factor_minutes)
    if not reason.strip():
        raise Refused(AgreementReason.REASON_NEEDED)
    if not any(not one.is_shredded for one in seal.of_record(record)):
        raise NotFound
    with work.atomic():
        asked = agreement.ask(kind=Kind.SHRED, subject=record, by=by, reason=reason, now=now)
        audit.write(by=by, what="shred-asked", subject=record, now=now)
    return asked


def agree(*, agreement_id: AgreementId, by: Actor, now: datetime, policy: Policy = DEFAULT) -> int:
    """Say yes as the second person and destroy; return how many shares there were.

    Raises:
        NotFound: there is no such question.
        Refused: the same person asked, no longer open, not allowed, no fresh second factor.
    """
    require(by, Permission.SHRED)
    require_fresh(by, now=now, minutes=policy.second_factor_minutes)
    asked = agreement.get(agreement_id)
    if asked.kind is not Kind.SHRED:
        raise NotFound
    with work.atomic():
        agreement.agree(agreement_id=agreement_id, by=by, now=now)
        shares = seal.shred(asked.subject)
        fields = {"agreement": agreement_id, "shares": shares}
        act.put(kind="erased", subject=asked.subject, fields=fields, by=by, now=now)
        audit.write(by=by, what="shred-agreed", subject=asked.subject, now=now)
    return shares

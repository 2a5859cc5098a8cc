"""Confirm a computed verdict as somebody else than who entered the claim, and take one back alone.

The one thing to know: what is confirmed is what the second person saw: the page sends the digest of the verdict back, and
when reports have changed it since, nothing is published and it is looked at again. Confirming publishes at once.
"""

from __future__ import annotations

from datetime import datetime

from haal.domain.access import Actor, Permission, require, require_fresh
from haal.domain.claim.judge import names_in
from haal.domain.claim.published import ClaimReason, ClaimState, PublicCheck, why_not_confirm, why_not_say
from haal.domain.errors import Refused
from haal.domain.ids import CheckedClaimId
from haal.domain.policy import DEFAULT, Policy
from haal.services.testify.claim_check import gather
from haal.services.testify.claim_check.proposal import proposed, public_of
from haal.storage import act, audit, work
from haal.storage.claim import rows


def confirm(
    *, claim_id: CheckedClaimId, words: str, seen: str, by: Actor, now: datetime, policy: Policy = DEFAULT
) -> PublicCheck:
    """Publish the verdict. `words`: the claim as the public reads it; `seen`: the digest of the verdict that was looked at.

    Raises:
        NotFound: no such claim.
        Refused: not allowed, no fresh second factor, the same person, a call to violence, words the public may not read,
            or the verdict is another by now.
        KeysLocked: the reports cannot be read.
    """
    require(by, Permission.CONFIRM_CLAIM)
    require_fresh(by, now=now, minutes=policy.second_factor_minutes)
    kept, box = rows.get(claim_id)
    if reason := why_not_confirm(kept, by=by.person_id):
        raise Refused(reason)
    told = gather.evidence()
    if said := why_not_say(words, parties=names_in(told)):
        raise Refused(said[0], words=said[1])
    found = proposed(kept=kept, box=box, told=told)
    if found.digest != seen:
        raise Refused(ClaimReason.CHANGED)
    check = public_of(found=found, words=words.strip(), now=now)
    with work.atomic():
        digest = rows.publish(check, by=by.person_id, now=now)
        fields: dict[str, object] = {"sha256": digest, "verdict": check.verdict.value}
        if check.replaces:
            fields["replaces"] = check.replaces
        act.put(kind="corrected" if check.replaces else "published", subject=claim_id, fields=fields, by=by, now=now)
        audit.write(by=by, what="claim-confirmed", subject=claim_id, why=check.verdict.value, now=now)
    return check


def withdraw(*, claim_id: CheckedClaimId, by: Actor, now: datetime) -> None:
    """Take a claim back, in any state; one person is enough. Raises NotFound, Refused."""
    require(by, Permission.CHECK_CLAIM)
    kept = rows.kept(claim_id)
    with work.atomic():
        rows.withdraw(claim_id, by=by.person_id, now=now)
        if kept.state in {ClaimState.PUBLISHED, ClaimState.REPLACED}:
            act.put(kind="withdrawn", subject=claim_id, fields={"why": "wrong"}, by=by, now=now)
        audit.write(by=by, what="claim-withdrawn", subject=claim_id, now=now)

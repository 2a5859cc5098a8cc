"""Claims as the desk and the public read them. Reads only; the public half opens no box.

The one thing to know: a call to violence is on the desk's list and on no public page.
"""

from __future__ import annotations

from dataclasses import dataclass

from haal.domain.access import Actor, Permission, require
from haal.domain.claim.published import Kept, PublicCheck
from haal.domain.claim.stated import Claim
from haal.domain.claim.verdict import Judgement
from haal.domain.ids import CheckedClaimId
from haal.formats.claims import table
from haal.services.testify.claim_check import gather
from haal.services.testify.claim_check.proposal import Proposal, kept_claim, proposed
from haal.storage.claim import rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One claim in public: its text, or None when it was withdrawn, what replaced it, and the digest the ledger holds."""

    kept: Kept
    check: PublicCheck | None
    digest: str


def desk(*, by: Actor) -> tuple[tuple[Kept, Claim], ...]:
    """Return the newest claims, those that wait first. Raises Refused, KeysLocked."""
    require(by, Permission.CHECK_CLAIM)
    return tuple((kept, table.claim_of(box["cells"])) for kept, box in rows.newest())


def proposal(*, claim_id: CheckedClaimId, by: Actor) -> Proposal:
    """Return one claim with the verdict proposed for it and its reports. Raises NotFound, Refused, KeysLocked."""
    require(by, Permission.CHECK_CLAIM)
    kept, box = rows.get(claim_id)
    return proposed(kept=kept, box=box, told=gather.evidence())


def every(*, with_verdicts: bool) -> tuple[tuple[Kept, Claim, Judgement | None], ...]:
    """Return the newest claims, with the verdicts there would be today when asked. For the box's own command line."""
    found = [(kept, kept_claim(box)) for kept, box in rows.newest()]
    if not with_verdicts:
        return tuple((kept, claim, None) for kept, claim in found)
    judged = gather.judged(claims=[claim for _kept, claim in found], told=gather.evidence())
    return tuple((kept, claim, one) for (kept, claim), one in zip(found, judged, strict=True))


def public() -> tuple[PublicCheck, ...]:
    """Return what stands in public, newest first."""
    return rows.public()


def public_one(*, claim_id: CheckedClaimId) -> Page:
    """Return one claim that is or was public. Raises NotFound."""
    kept, check, digest = rows.public_one(claim_id)
    return Page(kept=kept, check=check, digest=digest)

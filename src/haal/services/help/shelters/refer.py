"""Hand a family on to a partner: asked by one with the family's consent, read by another, shut to the partner, signed by both.

The one thing to know: the words exist here only until the second person agrees; then they are shut to the partner's key, and
what this box keeps of it in the end is that somebody was handed on, when, and two signatures. Taking consent back is one step
at any time before the partner has signed.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime

from haal.domain.access import SYSTEM, Actor, Permission, require, require_fresh
from haal.domain.errors import LedgerCorrupt, Refused
from haal.domain.ids import PartnerId, ReferralId, new_id
from haal.domain.incoming import check_text
from haal.domain.policy import DEFAULT, Policy
from haal.domain.shelter.referral import (
    WORDS_CHARS_MAX,
    Asking,
    Partner,
    Referral,
    ReferralReason,
    ReferralState,
    is_due,
    why_not_agree,
    why_not_refer,
    why_not_step,
)
from haal.ledger import handover
from haal.ledger.note import BadNote, VerifyKey
from haal.storage import audit, work
from haal.storage import checkpoint as kept
from haal.storage.ground.site import site
from haal.storage.shelter import referral as rows
from haal.vault.box import DeskLock

FORMAT = "haal-referral/v1"


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver:
    """What goes to the partner: a file that only it opens, and the statement that it signs back."""

    name: str
    content: bytes
    sha256: str
    statement: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OneReferral:
    """A referral as the two who look at it see it. `asking` is None once it is shut."""

    referral: Referral
    partner: Partner
    asking: Asking | None
    can_agree: bool


def ask(*, partner_id: PartnerId, asking: Asking, by: Actor, now: datetime) -> ReferralId:
    """Keep what would be handed on, for a second person to read.

    Raises:
        Refused: no consent, no words, an account number, a partner that nobody vetted, or a child that belongs elsewhere.
    """
    require(by, Permission.KEEP_SHELTERS)
    check_text(asking.words, field="words", chars_max=WORDS_CHARS_MAX)
    if reason := why_not_refer(asking, rows.partner(partner_id)):
        raise Refused(reason)
    referral = Referral(
        id=ReferralId(new_id("rf")),
        partner_id=partner_id,
        state=ReferralState.ASKED,
        asked_by=by.person_id,
        asked_at=now,
    )
    with work.atomic():
        rows.keep(referral, asking)
        audit.write(by=by, what="referral-asked", subject=referral.id, why=asking.consent_by.value, now=now)
    return referral.id


def read(*, referral_id: ReferralId, by: Actor, now: datetime) -> OneReferral:
    """Return a referral with what it would hand over; the reading is audited. Raises NotFound, KeysLocked."""
    require(by, Permission.KEEP_SHELTERS)
    referral = rows.get(referral_id)
    partner, asking = rows.partner(referral.partner_id), rows.asking_of(referral_id)
    with work.atomic():
        audit.write(by=by, what="referral-read", subject=referral_id, now=now)
    can_agree = why_not_agree(referral, by=by.person_id) is None
    return OneReferral(referral=referral, partner=partner, asking=asking, can_agree=can_agree)


def agree(*, referral_id: ReferralId, by: Actor, now: datetime, policy: Policy = DEFAULT) -> None:
    """Agree as the second person: from now on only the partner can open it.

    Raises:
        Refused: the same person asked, no fresh second factor, or the partner or the consent no longer holds.
        KeysLocked: the words cannot be read.
    """
    require(by, Permission.KEEP_SHELTERS)
    require_fresh(by, now=now, minutes=policy.second_factor_minutes)
    referral = rows.get(referral_id)
    if reason := why_not_agree(referral, by=by.person_id):
        raise Refused(reason)
    partner, asking = rows.partner(referral.partner_id), rows.asking_of(referral_id)
    if asking is None:
        raise Refused(ReferralReason.REFERRAL_NOT_FROM_THIS_STATE)
    if refusal := why_not_refer(asking, partner):
        raise Refused(refusal)
    shut = DeskLock(partner.sealing_key).shut(_content(referral, asking))
    with work.atomic():
        if again := why_not_agree(rows.get(referral_id, for_change=True), by=by.person_id):
            raise Refused(again)
        rows.agree(referral_id, shut=shut, by=by.person_id)
        audit.write(by=by, what="referral-agreed", subject=referral_id, now=now)


def fetch(*, referral_id: ReferralId, by: Actor, now: datetime, policy: Policy = DEFAULT) -> HandOver:
    """Return the shut file and our statement, to be given to the partner; it may be fetched again until it signs.

    Raises:
        Refused: nobody agreed yet, or it was withdrawn.
        LedgerCorrupt: there is no key to sign with.
    """
    require(by, Permission.KEEP_SHELTERS)
    require_fresh(by, now=now, minutes=policy.second_factor_minutes)
    referral, shut = rows.get(referral_id), rows.shut_of(referral_id)
    if shut is None:
        raise Refused(ReferralReason.REFERRAL_NOT_FROM_THIS_STATE)
    key, digest = kept.signing_key(), handover.digest(shut)
    if key is None:
        raise LedgerCorrupt("keys/ledger.key is not there: nothing can be signed")
    to = VerifyKey.parse(rows.partner(referral.partner_id).signing_key)
    with work.atomic():
        if referral.state is ReferralState.AGREED:
            rows.hand_over(referral_id)
        audit.write(by=by, what="referral-fetched", subject=referral_id, now=now)
    statement = handover.offered(FORMAT, sha256_hex=digest, to=to, key=key)
    return HandOver(name=f"{referral_id}.age", content=shut, sha256=digest, statement=statement)


def receive(*, referral_id: ReferralId, receipt: str, by: Actor, now: datetime) -> None:
    """Keep the partner's signature beside ours, and wipe the file here.

    Raises:
        Refused: it is not signed by both over exactly this file, or by another than the partner.
    """
    require(by, Permission.KEEP_SHELTERS)
    referral, shut = rows.get(referral_id), rows.shut_of(referral_id)
    if shut is None or why_not_step(referral.state, ReferralState.RECEIVED):
        raise Refused(ReferralReason.REFERRAL_NOT_FROM_THIS_STATE)
    ours = kept.verify_key()
    if ours is None:
        raise LedgerCorrupt("keys/ledger.key is not there: our own signature cannot be checked")
    plain = receipt.replace("\r\n", "\n").strip("\n") + "\n"  # a form sends CRLF; a note has none
    try:
        signed_by = handover.signed_by_both(plain, what=FORMAT, sha256_hex=handover.digest(shut), ours=ours)
    except BadNote as error:
        raise Refused(ReferralReason.REFERRAL_NOT_SIGNED_BY_BOTH) from error
    if signed_by.text != rows.partner(referral.partner_id).signing_key:
        raise Refused(ReferralReason.REFERRAL_NOT_SIGNED_BY_BOTH)
    with work.atomic():
        rows.receive(referral_id, receipt=plain)
        audit.write(by=by, what="referral-received", subject=referral_id, now=now)


def withdraw(*, referral_id: ReferralId, by: Actor, now: datetime) -> None:
    """End a referral because the family says so, or it is not needed; nobody asks why. Raises Refused: both have signed."""
    require(by, Permission.KEEP_SHELTERS)
    _end(referral_id, to=ReferralState.WITHDRAWN, by=by, now=now)


def end_past(*, now: datetime) -> int:
    """End what has waited too long, and wipe it; return how many."""
    due = [one for one in rows.under_way() if is_due(one, now=now)]
    for one in due:
        _end(one.id, to=ReferralState.EXPIRED, by=SYSTEM, now=now)
    return len(due)


def _end(referral_id: ReferralId, *, to: ReferralState, by: Actor, now: datetime) -> None:
    with work.atomic():
        if reason := why_not_step(rows.get(referral_id, for_change=True).state, to):
            raise Refused(reason)
        rows.end(referral_id, to=to)
        audit.write(by=by, what=f"referral-{to.value}", subject=referral_id, now=now)


def _content(referral: Referral, asking: Asking) -> bytes:
    """Return what the partner reads: who gives it, the words, for whom, and who said yes; no name of ours."""
    told = {
        "format": FORMAT,
        "from": site().operator,
        "referral": referral.id,
        "asked_on": referral.asked_at.astimezone(UTC).date().isoformat(),
        "for_whom": sorted(asking.whom),
        "consent_by": asking.consent_by.value,
        "words": asking.words,
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode("utf-8")

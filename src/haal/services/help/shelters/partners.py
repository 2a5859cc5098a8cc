"""Partners: other bodies to whom a family may be handed on. One person adds one, another vets it, anybody of the desk stops it.

The one thing to know: a partner's name and keys lie in a box, since a list of who works with whom can be used against both.
The one who vets has the keys read aloud by the partner, by another way than they came.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from haal.domain.access import Actor, Permission, require, require_fresh
from haal.domain.errors import GeneralReason, Refused
from haal.domain.ids import PartnerId, new_id
from haal.domain.incoming import check_text
from haal.domain.policy import DEFAULT, Policy
from haal.domain.shelter.referral import Partner, ReferralReason, Work, why_not_vet
from haal.ledger.note import BadNote, VerifyKey
from haal.storage import audit, work
from haal.storage.shelter import referral as rows
from haal.vault.box import DeskLock


def add(
    *, name: str, what: Collection[Work], sealing_key: str, signing_key: str, by: Actor, now: datetime
) -> PartnerId:
    """Keep a partner for a second person to vet. Raises Refused: no name, or a key that is none."""
    require(by, Permission.KEEP_SHELTERS)
    check_text(name, field="name", chars_max=DEFAULT.field_chars_max)
    if not name.strip() or not what:
        raise Refused(ReferralReason.PARTNER_NAME_NEEDED)
    try:
        DeskLock(sealing_key.strip())
        signing = VerifyKey.parse(signing_key)
    except (ValueError, BadNote) as error:
        raise Refused(ReferralReason.PARTNER_KEYS_WRONG) from error
    partner = Partner(
        id=PartnerId(new_id("pt")),
        name=name,
        work=frozenset(what),
        sealing_key=sealing_key.strip(),
        signing_key=signing.text,
        added_by=by.person_id,
    )
    with work.atomic():
        rows.add_partner(partner)
        audit.write(by=by, what="partner-added", subject=partner.id, now=now)
    return partner.id


def vet(*, partner_id: PartnerId, by: Actor, now: datetime, policy: Policy = DEFAULT) -> None:
    """Say as the second person that the body and its keys are what they seem. Raises Refused, NotFound."""
    require(by, Permission.KEEP_SHELTERS)
    require_fresh(by, now=now, minutes=policy.second_factor_minutes)
    if reason := why_not_vet(rows.partner(partner_id), by=by.person_id):
        raise Refused(reason)
    with work.atomic():
        if not rows.vet_partner(partner_id, by=by.person_id):
            raise Refused(GeneralReason.ALREADY_DONE)
        audit.write(by=by, what="partner-vetted", subject=partner_id, now=now)


def stop(*, partner_id: PartnerId, by: Actor, now: datetime) -> None:
    """Hand nobody to it any more; one person is enough. Raises Refused, NotFound."""
    require(by, Permission.KEEP_SHELTERS)
    rows.partner(partner_id)
    with work.atomic():
        if not rows.stop_partner(partner_id, now=now):
            raise Refused(GeneralReason.ALREADY_DONE)
        audit.write(by=by, what="partner-stopped", subject=partner_id, now=now)

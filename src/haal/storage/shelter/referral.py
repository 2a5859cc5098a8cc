"""The tables of partners and of referrals: who they are and what is handed over is in boxes, never in clear.

The one thing to know: the database holds a referral's words for as long as one person has asked and nobody agreed. From the
second person's yes on there is only what is shut to the partner, and after both have signed not even that. It refuses a
partner that one person vetted alone, and a referral that one person agreed to alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NoReturn

from django.db import models
from django.db.models import F, Q

from haal.domain.errors import NotFound
from haal.domain.ids import PartnerId, PersonId, ReferralId
from haal.domain.need import Whom
from haal.domain.shelter import referral as nouns
from haal.domain.shelter.referral import ReferralState
from haal.storage.boxes import erased
from haal.storage.ground.fields import DeskBoxField, with_keys

_UNDER_WAY = sorted(state.value for state in nouns.UNDER_WAY)
_SEALED = sorted(state.value for state in nouns.SEALED_STATES)


class PartnerRow(models.Model):
    """Another body that takes people on."""

    id = models.CharField(primary_key=True, max_length=40)
    box = DeskBoxField()
    added_by = models.CharField(max_length=40)
    vetted_by = models.CharField(max_length=40, null=True)
    stopped_at = models.DateTimeField(null=True)

    class Meta:
        """Vetted by somebody else than who added it."""

        db_table = "partner"
        constraints = [
            models.CheckConstraint(
                name="partner_two_people", condition=Q(vetted_by__isnull=True) | ~Q(vetted_by=F("added_by"))
            )
        ]


class ReferralRow(models.Model):
    """One hand-over. `box`: its words until somebody agrees; `shut`: the same, to the partner's key; `receipt`: both signatures."""

    id = models.CharField(primary_key=True, max_length=40)
    partner = models.ForeignKey(PartnerRow, on_delete=models.PROTECT, related_name="referrals")
    state = models.CharField(max_length=12, default=ReferralState.ASKED.value)
    asked_by = models.CharField(max_length=40)
    asked_at = models.DateTimeField()
    agreed_by = models.CharField(max_length=40, null=True)
    box = DeskBoxField(null=True)
    shut = models.BinaryField(null=True)
    receipt = DeskBoxField(null=True)

    class Meta:
        """Words only while it is asked, a shut file only until both have signed, and two people in between."""

        db_table = "referral"
        indexes = [models.Index(fields=["state", "asked_at"], name="referral_state")]
        constraints = [
            models.CheckConstraint(
                name="referral_two_people",
                condition=Q(state__in=["asked", "withdrawn", "expired"], agreed_by__isnull=True)
                | Q(agreed_by__isnull=False) & ~Q(agreed_by=F("asked_by")),
            ),
            models.CheckConstraint(
                name="referral_words_while_asked",
                condition=Q(state="asked", box__isnull=False) | ~Q(state="asked") & Q(box__isnull=True),
            ),
            models.CheckConstraint(
                name="referral_shut_until_received",
                condition=Q(state__in=_SEALED, shut__isnull=False) | ~Q(state__in=_SEALED) & Q(shut__isnull=True),
            ),
            models.CheckConstraint(
                name="referral_received_is_signed", condition=~Q(state="received") | Q(receipt__isnull=False)
            ),
        ]


def add_partner(partner: nouns.Partner) -> None:
    """Keep a partner that nobody has vetted yet."""
    box = {"name": partner.name, "sealing": partner.sealing_key, "signing": partner.signing_key}
    PartnerRow.objects.create(id=partner.id, box=box | {"work": sorted(partner.work)}, added_by=partner.added_by)


def partner(partner_id: PartnerId) -> nouns.Partner:
    """Return a partner. Raises NotFound, KeysLocked."""
    return next(iter(_partners(PartnerRow.objects.filter(pk=partner_id))), None) or _absent()


def partners() -> tuple[nouns.Partner, ...]:
    """Return all of them by name. Raises KeysLocked."""
    return tuple(sorted(_partners(PartnerRow.objects.all()), key=lambda one: (one.name, one.id)))


def vet_partner(partner_id: PartnerId, *, by: PersonId) -> bool:
    """Keep who vetted it; False when somebody has."""
    return bool(PartnerRow.objects.filter(pk=partner_id, vetted_by__isnull=True).update(vetted_by=by))


def stop_partner(partner_id: PartnerId, *, now: datetime) -> bool:
    """Keep that nobody is handed to it any more; False when it was stopped."""
    return bool(PartnerRow.objects.filter(pk=partner_id, stopped_at__isnull=True).update(stopped_at=now))


def keep(referral: nouns.Referral, asking: nouns.Asking) -> None:
    """Keep what one person asks to hand over."""
    box = {"words": asking.words, "whom": sorted(asking.whom), "consent": asking.consent_by.value}
    ReferralRow.objects.create(
        id=referral.id,
        partner_id=referral.partner_id,
        asked_by=referral.asked_by,
        asked_at=referral.asked_at,
        box=box,
    )


def get(referral_id: ReferralId, *, for_change: bool = False) -> nouns.Referral:
    """Return a referral without its words. Raises NotFound."""
    rows = ReferralRow.objects.select_for_update() if for_change else ReferralRow.objects
    row = rows.filter(pk=referral_id).defer("box", "shut", "receipt").first()
    return to_domain(row) if row else _absent()


def asking_of(referral_id: ReferralId) -> nouns.Asking | None:
    """Return what it would hand over; None from the second person's yes on. Raises KeysLocked."""
    row = ReferralRow.objects.filter(pk=referral_id, box__isnull=False).first()
    if row is None:
        return None
    told = row.box.open()
    return nouns.Asking(
        words=str(told["words"]),
        whom=frozenset(Whom(one) for one in told["whom"]),
        consent_by=nouns.ConsentBy(told["consent"]),
    )


def shut_of(referral_id: ReferralId) -> bytes | None:
    """Return the file that only the partner opens, or None."""
    shut = ReferralRow.objects.filter(pk=referral_id).values_list("shut", flat=True).first()
    return bytes(shut) if shut else None


def agree(referral_id: ReferralId, *, shut: bytes, by: PersonId) -> None:
    """Keep the second person's yes and the shut file; the words are wiped here."""
    ReferralRow.objects.filter(pk=referral_id).update(
        state=ReferralState.AGREED.value, agreed_by=by, box=None, shut=shut
    )
    erased.leave_nothing_after_commit()


def hand_over(referral_id: ReferralId) -> None:
    """Keep that the file was fetched for the partner."""
    ReferralRow.objects.filter(pk=referral_id).update(state=ReferralState.HANDED_OVER.value)


def receive(referral_id: ReferralId, *, receipt: str) -> None:
    """Keep both signatures; the shut file is wiped."""
    ReferralRow.objects.filter(pk=referral_id).update(
        state=ReferralState.RECEIVED.value, shut=None, receipt={"receipt": receipt}
    )
    erased.leave_nothing_after_commit()


def end(referral_id: ReferralId, *, to: ReferralState) -> None:
    """End it and wipe whatever there is of it."""
    ReferralRow.objects.filter(pk=referral_id).update(state=to.value, box=None, shut=None)
    erased.leave_nothing_after_commit()


def under_way() -> tuple[nouns.Referral, ...]:
    """Return what is neither received nor ended, the longest waiting first."""
    rows = ReferralRow.objects.filter(state__in=_UNDER_WAY).defer("box", "shut", "receipt").order_by("asked_at", "id")
    return tuple(map(to_domain, rows))


def count_received() -> int:
    """Return how many both sides have signed."""
    return ReferralRow.objects.filter(state=ReferralState.RECEIVED.value).count()


def to_domain(row: ReferralRow) -> nouns.Referral:
    """Return the row as the rules see it."""
    return nouns.Referral(
        id=ReferralId(row.id),
        partner_id=PartnerId(row.partner_id),
        state=ReferralState(row.state),
        asked_by=PersonId(row.asked_by),
        asked_at=row.asked_at,
        agreed_by=PersonId(row.agreed_by) if row.agreed_by else None,
    )


def _partners(rows: Iterable[PartnerRow]) -> list[nouns.Partner]:
    found = list(rows)
    opened = [box.open() for box in with_keys([row.box for row in found])]
    return [
        nouns.Partner(
            id=PartnerId(row.id),
            name=str(told["name"]),
            work=frozenset(nouns.Work(one) for one in told["work"]),
            sealing_key=str(told["sealing"]),
            signing_key=str(told["signing"]),
            added_by=PersonId(row.added_by),
            vetted_by=PersonId(row.vetted_by) if row.vetted_by else None,
            is_stopped=row.stopped_at is not None,
        )
        for row, told in zip(found, opened, strict=True)
    ]


def _absent() -> NoReturn:
    raise NotFound

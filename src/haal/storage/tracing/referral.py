"""The table of what was handed to child-protection bodies: who and when in clear, to whom, why and what they said in a box.

The one thing to know: rows are added, and the last one of a pair counts; its answer lies in the box, so a copy of the disk says
that something was handed over and nothing of any child.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models

from haal.domain.ids import PersonId, TracingPairId
from haal.domain.tracing.referral import Protection, Referral
from haal.storage.ground.fields import DeskBoxField
from haal.storage.tracing.pair import TracingPairRow


class TracingReferralRow(models.Model):
    """One hand-over."""

    number = models.BigAutoField(primary_key=True)
    pair = models.ForeignKey(TracingPairRow, on_delete=models.PROTECT, related_name="referrals")
    referred_by = models.CharField(max_length=40)
    referred_at = models.DateTimeField()
    said_at = models.DateTimeField(null=True)
    box = DeskBoxField()

    class Meta:
        """In the order in which they were made."""

        db_table = "tracing_referral"


def add(referral: Referral) -> None:
    """Keep a hand-over."""
    TracingReferralRow.objects.create(
        pair_id=referral.pair_id,
        referred_by=referral.referred_by,
        referred_at=referral.referred_at,
        box=_boxed(referral.to, referral.why, referral.said),
    )


def of_pair(pair_id: TracingPairId) -> tuple[Referral, ...]:
    """Return the hand-overs of a pair, the last one last. Raises KeysLocked."""
    return tuple(map(_opened, TracingReferralRow.objects.filter(pair_id=pair_id).order_by("number")))


def keep_said(pair_id: TracingPairId, said: Protection, *, now: datetime) -> None:
    """Keep what the body has said to the last hand-over."""
    row = TracingReferralRow.objects.filter(pair_id=pair_id).order_by("number").last()
    assert row is not None, "the rule has asked for it"
    told: dict[str, Any] = row.box.open()
    TracingReferralRow.objects.filter(pk=row.pk).update(said_at=now, box=_boxed(told["to"], told["why"], said))


def _boxed(to: str, why: str, said: Protection) -> dict[str, str]:
    return {"to": to, "why": why, "said": said.value}


def _opened(row: TracingReferralRow) -> Referral:
    told = row.box.open()
    return Referral(
        pair_id=TracingPairId(row.pair_id),
        to=told["to"],
        why=told["why"],
        referred_by=PersonId(row.referred_by),
        referred_at=row.referred_at,
        said=Protection(told["said"]),
        said_at=row.said_at,
    )

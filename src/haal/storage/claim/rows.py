"""The table of checked claims: entered by one, confirmed by another, replaced or withdrawn; never overwritten.

The one thing to know: the claim lies in the desk's box; `content` is what the public reads, empty until somebody else
confirmed it, and the database refuses one person as both and any public text of a call to violence. Rules:
`haal.domain.claim.published`.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import F, Q

from haal.domain.claim.published import ClaimReason, ClaimState, Kept, PublicCheck
from haal.domain.errors import NotFound, Refused
from haal.domain.ids import CheckedClaimId, PersonId, new_id
from haal.formats.claims import review
from haal.storage.ground.fields import DeskBoxField

SHOWN_MAX = 200
_ENTERED, _PUBLISHED = ClaimState.ENTERED.value, ClaimState.PUBLISHED.value


class CheckedClaimRow(models.Model):
    """One claim. What it says is in the box; `content` is its public text with the digest that the ledger holds."""

    id = models.CharField(primary_key=True, max_length=40)
    state = models.CharField(max_length=10, default=_ENTERED)
    entered_by = models.CharField(max_length=40)
    entered_at = models.DateTimeField()
    calls_to_violence = models.BooleanField(default=False)
    replaces = models.CharField(max_length=40, null=True)
    replaced_by = models.CharField(max_length=40, null=True)
    confirmed_by = models.CharField(max_length=40, null=True)
    confirmed_at = models.DateTimeField(null=True)
    withdrawn_by = models.CharField(max_length=40, null=True)
    withdrawn_at = models.DateTimeField(null=True)
    content = models.TextField(default="", blank=True)
    digest = models.CharField(max_length=64, default="", blank=True)
    box = DeskBoxField()

    class Meta:
        """Two different people before anything is public; a call to violence never is; withdrawn means empty."""

        db_table = "checked_claim"
        indexes = [models.Index(fields=["state", "-confirmed_at"], name="checked_claim_state")]
        constraints = [
            models.CheckConstraint(
                name="checked_claim_two_people",
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("entered_by")),
            ),
            models.CheckConstraint(
                name="checked_claim_no_call",
                condition=Q(calls_to_violence=False) | Q(content="", confirmed_by__isnull=True),
            ),
            models.CheckConstraint(
                name="checked_claim_states",
                condition=Q(state=_ENTERED, confirmed_by__isnull=True, content="")
                | (
                    Q(
                        state__in=[_PUBLISHED, ClaimState.REPLACED.value],
                        confirmed_by__isnull=False,
                        confirmed_at__isnull=False,
                    )
                    & ~Q(content="")
                )
                | Q(
                    state=ClaimState.WITHDRAWN.value, withdrawn_by__isnull=False, withdrawn_at__isnull=False, content=""
                ),
            ),
            models.UniqueConstraint(
                name="checked_claim_one_successor",
                fields=["replaces"],
                condition=Q(state=_PUBLISHED, replaces__isnull=False),
            ),
        ]


def add(
    *, box: dict[str, Any], calls_to_violence: bool, replaces: CheckedClaimId | None, by: PersonId, now: datetime
) -> CheckedClaimId:
    """Keep a claim that somebody entered and return its id."""
    row = CheckedClaimRow(
        id=new_id("clm"), box=box, calls_to_violence=calls_to_violence, replaces=replaces, entered_by=by, entered_at=now
    )
    row.save(force_insert=True)
    return CheckedClaimId(row.id)


def get(claim_id: CheckedClaimId) -> tuple[Kept, dict[str, Any]]:
    """Return a claim and what is in its box. Raises NotFound, KeysLocked."""
    row = CheckedClaimRow.objects.filter(pk=claim_id).first()
    if row is None:
        raise NotFound
    return _kept(row), row.box.open()


def kept(claim_id: CheckedClaimId) -> Kept:
    """Return a claim without its words; opens no box. Raises NotFound."""
    row = CheckedClaimRow.objects.filter(pk=claim_id).first()
    if row is None:
        raise NotFound
    return _kept(row)


def newest() -> tuple[tuple[Kept, dict[str, Any]], ...]:
    """Return the newest claims with what is in their boxes, those that wait first. Raises KeysLocked."""
    waits = models.Case(models.When(state=_ENTERED, then=0), default=1)
    rows = CheckedClaimRow.objects.order_by(waits, "-entered_at", "id")[:SHOWN_MAX]
    return tuple((_kept(row), row.box.open()) for row in rows)


def publish(check: PublicCheck, *, by: PersonId, now: datetime) -> str:
    """Write the public text; an earlier claim that it replaces is marked so. Returns the digest. Raises Refused."""
    encoded = review.write(check)
    digest = review.digest(encoded)
    rows = CheckedClaimRow.objects.filter(pk=check.id, state=_ENTERED, calls_to_violence=False)
    kept_now = rows.update(
        state=_PUBLISHED, confirmed_by=by, confirmed_at=now, content=encoded.decode("utf-8"), digest=digest
    )
    if not kept_now:
        raise Refused(ClaimReason.STATE)
    if check.replaces:
        earlier = CheckedClaimRow.objects.filter(pk=check.replaces, state=_PUBLISHED)
        if not earlier.update(state=ClaimState.REPLACED.value, replaced_by=check.id):
            raise Refused(ClaimReason.STATE)
    return digest


def withdraw(claim_id: CheckedClaimId, *, by: PersonId, now: datetime) -> None:
    """End a claim in any state; its public text is emptied. Raises Refused."""
    rows = CheckedClaimRow.objects.filter(pk=claim_id).exclude(state=ClaimState.WITHDRAWN.value)
    if not rows.update(state=ClaimState.WITHDRAWN.value, withdrawn_by=by, withdrawn_at=now, content=""):
        raise Refused(ClaimReason.STATE)


def public(*, limit: int = SHOWN_MAX) -> tuple[PublicCheck, ...]:
    """Return what stands in public, newest first; opens no box."""
    rows = CheckedClaimRow.objects.filter(state=_PUBLISHED).order_by("-confirmed_at", "id")
    return tuple(review.read(content.encode("utf-8")) for content in rows.values_list("content", flat=True)[:limit])


def public_one(claim_id: CheckedClaimId) -> tuple[Kept, PublicCheck | None, str]:
    """Return a claim that is or was public, its text (None when withdrawn) and digest. Opens no box. Raises NotFound."""
    row = CheckedClaimRow.objects.filter(pk=claim_id, confirmed_by__isnull=False).first()
    if row is None:
        raise NotFound
    return _kept(row), review.read(row.content.encode("utf-8")) if row.content else None, row.digest


def _kept(row: CheckedClaimRow) -> Kept:
    return Kept(
        id=CheckedClaimId(row.id),
        state=ClaimState(row.state),
        entered_by=PersonId(row.entered_by),
        entered_at=row.entered_at,
        calls_to_violence=row.calls_to_violence,
        replaces=CheckedClaimId(row.replaces) if row.replaces else None,
        replaced_by=CheckedClaimId(row.replaced_by) if row.replaced_by else None,
        confirmed_by=PersonId(row.confirmed_by) if row.confirmed_by else None,
        confirmed_at=row.confirmed_at,
    )

"""What gateways say later of single messages: kept once, in a table of its own, in whatever order it comes.

The one thing to know: a receipt may come twice, late, or before the sending that it is about has been kept. So it is kept
under the gateway's own name for the message, and applied when both are there: the receipt, and the row that bears the name.
A gateway that reports later gives a name with its answer (its own, or our key back); what is in doubt is always known by our
key too. What a receipt changes is `haal.domain.delivery.after_receipt`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import models

from haal.domain.delivery import Outcome, State, after_receipt
from haal.storage.delivery import DeliveryRow

NAMES_MAX = 2_000  # looked at together


class NameRow(models.Model):
    """What a gateway calls a message."""

    id = models.BigAutoField(primary_key=True)
    gateway = models.CharField(max_length=20)
    name = models.CharField(max_length=80)
    delivery_id = models.BigIntegerField()

    class Meta:
        """Found by name."""

        db_table = "delivery_name"
        constraints = [models.UniqueConstraint(fields=["gateway", "name"], name="delivery_name_once")]
        indexes = [models.Index(fields=["delivery_id"], name="delivery_named")]


class ReceiptRow(models.Model):
    """One thing that was said of a message."""

    id = models.BigAutoField(primary_key=True)
    gateway = models.CharField(max_length=20)
    name = models.CharField(max_length=80)
    outcome = models.CharField(max_length=10)
    why = models.CharField(max_length=40, default="", blank=True)
    came_at = models.DateTimeField()
    is_applied = models.BooleanField(default=False)

    class Meta:
        """Said twice is said once."""

        db_table = "delivery_receipt"
        constraints = [models.UniqueConstraint(fields=["gateway", "name", "outcome"], name="delivery_receipt_once")]
        indexes = [models.Index(fields=["came_at"], name="delivery_receipt_came")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A name and the message that bears it."""

    gateway: str
    name: str
    delivery_id: int


def keep(*, gateway: str, name: str, outcome: Outcome, why: str, now: datetime) -> bool:
    """Keep a receipt in the caller's transaction and apply it if the message is known; return whether it is new."""
    row, is_new = ReceiptRow.objects.get_or_create(
        gateway=gateway, name=name[:80], outcome=outcome.value, defaults={"why": why[:40], "came_at": now}
    )
    if not row.is_applied:
        _apply([row])
    return is_new


def keep_names(names: Sequence[Name]) -> None:
    """Keep what gateways call messages, in the caller's transaction, and apply what was said of them before."""
    for first in range(0, len(names), NAMES_MAX):
        some = names[first : first + NAMES_MAX]
        NameRow.objects.bulk_create(
            (NameRow(gateway=one.gateway, name=one.name[:80], delivery_id=one.delivery_id) for one in some),
            ignore_conflicts=True,
        )
        wanted = {(one.gateway, one.name[:80]) for one in some}
        waiting = ReceiptRow.objects.filter(is_applied=False, name__in=[name for _, name in wanted])
        _apply([row for row in waiting if (row.gateway, row.name) in wanted])


def applied_count(*, outcome: Outcome) -> int:
    """Return how many receipts of this kind were about a message that is known."""
    return ReceiptRow.objects.filter(outcome=outcome.value, is_applied=True).count()


def forget(*, before: datetime, limit: int) -> int:
    """Delete old receipts, and names of messages that are forgotten; return how many receipts."""
    old = ReceiptRow.objects.filter(came_at__lt=before).values_list("id", flat=True)[:limit]
    gone = ReceiptRow.objects.filter(pk__in=list(old)).delete()[0]
    nameless = NameRow.objects.exclude(delivery_id__in=DeliveryRow.objects.values("pk"))
    NameRow.objects.filter(pk__in=list(nameless.values_list("pk", flat=True)[:limit])).delete()
    return gone


def accept(delivery_ids: Iterable[int], *, why: str) -> int:
    """Apply an acceptance that came after the lease had run out: the message had arrived."""
    return sum(_move(delivery_id, Outcome.ACCEPTED, why) for delivery_id in delivery_ids)


def _apply(receipts: Sequence[ReceiptRow]) -> None:
    for row in receipts:
        named = NameRow.objects.filter(gateway=row.gateway, name=row.name).values_list("delivery_id", flat=True).first()
        if named is not None and not _is_leaving(named):
            _move(named, Outcome(row.outcome), row.why)
            ReceiptRow.objects.filter(pk=row.pk).update(is_applied=True)


def _is_leaving(delivery_id: int) -> bool:
    """Return whether it is being sent at this moment: its receipt is looked at when that is settled."""
    return DeliveryRow.objects.filter(pk=delivery_id, state=State.SENDING.value).exists()


def _move(delivery_id: int, outcome: Outcome, why: str) -> bool:
    row = DeliveryRow.objects.select_for_update().filter(pk=delivery_id).first()
    to = after_receipt(State(row.state), outcome, was_unknown=row.was_unknown) if row else None
    if row is None or to is None:
        return False
    values = {"state": to.value, "why": why[:40], "lease_id": None, "not_before": None}
    DeliveryRow.objects.filter(pk=delivery_id).update(**values)
    return True

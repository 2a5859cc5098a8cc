"""What must still happen because of a write: kept in the same transaction, done later by the clock.

The row is the state; waking is only haste: `put` sets an event after the commit so that the worker need not wait for its
next round. A subject is an id, never a text.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from threading import Event

from django.db import models

from haal.storage import work
from haal.storage.ground.insert import insert

wake = Event()


class OutboxRow(models.Model):
    """One thing that waits."""

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=60)
    put_at = models.DateTimeField()
    not_before = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=80, default="", blank=True)

    class Meta:
        """Drained in order of `not_before`, then id."""

        db_table = "outbox"
        indexes = [models.Index(fields=["not_before", "id"], name="outbox_due")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """One outbox row, as services see it."""

    id: int
    kind: str
    subject: str
    tries: int
    put_at: datetime


def put(*, kind: str, subject: str, now: datetime) -> None:
    """Keep that `kind` must be done for `subject`; wakes the worker after the commit."""
    row = {"kind": kind, "subject": subject, "put_at": now, "not_before": now, "tries": 0, "error": ""}
    insert(OutboxRow, [row])
    work.after_commit(wake.set)


def due(*, now: datetime, limit: int) -> tuple[Waiting, ...]:
    """Return what is due, oldest first."""
    rows = OutboxRow.objects.filter(not_before__lte=now).order_by("not_before", "id")[:limit]
    return tuple(
        Waiting(id=row.id, kind=row.kind, subject=row.subject, tries=row.tries, put_at=row.put_at) for row in rows
    )


def done(row_id: int) -> None:
    """Forget a row whose work is kept (call it in the same transaction as that work)."""
    OutboxRow.objects.filter(pk=row_id).delete()


def put_off(row_id: int, *, until: datetime, error: str) -> None:
    """Try again later; `error` is the name of the error's class, never its text."""
    OutboxRow.objects.filter(pk=row_id).update(not_before=until, tries=models.F("tries") + 1, error=error[:80])


def count() -> int:
    """Return how many rows wait."""
    return OutboxRow.objects.count()


def oldest_at() -> datetime | None:
    """Return when the longest waiting row was put, or None."""
    row = OutboxRow.objects.order_by("put_at").first()
    return row.put_at if row else None

"""The queue of warnings: one small row for each version that goes out, from which the rows of messages are filled.

The one thing to know: the transaction that releases a version writes its queue row, which choices of subscribers it reaches
(nearest first) and the first chunk of messages; all further chunks are short transactions of their own, resumed where the
last ended, so a million people never hold the writer. `close` is one row as well: nothing of a closed queue leaves, and
`sweep` gives what is left its last state afterwards.

Filling is `haal.storage.warn.fill`; the messages themselves are `haal.storage.delivery`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from threading import Event

from django.db import connection, models
from django.db.models import Q

from haal.domain.delivery import Release, State
from haal.domain.ids import WarningId
from haal.storage import work
from haal.storage.delivery import DeliveryRow

SWEEP_ROWS = 5_000
wake = Event()


class QueueRow(models.Model):
    """One version of a warning on its way. Cursors say how far it is filled: first who was told before, then the area."""

    id = models.BigAutoField(primary_key=True)
    warning_id = models.CharField(max_length=40)
    revision = models.PositiveSmallIntegerField()
    is_drill = models.BooleanField()
    may_repeat = models.BooleanField()
    priority = models.PositiveSmallIntegerField()
    not_after = models.DateTimeField()
    put_at = models.DateTimeField()
    quiet = models.TextField(default="[]")  # [[from, to, until], ...]: hours of quiet that hold a message back
    told_queue = models.BigIntegerField(null=True)  # the earlier version whose people are looked at; NULL: all were
    choice_after = models.BigIntegerField(default=0)
    person_after = models.BigIntegerField(default=0)
    is_wide = models.BooleanField(default=False)  # people in the order of their numbers, not of their choices
    is_filled = models.BooleanField(default=False)
    closed_at = models.DateTimeField(null=True)
    is_swept = models.BooleanField(default=False)

    class Meta:
        """Once for each version."""

        db_table = "warning_queue"
        constraints = [models.UniqueConstraint(fields=["warning_id", "revision"], name="warning_queue_once")]
        indexes = [
            models.Index(fields=["is_drill", "priority", "id"], name="warning_queue_on", condition=Q(is_swept=False))
        ]


class QueueChoiceRow(models.Model):
    """One choice of subscribers that a version reaches; in the order of nearness. Deleted when all is swept."""

    id = models.BigAutoField(primary_key=True)
    queue = models.ForeignKey(QueueRow, on_delete=models.CASCADE, db_index=False)
    choice_id = models.BigIntegerField()
    channel = models.CharField(max_length=8)
    ring = models.PositiveSmallIntegerField()
    not_before = models.DateTimeField(null=True)
    people = models.PositiveIntegerField()  # then; only for the size of a chunk

    class Meta:
        """Read in order."""

        db_table = "warning_queue_choice"
        indexes = [models.Index(fields=["queue", "id"], name="warning_queue_choices")]
        constraints = [models.UniqueConstraint(fields=["queue", "choice_id"], name="warning_queue_choice_once")]


def close(warning_id: WarningId, *, before_revision: int, now: datetime) -> None:
    """Let nothing more leave of older versions, in the transaction of the new one."""
    older = QueueRow.objects.filter(warning_id=warning_id, revision__lt=before_revision, closed_at__isnull=True)
    older.update(closed_at=now)


def is_filling(*, is_drill: bool, now: datetime) -> bool:
    """Return whether some queue is not full yet."""
    return unfilled(is_drill=is_drill, now=now).exists()


def is_over(*, is_drill: bool, now: datetime) -> bool:
    """Return whether some queue has ended and still holds what has no last state."""
    return _over(is_drill=is_drill, now=now).exists()


def open_queues(*, is_drill: bool, now: datetime) -> tuple[Release, ...]:
    """Return the queues from which messages may leave now, first things first."""
    rows = QueueRow.objects.filter(is_drill=is_drill, is_swept=False, closed_at__isnull=True, not_after__gt=now)
    return tuple(_open(row) for row in rows.order_by("priority", "id"))


def still_open(queue_ids: Sequence[int], *, now: datetime) -> Mapping[int, Release]:
    """Return those of them that are open, and hold them open until the transaction ends."""
    rows = QueueRow.objects.filter(pk__in=set(queue_ids), closed_at__isnull=True, not_after__gt=now)
    return {row.id: _open(row) for row in rows.order_by("id").select_for_update(of=("self",))}


def get(queue_ids: Sequence[int]) -> Mapping[int, Release]:
    """Return queues, open or not."""
    return {row.id: _open(row) for row in QueueRow.objects.filter(pk__in=set(queue_ids))}


def sweep(*, is_drill: bool, now: datetime, limit: int = SWEEP_ROWS) -> int:
    """Give some messages that can leave no more their last state; return how many. Short, and in its own transaction."""
    if not is_over(is_drill=is_drill, now=now):
        return 0
    with work.atomic():
        row = _over(is_drill=is_drill, now=now).select_for_update(skip_locked=True).first()
        if row is None:
            return 0
        swept = _sweep(row, State.WITHDRAWN if row.closed_at else State.EXPIRED, limit=limit)
        if not swept and not _waits(row):
            QueueChoiceRow.objects.filter(queue=row).delete()
            QueueRow.objects.filter(pk=row.pk).update(is_swept=True)
    return swept


def _over(*, is_drill: bool, now: datetime) -> models.QuerySet[QueueRow]:
    ended = Q(closed_at__isnull=False) | Q(not_after__lte=now)
    return QueueRow.objects.filter(ended, is_drill=is_drill, is_swept=False)


def unfilled(*, is_drill: bool, now: datetime) -> models.QuerySet[QueueRow]:
    """Return the queues that are not full yet."""
    return QueueRow.objects.filter(is_drill=is_drill, is_filled=False, closed_at__isnull=True, not_after__gt=now)


def _open(row: QueueRow) -> Release:
    return Release(
        id=row.id,
        warning_id=WarningId(row.warning_id),
        revision=row.revision,
        may_repeat=row.may_repeat,
        not_after=row.not_after,
    )


def _sweep(row: QueueRow, to: State, *, limit: int) -> int:
    """Take from what rests and from what is ready; what may have arrived once is unknown for ever."""
    swept = 0
    for rests in ("IS NULL", "IS NOT NULL"):
        with connection.cursor() as cursor:
            cursor.execute(_SWEEP.format(rests=rests), [to.value, row.pk, limit - swept])
            swept += cursor.rowcount
    return swept


def _waits(row: QueueRow) -> bool:
    return DeliveryRow.objects.filter(queue=row.pk, lease_id__isnull=False).exists()


_SWEEP = """
UPDATE delivery SET state = CASE WHEN was_unknown THEN 'unknown' ELSE %s END, not_before = NULL WHERE id IN (
    SELECT id FROM delivery WHERE queue_id = %s AND state = 'queued' AND not_before {rests} LIMIT %s
)
"""

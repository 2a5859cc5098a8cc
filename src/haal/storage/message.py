"""What is asked and answered after a report was taken in: a thread under the receipt code, both sides boxed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import models

from haal.domain.ids import ReportId
from haal.storage.ground.fields import DeskBoxField, with_keys


class MessageRow(models.Model):
    """One line of a thread."""

    id = models.BigAutoField(primary_key=True)
    report = models.ForeignKey("haal.ReportRow", on_delete=models.CASCADE, related_name="messages")
    from_desk = models.BooleanField()
    by = models.CharField(max_length=40, null=True)
    client_key_hash = models.BinaryField(max_length=32, unique=True)
    at = models.DateTimeField()
    box = DeskBoxField()

    class Meta:
        """Read in order."""

        db_table = "message"


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One line, opened."""

    from_desk: bool
    text: str
    at: datetime


def put(
    *, report_id: ReportId, from_desk: bool, by: str | None, text: str, client_key_hash: bytes, now: datetime
) -> bool:
    """Keep a line once; False when the same key had come before."""
    _row, made = MessageRow.objects.get_or_create(
        client_key_hash=client_key_hash,
        defaults={"report_id": report_id, "from_desk": from_desk, "by": by, "at": now, "box": {"text": text}},
    )
    return made


def thread(report_id: ReportId) -> tuple[Message, ...]:
    """Return the thread in order. Raises KeysLocked, KeyGone."""
    rows = list(MessageRow.objects.filter(report_id=report_id).order_by("id"))
    boxes = with_keys([row.box for row in rows])
    return tuple(
        Message(from_desk=row.from_desk, text=box.open()["text"], at=row.at)
        for row, box in zip(rows, boxes, strict=True)
    )


def forget(report_id: ReportId) -> int:
    """Delete a thread and return how many lines it had."""
    return MessageRow.objects.filter(report_id=report_id).delete()[0]


def waiting_count() -> int:
    """Return how many reports have a teller's answer as their last line."""
    newest = models.Subquery(
        MessageRow.objects.filter(report_id=models.OuterRef("report_id")).order_by("-id").values("id")[:1]
    )
    return MessageRow.objects.filter(id=newest, from_desk=False).count()

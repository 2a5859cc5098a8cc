"""The table of what was told since of a case: which kind and when in clear, the words in the desk's box.

The one thing to know: a row has a report of its own, since everything enters by intake; a note that comes twice is one row, found
by a keyed digest of its id. The words go when the case ends; that something was told stays.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models

from haal.domain.ids import ReportId, TracingId
from haal.domain.tracing import since as nouns
from haal.storage.boxes import erased
from haal.storage.boxes.told import plain
from haal.storage.ground import secret
from haal.storage.ground.fields import DeskBoxField
from haal.storage.tracing.case import TracingCaseRow


class TracingSinceRow(models.Model):
    """One thing told since."""

    id = models.CharField(primary_key=True, max_length=40)
    case = models.ForeignKey(TracingCaseRow, on_delete=models.PROTECT, related_name="since")
    report_id = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=8)
    told_at = models.DateTimeField()
    box = DeskBoxField(null=True)

    class Meta:
        """Read in the order in which it came."""

        db_table = "tracing_since"


class TracingOriginRow(models.Model):
    """Where a case came from: the id of the record elsewhere, by a keyed digest, and in the box as it is."""

    record_hash = models.BinaryField(primary_key=True, max_length=32)
    case = models.OneToOneField(TracingCaseRow, on_delete=models.PROTECT, related_name="origin")
    source_date = models.DateTimeField()
    box = DeskBoxField(null=True)

    class Meta:
        """One case of one record elsewhere."""

        db_table = "tracing_origin"


def keep(since: nouns.Since, words: dict[str, Any]) -> bool:
    """Keep it, once a report; False when it is there already."""
    _row, made = TracingSinceRow.objects.get_or_create(
        report_id=since.report_id,
        defaults={
            "id": since.id,
            "case_id": since.case_id,
            "kind": since.kind.value,
            "told_at": since.told_at,
            "box": plain(words),
        },
    )
    return made


def of_report(report_id: ReportId) -> nouns.Since | None:
    """Return what this report told since, or None."""
    row = TracingSinceRow.objects.filter(report_id=report_id).defer("box").first()
    return to_domain(row) if row else None


def of_case(case_id: TracingId) -> tuple[tuple[nouns.Since, dict[str, Any]], ...]:
    """Return what was told since of a case with its words, {} where they are gone. Raises KeysLocked."""
    rows = TracingSinceRow.objects.filter(case_id=case_id).order_by("told_at", "id")
    return tuple((to_domain(row), row.box.open() if row.box else {}) for row in rows)


def has(case_id: TracingId, kind: nouns.SinceKind) -> bool:
    """Return whether such a thing was told of a case."""
    return TracingSinceRow.objects.filter(case_id=case_id, kind=kind.value).exists()


def wipe(case_id: TracingId) -> None:
    """Wipe the words about a case that has ended, and the id of its record elsewhere."""
    TracingSinceRow.objects.filter(case_id=case_id).update(box=None)
    TracingOriginRow.objects.filter(case_id=case_id).update(box=None)
    erased.leave_nothing_after_commit()


def keep_origin(record_id: str, *, case_id: TracingId, source_date: datetime) -> None:
    """Keep from which record elsewhere a case came, or that the record was changed there since."""
    TracingOriginRow.objects.update_or_create(
        record_hash=_hash(record_id),
        defaults={"case_id": case_id, "source_date": source_date, "box": {"record_id": record_id}},
    )


def case_of(record_id: str) -> tuple[TracingId, datetime] | None:
    """Return the case of a record elsewhere and when that was last changed, or None."""
    row = TracingOriginRow.objects.filter(pk=_hash(record_id)).values_list("case_id", "source_date").first()
    return (TracingId(row[0]), row[1]) if row else None


def record_of(case_id: TracingId) -> str:
    """Return the id of the record elsewhere that a case came from, "" for a case of our own. Raises KeysLocked."""
    row = TracingOriginRow.objects.filter(case_id=case_id).first()
    return str(row.box.open()["record_id"]) if row and row.box else ""


def to_domain(row: TracingSinceRow) -> nouns.Since:
    """Return the row in clear."""
    return nouns.Since(
        id=row.id,
        case_id=TracingId(row.case_id),
        report_id=ReportId(row.report_id),
        kind=nouns.SinceKind(row.kind),
        told_at=row.told_at,
    )


def _hash(record_id: str) -> bytes:
    return secret.digest("tracing-record-elsewhere", record_id)

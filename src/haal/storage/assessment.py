"""Grades: one row for one part of one report by one person; the answer itself lies in the desk's box.

The one thing to know: rows are only added. The same part by the same person once, says the database; a later grade by
somebody else stands over the earlier one, which stays. What the letters mean is `haal.domain.assessment`.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.db.models import Q

from haal.domain.assessment import Assessment, Grade, Part, assessed
from haal.domain.ids import PersonId, ReportId
from haal.domain.report import Channel
from haal.storage.ground.fields import DeskBoxField
from haal.storage.report import ReportRow, State


class GradeRow(models.Model):
    """One grade."""

    id = models.BigAutoField(primary_key=True)
    report_id = models.CharField(max_length=40)
    part = models.CharField(max_length=12)
    by = models.CharField(max_length=40)
    at = models.DateTimeField()
    box = DeskBoxField()

    class Meta:
        """Nobody answers one part of one report twice."""

        db_table = "grade"
        constraints = [
            models.UniqueConstraint(name="grade_once_each", fields=["report_id", "part", "by"]),
            models.CheckConstraint(name="grade_known_part", condition=Q(part__in=[part.value for part in Part])),
        ]


def add(grade: Grade) -> None:
    """Keep a grade."""
    GradeRow.objects.create(
        report_id=grade.report_id, part=grade.part.value, by=grade.by, at=grade.at, box={"value": grade.value}
    )


def of_reports(report_ids: Iterable[str]) -> dict[ReportId, tuple[Grade, ...]]:
    """Return all grades of each report that has any. Raises KeysLocked."""
    found: dict[ReportId, list[Grade]] = {}
    for row in GradeRow.objects.filter(report_id__in=list(report_ids)).order_by("id"):
        found.setdefault(ReportId(row.report_id), []).append(_grade(row))
    return {report_id: tuple(grades) for report_id, grades in found.items()}


def of_report(report_id: ReportId) -> tuple[Grade, ...]:
    """Return all grades of one report. Raises KeysLocked."""
    return of_reports([report_id]).get(report_id, ())


def standing(report_ids: Iterable[str]) -> dict[ReportId, Assessment]:
    """Return the standing assessment of each report that has any grade. Raises KeysLocked."""
    return {report_id: assessed(grades) for report_id, grades in of_reports(report_ids).items()}


def answered(report_ids: Iterable[str]) -> dict[ReportId, frozenset[Part]]:
    """Return which parts of each report were answered; no box is opened."""
    found: dict[ReportId, set[Part]] = {}
    rows = GradeRow.objects.filter(report_id__in=list(report_ids)).values_list("report_id", "part")
    for report_id, part in rows:
        found.setdefault(ReportId(report_id), set()).add(Part(part))
    return {report_id: frozenset(parts) for report_id, parts in found.items()}


def ungraded(*, limit: int, channel: Channel | None = None) -> tuple[ReportId, ...]:
    """Return the desk's reports of which a part was not answered yet, oldest first; no box is opened."""
    rows = _unfinished().filter(channel=channel.value) if channel else _unfinished()
    ids = rows.order_by("received_at", "id").values_list("id", flat=True)
    return tuple(ReportId(report_id) for report_id in ids[:limit])


def ungraded_count() -> int:
    """Return how many reports wait for one of the two answers."""
    return _unfinished().count()


def _unfinished() -> models.QuerySet[ReportRow]:
    both = (
        GradeRow.objects.values("report_id").annotate(parts=models.Count("part", distinct=True)).filter(parts=len(Part))
    )
    at_desk = (State.WAITING.value, State.LINKED.value)
    return ReportRow.objects.filter(state__in=at_desk).exclude(pk__in=both.values("report_id"))


def complete_count() -> int:
    """Return how many reports have both parts."""
    rows = GradeRow.objects.values("report_id").annotate(parts=models.Count("part", distinct=True))
    return rows.filter(parts=len(Part)).count()


def _grade(row: GradeRow) -> Grade:
    return Grade(
        report_id=ReportId(row.report_id),
        part=Part(row.part),
        value=str(row.box.open()["value"]),
        by=PersonId(row.by),
        at=row.at,
    )

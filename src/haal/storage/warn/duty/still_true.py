"""The table of the question "is it still true?": asked once for each version of a warning, answered once or never."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import models

from haal.domain.ids import PersonId, WarningId
from haal.domain.warn.still_true import Answer


class StillTrueRow(models.Model):
    """One question."""

    id = models.BigAutoField(primary_key=True)
    warning = models.ForeignKey("haal.WarningRow", on_delete=models.CASCADE, related_name="questions")
    number = models.PositiveSmallIntegerField()
    asked_at = models.DateTimeField()
    answer = models.CharField(max_length=10, blank=True, default="")
    answered_by = models.CharField(max_length=40, null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        """Once a version; an answer is whole or not there."""

        db_table = "warning_still_true"
        constraints = [
            models.UniqueConstraint(name="still_true_once", fields=["warning", "number"]),
            models.CheckConstraint(
                name="still_true_answer_is_whole",
                condition=models.Q(answer="", answered_by__isnull=True, answered_at__isnull=True)
                | models.Q(answered_by__isnull=False, answered_at__isnull=False) & ~models.Q(answer=""),
            ),
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question about one version. `answer` None: nobody has answered."""

    warning_id: WarningId
    number: int
    asked_at: datetime
    answer: Answer | None
    answered_by: PersonId | None
    answered_at: datetime | None


def ask(warning_id: WarningId, number: int, *, now: datetime) -> bool:
    """Keep that it is asked; False when it was already."""
    _row, made = StillTrueRow.objects.get_or_create(warning_id=warning_id, number=number, defaults={"asked_at": now})
    return made


def answer(warning_id: WarningId, given: Answer, *, by: PersonId, now: datetime) -> bool:
    """Keep the answer to what is open about this warning; False when nothing is."""
    rows = StillTrueRow.objects.filter(warning_id=warning_id, answer="")
    return bool(rows.update(answer=given.value, answered_by=by, answered_at=now))


def of(warning_id: WarningId) -> tuple[Question, ...]:
    """Return every question about a warning, in order."""
    return tuple(_question(row) for row in StillTrueRow.objects.filter(warning_id=warning_id).order_by("number"))


def asked_of(warning_ids: frozenset[WarningId]) -> frozenset[tuple[WarningId, int]]:
    """Return which versions of these warnings were asked after."""
    rows = StillTrueRow.objects.filter(warning_id__in=warning_ids).values_list("warning_id", "number")
    return frozenset((WarningId(warning_id), number) for warning_id, number in rows)


def open_ones() -> frozenset[WarningId]:
    """Return the warnings whose question nobody has answered."""
    rows = StillTrueRow.objects.filter(answer="", warning__state__in=["issued", "updated"])
    return frozenset(WarningId(warning_id) for warning_id in rows.values_list("warning_id", flat=True))


def _question(row: StillTrueRow) -> Question:
    return Question(
        warning_id=WarningId(row.warning_id),
        number=row.number,
        asked_at=row.asked_at,
        answer=Answer(row.answer) if row.answer else None,
        answered_by=PersonId(row.answered_by) if row.answered_by else None,
        answered_at=row.answered_at,
    )

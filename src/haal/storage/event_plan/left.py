"""What is left of events that are over: a month and numbers. Bound to no plan, no place, no day and nobody.

A row is written at the debrief, when the event is over, or when a plan lapsed that nobody debriefed.
"""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q

from haal.domain.event_plan.debrief import End, Left
from haal.domain.event_plan.plan import EventKind


class EventLeftRow(models.Model):
    """One event that is over."""

    id = models.BigAutoField(primary_key=True)
    month = models.PositiveIntegerField()  # as 202603
    kind = models.CharField(max_length=16, null=True)
    end = models.CharField(max_length=16, null=True)
    came = models.PositiveIntegerField(null=True)
    stewards = models.PositiveIntegerField(null=True)
    sheets = models.PositiveSmallIntegerField()
    sheets_lost = models.PositiveSmallIntegerField()

    class Meta:
        """A month, never a day: six digits hold none. Kind and end from the closed lists.

        No rule here may need more than plain SQL: a copy for a backup is opened without what the program adds to SQLite.
        """

        db_table = "event_left"
        constraints = [
            models.CheckConstraint(name="event_left_no_day", condition=Q(month__lt=1_000_000)),
            models.CheckConstraint(
                name="event_left_kind", condition=Q(kind=None) | Q(kind__in=[kind.value for kind in EventKind])
            ),
            models.CheckConstraint(
                name="event_left_end", condition=Q(end=None) | Q(end__in=[end.value for end in End])
            ),
        ]
        indexes = [models.Index(fields=["month"], name="event_left_month")]


def keep(left: Left) -> None:
    """Keep what is left of one event."""
    EventLeftRow.objects.create(
        month=_number(left.month),
        kind=left.kind.value if left.kind else None,
        end=left.end.value if left.end else None,
        came=left.came,
        stewards=left.stewards,
        sheets=left.sheets,
        sheets_lost=left.sheets_lost,
    )


def before(month: date) -> tuple[Left, ...]:
    """Return what is left of events of months before this one, newest month first."""
    rows = EventLeftRow.objects.filter(month__lt=_number(month)).order_by("-month", "id")
    return tuple(
        Left(
            month=date(row.month // 100, row.month % 100, 1),
            kind=EventKind(row.kind) if row.kind else None,
            end=End(row.end) if row.end else None,
            came=row.came,
            stewards=row.stewards,
            sheets=row.sheets,
            sheets_lost=row.sheets_lost,
        )
        for row in rows
    )


def _number(month: date) -> int:
    return month.year * 100 + month.month

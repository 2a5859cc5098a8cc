"""The table of event plans: each behind its own word, found by that word alone.

The one thing to know: a row says neither what, where, when nor of whom. `found_by` is a keyed hash of the word; `box` is locked
with the word, which is not on this box, and the result lies in the desk's box. No function here returns more than one plan,
counts them, or finds one without its word; but for those whose time is over, by number alone, to be deleted.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import models

from haal.domain.ids import EventId, new_id
from haal.storage.boxes import erased
from haal.storage.ground.fields import DeskBox, DeskBoxField


class EventPlanRow(models.Model):
    """One plan. `edition` changes with every writing; `gone_at`: the instant after which it is deleted, whatever it holds."""

    id = models.CharField(primary_key=True, max_length=40)
    found_by = models.BinaryField(max_length=32, unique=True)
    edition = models.CharField(max_length=40)
    box = DeskBoxField()
    gone_at = models.DateTimeField()
    is_debriefed = models.BooleanField(default=False)

    class Meta:
        """Found by its word, and by what is over."""

        db_table = "event_plan"
        indexes = [models.Index(fields=["gone_at"], name="event_plan_gone_at")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shut:
    """A plan while it is shut."""

    id: EventId
    edition: str
    box: DeskBox


def keep(event_id: EventId, *, found_by: bytes, box: DeskBox, gone_at: datetime) -> None:
    """Keep a new plan."""
    EventPlanRow.objects.create(id=event_id, found_by=found_by, edition=new_id("e"), box=box, gone_at=gone_at)


def find(found_by: bytes) -> Shut | None:
    """Return the plan that this word finds, shut, or None."""
    row = EventPlanRow.objects.filter(found_by=found_by).first()
    return Shut(id=EventId(row.id), edition=row.edition, box=row.box) if row else None


def save(shut: Shut, box: DeskBox, *, gone_at: datetime | None = None) -> str | None:
    """Keep what is written now in place of what was read; return its edition, None when somebody wrote meanwhile.

    Args:
        shut: what was read.
        box: what is written.
        gone_at: when it goes, of a plan that was debriefed.
    """
    rows = EventPlanRow.objects.filter(pk=shut.id, edition=shut.edition)
    edition = new_id("e")
    changes: dict[str, object] = {"gone_at": gone_at, "is_debriefed": True} if gone_at else {}
    return edition if rows.update(box=box, edition=edition, **changes) else None


def delete_gone(*, now: datetime) -> tuple[bool, ...]:
    """Delete the plans whose time is over, from the database and its log; return of each whether it was debriefed."""
    rows = EventPlanRow.objects.filter(gone_at__lte=now)
    debriefed = tuple(rows.order_by("gone_at").values_list("is_debriefed", flat=True))
    if debriefed:
        rows.delete()
        erased.leave_nothing_after_commit()
    return debriefed

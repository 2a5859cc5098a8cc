"""The tables of what is after a shift: the word for the next pair, that there was a talk, and what was done.

The one thing to know: no row names a person. The word lies in the desk's box and is deleted, with its key, when it has been of use;
what was done is one of a closed list, which the database knows too. Rules: `haal.domain.rota.after`, `haal.domain.rota.practice`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import datetime

from django.db import models
from django.db.models import Q

from haal.domain.ids import PlaceId, ShiftId
from haal.domain.rota.after import NoteKept
from haal.domain.rota.practice import Practice
from haal.storage.ground.fields import DeskBox, DeskBoxField
from haal.storage.rota import ShiftRow


class ShiftNoteRow(models.Model):
    """A word for the next pair."""

    shift = models.OneToOneField(ShiftRow, primary_key=True, on_delete=models.CASCADE, related_name="note")
    told = DeskBoxField()
    until = models.DateTimeField()

    class Meta:
        """One for each shift."""

        db_table = "shift_note"


class ShiftPracticeRow(models.Model):
    """That something was done in a shift; `talked` that its people talked before they went home."""

    TALKED = "talked"

    id = models.BigAutoField(primary_key=True)
    shift = models.ForeignKey(ShiftRow, on_delete=models.CASCADE, related_name="practices")
    practice = models.CharField(max_length=24)

    class Meta:
        """Each once, and nothing that is not in the list."""

        db_table = "shift_practice"
        constraints = [
            models.UniqueConstraint(name="shift_practice_once", fields=["shift", "practice"]),
            models.CheckConstraint(
                name="shift_practice_of_the_list",
                condition=Q(practice__in=["talked", *(practice.value for practice in Practice)]),
            ),
        ]


def put_note(shift_id: ShiftId, box: DeskBox, *, until: datetime) -> None:
    """Keep a word in place of the one before."""
    ShiftNoteRow.objects.update_or_create(shift_id=shift_id, defaults={"told": box, "until": until})


def notes(*, places: Collection[PlaceId] | None = None) -> tuple[NoteKept, ...]:
    """Return which words there are, of these places or of all, unopened."""
    rows = ShiftNoteRow.objects.select_related("shift").order_by("shift__starts_at", "shift_id")
    rows = rows if places is None else rows.filter(shift__place_id__in=places)
    return tuple(
        NoteKept(
            shift_id=ShiftId(row.shift_id),
            place_id=PlaceId(row.shift.place_id),
            starts_at=row.shift.starts_at,
            until=row.until,
        )
        for row in rows
    )


def open_note(shift_id: ShiftId) -> str:
    """Return a word. The caller has asked whom it is for. Raises KeysLocked."""
    box: DeskBox = ShiftNoteRow.objects.values_list("told", flat=True).get(pk=shift_id)
    return str(box.open())


def has_note(shift_id: ShiftId) -> bool:
    """Return whether a word was left after the shift."""
    return ShiftNoteRow.objects.filter(pk=shift_id).exists()


def forget_note(shift_id: ShiftId) -> None:
    """Forget a word."""
    ShiftNoteRow.objects.filter(pk=shift_id).delete()


def put_done(shift_id: ShiftId, practices: Collection[Practice], *, talked: bool) -> None:
    """Keep what was done in place of what was kept before; a talk that was had stays had."""
    rows = ShiftPracticeRow.objects.filter(shift_id=shift_id)
    rows.exclude(practice=ShiftPracticeRow.TALKED).delete()
    names = [*sorted(practices), *([ShiftPracticeRow.TALKED] if talked and not has_talked(shift_id) else [])]
    ShiftPracticeRow.objects.bulk_create(ShiftPracticeRow(shift_id=shift_id, practice=str(name)) for name in names)


def done_in(shift_id: ShiftId) -> frozenset[Practice]:
    """Return what was done in a shift."""
    rows = ShiftPracticeRow.objects.filter(shift_id=shift_id).exclude(practice=ShiftPracticeRow.TALKED)
    return frozenset(Practice(name) for name in rows.values_list("practice", flat=True))


def has_talked(shift_id: ShiftId) -> bool:
    """Return whether its people talked before they went home."""
    return ShiftPracticeRow.objects.filter(shift_id=shift_id, practice=ShiftPracticeRow.TALKED).exists()


def done_at(place_id: PlaceId, *, since: datetime) -> Counter[Practice]:
    """Return in how many shifts of a place each thing was done."""
    rows = ShiftPracticeRow.objects.filter(shift__place_id=place_id, shift__ends_at__gt=since)
    names = rows.exclude(practice=ShiftPracticeRow.TALKED).values_list("practice", flat=True)
    return Counter(Practice(name) for name in names)

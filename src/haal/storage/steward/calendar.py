"""The tables of a helper's own codes, and of what was told to a calendar.

The one thing to know: of a code a keyed hash is kept, so a seized disk opens no calendar. Entries are there only while somebody
has a calendar, and go a day after the shift. Rules: `haal.domain.rota.calendar`.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import models
from django.db.models import Q

from haal.domain.errors import NotFound
from haal.domain.ids import PersonId, PlaceId, ShiftId
from haal.domain.rota.calendar import Entry, Use
from haal.storage.rota import ShiftRow


class StewardCodeRow(models.Model):
    """One code of one helper for one use; a new one takes its place."""

    id = models.BigAutoField(primary_key=True)
    person = models.CharField(max_length=40)
    use = models.CharField(max_length=10)
    code_hash = models.BinaryField(max_length=32, unique=True)

    class Meta:
        """One for each use."""

        db_table = "steward_code"
        constraints = [
            models.UniqueConstraint(name="steward_code_once", fields=["person", "use"]),
            models.CheckConstraint(name="steward_code_use", condition=Q(use__in=[use.value for use in Use])),
        ]


class CalendarEntryRow(models.Model):
    """One shift as one calendar was told of it."""

    id = models.BigAutoField(primary_key=True)
    code = models.ForeignKey(StewardCodeRow, on_delete=models.CASCADE, related_name="entries")
    shift = models.ForeignKey(ShiftRow, on_delete=models.CASCADE, related_name="entries")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    sequence = models.PositiveIntegerField(default=0)
    is_off = models.BooleanField(default=False)

    class Meta:
        """Each shift once."""

        db_table = "calendar_entry"
        constraints = [models.UniqueConstraint(name="calendar_entry_once", fields=["code", "shift"])]


def put_code(person_id: PersonId, use: Use, code_hash: bytes) -> None:
    """Keep a code in place of the one before; what its calendar was told stays."""
    StewardCodeRow.objects.update_or_create(person=person_id, use=use.value, defaults={"code_hash": code_hash})


def forget_code(person_id: PersonId, use: Use) -> bool:
    """Forget a code and what its calendar was told; False when there was none."""
    return bool(StewardCodeRow.objects.filter(person=person_id, use=use.value).delete()[0])


def uses_of(person_id: PersonId) -> frozenset[Use]:
    """Return for what this person has a code."""
    rows = StewardCodeRow.objects.filter(person=person_id)
    return frozenset(Use(use) for use in rows.values_list("use", flat=True))


def whose(code_hash: bytes, use: Use) -> PersonId:
    """Return whose code it is. Raises NotFound."""
    found = StewardCodeRow.objects.filter(code_hash=code_hash, use=use.value).values_list("person", flat=True).first()
    if found is None:
        raise NotFound
    return PersonId(found)


def with_calendar(person_ids: Collection[PersonId]) -> frozenset[PersonId]:
    """Return which of these people have a calendar."""
    rows = StewardCodeRow.objects.filter(use=Use.CALENDAR.value, person__in=person_ids)
    return frozenset(PersonId(person) for person in rows.values_list("person", flat=True))


def told_of(shift_id: ShiftId) -> dict[PersonId, Entry]:
    """Return how each calendar was told of a shift, by whose it is."""
    rows = CalendarEntryRow.objects.filter(shift_id=shift_id).select_related("code", "shift")
    return {PersonId(row.code.person): _entry(row) for row in rows}


def put_entry(person_id: PersonId, entry: Entry) -> None:
    """Keep how a person's calendar is told of a shift."""
    code = StewardCodeRow.objects.get(person=person_id, use=Use.CALENDAR.value)
    CalendarEntryRow.objects.update_or_create(
        code=code,
        shift_id=entry.shift_id,
        defaults={
            "starts_at": entry.starts_at,
            "ends_at": entry.ends_at,
            "changed_at": entry.changed_at,
            "sequence": entry.sequence,
            "is_off": entry.is_off,
        },
    )


def entries_of(person_id: PersonId) -> tuple[Entry, ...]:
    """Return what a person's calendar says."""
    rows = CalendarEntryRow.objects.filter(code__person=person_id, code__use=Use.CALENDAR.value)
    return tuple(_entry(row) for row in rows.select_related("shift").order_by("starts_at", "id"))


def forget_entries(*, ended_before: datetime) -> int:
    """Forget what is over; return how much."""
    return CalendarEntryRow.objects.filter(ends_at__lt=ended_before).delete()[0]


def _entry(row: CalendarEntryRow) -> Entry:
    return Entry(
        shift_id=ShiftId(row.shift_id),
        place_id=PlaceId(row.shift.place_id),
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        changed_at=row.changed_at,
        sequence=row.sequence,
        is_off=row.is_off,
    )

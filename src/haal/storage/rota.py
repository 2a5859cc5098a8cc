"""The tables of shifts. Who held a shift is a row of its own, so that the names can be forgotten and the count stays.

The one thing to know: the database refuses a shift of fewer than two, and the names go after thirty days
(`forget_names`). Rules: `haal.domain.rota.shift`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import models
from django.db.models import F, Q, QuerySet

from haal.domain.errors import NotFound
from haal.domain.ids import PersonId, PlaceId, ShiftId
from haal.domain.rota import shift as nouns


class ShiftRow(models.Model):
    """One shift at one place."""

    id = models.CharField(primary_key=True, max_length=40)
    place = models.ForeignKey("haal.PlaceRow", on_delete=models.CASCADE, related_name="shifts")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    people_count = models.PositiveSmallIntegerField()

    class Meta:
        """Never alone."""

        db_table = "shift"
        indexes = [models.Index(fields=["place", "starts_at"], name="shift_of_place")]
        constraints = [
            models.CheckConstraint(name="shift_never_alone", condition=Q(people_count__gte=2)),
            models.CheckConstraint(name="shift_ends_after_it_starts", condition=Q(ends_at__gt=F("starts_at"))),
        ]


class ShiftPersonRow(models.Model):
    """Somebody who holds a shift; forgotten after thirty days."""

    id = models.BigAutoField(primary_key=True)
    shift = models.ForeignKey(ShiftRow, on_delete=models.CASCADE, related_name="people")
    person = models.CharField(max_length=40)

    class Meta:
        """Nobody is counted twice."""

        db_table = "shift_person"
        constraints = [models.UniqueConstraint(name="shift_person_once", fields=["shift", "person"])]


def keep(shift: nouns.Shift) -> None:
    """Keep a new shift."""
    ShiftRow(
        id=shift.id,
        place_id=shift.place_id,
        starts_at=shift.starts_at,
        ends_at=shift.ends_at,
        people_count=shift.people_count,
    ).save(force_insert=True)
    ShiftPersonRow.objects.bulk_create(ShiftPersonRow(shift_id=shift.id, person=person) for person in shift.people)


def get(shift_id: ShiftId, *, for_change: bool = False) -> nouns.Shift:
    """Return the shift. Raises NotFound."""
    rows = ShiftRow.objects.select_for_update() if for_change else ShiftRow.objects.all()
    row = rows.filter(pk=shift_id).first()
    if row is None:
        raise NotFound
    return _shifts([row])[0]


def set_people(shift_id: ShiftId, people: Iterable[PersonId]) -> None:
    """Keep who holds the shift now."""
    now_in = set(people)
    rows = ShiftPersonRow.objects.filter(shift_id=shift_id)
    rows.exclude(person__in=now_in).delete()
    known = set(rows.values_list("person", flat=True))
    ShiftPersonRow.objects.bulk_create(
        ShiftPersonRow(shift_id=shift_id, person=person) for person in sorted(now_in - known)
    )
    ShiftRow.objects.filter(pk=shift_id).update(people_count=len(now_in))


def of_place(place_id: PlaceId, *, since: datetime) -> tuple[nouns.Shift, ...]:
    """Return the shifts of a place that end after `since`, in order."""
    return _shifts(ShiftRow.objects.filter(place_id=place_id, ends_at__gt=since).order_by("starts_at", "id"))


def shifts_with(person_id: PersonId, place_id: PlaceId, *, since: datetime) -> int:
    """Return how many shifts of the place that end after `since` this person holds."""
    rows = ShiftPersonRow.objects.filter(person=person_id, shift__place_id=place_id, shift__ends_at__gt=since)
    return rows.count()


def forget_names(*, ended_before: datetime) -> int:
    """Forget who held shifts that ended before; return of how many people-and-shifts. The counts stay."""
    gone, _ = ShiftPersonRow.objects.filter(shift__ends_at__lt=ended_before).delete()
    return gone


def _shifts(rows: QuerySet[ShiftRow] | Iterable[ShiftRow]) -> tuple[nouns.Shift, ...]:
    found = list(rows)
    people: dict[str, list[PersonId]] = {}
    of_these = ShiftPersonRow.objects.filter(shift_id__in=[row.id for row in found]).order_by("id")
    for shift_id, person in of_these.values_list("shift_id", "person"):
        people.setdefault(shift_id, []).append(PersonId(person))
    return tuple(
        nouns.Shift(
            id=ShiftId(row.id),
            place_id=PlaceId(row.place_id),
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            people=tuple(people.get(row.id, ())),
            people_count=row.people_count,
        )
        for row in found
    )

"""The tables of shifts. Who held a shift is a row of its own, so that the names can be forgotten and the count stays.

The one thing to know: the database refuses a shift of one; a closed shift has nobody. The names go after thirty days
(`forget_names`), and with them who stood in and who came. Rules: `haal.domain.rota`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import models
from django.db.models import F, Q, QuerySet

from haal.domain.errors import NotFound
from haal.domain.ids import PersonId, PlaceId, ShiftId, SwapId
from haal.domain.rota import shift as nouns
from haal.domain.rota.absence import Hearing
from haal.domain.rota.change import Swap


class ShiftRow(models.Model):
    """One shift at one place."""

    id = models.CharField(primary_key=True, max_length=40)
    place = models.ForeignKey("haal.PlaceRow", on_delete=models.CASCADE, related_name="shifts")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    people_count = models.PositiveSmallIntegerField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        """Never alone: two or more, or closed and nobody."""

        db_table = "shift"
        indexes = [models.Index(fields=["place", "starts_at"], name="shift_of_place")]
        constraints = [
            models.CheckConstraint(
                name="shift_never_alone",
                condition=Q(closed_at__isnull=True, people_count__gte=2) | Q(closed_at__isnull=False, people_count=0),
            ),
            models.CheckConstraint(name="shift_ends_after_it_starts", condition=Q(ends_at__gt=F("starts_at"))),
        ]


class ShiftPersonRow(models.Model):
    """Somebody who holds a shift, or would stand in; forgotten after thirty days. `came_at`: they said that they are there."""

    id = models.BigAutoField(primary_key=True)
    shift = models.ForeignKey(ShiftRow, on_delete=models.CASCADE, related_name="people")
    person = models.CharField(max_length=40)
    stands_in = models.BooleanField(default=False)
    in_since = models.DateTimeField()
    came_at = models.DateTimeField(null=True)

    class Meta:
        """Nobody is counted twice."""

        db_table = "shift_person"
        constraints = [models.UniqueConstraint(name="shift_person_once", fields=["shift", "person"])]


class ShiftSwapRow(models.Model):
    """One asks another to change places between two shifts; it goes when it is answered or too late."""

    id = models.CharField(primary_key=True, max_length=40)
    shift = models.ForeignKey(ShiftRow, on_delete=models.CASCADE, related_name="swaps_asked")
    other = models.ForeignKey(ShiftRow, on_delete=models.CASCADE, related_name="swaps_wanted")
    giver = models.CharField(max_length=40)
    taker = models.CharField(max_length=40)
    asked_at = models.DateTimeField()

    class Meta:
        """Each asks each once."""

        db_table = "shift_swap"
        constraints = [
            models.UniqueConstraint(name="shift_swap_once", fields=["shift", "other", "giver", "taker"]),
        ]


class ShiftHearingRow(models.Model):
    """One row: when the clock last looked at the shifts, and since when without a gap."""

    id = models.PositiveSmallIntegerField(primary_key=True)
    looked_at = models.DateTimeField()
    since = models.DateTimeField()

    class Meta:
        """There is one clock."""

        db_table = "shift_hearing"
        constraints = [models.CheckConstraint(name="shift_hearing_is_one", condition=Q(id=1))]


def keep(shift: nouns.Shift, *, now: datetime) -> None:
    """Keep a new shift."""
    ShiftRow(
        id=shift.id,
        place_id=shift.place_id,
        starts_at=shift.starts_at,
        ends_at=shift.ends_at,
        people_count=shift.people_count,
    ).save(force_insert=True)
    ShiftPersonRow.objects.bulk_create(
        ShiftPersonRow(shift_id=shift.id, person=person, in_since=now) for person in shift.people
    )


def get(shift_id: ShiftId, *, for_change: bool = False) -> nouns.Shift:
    """Return the shift. Raises NotFound."""
    rows = ShiftRow.objects.select_for_update() if for_change else ShiftRow.objects.all()
    row = rows.filter(pk=shift_id).first()
    if row is None:
        raise NotFound
    return _shifts([row])[0]


def save(shift: nouns.Shift, *, now: datetime) -> None:
    """Keep who holds the shift now, its times, and whether it is closed."""
    now_in = set(shift.people)
    rows = ShiftPersonRow.objects.filter(shift_id=shift.id)
    rows.filter(stands_in=False).exclude(person__in=now_in).delete()
    rows.filter(person__in=now_in, stands_in=True).update(stands_in=False, in_since=now)
    known = set(rows.values_list("person", flat=True))
    ShiftPersonRow.objects.bulk_create(
        ShiftPersonRow(shift_id=shift.id, person=person, in_since=now) for person in shift.people if person not in known
    )
    ShiftRow.objects.filter(pk=shift.id).update(
        people_count=shift.people_count,
        closed_at=shift.closed_at,
        starts_at=shift.starts_at,
        ends_at=shift.ends_at,
    )


def stand_in(shift_id: ShiftId, person_id: PersonId, *, now: datetime) -> bool:
    """Keep that somebody would stand in; False when they are in it or said so already."""
    _row, made = ShiftPersonRow.objects.get_or_create(
        shift_id=shift_id, person=person_id, defaults={"stands_in": True, "in_since": now}
    )
    return made


def standing_in(shift_id: ShiftId) -> tuple[PersonId, ...]:
    """Return who would stand in, first said first."""
    rows = ShiftPersonRow.objects.filter(shift_id=shift_id, stands_in=True).order_by("id")
    return tuple(PersonId(person) for person in rows.values_list("person", flat=True))


def put_came(shift_id: ShiftId, person_id: PersonId, *, now: datetime) -> bool:
    """Keep that somebody of the shift is there; False when they are not of it, or said so already."""
    rows = ShiftPersonRow.objects.filter(shift_id=shift_id, person=person_id, stands_in=False, came_at__isnull=True)
    return bool(rows.update(came_at=now))


def came(shift_id: ShiftId) -> frozenset[PersonId]:
    """Return who said that they are there."""
    rows = ShiftPersonRow.objects.filter(shift_id=shift_id, came_at__isnull=False)
    return frozenset(PersonId(person) for person in rows.values_list("person", flat=True))


def came_in_at(shift_id: ShiftId) -> dict[PersonId, datetime]:
    """Return since when each is of the shift."""
    rows = ShiftPersonRow.objects.filter(shift_id=shift_id, stands_in=False)
    return {PersonId(person): since for person, since in rows.values_list("person", "in_since")}


def ahead(*, now: datetime, until: datetime) -> tuple[nouns.Shift, ...]:
    """Return the shifts that run now or begin by `until` and are not closed, of all places: for the clock alone."""
    rows = ShiftRow.objects.filter(starts_at__lte=until, ends_at__gt=now, closed_at__isnull=True)
    return _shifts(rows.order_by("starts_at", "id"))


def hearing() -> Hearing | None:
    """Return how the clock looked last."""
    row = ShiftHearingRow.objects.filter(pk=1).first()
    return Hearing(looked_at=row.looked_at, since=row.since) if row else None


def set_hearing(hearing: Hearing) -> None:
    """Keep the look."""
    ShiftHearingRow.objects.update_or_create(pk=1, defaults={"looked_at": hearing.looked_at, "since": hearing.since})


def keep_swap(swap: Swap, *, now: datetime) -> bool:
    """Keep that one asks another; False when they asked already."""
    _row, made = ShiftSwapRow.objects.get_or_create(
        shift_id=swap.shift_id,
        other_id=swap.other_id,
        giver=swap.giver,
        taker=swap.taker,
        defaults={"id": swap.id, "asked_at": now},
    )
    return made


def get_swap(swap_id: SwapId) -> Swap:
    """Return it. Raises NotFound."""
    row = ShiftSwapRow.objects.filter(pk=swap_id).first()
    if row is None:
        raise NotFound
    return _swap(row)


def swaps_of(person_id: PersonId) -> tuple[Swap, ...]:
    """Return what this person asked, and what they are asked."""
    rows = ShiftSwapRow.objects.filter(Q(giver=person_id) | Q(taker=person_id)).order_by("asked_at", "id")
    return tuple(_swap(row) for row in rows)


def forget_swap(swap_id: SwapId) -> None:
    """Forget it: it was answered."""
    ShiftSwapRow.objects.filter(pk=swap_id).delete()


def forget_swaps_for(shift_id: ShiftId, person_id: PersonId) -> None:
    """Forget all that was asked for the place of this person in this shift."""
    theirs = Q(shift_id=shift_id, giver=person_id) | Q(other_id=shift_id, taker=person_id)
    ShiftSwapRow.objects.filter(theirs).delete()


def forget_swaps(*, begun_before: datetime) -> int:
    """Forget what is too late to be answered; return how many."""
    late = Q(shift__starts_at__lte=begun_before) | Q(other__starts_at__lte=begun_before)
    ids = list(ShiftSwapRow.objects.filter(late).values_list("id", flat=True))
    ShiftSwapRow.objects.filter(pk__in=ids).delete()
    return len(ids)


def of_place(place_id: PlaceId, *, since: datetime) -> tuple[nouns.Shift, ...]:
    """Return the shifts of a place that end after `since`, in order."""
    return _shifts(ShiftRow.objects.filter(place_id=place_id, ends_at__gt=since).order_by("starts_at", "id"))


def of_person(person_id: PersonId, *, since: datetime) -> tuple[nouns.Shift, ...]:
    """Return the shifts that this person holds and that end after `since`, in order."""
    mine = ShiftPersonRow.objects.filter(person=person_id, stands_in=False).values("shift_id")
    return _shifts(ShiftRow.objects.filter(pk__in=mine, ends_at__gt=since).order_by("starts_at", "id"))


def shifts_with(person_id: PersonId, place_id: PlaceId, *, since: datetime) -> int:
    """Return how many shifts of the place that end after `since` this person holds."""
    mine = ShiftPersonRow.objects.filter(person=person_id, stands_in=False)
    rows = mine.filter(shift__place_id=place_id, shift__ends_at__gt=since)
    return rows.count()


def forget_names(*, ended_before: datetime) -> int:
    """Forget who held shifts that ended before; return of how many people-and-shifts. The counts stay."""
    gone, _ = ShiftPersonRow.objects.filter(shift__ends_at__lt=ended_before).delete()
    return gone


def _shifts(rows: QuerySet[ShiftRow] | Iterable[ShiftRow]) -> tuple[nouns.Shift, ...]:
    found = list(rows)
    people: dict[str, list[PersonId]] = {}
    of_these = ShiftPersonRow.objects.filter(shift_id__in=[row.id for row in found], stands_in=False).order_by("id")
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
            closed_at=row.closed_at,
        )
        for row in found
    )


def _swap(row: ShiftSwapRow) -> Swap:
    return Swap(
        id=SwapId(row.id),
        shift_id=ShiftId(row.shift_id),
        other_id=ShiftId(row.other_id),
        giver=PersonId(row.giver),
        taker=PersonId(row.taker),
    )

"""The tables of gathering places and their own place helpers. The plan is locked twice and cannot be listed.

The one thing to know: `plan` is locked with the place's own word, which is not on this box, and the result lies in
the desk's box: a seized disk lacks both, and nobody at the desk has the word. The name of the place is boxed too,
since it was typed. Rules: `haal.domain.gathering.place`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import models
from django.db.models import Q, QuerySet

from haal.domain.errors import NotFound
from haal.domain.gathering import place as nouns
from haal.domain.ids import PersonId, PlaceId
from haal.domain.need import Area
from haal.storage.ground.fields import DeskBox, DeskBoxField


class PlaceRow(models.Model):
    """One place."""

    id = models.CharField(primary_key=True, max_length=40)
    kind = models.CharField(max_length=20)
    district = models.CharField(max_length=60, blank=True, default="")
    cell = models.CharField(max_length=16, null=True)
    name = DeskBoxField()
    plan = DeskBoxField(null=True)
    plan_at = models.DateTimeField(null=True)
    registered_at = models.DateTimeField()

    class Meta:
        """One of the kinds of places people gather in."""

        db_table = "place"
        constraints = [
            models.CheckConstraint(name="place_kind", condition=Q(kind__in=[kind.value for kind in nouns.PlaceKind]))
        ]


class PlaceStewardRow(models.Model):
    """Somebody who looks after a place, until they no longer do."""

    id = models.BigAutoField(primary_key=True)
    place = models.ForeignKey(PlaceRow, on_delete=models.CASCADE, related_name="stewards")
    person = models.CharField(max_length=40)

    class Meta:
        """Each once. Who leaves is deleted: there is no list of former helpers."""

        db_table = "place_steward"
        constraints = [models.UniqueConstraint(name="place_steward_once", fields=["place", "person"])]


def keep(place: nouns.Place, *, name: DeskBox, now: datetime) -> None:
    """Keep a new place."""
    PlaceRow(
        id=place.id,
        kind=place.kind.value,
        district=place.area.district,
        cell=place.area.cell,
        name=name,
        registered_at=now,
    ).save(force_insert=True)


def get(place_id: PlaceId) -> nouns.Place:
    """Return the place with its helpers. Raises NotFound, KeysLocked."""
    row = PlaceRow.objects.filter(pk=place_id).first()
    if row is None:
        raise NotFound
    return _places([row])[0]


def all_of_them() -> tuple[nouns.Place, ...]:
    """Return every place, without any plan. Raises KeysLocked."""
    return _places(PlaceRow.objects.order_by("district", "kind", "id"))


def stewards_of(place_id: PlaceId) -> tuple[PersonId, ...]:
    """Return who looks after the place. Raises NotFound when there is no such place."""
    if not PlaceRow.objects.filter(pk=place_id).exists():
        raise NotFound
    rows = PlaceStewardRow.objects.filter(place_id=place_id).order_by("id")
    return tuple(PersonId(person) for person in rows.values_list("person", flat=True))


def places_of(person_id: PersonId) -> tuple[PlaceId, ...]:
    """Return the places that this person looks after."""
    rows = PlaceStewardRow.objects.filter(person=person_id).order_by("place_id")
    return tuple(PlaceId(place_id) for place_id in rows.values_list("place_id", flat=True))


def add_steward(place_id: PlaceId, person_id: PersonId) -> bool:
    """Keep a place helper; False when they are one already."""
    _row, made = PlaceStewardRow.objects.get_or_create(place_id=place_id, person=person_id)
    return made


def remove_steward(place_id: PlaceId, person_id: PersonId) -> bool:
    """Forget that somebody looks after the place; False when they did not."""
    return bool(PlaceStewardRow.objects.filter(place_id=place_id, person=person_id).delete()[0])


def put_plan(place_id: PlaceId, box: DeskBox, *, now: datetime) -> None:
    """Keep the locked plan in place of the one before."""
    PlaceRow.objects.filter(pk=place_id).update(plan=box, plan_at=now)


def plan_of(place_id: PlaceId) -> DeskBox | None:
    """Return the locked plan of one place. The caller has asked whose place it is."""
    row = PlaceRow.objects.filter(pk=place_id).first()
    return row.plan if row else None


def _places(rows: QuerySet[PlaceRow] | Iterable[PlaceRow]) -> tuple[nouns.Place, ...]:
    found = list(rows)
    stewards: dict[str, list[PersonId]] = {}
    of_these = PlaceStewardRow.objects.filter(place_id__in=[row.id for row in found]).order_by("id")
    for place_id, person in of_these.values_list("place_id", "person"):
        stewards.setdefault(place_id, []).append(PersonId(person))
    return tuple(
        nouns.Place(
            id=PlaceId(row.id),
            kind=nouns.PlaceKind(row.kind),
            area=Area(district=row.district, cell=row.cell),
            name=str(row.name.open()["name"]),
            has_plan=row.plan is not None,
            stewards=tuple(stewards.get(row.id, ())),
        )
        for row in found
    )

"""The tables of gathering places and their own place helpers. The plan is locked twice and cannot be listed.

The one thing to know: `plan` is locked with the place's own word, which is not on this box, and the result lies in
the desk's box: a seized disk lacks both, and nobody at the desk has the word. Name, point and what a map says of the
place are boxed too (`told`), so that a disk does not tell which school a helper looks after. Rules:
`haal.domain.gathering.place`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime

from django.db import models
from django.db.models import Count, Q, QuerySet

from haal.domain.errors import NotFound
from haal.domain.gathering import place as nouns
from haal.domain.ids import PersonId, PlaceId
from haal.domain.need import Area
from haal.storage.ground.fields import DeskBox, DeskBoxField, JsonValue, with_keys

AT_ONCE = 500


class PlaceRow(models.Model):
    """One place. `look` says that a person should look at it, `closed_at` that nobody gathers there any more."""

    id = models.CharField(primary_key=True, max_length=40)
    kind = models.CharField(max_length=20)
    district = models.CharField(max_length=60, blank=True, default="")
    cell = models.CharField(max_length=16, null=True)
    told = DeskBoxField()
    look = models.CharField(max_length=16, null=True)
    closed_at = models.DateTimeField(null=True)
    plan = DeskBoxField(null=True)
    plan_at = models.DateTimeField(null=True)
    plan_owner = models.CharField(max_length=40, null=True)
    plan_review_on = models.DateField(null=True)
    registered_at = models.DateTimeField()

    class Meta:
        """One of the kinds of places people gather in."""

        db_table = "place"
        constraints = [
            models.CheckConstraint(name="place_kind", condition=Q(kind__in=[kind.value for kind in nouns.PlaceKind])),
            models.CheckConstraint(
                name="place_look", condition=Q(look=None) | Q(look__in=[look.value for look in nouns.Look])
            ),
        ]
        indexes = [models.Index(fields=["district", "kind"], name="place_of_district")]


class PlaceStewardRow(models.Model):
    """Somebody who looks after a place, until they no longer do."""

    id = models.BigAutoField(primary_key=True)
    place = models.ForeignKey(PlaceRow, on_delete=models.CASCADE, related_name="stewards")
    person = models.CharField(max_length=40)

    class Meta:
        """Each once. Who leaves is deleted: there is no list of former helpers."""

        db_table = "place_steward"
        constraints = [models.UniqueConstraint(name="place_steward_once", fields=["place", "person"])]


def shut(place: nouns.Place) -> DeskBox:
    """Return what is typed or exact of a place in a box; outside the unit of work, since it is slow."""
    said = place.said
    map_says = None if said is None else [said.map_id, said.kind.value, said.name, *said.point]
    return DeskBox.shut({"name": place.name, "point": place.point, "map": map_says})


def keep(places: Sequence[tuple[nouns.Place, DeskBox]], *, now: datetime) -> None:
    """Keep new places, each with its box."""
    rows = [_row(place, box, now=now) for place, box in places]
    PlaceRow.objects.bulk_create(rows, batch_size=AT_ONCE)


def change(place: nouns.Place, box: DeskBox) -> None:
    """Keep what is said of a place now."""
    PlaceRow.objects.filter(pk=place.id).update(
        kind=place.kind.value,
        district=place.area.district,
        cell=place.area.cell,
        told=box,
        look=place.look.value if place.look else None,
    )


def set_closed(place_id: PlaceId, *, at: datetime | None) -> None:
    """Keep since when nobody gathers there, or that people do again."""
    PlaceRow.objects.filter(pk=place_id).update(closed_at=at)


def is_closed(place_id: PlaceId) -> bool:
    """Return whether nobody gathers there any more. Opens nothing."""
    return PlaceRow.objects.filter(pk=place_id, closed_at__isnull=False).exists()


def set_look(place_id: PlaceId, look: nouns.Look | None) -> None:
    """Keep why a person should look at it; None: nobody has to."""
    PlaceRow.objects.filter(pk=place_id).update(look=look.value if look else None)


def mark_gone(place_ids: Sequence[PlaceId]) -> None:
    """Mark places that a map no longer holds, for a person to look."""
    for start in range(0, len(place_ids), AT_ONCE):
        PlaceRow.objects.filter(pk__in=place_ids[start : start + AT_ONCE]).update(look=nouns.Look.GONE.value)


def get(place_id: PlaceId) -> nouns.Place:
    """Return the place with its helpers. Raises NotFound, KeysLocked."""
    row = PlaceRow.objects.filter(pk=place_id).first()
    if row is None:
        raise NotFound
    return _places([row])[0]


def all_of_them() -> tuple[nouns.Place, ...]:
    """Return every place, without any plan; slow with thousands of them. Raises KeysLocked."""
    return _places(PlaceRow.objects.order_by("district", "kind", "id"))


def many(place_ids: Collection[PlaceId]) -> tuple[nouns.Place, ...]:
    """Return these places. Raises KeysLocked."""
    return _places(PlaceRow.objects.filter(pk__in=place_ids).order_by("id"))


def found(
    *, district: str | None, kind: nouns.PlaceKind | None, start: int, most: int
) -> tuple[tuple[nouns.Place, ...], bool]:
    """Return some of the places of a district or of all, of one kind or of all, and whether there are more. Raises KeysLocked."""
    rows = PlaceRow.objects.order_by("district", "kind", "id")
    rows = rows if district is None else rows.filter(district=district)
    rows = rows.filter(kind=kind.value) if kind else rows
    page = list(rows[start : start + most + 1])
    return _places(page[:most]), len(page) > most


def counts() -> tuple[tuple[str, int], ...]:
    """Return how many places there are in each district, by its name. Opens nothing."""
    rows = PlaceRow.objects.values("district").annotate(n=Count("id")).order_by("district")
    return tuple((row["district"], row["n"]) for row in rows)


def to_look_at(*, limit: int) -> tuple[nouns.Place, ...]:
    """Return places that a person should look at. Raises KeysLocked."""
    return _places(PlaceRow.objects.exclude(look=None).order_by("look", "id")[:limit])


def count_to_look_at() -> int:
    """Return how many places a person should look at."""
    return PlaceRow.objects.exclude(look=None).count()


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


def cells_of(person_id: PersonId) -> tuple[tuple[PlaceId, str | None], ...]:
    """Return the places that this person looks after, each with its coarse cell. Opens nothing."""
    rows = PlaceStewardRow.objects.filter(person=person_id, place__closed_at=None).order_by("place_id")
    return tuple((PlaceId(place_id), cell) for place_id, cell in rows.values_list("place_id", "place__cell"))


def looked_after_in(cells: Collection[str]) -> tuple[PlaceId, ...]:
    """Return the open places in these coarse cells that somebody looks after. Opens nothing."""
    rows = PlaceRow.objects.filter(cell__in=cells, closed_at=None, stewards__isnull=False).distinct().order_by("id")
    return tuple(PlaceId(place_id) for place_id in rows.values_list("id", flat=True))


def add_steward(place_id: PlaceId, person_id: PersonId) -> bool:
    """Keep a place helper; False when they are one already."""
    _row, made = PlaceStewardRow.objects.get_or_create(place_id=place_id, person=person_id)
    return made


def remove_steward(place_id: PlaceId, person_id: PersonId) -> bool:
    """Forget that somebody looks after the place; False when they did not."""
    return bool(PlaceStewardRow.objects.filter(place_id=place_id, person=person_id).delete()[0])


def put_plan(place_id: PlaceId, box: DeskBox, *, owner: PersonId, review_on: date, now: datetime) -> None:
    """Keep the locked plan in place of the one before; who looks after it, and when it is looked at again, stay in clear."""
    PlaceRow.objects.filter(pk=place_id).update(plan=box, plan_at=now, plan_owner=owner, plan_review_on=review_on)


def plan_of(place_id: PlaceId) -> DeskBox | None:
    """Return the locked plan of one place. The caller has asked whose place it is."""
    row = PlaceRow.objects.filter(pk=place_id).first()
    return row.plan if row else None


def plan_kept(place_id: PlaceId) -> nouns.PlanKept | None:
    """Return what is known of the plan without opening it: when it was kept, who looks after it, when it is looked at again."""
    row = PlaceRow.objects.filter(pk=place_id).exclude(plan=None).first()
    if row is None or row.plan_at is None or row.plan_review_on is None:
        return None
    return nouns.PlanKept(kept_at=row.plan_at, owner=PersonId(row.plan_owner or ""), review_on=row.plan_review_on)


def review_days(place_ids: Collection[PlaceId] | None = None) -> tuple[date, ...]:
    """Return the days on which plans of open places are looked at again, soonest first; of these places, or of all."""
    rows = PlaceRow.objects.filter(closed_at=None, plan_review_on__isnull=False).order_by("plan_review_on")
    rows = rows if place_ids is None else rows.filter(pk__in=place_ids)
    return tuple(day for day in rows.values_list("plan_review_on", flat=True) if day is not None)


def _row(place: nouns.Place, box: DeskBox, *, now: datetime) -> PlaceRow:
    return PlaceRow(
        id=place.id,
        kind=place.kind.value,
        district=place.area.district,
        cell=place.area.cell,
        told=box,
        look=place.look.value if place.look else None,
        registered_at=now,
    )


def _places(rows: QuerySet[PlaceRow] | Iterable[PlaceRow]) -> tuple[nouns.Place, ...]:
    found = list(rows)
    stewards: dict[str, list[PersonId]] = {}
    for start in range(0, len(found), AT_ONCE):
        of_these = PlaceStewardRow.objects.filter(place_id__in=[row.id for row in found[start : start + AT_ONCE]])
        for place_id, person in of_these.order_by("id").values_list("place_id", "person"):
            stewards.setdefault(place_id, []).append(PersonId(person))
    told = [box.open() for box in with_keys([row.told for row in found])]
    return tuple(_place(row, opened, stewards.get(row.id, ())) for row, opened in zip(found, told, strict=True))


def _place(row: PlaceRow, told: JsonValue, stewards: Sequence[PersonId]) -> nouns.Place:
    said = None
    if told["map"] is not None:
        map_id, kind, name, lat, lon = told["map"]
        said = nouns.Said(map_id=map_id, kind=nouns.PlaceKind(kind), name=name, point=(lat, lon))
    return nouns.Place(
        id=PlaceId(row.id),
        kind=nouns.PlaceKind(row.kind),
        area=Area(district=row.district, cell=row.cell),
        name=str(told["name"]),
        has_plan=row.plan is not None,
        point=None if told["point"] is None else (told["point"][0], told["point"][1]),
        said=said,
        look=nouns.Look(row.look) if row.look else None,
        is_closed=row.closed_at is not None,
        stewards=tuple(stewards),
    )

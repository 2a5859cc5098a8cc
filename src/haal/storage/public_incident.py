"""What anybody may read: one row per public incident, one per count by district and month, one per alleged kind of actor.

The one thing to know: public pages read these tables alone; every byte of the first two was agreed to by two different
people (`publication`), the third is made by the clock. Withdrawing empties the text at once and says why. Small counts
are kept as they are shown, never in digits.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import models
from django.db.models import F, Q

from haal.domain.alleged import ShownRow
from haal.domain.errors import NotFound
from haal.domain.ids import IncidentId, PublicationId
from haal.domain.publication import ActorCategory, PublicIncident, WithdrawnWhy
from haal.formats import public_json


class PublicIncidentRow(models.Model):
    """One incident as anybody may read it. Withdrawn: the text is gone, that there was one is not."""

    incident_id = models.CharField(primary_key=True, max_length=40)
    publication_id = models.CharField(max_length=40)
    is_withdrawn = models.BooleanField(default=False)
    why = models.CharField(max_length=20, default="", blank=True)
    moved_to = models.CharField(max_length=40, default="", blank=True)
    day_last = models.DateField(null=True)
    district = models.CharField(max_length=60, default="", blank=True)
    cell = models.CharField(max_length=16, default="", blank=True)
    changed_at = models.DateTimeField()
    digest = models.CharField(max_length=64)
    content = models.TextField(default="", blank=True)

    class Meta:
        """Listed by day, by district, by cell. Withdrawn means empty."""

        db_table = "public_incident"
        indexes = [
            models.Index(fields=["is_withdrawn", "-day_last"], name="public_by_day"),
            models.Index(fields=["district"], name="public_by_district"),
            models.Index(fields=["cell"], name="public_by_cell"),
        ]
        constraints = [
            models.CheckConstraint(
                name="public_withdrawn_is_empty", condition=Q(is_withdrawn=False) | Q(content="", day_last__isnull=True)
            )
        ]


class PublicCountRow(models.Model):
    """How many people were taken or displaced, by district and month, as it is shown: small counts never in digits."""

    district = models.CharField(max_length=60)
    month = models.CharField(max_length=7)
    counted = models.CharField(max_length=10)
    shown = models.CharField(max_length=12)

    class Meta:
        """One number for each district, month and kind."""

        db_table = "public_count"
        constraints = [models.UniqueConstraint(name="public_count_once", fields=["district", "month", "counted"])]


class PublicAllegedRow(models.Model):
    """What became of the reports that name one kind of actor (empty: none), as it is shown: never exact."""

    kind = models.CharField(primary_key=True, max_length=12)
    received = models.CharField(max_length=24)
    published = models.CharField(max_length=24)
    refused = models.CharField(max_length=24)
    waiting = models.CharField(max_length=24)
    days_to_published = models.FloatField(null=True)
    days_to_refused = models.FloatField(null=True)
    counted_on = models.DateField()

    class Meta:
        """One row for each kind."""

        db_table = "public_alleged"


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn:
    """What is shown in place of a withdrawn incident."""

    incident_id: IncidentId
    why: WithdrawnWhy
    moved_to: IncidentId | None
    withdrawn_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Alleged:
    """The table by alleged kind of actor. No rows and no day: it was never counted."""

    rows: tuple[ShownRow, ...]
    counted_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicCount:
    """One number by district and month."""

    district: str
    month: str
    counted: str
    shown: str


def show(incident: PublicIncident, *, now: datetime) -> str:
    """Write the public row of an incident, in place of an earlier one; return the digest of its public JSON."""
    encoded = public_json.write(incident)
    digest = public_json.digest(encoded)
    PublicIncidentRow.objects.update_or_create(
        incident_id=incident.id,
        defaults={
            "publication_id": incident.publication_id,
            "is_withdrawn": False,
            "why": "",
            "moved_to": "",
            "day_last": incident.days.last if incident.days else None,
            "district": incident.place.district,
            "cell": incident.place.cell,
            "changed_at": now,
            "digest": digest,
            "content": encoded.decode("utf-8"),
        },
    )
    return digest


def empty(publication_id: PublicationId, *, why: WithdrawnWhy, moved_to: str, now: datetime) -> None:
    """Take the text out of the public row of a publication, if it has one."""
    PublicIncidentRow.objects.filter(publication_id=publication_id).update(
        is_withdrawn=True, why=why.value, moved_to=moved_to, day_last=None, district="", cell="", content="",
        changed_at=now,
    )  # fmt: skip


def set_counts(*, district: str, month: str, shown: dict[str, str]) -> None:
    """Replace the public counts of a district and month."""
    PublicCountRow.objects.filter(district=district, month=month).delete()
    PublicCountRow.objects.bulk_create(
        PublicCountRow(district=district, month=month, counted=counted, shown=text) for counted, text in shown.items()
    )


def many(*, limit: int, offset: int = 0, district: str = "", cell: str = "") -> tuple[tuple[PublicIncident, str], ...]:
    """Return public incidents with their digests, latest day first."""
    rows = _public(district=district, cell=cell).order_by(F("day_last").desc(nulls_last=True), "incident_id")
    return tuple((public_json.read(row.content.encode("utf-8")), row.digest) for row in rows[offset : offset + limit])


def total(*, district: str = "", cell: str = "") -> int:
    """Return how many incidents are public."""
    return _public(district=district, cell=cell).count()


def one(incident_id: IncidentId) -> tuple[PublicIncident, str] | Withdrawn:
    """Return one public incident with its digest, or what stands in its place. Raises NotFound."""
    row = PublicIncidentRow.objects.filter(pk=incident_id).first()
    if row is None:
        raise NotFound
    if row.is_withdrawn:
        moved_to = IncidentId(row.moved_to) if row.moved_to else None
        return Withdrawn(
            incident_id=IncidentId(row.incident_id), why=WithdrawnWhy(row.why), moved_to=moved_to,
            withdrawn_at=row.changed_at,
        )  # fmt: skip
    return public_json.read(row.content.encode("utf-8")), row.digest


def counts() -> tuple[PublicCount, ...]:
    """Return all counts by district and month, newest month first."""
    rows = PublicCountRow.objects.order_by("-month", "district", "counted")
    return tuple(
        PublicCount(district=row.district, month=row.month, counted=row.counted, shown=row.shown) for row in rows
    )


def set_alleged(rows: Iterable[ShownRow], *, counted_on: date) -> None:
    """Replace the table by alleged kind of actor."""
    PublicAllegedRow.objects.all().delete()
    PublicAllegedRow.objects.bulk_create(
        PublicAllegedRow(
            kind=row.kind.value if row.kind else "", received=row.received, published=row.published,
            refused=row.refused, waiting=row.waiting, days_to_published=row.days_to_published,
            days_to_refused=row.days_to_refused, counted_on=counted_on,
        )
        for row in rows
    )  # fmt: skip


def alleged() -> Alleged:
    """Return the table by alleged kind of actor, the row of no kind last."""
    rows = sorted(PublicAllegedRow.objects.all(), key=lambda row: (not row.kind, row.kind))
    return Alleged(rows=tuple(map(_alleged, rows)), counted_on=rows[0].counted_on if rows else None)


def _alleged(row: PublicAllegedRow) -> ShownRow:
    return ShownRow(
        kind=ActorCategory(row.kind) if row.kind else None, received=row.received, published=row.published,
        refused=row.refused, waiting=row.waiting, days_to_published=row.days_to_published,
        days_to_refused=row.days_to_refused,
    )  # fmt: skip


def _public(*, district: str, cell: str) -> models.QuerySet[PublicIncidentRow]:
    rows = PublicIncidentRow.objects.filter(is_withdrawn=False)
    if district:
        rows = rows.filter(district=district, cell="")
    return rows.filter(cell=cell) if cell else rows

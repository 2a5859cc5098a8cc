"""The table of offers, and of who from the desk has met the one who offers; contacts boxed as in `haal.storage.need`."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from haal.domain import offer as nouns
from haal.domain.aid.aside import OPEN_WINDOW
from haal.domain.aid.match import LIVE_STATES, MatchState
from haal.domain.errors import NotFound
from haal.domain.ids import OfferId, PersonId, ReportId
from haal.domain.need import FOR_COUNT_MAX, Area, NeedKind, amount_of
from haal.storage.aid.aside import AsideRow, sender_of
from haal.storage.ground.fields import DeskBoxField


class OfferRow(models.Model):
    """One offer."""

    id = models.CharField(primary_key=True, max_length=40)
    report_id = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=24)
    for_count = models.PositiveIntegerField()
    radius_km = models.PositiveIntegerField()
    until = models.DateTimeField(null=True)
    amount = models.CharField(max_length=24, blank=True, default="")
    hours = models.CharField(max_length=5, blank=True, default="")
    vehicle = models.CharField(max_length=12, blank=True, default="")
    conditions = models.CharField(max_length=120, blank=True, default="")
    district = models.CharField(max_length=60, blank=True, default="")
    cell = models.CharField(max_length=16, null=True)
    contact = DeskBoxField(null=True)
    otherwise_count = models.IntegerField(default=0)
    sender = models.BinaryField(max_length=16, null=True)
    offered_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        """An offer reaches at least one person."""

        db_table = "offer"
        constraints = [
            models.CheckConstraint(
                name="offer_for_somebody", condition=Q(for_count__gte=1, for_count__lte=FOR_COUNT_MAX)
            ),
            models.CheckConstraint(name="offer_kind", condition=Q(kind__in=[kind.value for kind in NeedKind])),
        ]


class OfferMetRow(models.Model):
    """Somebody of the desk has met the one who offers."""

    id = models.BigAutoField(primary_key=True)
    offer = models.ForeignKey(OfferRow, on_delete=models.CASCADE, related_name="met_by")
    person = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        """Two meetings are of two people."""

        db_table = "offer_met"
        constraints = [models.UniqueConstraint(name="offer_met_by_each_once", fields=["offer", "person"])]


def keep(offer: nouns.Offer, *, report_id: ReportId, contact: str) -> bool:
    """Keep an offer of this report, once; False when there is one already. A contact that was missing is added."""
    _row, made = OfferRow.objects.get_or_create(
        report_id=report_id,
        defaults=_said(offer.offered)
        | {
            "id": offer.id,
            "district": offer.area.district,
            "cell": offer.area.cell,
            "offered_at": offer.offered_at,
            "contact": {"contact": contact} if contact else None,
            "sender": sender_of(contact),
        },
    )
    if not made and contact:
        OfferRow.objects.filter(report_id=report_id, contact__isnull=True, withdrawn_at__isnull=True).update(
            contact={"contact": contact}, sender=sender_of(contact)
        )
    return made


def get(offer_id: OfferId, *, for_change: bool = False) -> nouns.Offer:
    """Return the offer; with `for_change` nobody else changes it until the transaction ends. Raises NotFound."""
    if for_change and OfferRow.objects.select_for_update().filter(pk=offer_id).first() is None:
        raise NotFound
    row = _rows().filter(pk=offer_id).first()
    if row is None:
        raise NotFound
    return to_domain(row)


def open_ones(*, now: datetime) -> tuple[nouns.Offer, ...]:
    """Return offers that are neither withdrawn nor over, the oldest first."""
    rows = _rows().filter(Q(until__isnull=True) | Q(until__gt=now), withdrawn_at__isnull=True)
    return tuple(to_domain(row) for row in rows.order_by("offered_at", "id"))


def of_report(report_id: ReportId) -> nouns.Offer | None:
    """Return the offer of this report, or None."""
    row = _rows().filter(report_id=report_id).first()
    return to_domain(row) if row else None


def report_of(offer_id: OfferId) -> ReportId:
    """Return the report whose box holds the words of this offer. Raises NotFound."""
    row = OfferRow.objects.filter(pk=offer_id).values_list("report_id").first()
    if row is None:
        raise NotFound
    return ReportId(row[0])


def sort(offer_id: OfferId, offered: nouns.Offered) -> None:
    """Keep what a person at the desk read out of the words."""
    OfferRow.objects.filter(pk=offer_id).update(**_said(offered))


def set_otherwise(offer_id: OfferId, *, count: int) -> None:
    """Keep how many it serves besides our matches."""
    OfferRow.objects.filter(pk=offer_id).update(otherwise_count=count)


def withdraw(offer_id: OfferId, *, now: datetime) -> bool:
    """End an offer and wipe its contact; False when it had ended already."""
    rows = OfferRow.objects.filter(pk=offer_id, withdrawn_at__isnull=True)
    return bool(rows.update(withdrawn_at=now, contact=None, sender=None))


def put_met(offer_id: OfferId, *, by: PersonId, now: datetime) -> bool:
    """Keep that `by` has met the one who offers; False when kept already."""
    _row, made = OfferMetRow.objects.get_or_create(offer_id=offer_id, person=by, defaults={"at": now})
    return made


def past_ones(*, now: datetime) -> tuple[OfferId, ...]:
    """Return offers that are over and owe nothing: what was promised from one keeps it until it is brought."""
    live = [state.value for state in LIVE_STATES]
    rows = OfferRow.objects.filter(until__lte=now, withdrawn_at__isnull=True).exclude(matches__state__in=live)
    return tuple(OfferId(pk) for pk in rows.values_list("id", flat=True))


def sender_index(offer_id: str) -> bytes | None:
    """Return the index of who sent it, None when there is none. Raises NotFound."""
    row = OfferRow.objects.filter(pk=offer_id).values_list("sender").first()
    if row is None:
        raise NotFound
    return bytes(row[0]) if row[0] else None


def unnamed_since(*, now: datetime) -> int:
    """Return how many without a contact came within the last hour."""
    return OfferRow.objects.filter(contact__isnull=True, offered_at__gt=now - OPEN_WINDOW).count()


def contact_of(offer_id: OfferId) -> str:
    """Return the offerer's contact, "" when none is kept. The caller has asked `why_not_show_contact`. Raises KeysLocked."""
    row = OfferRow.objects.filter(pk=offer_id).first()
    return str(row.contact.open()["contact"]) if row and row.contact else ""


def forget_words(report_id: ReportId) -> None:
    """Wipe contact and area of the offer of this report: the report was erased."""
    OfferRow.objects.filter(report_id=report_id).update(contact=None, sender=None, district="", cell=None)


def to_domain(row: OfferRow) -> nouns.Offer:
    """Return the row as the rules see it."""
    return nouns.Offer(
        id=OfferId(row.id),
        offered=nouns.Offered(
            kind=NeedKind(row.kind),
            for_count=row.for_count,
            radius_km=row.radius_km,
            until=row.until,
            amount=amount_of(row.amount) if row.amount else None,
            hours=nouns.hours_of(row.hours) if row.hours else None,
            vehicle=nouns.Vehicle(row.vehicle) if row.vehicle else None,
            conditions=nouns.conditions_of(row.conditions),
        ),
        area=Area(district=row.district, cell=row.cell),
        offered_at=row.offered_at,
        given_count=getattr(row, "given_count", 0),
        otherwise_count=row.otherwise_count,
        met_by_count=getattr(row, "met_by_count", 0),
        withdrawn=row.withdrawn_at is not None,
        set_aside=getattr(row, "set_aside", False),
    )


def _said(offered: nouns.Offered) -> dict[str, Any]:
    """Return the columns of what an offer says of itself."""
    return {
        "kind": offered.kind.value,
        "for_count": offered.for_count,
        "radius_km": offered.radius_km,
        "until": offered.until,
        "amount": str(offered.amount) if offered.amount else "",
        "hours": "{}-{}".format(*offered.hours) if offered.hours else "",
        "vehicle": offered.vehicle.value if offered.vehicle else "",
        "conditions": " ".join(sorted(offered.conditions)),
    }


def _rows() -> QuerySet[OfferRow]:
    """Return offers with how much of each is promised or given, and how many have met the one who offers."""
    this = OfferRow.objects.filter(pk=OuterRef("pk")).values("pk")
    given = this.annotate(given=Sum("matches__for_count", filter=~Q(matches__state=MatchState.FELL_THROUGH.value)))
    met = this.annotate(met=Count("met_by"))
    return OfferRow.objects.annotate(
        set_aside=Exists(AsideRow.objects.filter(subject=OuterRef("pk"))),
        given_count=Coalesce(Subquery(given.values("given")), 0),
        met_by_count=Coalesce(Subquery(met.values("met")), 0),
    )

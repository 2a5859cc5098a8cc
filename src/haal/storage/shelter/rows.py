"""The table of shelters: what is known of an offer of a roof. Name, host and address lie in the desk's box.

The one thing to know: capacity, promises and who has met the host are the offer's own (`haal.storage.offer`, `match`), so a
place is promised in one way only; here is what else was told. A shelter whose offer has ended is closed, whoever ended it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from haal.domain.aid.match import LIVE_STATES, MatchState
from haal.domain.errors import NotFound
from haal.domain.ids import OfferId, ReportId
from haal.domain.need import Area
from haal.domain.shelter import facts as nouns
from haal.domain.shelter.standing import ClosedWhy, Shelter
from haal.storage.ground.fields import DeskBoxField
from haal.storage.offer import OfferRow


class ShelterRow(models.Model):
    """One shelter. `facts`: its line of codes and numbers; `told`: name, host and address, gone when it is closed."""

    id = models.BigAutoField(primary_key=True)
    offer = models.OneToOneField(OfferRow, on_delete=models.CASCADE, related_name="shelter")
    facts = models.CharField(max_length=400)
    told = DeskBoxField(null=True)
    counted_at = models.DateTimeField()
    closed = models.CharField(max_length=24, blank=True, default="")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        """Closed with a reason; a closed one has neither name nor address."""

        db_table = "shelter"
        constraints = [
            models.CheckConstraint(
                name="shelter_closed_says_why",
                condition=Q(closed="", closed_at__isnull=True)
                | Q(closed__in=[why.value for why in ClosedWhy], closed_at__isnull=False, told__isnull=True),
            )
        ]


def keep(offer_id: OfferId, *, facts: nouns.Facts, known: nouns.Known, now: datetime) -> bool:
    """Keep what is known of an offer of a roof, once; False when there is something already."""
    _row, made = ShelterRow.objects.get_or_create(
        offer_id=offer_id,
        defaults={"facts": nouns.line_of(facts), "told": _plain(known), "counted_at": now},
    )
    return made


def change_facts(offer_id: OfferId, facts: nouns.Facts) -> None:
    """Keep what was told of it last."""
    ShelterRow.objects.filter(offer_id=offer_id, closed="").update(facts=nouns.line_of(facts))


def set_counted(offer_id: OfferId, *, now: datetime) -> None:
    """Keep when its people were counted last."""
    ShelterRow.objects.filter(offer_id=offer_id).update(counted_at=now)


def close(offer_id: OfferId, *, why: ClosedWhy, now: datetime) -> bool:
    """Keep that it is closed and wipe name, host and address; False when it was closed."""
    rows = ShelterRow.objects.filter(offer_id=offer_id, closed="")
    return bool(rows.update(closed=why.value, closed_at=now, told=None))


def get(offer_id: OfferId) -> Shelter:
    """Return the shelter. Raises NotFound."""
    row = _rows().filter(offer_id=offer_id).first()
    if row is None:
        raise NotFound
    return to_domain(row)


def told_of(offer_id: OfferId) -> nouns.Known | None:
    """Return name, host and address; None: it is closed. Raises KeysLocked."""
    row = ShelterRow.objects.filter(offer_id=offer_id).first()
    if row is None or row.told is None:
        return None
    opened = row.told.open()
    return nouns.Known(name=str(opened["name"]), host=str(opened["host"]), address=str(opened["address"]))


def is_kept(offer_id: OfferId) -> bool:
    """Return whether anything is known of this offer besides the offer itself."""
    return ShelterRow.objects.filter(offer_id=offer_id).exists()


def arrived_count(offer_id: OfferId) -> int:
    """Return how many came to it by our matches."""
    done = OfferRow.objects.filter(pk=offer_id, matches__state=MatchState.DONE.value)
    return int(done.aggregate(count=Coalesce(Sum("matches__for_count"), 0))["count"])


def open_ones(*, now: datetime) -> tuple[Shelter, ...]:
    """Return shelters that are open, by district."""
    running = Q(offer__until__isnull=True) | Q(offer__until__gt=now)
    rows = _rows().filter(running, closed="", offer__withdrawn_at__isnull=True).order_by("offer__district", "pk")
    return tuple(map(to_domain, rows))


def closed_ones(*, limit: int) -> tuple[Shelter, ...]:
    """Return shelters that are closed, the latest first."""
    rows = _rows().exclude(closed="", offer__withdrawn_at__isnull=True).order_by("-closed_at", "pk")
    return tuple(map(to_domain, rows[:limit]))


def forget_words(report_id: ReportId) -> None:
    """Wipe name, host and address of the shelter of this report: the report was erased."""
    ShelterRow.objects.filter(offer__report_id=report_id).update(told=None)


def offers_without(offer_ids: Iterable[OfferId]) -> tuple[OfferId, ...]:
    """Return which of these offers nothing more is known of."""
    known = set(ShelterRow.objects.filter(offer_id__in=list(offer_ids)).values_list("offer_id", flat=True))
    return tuple(one for one in offer_ids if one not in known)


def to_domain(row: ShelterRow) -> Shelter:
    """Return the row as the rules see it."""
    arrived = getattr(row, "arrived", 0)
    closed = ClosedWhy(row.closed) if row.closed else None
    ended = ClosedWhy.NO_LONGER_OFFERED if row.offer.withdrawn_at is not None else None
    return Shelter(
        id=OfferId(row.offer_id),
        area=Area(district=row.offer.district, cell=row.offer.cell),
        facts=nouns.read(row.facts),
        capacity=row.offer.for_count,
        present_count=max(0, arrived + row.offer.otherwise_count),
        coming_count=getattr(row, "coming", 0),
        counted_at=row.counted_at,
        met_by_count=getattr(row, "met_count", 0),
        closed=closed or ended,
    )


def _plain(known: nouns.Known) -> dict[str, Any]:
    return {"name": known.name, "host": known.host, "address": known.address}


def _rows() -> QuerySet[ShelterRow]:
    """Return shelters with how many came by matches, how many are promised a place, and how many met the host."""
    this = OfferRow.objects.filter(pk=OuterRef("offer_id")).values("pk")
    live = [state.value for state in LIVE_STATES]
    came = this.annotate(n=Sum("matches__for_count", filter=Q(matches__state=MatchState.DONE.value))).values("n")
    coming = this.annotate(n=Sum("matches__for_count", filter=Q(matches__state__in=live))).values("n")
    met = this.annotate(n=Count("met_by")).values("n")
    return ShelterRow.objects.select_related("offer").annotate(
        arrived=Coalesce(Subquery(came), 0),
        coming=Coalesce(Subquery(coming), 0),
        met_count=Coalesce(Subquery(met), 0),
    )

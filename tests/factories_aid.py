"""Needs and offers as the rules see them, for tests that need no database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from haal.domain.ids import NeedId, OfferId
from haal.domain.need import Area, Asked, Need, NeedKind, NeedState, Urgency
from haal.domain.offer import Offer, Offered
from haal.geometry.cells import cell_of

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
MASTUNG = Area(district="Mastung", cell=cell_of(29.80, 66.85, 5))
QUETTA = Area(district="Quetta", cell=cell_of(30.18, 67.00, 5))  # about 45 km from Mastung
TURBAT = Area(district="Kech", cell=cell_of(26.00, 63.05, 5))  # about 560 km away
NOWHERE = Area()


def a_need(
    *,
    kind=NeedKind.WATER,
    for_count=10,
    area=MASTUNG,
    state=NeedState.SEEN,
    met=0,
    until=None,
    urgency=Urgency.TODAY,
    n="1",
    ago=1,
):
    return Need(
        id=NeedId(f"n_{n}"),
        asked=Asked(kind=kind, for_count=for_count, urgency=urgency, until=until),
        area=area,
        state=state,
        asked_at=NOW - timedelta(hours=ago),
        changed_at=NOW,
        met_count=met,
    )


def an_offer(
    *,
    kind=NeedKind.WATER,
    for_count=100,
    area=MASTUNG,
    radius_km=60,
    until=None,
    given=0,
    met_by=0,
    withdrawn=False,
    n="1",
):
    return Offer(
        id=OfferId(f"o_{n}"),
        offered=Offered(kind=kind, for_count=for_count, radius_km=radius_km, until=until),
        area=area,
        offered_at=NOW,
        given_count=given,
        met_by_count=met_by,
        withdrawn=withdrawn,
    )

"""Needs and offers of a province in a bad week, made from a seed: where people live, in what they ask for, and how long they wait.

Places and their numbers of people are those of the gazetteer. Needs fall mostly on a few kinds and on towns, offers even more
so; some kinds have more than enough, most too little. Nobody of it is real.
"""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import accumulate

from haal.domain import gazetteer
from haal.domain.ids import NeedId, OfferId
from haal.domain.need import AREA_RESOLUTION, MET_FIRST, Area, Asked, Need, NeedKind, NeedState, Urgency
from haal.domain.offer import Offer, Offered
from haal.geometry.cells import cell_of

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
KINDS = tuple(kind for kind in NeedKind if kind is not NeedKind.OTHER)
WEIGHTS = (22, 20, 6, 5, 9, 8, 2, 2, 5, 2, 8, 3, 2, 2, 2, 1, 1)
RADII_KM = (10, 20, 30, 30, 50, 80, 120, 200, 400)
PROVINCE = "Balochistan"
VILLAGES_KM = 15


type Spot = tuple[str, float, float]


@cache
def _places() -> tuple[tuple[Spot, float], ...]:
    known = gazetteer.standard()
    found = []
    for place in known.places:
        if place.adm1 == PROVINCE and place.kind != "district":
            found.append(((place.adm2, place.lat, place.lon), max(500.0, float(place.people)) ** 0.6))
    return tuple(found)


def _around(spot: Spot, chance: random.Random) -> Area:
    """Return the area of a village somewhere around a known place."""
    district, lat, lon = spot
    cell = cell_of(lat + chance.gauss(0, VILLAGES_KM / 111), lon + chance.gauss(0, VILLAGES_KM / 96), AREA_RESOLUTION)
    return Area(district=district, cell=cell)


def needs(count: int, *, seed: int) -> list[Need]:
    """Return needs; a third of them is partly promised already."""
    chance = random.Random(seed)
    spots, weights = zip(*_places(), strict=True)
    upto = list(accumulate(weights))
    made = []
    for number in range(count):
        for_count = min(400, max(1, round(chance.lognormvariate(2.2, 1.1))))
        hours = chance.uniform(0, 120)
        until = NOW + timedelta(hours=chance.uniform(2, 200)) if chance.random() < 0.4 else None
        made.append(
            Need(
                id=NeedId(f"n_{seed}_{number:06d}"),
                asked=Asked(
                    kind=chance.choices(KINDS, WEIGHTS)[0],
                    for_count=for_count,
                    urgency=chance.choices(tuple(Urgency), (2, 5, 3))[0],
                    until=until,
                ),
                area=_around(chance.choices(spots, cum_weights=upto)[0], chance),
                state=NeedState.SEEN,
                asked_at=NOW - timedelta(hours=hours),
                changed_at=NOW,
                met_count=chance.randrange(for_count) if chance.random() < 0.3 else 0,
            )
        )
    return made


def offers(count: int, *, seed: int) -> list[Offer]:
    """Return offers."""
    chance = random.Random(seed + 1)
    spots, weights = zip(*_places(), strict=True)
    upto = list(accumulate(weight**1.4 for weight in weights))
    made = []
    for number in range(count):
        kind = chance.choices(KINDS, WEIGHTS)[0]
        for_count = min(5_000, max(1, round(chance.lognormvariate(3.6, 1.2))))
        until = NOW + timedelta(hours=chance.uniform(2, 200)) if chance.random() < 0.5 else None
        made.append(
            Offer(
                id=OfferId(f"o_{seed}_{number:06d}"),
                offered=Offered(kind=kind, for_count=for_count, radius_km=chance.choice(RADII_KM), until=until),
                area=_around(chance.choices(spots, cum_weights=upto)[0], chance),
                offered_at=NOW - timedelta(hours=chance.uniform(0, 200)),
                given_count=chance.randrange(for_count) if chance.random() < 0.3 else 0,
                met_by_count=2 if kind in MET_FIRST else 0,
            )
        )
    return made

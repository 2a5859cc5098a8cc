"""What it costs that one offer serves a need, and what it costs that somebody waits: points per person, explained in parts.

The one thing to know: leaving anybody without is dearer than any way to them, so distance never decides whether somebody is
served. Between two who cannot both be served, an hour of waiting weighs as much as 100 km: living far costs at most an hour
for each 100 km, and never for good. The more of an area's people are without, the dearer is the next one there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from math import ceil
from types import MappingProxyType

from haal.domain.aid.match import why_not_match
from haal.domain.aid.road import NO_ROADS, Roads, way_km
from haal.domain.ids import NeedId, OfferId
from haal.domain.need import Need, NeedKind, Urgency
from haal.domain.offer import Offer

KM_POINTS = 1
KEEPS_POINTS = 5  # an offer that can be given tomorrow too is kept for tomorrow
HOUR_POINTS = 100
WAITED_HOURS_MAX = 72
URGENCY_POINTS: Mapping[Urgency, int] = MappingProxyType(
    {Urgency.NOW: 12_000, Urgency.TODAY: 6_000, Urgency.DAYS: 3_000}
)
ENDS_SOON_POINTS = 2_000
AREA_POINTS = (0, 500, 1_500, 3_000)  # for each quarter of the people of an area who asked for this and are without
SOON = timedelta(hours=24)


class Part(StrEnum):
    """What points are given for."""

    DISTANCE = "distance"
    KEEPS = "keeps"
    URGENCY = "urgency"
    WAITED = "waited"
    ENDS_SOON = "ends-soon"


@dataclass(frozen=True, slots=True, kw_only=True)
class Points:
    """One part of a cost: `points` for each person, and the `number` behind it (km, hours; None: not known or none)."""

    part: Part
    points: int
    number: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What something costs for each person, in parts that add up."""

    parts: tuple[Points, ...]

    @property
    def each(self) -> int:
        """The sum of the parts."""
        return sum(part.points for part in self.parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggested:
    """One suggestion: this offer for so many people of this need, and what the way costs."""

    need_id: NeedId
    offer_id: OfferId
    for_count: int
    way: Cost


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """So many people of a need whom nothing reaches now, and what their waiting costs."""

    need_id: NeedId
    for_count: int
    wait: Cost


@dataclass(frozen=True, slots=True, kw_only=True)
class Lack:
    """How many people of a district (or a cell) asked for a kind, how many of them are without, and what that adds to the cost."""

    kind: NeedKind
    district: str
    asked_count: int
    without_count: int

    @property
    def points(self) -> int:
        """What the lack costs for all of them."""
        return sum(count * points for count, points in lack_steps(self.asked_count, self.without_count))


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Everything suggested, everybody who waits, and where the lack is; the cost is theirs added up."""

    suggested: tuple[Suggested, ...] = ()
    waiting: tuple[Waiting, ...] = ()
    lacks: tuple[Lack, ...] = ()

    @property
    def cost(self) -> int:
        """What the plan costs."""
        ways = sum(one.for_count * one.way.each for one in self.suggested)
        waits = sum(one.for_count * one.wait.each for one in self.waiting)
        return ways + waits + sum(lack.points for lack in self.lacks)


def way_cost(km: float, offer: Offer, *, now: datetime) -> Cost:
    """Return what it costs for each person that `offer` serves somebody `km` away."""
    whole = ceil(km)
    ends = offer.offered.until
    hours = None if ends is None else int((ends - now).total_seconds() // 3600)
    keeps = 0 if ends is not None and ends - now < SOON else KEEPS_POINTS
    return Cost(
        parts=(
            Points(part=Part.DISTANCE, points=KM_POINTS * whole, number=whole),
            Points(part=Part.KEEPS, points=keeps, number=hours),
        )
    )


def wait_cost(need: Need, *, now: datetime) -> Cost:
    """Return what it costs for each person that nothing reaches `need`."""
    hours = max(0, int((now - need.asked_at).total_seconds() // 3600))
    until = need.asked.until
    ends = until is not None and until - now < SOON
    left = None if until is None else int((until - now).total_seconds() // 3600)
    return Cost(
        parts=(
            Points(part=Part.URGENCY, points=URGENCY_POINTS[need.asked.urgency]),
            Points(part=Part.WAITED, points=HOUR_POINTS * min(hours, WAITED_HOURS_MAX), number=hours),
            Points(part=Part.ENDS_SOON, points=ENDS_SOON_POINTS if ends else 0, number=left),
        )
    )


def lack_steps(asked_count: int, without_count: int) -> tuple[tuple[int, int], ...]:
    """Return `(people, points for each)`: how those without fall into the quarters of all who asked."""
    steps, before = [], 0
    for quarter, points in enumerate(AREA_POINTS, 1):
        upto = without_count if quarter == len(AREA_POINTS) else min(without_count, asked_count * quarter // 4)
        steps.append((max(0, upto - before), points))
        before = max(before, upto)
    return tuple(steps)


def ranked(
    need: Need, offers: Iterable[Offer], *, now: datetime, roads: Roads = NO_ROADS
) -> tuple[tuple[Offer, Cost], ...]:
    """Return the offers that fit, the cheapest first; equal ones in order of their ids, so that two boxes say the same."""
    fitting = [
        (offer, way_cost(km, offer, now=now))
        for offer in offers
        if why_not_match(need, offer, now=now, roads=roads) is None
        and (km := way_km(need.area, offer.area, roads=roads)) is not None
    ]
    return tuple(sorted(fitting, key=lambda pair: (pair[1].each, pair[0].id)))

"""What coordinators look at first: who waits longest, and where nothing reaches, over all kinds and districts.

The one thing to know: it is the plan seen from the other side, so it says the same as the needs board. No words are opened.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from haal.domain.access import Actor, Permission, require
from haal.domain.aid.cost import Lack
from haal.domain.aid.match import WhyNot
from haal.domain.need import Need, NeedKind
from haal.services.help import queries

LONGEST_SHOWN = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Waits:
    """A need that waits: for how many there is nothing, how many hours it is, and why."""

    need: Need
    without_count: int
    hours: int
    why: WhyNot | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside:
    """A need or an offer that a person looks at first. `page`: the name of its page."""

    id: str
    page: str
    kind: NeedKind
    district: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AidBoard:
    """Who waits longest, and where how many of those who asked are without, the worst first."""

    longest: tuple[Waits, ...]
    lacks: tuple[Lack, ...]
    waiting_count: int
    asked_count: int
    aside: tuple[SetAside, ...]


def show(*, by: Actor, now: datetime) -> AidBoard:
    """Return the board."""
    require(by, Permission.MATCH_NEEDS)
    seen = queries.board(by=by, now=now)
    served = {need.id: 0 for need in seen.open_needs}
    for one in seen.plan.suggested:
        served[one.need_id] += one.for_count
    waits = [
        Waits(
            need=need,
            without_count=need.left_count - served[need.id],
            hours=int((now - need.asked_at).total_seconds() // 3600),
            why=seen.why_waiting.get(need.id),
        )
        for need in seen.open_needs  # the longest waiting first
        if need.left_count > served[need.id]
    ]
    lacks = [lack for lack in seen.plan.lacks if lack.without_count]
    lacks.sort(key=lambda lack: (-lack.without_count / lack.asked_count, -lack.without_count, lack.district, lack.kind))
    return AidBoard(
        longest=tuple(waits[:LONGEST_SHOWN]),
        lacks=tuple(lacks),
        waiting_count=sum(one.without_count for one in waits),
        asked_count=sum(need.asked.for_count for need in seen.open_needs),
        aside=_aside(seen),
    )


def _aside(seen: queries.Board) -> tuple[SetAside, ...]:
    needs = [
        SetAside(id=one.id, page="desk-need", kind=one.asked.kind, district=one.area.district)
        for one in seen.open_needs
        if one.set_aside
    ]
    offers = [
        SetAside(id=one.id, page="desk-offer", kind=one.offered.kind, district=one.area.district)
        for one in seen.offers
        if one.set_aside
    ]
    return (*needs, *offers)

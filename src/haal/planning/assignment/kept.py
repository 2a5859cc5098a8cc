"""The plan that is kept between two looks at the board: made whole once, then mended by what came, went or changed.

The one thing to know: what was promised is not in it. A need stands in it with the people who are still without a promise, an
offer with what it has not promised yet; so whatever is re-solved, a promise stays where it is. Waiting is counted as at `now`
of the last whole solution: it grows alike for all, so the order does not change between. A plan belongs to the database it
was read from and can be thrown away at any time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from haal.domain.aid.cost import Plan
from haal.domain.aid.match import why_not_give, why_not_serve
from haal.domain.aid.road import NO_ROADS, Roads
from haal.domain.aid.whom import is_guarded
from haal.domain.ids import NeedId, OfferId
from haal.domain.need import MET_FIRST, Need, NeedKind
from haal.domain.offer import MET_BY_MIN, Offer
from haal.planning.assignment.kind import Changes, Kind
from haal.planning.assignment.mend import NotSettled
from haal.planning.assignment.ways import Ways

MENDED_MAX = 50  # changes at once; beyond, solving whole is quicker
WHOLE_AFTER = timedelta(hours=1)


@dataclass(slots=True, kw_only=True)
class Kept:
    """The nets of all kinds, and what they stand on."""

    at: datetime
    roads: Roads
    kinds: dict[NeedKind, Kind] = field(default_factory=dict)

    def plan(self) -> Plan:
        """Return the plan with its explanation, in the order of ids."""
        parts = [self.kinds[kind].plan() for kind in sorted(self.kinds)]
        return Plan(
            suggested=tuple(one for part in parts for one in part.suggested),
            waiting=tuple(one for part in parts for one in part.waiting),
            lacks=tuple(one for part in parts for one in part.lacks),
        )


def solve(needs: Iterable[Need], offers: Iterable[Offer], *, now: datetime, roads: Roads = NO_ROADS) -> Kept:
    """Solve everything whole."""
    kept = Kept(at=now, roads=roads)
    ways = Ways(roads=roads)
    asked, given = _planned(needs, now=now), _giving(offers, now=now)
    for name in sorted(asked.keys() | given.keys()):
        kind = Kind(name=name, ways=ways, at=now)
        kind.begin(tuple(asked.get(name, {}).values()), tuple(given.get(name, {}).values()))
        kept.kinds[name] = kind
    return kept


def mended(
    kept: Kept | None, needs: Iterable[Need], offers: Iterable[Offer], *, now: datetime, roads: Roads = NO_ROADS
) -> Kept:
    """Return the best plan for what is there now: `kept` mended where little changed, else one solved whole."""
    asked_now, offers_now = tuple(needs), tuple(offers)
    if kept is None or kept.roads != roads or not timedelta(0) <= now - kept.at < WHOLE_AFTER:
        return solve(asked_now, offers_now, now=now, roads=roads)
    asked, given = _planned(asked_now, now=now), _giving(offers_now, now=now)
    ways = Ways(roads=roads)
    changes: dict[NeedKind, Changes] = {}
    for name in sorted(asked.keys() | given.keys() | kept.kinds.keys()):
        kind = kept.kinds.setdefault(name, Kind(name=name, ways=ways, at=kept.at))
        changes[name] = kind.changes(asked.get(name, {}), given.get(name, {}))
    if sum(len(change) for change in changes.values()) > MENDED_MAX:
        return solve(asked_now, offers_now, now=now, roads=roads)
    try:
        for name, change in changes.items():
            kept.kinds[name].mend(change)
    except NotSettled:
        return solve(asked_now, offers_now, now=now, roads=roads)
    return kept


def _planned(needs: Iterable[Need], *, now: datetime) -> Mapping[NeedKind, Mapping[NeedId, Need]]:
    """Return what the machine may plan for, by kind; who is placed by people alone is not in it."""
    found: dict[NeedKind, dict[NeedId, Need]] = defaultdict(dict)
    for need in sorted(needs, key=lambda need: need.id):
        if why_not_serve(need, now=now) is None and not is_guarded(need.asked):
            found[need.asked.kind][need.id] = need
    return found


def _giving(offers: Iterable[Offer], *, now: datetime) -> Mapping[NeedKind, Mapping[OfferId, Offer]]:
    """Return what can be given, by kind; who must be met first is not in it until two have met them."""
    found: dict[NeedKind, dict[OfferId, Offer]] = defaultdict(dict)
    for offer in sorted(offers, key=lambda offer: offer.id):
        kind = offer.offered.kind
        unmet = kind in MET_FIRST and offer.met_by_count < MET_BY_MIN
        if why_not_give(offer, now=now) is None and not unmet:
            found[kind][offer.id] = offer
    return found

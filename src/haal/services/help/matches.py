"""Bring a need and an offer together, and move the match along; the asker is told each step.

The one thing to know: a person proposes, the one who offers promises. Numbers stay hidden from the desk too; how two
sides come to see each other's is `codes`.
"""

from __future__ import annotations

from datetime import datetime

from haal.domain.access import Actor, Permission, require
from haal.domain.aid.cost import way_cost
from haal.domain.aid.match import (
    LIVE_STATES,
    EndedBy,
    Match,
    MatchState,
    need_state,
    why_not_match,
    why_not_step,
)
from haal.domain.aid.road import way_km
from haal.domain.aid.whom import is_guarded, why_not_guarded
from haal.domain.errors import Refused
from haal.domain.ids import MatchId, NeedId, OfferId, new_id
from haal.domain.need import OPEN_STATES
from haal.storage import audit, work
from haal.storage import match as match_rows
from haal.storage import need as need_rows
from haal.storage import offer as offer_rows
from haal.storage.aid import road as road_rows


def propose(*, need_id: NeedId, offer_id: OfferId, by: Actor, now: datetime) -> MatchId:
    """Bring the two together for as many as both allow; what is proposed is no longer free.

    Raises:
        Refused: the offer does not fit (the reason says why), or the two are matched already.
    """
    require(by, Permission.MATCH_NEEDS)
    with work.atomic():
        need = need_rows.get(need_id, for_change=True)
        offer = offer_rows.get(offer_id, for_change=True)
        roads = road_rows.all_of_them()
        if reason := why_not_match(need, offer, now=now, roads=roads):
            raise Refused(reason)
        count = min(need.left_count, offer.left_count)
        match = Match(
            id=MatchId(new_id("m")),
            need_id=need_id,
            offer_id=offer_id,
            for_count=count,
            state=MatchState.PROPOSED,
            guarded=is_guarded(need.asked),
        )
        match_rows.keep(
            match,
            way_points=way_cost(way_km(need.area, offer.area, roads=roads) or 0.0, offer, now=now).each,
            by=by.person_id,
            now=now,
        )
        _tell(need_id, now=now)
        audit.write(by=by, what="match-proposed", subject=match.id, now=now)
    return match.id


def promise(*, match_id: MatchId, by: Actor, now: datetime) -> NeedId:
    """Keep that the one who offers said yes, told to the desk by voice; return the need, as do the three below."""
    require(by, Permission.MATCH_NEEDS)
    return move(match_id=match_id, to=MatchState.PROMISED, by=by, now=now)


def set_out(*, match_id: MatchId, by: Actor, now: datetime) -> NeedId:
    """Keep that it is on the way."""
    require(by, Permission.MATCH_NEEDS)
    return move(match_id=match_id, to=MatchState.ON_THE_WAY, by=by, now=now)


def deliver(*, match_id: MatchId, by: Actor, now: datetime) -> NeedId:
    """Keep that it has come."""
    require(by, Permission.MATCH_NEEDS)
    return move(match_id=match_id, to=MatchState.DONE, by=by, now=now)


def fall_through(*, match_id: MatchId, by: Actor, now: datetime) -> NeedId:
    """Keep that nothing came of it; need and offer are free again and both sides are told by whom it was ended."""
    require(by, Permission.MATCH_NEEDS)
    return move(match_id=match_id, to=MatchState.FELL_THROUGH, by=by, ended_by=EndedBy.DESK, now=now)


def move(*, match_id: MatchId, to: MatchState, by: Actor, ended_by: EndedBy | None = None, now: datetime) -> NeedId:
    """Move a match and tell both sides; return its need. The caller has asked who may. Raises Refused, NotFound."""
    with work.atomic():
        need_id = match_rows.get(match_id).need_id
        need_rows.get(need_id, for_change=True)
        match = match_rows.get(match_id, for_change=True)
        if reason := why_not_step(match.state, to) or why_not_guarded(match, to):
            raise Refused(reason)
        match_rows.move(match_id, to, ended_by=ended_by, now=now)
        _tell(need_id, now=now)
        audit.write(by=by, what=f"match-{to.value}", subject=match_id, now=now)
    return need_id


def end_of_offer(*, offer_id: OfferId, by: Actor, ended_by: EndedBy, now: datetime) -> None:
    """End the live matches of an offer that ends; call it inside the transaction."""
    live = [match for match in match_rows.of_offer(offer_id) if match.state in LIVE_STATES]
    match_rows.end_live_of(offer_id=offer_id, ended_by=ended_by, now=now)
    for match in live:
        _tell(match.need_id, now=now)
        audit.write(by=by, what="match-fell-through", subject=match.id, why="offer-closed", now=now)


def _tell(need_id: NeedId, *, now: datetime) -> None:
    """Keep for the asker what the matches of an open need amount to."""
    need = need_rows.get(need_id)
    if need.state in OPEN_STATES:
        told = need_state(match_rows.of_need(need_id), for_count=need.asked.for_count)
        if told is not need.state:
            need_rows.move(need_id, told, could_not=None, now=now)

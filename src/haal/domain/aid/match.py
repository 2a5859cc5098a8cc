"""Which offer fits which need, why not, and when two sides may see each other's number.

The machine only suggests (`haal.planning.assignment`), a person proposes, the one who offers promises. Both sides stay
unknown to each other and to the desk's pages: a contact is shown once to each side, only when both agreed, and each showing
is audited. What serving or waiting costs is `haal.domain.aid.cost`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from haal.domain.aid.road import NO_ROADS, Roads, is_cut, way_km
from haal.domain.ids import MatchId, NeedId, OfferId
from haal.domain.need import MET_FIRST, OPEN_STATES, Need, NeedKind, NeedState, is_past
from haal.domain.offer import MET_BY_MIN, Offer


class WhyNot(StrEnum):
    """Why an offer does not fit a need; the first that holds is told."""

    SET_ASIDE = "set-aside"
    NEED_CLOSED = "need-closed"
    OFFER_CLOSED = "offer-closed"
    KIND_NOT_SORTED = "kind-not-sorted"
    OTHER_KIND = "other-kind"
    NOTHING_LEFT_TO_GIVE = "nothing-left-to-give"
    NOTHING_LEFT_TO_FILL = "nothing-left-to-fill"
    OFFER_ENDED = "offer-ended"
    NEED_ENDED = "need-ended"
    WHERE_NOT_KNOWN = "where-not-known"
    ROAD_IS_CUT = "road-is-cut"
    TOO_FAR = "too-far"
    TWO_MUST_MEET_FIRST = "two-must-meet-first"
    BY_PEOPLE_ONLY = "by-people-only"
    OTHERS_FIRST = "others-first"
    NO_OFFER = "no-offer"


class MatchState(StrEnum):
    """How a match stands."""

    PROPOSED = "proposed"
    PROMISED = "promised"
    ON_THE_WAY = "on-the-way"
    DONE = "done"
    FELL_THROUGH = "fell-through"


LIVE_STATES = frozenset({MatchState.PROPOSED, MatchState.PROMISED, MatchState.ON_THE_WAY})
_STEPS = {
    MatchState.PROPOSED: frozenset({MatchState.PROMISED, MatchState.FELL_THROUGH}),
    MatchState.PROMISED: frozenset({MatchState.ON_THE_WAY, MatchState.DONE, MatchState.FELL_THROUGH}),
    MatchState.ON_THE_WAY: frozenset({MatchState.DONE, MatchState.FELL_THROUGH}),
}


class Side(StrEnum):
    """Who of the two is asking to see the other's number."""

    ASKER = "asker"
    OFFERER = "offerer"


class EndedBy(StrEnum):
    """Who ended a match that came to nothing; both sides are told."""

    ASKER = "asker"
    OFFERER = "offerer"
    DESK = "desk"
    CLOCK = "clock"  # the time of the need or the offer passed


class MatchReason(StrEnum):
    """Why a match is not moved."""

    NOT_FROM_THIS_STATE = "not-from-this-state"


class ContactReason(StrEnum):
    """Why a number is not shown."""

    BOTH_MUST_AGREE = "both-must-agree"
    SHOWN_ALREADY = "shown-already"
    MATCH_IS_OVER = "match-is-over"
    NO_CONTACT_GIVEN = "no-contact-given"


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """One need and one offer brought together for `for_count` people, and who agreed to show a number.

    `was_promised`: it had been promised before it came to nothing, and `ended_by` says by whom it was ended.
    `guarded`: for a child or a woman alone (`haal.domain.aid.whom`); the fields after it are of such a match.
    """

    id: MatchId
    need_id: NeedId
    offer_id: OfferId
    for_count: int
    state: MatchState
    asker_agreed: bool = False
    offerer_agreed: bool = False
    shown_to_asker: bool = False
    shown_to_offerer: bool = False
    relay_stopped: bool = False
    changed_at: datetime | None = None
    was_promised: bool = False
    ended_by: EndedBy | None = None
    proposed_by: str = ""
    guarded: bool = False
    vouched_by: str = ""
    host_named: bool = False
    called_by: str = ""


def why_not_match(need: Need, offer: Offer, *, now: datetime, roads: Roads = NO_ROADS) -> WhyNot | None:
    """Return the first thing that forbids bringing the two together, or None."""
    if why := why_not_serve(need, now=now) or why_not_give(offer, now=now):
        return why
    km = way_km(need.area, offer.area, roads=roads)
    rules: tuple[tuple[bool, WhyNot], ...] = (
        (need.asked.kind is not offer.offered.kind, WhyNot.OTHER_KIND),
        (need.left_count == 0, WhyNot.NOTHING_LEFT_TO_FILL),
        (offer.left_count == 0, WhyNot.NOTHING_LEFT_TO_GIVE),
        (is_cut(need.area, offer.area, roads=roads), WhyNot.ROAD_IS_CUT),
        (km is None, WhyNot.WHERE_NOT_KNOWN),
        (km is not None and km > offer.offered.radius_km, WhyNot.TOO_FAR),
        (need.asked.kind in MET_FIRST and offer.met_by_count < MET_BY_MIN, WhyNot.TWO_MUST_MEET_FIRST),
    )
    return next((why for holds, why in rules if holds), None)


def why_not_serve(need: Need, *, now: datetime) -> WhyNot | None:
    """Return what forbids serving a need by any offer, or None."""
    rules: tuple[tuple[bool, WhyNot], ...] = (
        (need.set_aside, WhyNot.SET_ASIDE),
        (need.state not in OPEN_STATES, WhyNot.NEED_CLOSED),
        (need.asked.kind is NeedKind.OTHER, WhyNot.KIND_NOT_SORTED),
        (is_past(need.asked.until, now=now), WhyNot.NEED_ENDED),
    )
    return next((why for holds, why in rules if holds), None)


def why_not_give(offer: Offer, *, now: datetime) -> WhyNot | None:
    """Return what forbids giving from an offer to any need, or None."""
    if offer.set_aside or offer.withdrawn:
        return WhyNot.SET_ASIDE if offer.set_aside else WhyNot.OFFER_CLOSED
    return WhyNot.OFFER_ENDED if is_past(offer.offered.until, now=now) else None


def nearest_why_not(need: Need, offers: Sequence[Offer], *, now: datetime, roads: Roads = NO_ROADS) -> WhyNot:
    """Return the reason of the offer that came closest to fitting: the one whose first fault is latest in the list."""
    order = list(WhyNot)
    found = (why_not_match(need, offer, now=now, roads=roads) for offer in offers)
    reasons = [why for why in found if why and why is not WhyNot.OTHER_KIND]
    return max(reasons, key=order.index, default=WhyNot.NO_OFFER)


def why_not_step(state: MatchState, to: MatchState) -> MatchReason | None:
    """Return what forbids moving a match from `state` to `to`, or None."""
    return None if to in _STEPS.get(state, frozenset()) else MatchReason.NOT_FROM_THIS_STATE


def need_state(matches: Iterable[Match], *, for_count: int) -> NeedState:
    """Return what the asker is told, seen from all matches of the need: the furthest step, done when all are served."""
    states = [(match.state, match.for_count) for match in matches]
    if sum(count for state, count in states if state is MatchState.DONE) >= for_count:
        return NeedState.DONE
    if any(state is MatchState.ON_THE_WAY for state, _ in states):
        return NeedState.ON_THE_WAY
    return NeedState.PROMISED if any(state is MatchState.PROMISED for state, _ in states) else NeedState.SEEN


def why_not_show_contact(match: Match, *, to: Side) -> ContactReason | None:
    """Return what forbids showing `to` the other side's number, or None."""
    if match.state not in LIVE_STATES:
        return ContactReason.MATCH_IS_OVER
    if not (match.asker_agreed and match.offerer_agreed):
        return ContactReason.BOTH_MUST_AGREE
    if match.shown_to_asker if to is Side.ASKER else match.shown_to_offerer:
        return ContactReason.SHOWN_ALREADY
    return None

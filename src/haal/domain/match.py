"""Which offer fits which need, why, and when two sides may see each other's number.

A match is explained in parts that add up; the machine only suggests, a person proposes. Both sides stay unknown to each
other and to the desk's pages: a contact is shown once to each side, only when both agreed, and each showing is audited.
Greedy here: the most urgent need first takes its best offer. An optimal assignment can replace `assign` alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from haal.domain.ids import MatchId, NeedId, OfferId
from haal.domain.need import (
    MET_FIRST,
    OPEN_STATES,
    Need,
    NeedKind,
    NeedState,
    Urgency,
    is_past,
)
from haal.domain.offer import MET_BY_MIN, Offer
from haal.geometry.cells import centre
from haal.geometry.distance import km_between

DISTANCE_POINTS = 40
CAPACITY_POINTS = 25
URGENCY_POINTS = 25
EXPIRY_POINTS = 10
_URGENT = {Urgency.NOW: 25, Urgency.TODAY: 15, Urgency.DAYS: 5}
_SOON_HOURS = 24
_ORDER = {Urgency.NOW: 0, Urgency.TODAY: 1, Urgency.DAYS: 2}


class WhyNot(StrEnum):
    """Why an offer does not fit a need; the first that holds is told."""

    NEED_CLOSED = "need-closed"
    OFFER_CLOSED = "offer-closed"
    KIND_NOT_SORTED = "kind-not-sorted"
    OTHER_KIND = "other-kind"
    NOTHING_LEFT_TO_GIVE = "nothing-left-to-give"
    NOTHING_LEFT_TO_FILL = "nothing-left-to-fill"
    OFFER_ENDED = "offer-ended"
    NEED_ENDED = "need-ended"
    WHERE_NOT_KNOWN = "where-not-known"
    TOO_FAR = "too-far"
    TWO_MUST_MEET_FIRST = "two-must-meet-first"
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


class MatchReason(StrEnum):
    """Why a match is not moved."""

    NOT_FROM_THIS_STATE = "not-from-this-state"


class ContactReason(StrEnum):
    """Why a number is not shown."""

    BOTH_MUST_AGREE = "both-must-agree"
    SHOWN_ALREADY = "shown-already"
    MATCH_IS_OVER = "match-is-over"
    NO_CONTACT_GIVEN = "no-contact-given"


class Part(StrEnum):
    """What a score is made of."""

    DISTANCE = "distance"
    CAPACITY = "capacity"
    URGENCY = "urgency"
    EXPIRY = "expiry"


@dataclass(frozen=True, slots=True, kw_only=True)
class Points:
    """One part of a score: `points` of `most`, and the `number` behind it (km, people, hours; None: not known)."""

    part: Part
    points: int
    most: int
    number: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Why an offer fits a need: 0 to 100, and the parts that add up to it."""

    parts: tuple[Points, ...]

    @property
    def total(self) -> int:
        """The sum of the parts."""
        return sum(part.points for part in self.parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """One need and one offer brought together for `for_count` people, and who agreed to show a number."""

    id: MatchId
    need_id: NeedId
    offer_id: OfferId
    for_count: int
    state: MatchState
    asker_agreed: bool = False
    offerer_agreed: bool = False
    shown_to_asker: bool = False
    shown_to_offerer: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Assigned:
    """The suggestion for one need: an offer, for how many, and why."""

    need_id: NeedId
    offer_id: OfferId
    for_count: int
    score: Score


@dataclass(frozen=True, slots=True, kw_only=True)
class Unmet:
    """A need, or a rest of one, that no offer fits, and the nearest reason."""

    need_id: NeedId
    for_count: int
    why: WhyNot


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """Everything suggested, and everything left, in the order in which needs were served."""

    assigned: tuple[Assigned, ...]
    unmet: tuple[Unmet, ...]


def why_not_match(need: Need, offer: Offer, *, now: datetime) -> WhyNot | None:
    """Return the first thing that forbids bringing the two together, or None."""
    km = distance_km(need, offer)
    rules: tuple[tuple[bool, WhyNot], ...] = (
        (need.state not in OPEN_STATES, WhyNot.NEED_CLOSED),
        (offer.withdrawn, WhyNot.OFFER_CLOSED),
        (need.asked.kind is NeedKind.OTHER, WhyNot.KIND_NOT_SORTED),
        (need.asked.kind is not offer.offered.kind, WhyNot.OTHER_KIND),
        (is_past(need.asked.until, now=now), WhyNot.NEED_ENDED),
        (is_past(offer.offered.until, now=now), WhyNot.OFFER_ENDED),
        (need.left_count == 0, WhyNot.NOTHING_LEFT_TO_FILL),
        (offer.left_count == 0, WhyNot.NOTHING_LEFT_TO_GIVE),
        (km is None, WhyNot.WHERE_NOT_KNOWN),
        (km is not None and km > offer.offered.radius_km, WhyNot.TOO_FAR),
        (need.asked.kind in MET_FIRST and offer.met_by_count < MET_BY_MIN, WhyNot.TWO_MUST_MEET_FIRST),
    )
    return next((why for holds, why in rules if holds), None)


def match_score(need: Need, offer: Offer, *, now: datetime) -> Score:
    """Return how well `offer` fits `need`, explained; ask `why_not_match` first."""
    km = distance_km(need, offer)
    near = 0.0 if km is None else max(0.0, 1 - km / max(1, offer.offered.radius_km))
    covered = min(need.left_count, offer.left_count)
    ends = min((until for until in (need.asked.until, offer.offered.until) if until), default=None)
    hours = None if ends is None else int((ends - now).total_seconds() // 3600)
    soon = EXPIRY_POINTS if hours is not None and hours < _SOON_HOURS else 0
    filled = round(CAPACITY_POINTS * covered / max(1, need.left_count))
    return Score(
        parts=(
            Points(
                part=Part.DISTANCE,
                points=round(DISTANCE_POINTS * near),
                most=DISTANCE_POINTS,
                number=None if km is None else round(km),
            ),
            Points(part=Part.CAPACITY, points=filled, most=CAPACITY_POINTS, number=covered),
            Points(part=Part.URGENCY, points=_URGENT[need.asked.urgency], most=URGENCY_POINTS, number=None),
            Points(part=Part.EXPIRY, points=soon, most=EXPIRY_POINTS, number=hours),
        )
    )


def ranked(need: Need, offers: Iterable[Offer], *, now: datetime) -> tuple[tuple[Offer, Score], ...]:
    """Return the offers that fit, best first; equal ones in order of their ids, so that two boxes say the same."""
    fitting = [
        (offer, match_score(need, offer, now=now)) for offer in offers if not why_not_match(need, offer, now=now)
    ]
    return tuple(sorted(fitting, key=lambda pair: (-pair[1].total, pair[0].id)))


def assign(needs: Iterable[Need], offers: Iterable[Offer], *, now: datetime) -> Assignment:
    """Suggest offers for all needs: the most urgent first, then what ends first, then who has waited longest."""
    left = {offer.id: offer for offer in offers}
    assigned: list[Assigned] = []
    unmet: list[Unmet] = []
    for need in sorted(needs, key=_turn):
        rest = need
        while rest.left_count and (best := ranked(rest, left.values(), now=now)):
            offer, score = best[0]
            count = min(rest.left_count, offer.left_count)
            assigned.append(Assigned(need_id=need.id, offer_id=offer.id, for_count=count, score=score))
            left[offer.id] = replace(offer, given_count=offer.given_count + count)
            rest = replace(rest, met_count=rest.met_count + count)
        if rest.left_count:
            unmet.append(
                Unmet(
                    need_id=need.id, for_count=rest.left_count, why=nearest_why_not(rest, list(left.values()), now=now)
                )
            )
    return Assignment(assigned=tuple(assigned), unmet=tuple(unmet))


def nearest_why_not(need: Need, offers: Sequence[Offer], *, now: datetime) -> WhyNot:
    """Return the reason of the offer that came closest to fitting: the one whose first fault is latest in the list."""
    order = list(WhyNot)
    reasons = [why for offer in offers if (why := why_not_match(need, offer, now=now)) and why is not WhyNot.OTHER_KIND]
    return max(reasons, key=order.index, default=WhyNot.NO_OFFER)


def distance_km(need: Need, offer: Offer) -> float | None:
    """Return how far apart the two areas are: 0 in one district or cell, None when either is unknown."""
    here, there = need.area, offer.area
    if here.district and here.district == there.district:
        return 0.0
    if here.cell is None or there.cell is None:
        return None
    return km_between(centre(here.cell), centre(there.cell))


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


def _turn(need: Need) -> tuple[int, bool, float, datetime, str]:
    until = need.asked.until
    return _ORDER[need.asked.urgency], until is None, until.timestamp() if until else 0.0, need.asked_at, need.id

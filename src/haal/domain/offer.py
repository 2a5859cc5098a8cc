"""An offer: what somebody can give, for how many, how far from home, and until when.

An offer stays open until it is used up, ends or is withdrawn; what was promised from it is `given_count`. It travels
through intake as one line like a need (`water; for 200; within 40; hours 8-16; by tanker; until 2026-11-25T10:00Z`).
Hours, vehicle and conditions are for the person who brings two together: no machine weighs them.
Not here: who offers. The contact is sealed apart and is shown once, to one asker, when both sides agree (see `match`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from haal.domain.errors import Malformed
from haal.domain.ids import OfferId
from haal.domain.need import (
    LINE_CHARS_MAX,
    Amount,
    Area,
    NeedKind,
    amount_of,
    count_of,
    instant_of,
    is_past,
    minute_of,
)

RADIUS_KM_DEFAULT = 30
RADIUS_KM_MAX = 1_000
MET_BY_MIN = 2
HOURS_OF_DAY = 24


class Vehicle(StrEnum):
    """With what it is brought."""

    ON_FOOT = "on-foot"
    MOTORBIKE = "motorbike"
    CAR = "car"
    PICKUP = "pickup"
    TRUCK = "truck"
    TANKER = "tanker"


class Condition(StrEnum):
    """What holds for the offer; several may."""

    FETCHED = "to-be-fetched"
    DAYLIGHT = "by-daylight-only"
    NOTICE = "a-day-before"
    WOMEN = "women-and-children-only"
    STEP_FREE = "without-steps"


class OfferReason(StrEnum):
    """Why an offer is not taken."""

    OFFER_IS_PAST = "offer-is-past"
    OFFER_KIND_UNKNOWN = "offer-kind-unknown"
    OFFER_HOURS_WRONG = "offer-hours-wrong"


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """What an offer says of itself. `for_count`: how many people it reaches; `radius_km`: how far it is brought.

    `hours`: from which to which hour of the day, (22, 6) goes past midnight; None: at any.
    """

    kind: NeedKind
    for_count: int = 1
    radius_km: int = RADIUS_KM_DEFAULT
    until: datetime | None = None
    amount: Amount | None = None
    hours: tuple[int, int] | None = None
    vehicle: Vehicle | None = None
    conditions: frozenset[Condition] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """An offer as the desk works on it. `met_by_count` is how many of the desk have met the one who offers.

    `otherwise_count`: whom it serves besides our matches (who came to a shelter by themselves); below 0, who left again.
    """

    id: OfferId
    offered: Offered
    area: Area
    offered_at: datetime
    given_count: int = 0
    otherwise_count: int = 0
    met_by_count: int = 0
    withdrawn: bool = False
    set_aside: bool = False

    @property
    def left_count(self) -> int:
        """For how many it still reaches."""
        return max(0, self.offered.for_count - self.given_count - self.otherwise_count)


def why_not_offer(offered: Offered, *, now: datetime) -> OfferReason | None:
    """Return what forbids taking the offer, or None."""
    if offered.kind is NeedKind.OTHER:
        return OfferReason.OFFER_KIND_UNKNOWN
    if is_past(offered.until, now=now):
        return OfferReason.OFFER_IS_PAST
    if offered.hours and not (
        all(0 <= hour <= HOURS_OF_DAY for hour in offered.hours) and len(set(offered.hours)) == 2
    ):
        return OfferReason.OFFER_HOURS_WRONG
    return None


def line_of(offered: Offered) -> str:
    """Return the offer as one line."""
    parts = [offered.kind.value, f"for {offered.for_count}", f"within {offered.radius_km}"]
    if offered.amount:
        parts.append(f"amount {offered.amount}")
    if offered.hours:
        parts.append("hours {}-{}".format(*offered.hours))
    if offered.vehicle:
        parts.append(f"by {offered.vehicle.value}")
    if offered.conditions:
        parts.append(f"if {' '.join(sorted(offered.conditions))}")
    if offered.until is not None:
        parts.append(f"until {minute_of(offered.until)}")
    return "; ".join(parts)


def read(text: str) -> Offered:
    """Return what the first line of `text` offers; other words are an offer of kind OTHER, for a person to sort.

    Raises:
        Malformed: the line begins as an offer does, but a part of it does not fit.
    """
    first, *parts = [part.strip().lower() for part in text.split("\n", 1)[0][:LINE_CHARS_MAX].split(";")]
    if first not in set(NeedKind):
        return Offered(kind=NeedKind.OTHER)
    offered = Offered(kind=NeedKind(first))
    for part in parts:
        word, _, value = part.partition(" ")
        offered = _with(offered, word, value) if word else offered
    return offered


def _with(offered: Offered, word: str, value: str) -> Offered:
    """Return the offer with one more part of its line."""
    if word == "for":
        return replace(offered, for_count=count_of(value))
    if word == "within":
        return replace(offered, radius_km=min(RADIUS_KM_MAX, count_of(value)))
    if word == "amount":
        return replace(offered, amount=amount_of(value))
    if word == "hours":
        return replace(offered, hours=hours_of(value))
    if word == "by" and value in set(Vehicle):
        return replace(offered, vehicle=Vehicle(value))
    if word == "if":
        return replace(offered, conditions=conditions_of(value))
    if word == "until":
        return replace(offered, until=instant_of(value))
    expected = "for N, within KM, amount N UNIT, hours H-H, by VEHICLE, if CONDITIONS or until INSTANT"
    raise Malformed("offer", expected=expected, got=word[:20])


def hours_of(text: str) -> tuple[int, int]:
    """Return two hours of the day from `8-16`, in digits of any script. Raises Malformed."""
    parts = [part.strip() for part in text.split("-")]
    if len(parts) != 2 or not all(part.isdecimal() and len(part) <= 2 and int(part) <= HOURS_OF_DAY for part in parts):
        raise Malformed("hours", expected="two hours of the day such as 8-16", got=f"{len(text)} characters")
    return int(parts[0]), int(parts[1])


def conditions_of(text: str) -> frozenset[Condition]:
    """Return conditions from words set apart by spaces. Raises Malformed."""
    words = text.split()
    if not set(words) <= set(Condition):
        raise Malformed("if", expected=" ".join(Condition), got=f"{len(text)} characters")
    return frozenset(Condition(word) for word in words)

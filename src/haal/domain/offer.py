"""An offer: what somebody can give, for how many, how far from home, and until when.

An offer stays open until it is used up, ends or is withdrawn; what was promised from it is `given_count`. It travels
through intake as one line like a need (`water; for 200; within 40; until 2026-11-25T10:00Z`).
Not here: who offers. The contact is sealed apart and is shown once, to one asker, when both sides agree (see `match`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from haal.domain.errors import Malformed
from haal.domain.ids import OfferId
from haal.domain.need import LINE_CHARS_MAX, Area, NeedKind, count_of, instant_of, is_past, minute_of

RADIUS_KM_DEFAULT = 30
RADIUS_KM_MAX = 1_000
MET_BY_MIN = 2


class OfferReason(StrEnum):
    """Why an offer is not taken."""

    OFFER_IS_PAST = "offer-is-past"
    OFFER_KIND_UNKNOWN = "offer-kind-unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """What an offer says of itself. `for_count`: how many people it reaches; `radius_km`: how far it is brought."""

    kind: NeedKind
    for_count: int = 1
    radius_km: int = RADIUS_KM_DEFAULT
    until: datetime | None = None


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
    return None


def line_of(offered: Offered) -> str:
    """Return the offer as one line."""
    parts = [offered.kind.value, f"for {offered.for_count}", f"within {offered.radius_km}"]
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
    for_count, radius_km, until = 1, RADIUS_KM_DEFAULT, None
    for part in parts:
        word, _, value = part.partition(" ")
        if word == "for":
            for_count = count_of(value)
        elif word == "within":
            radius_km = min(RADIUS_KM_MAX, count_of(value))
        elif word == "until":
            until = instant_of(value)
        elif word:
            raise Malformed("offer", expected="for N, within KM or until INSTANT", got=word[:20])
    return Offered(kind=NeedKind(first), for_count=for_count, radius_km=radius_km, until=until)

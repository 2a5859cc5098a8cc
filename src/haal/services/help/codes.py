"""What asker and offerer do with the code alone: see how it stands, promise, say it came, and show a number.

The one thing to know: a number is shown to one side, once, when both agreed, and the audit says that it was shown,
never which. A wrong code, a code of another kind and another's match give the same answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from haal.domain.access import NOBODY
from haal.domain.aid.match import (
    LIVE_STATES,
    ContactReason,
    EndedBy,
    Match,
    MatchReason,
    MatchState,
    Side,
    why_not_show_contact,
)
from haal.domain.errors import NotFound, Refused
from haal.domain.ids import MatchId
from haal.domain.need import Need
from haal.domain.offer import Offer
from haal.services.help import matches, needs, offers
from haal.services.intake import follow
from haal.storage import audit, work
from haal.storage import match as match_rows
from haal.storage import need as need_rows
from haal.storage import offer as offer_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a need or an offer stands, as its own teller sees it: exactly one of the two, and its matches."""

    need: Need | None
    offer: Offer | None
    matches: tuple[Match, ...]

    @property
    def side(self) -> Side:
        """Which side the code belongs to."""
        return Side.ASKER if self.need else Side.OFFERER


def standing_of(*, code: str) -> Standing | None:
    """Return how the need or offer of this code stands; None when the code is of another report. Raises NotFound."""
    report_id = follow.find(code=code)
    if need := need_rows.of_report(report_id):
        return Standing(need=need, offer=None, matches=match_rows.of_need(need.id))
    if offer := offer_rows.of_report(report_id):
        return Standing(need=None, offer=offer, matches=match_rows.of_offer(offer.id))
    return None


def promise(*, code: str, match_id: MatchId, now: datetime) -> None:
    """The one who offers says yes to a proposed match. Raises NotFound, Refused."""
    _only(Side.OFFERER, code=code, match_id=match_id)
    matches.move(match_id=match_id, to=MatchState.PROMISED, by=NOBODY, now=now)


def decline(*, code: str, match_id: MatchId, now: datetime) -> None:
    """Either side says no to a match, at any time before it is done. Raises NotFound, Refused."""
    _, side = mine(code=code, match_id=match_id)
    matches.move(match_id=match_id, to=MatchState.FELL_THROUGH, by=NOBODY, ended_by=EndedBy(side.value), now=now)


def it_came(*, code: str, match_id: MatchId, now: datetime) -> None:
    """The asker says that it came. Raises NotFound, Refused."""
    _only(Side.ASKER, code=code, match_id=match_id)
    matches.move(match_id=match_id, to=MatchState.DONE, by=NOBODY, now=now)


def did_not_come(*, code: str, now: datetime) -> None:
    """The asker says that nothing came: the need is open again. Raises NotFound, Refused."""
    standing = standing_of(code=code)
    if standing is None or standing.need is None:
        raise NotFound
    needs.did_not_come(need_id=standing.need.id, now=now)


def take_back(*, code: str, now: datetime) -> None:
    """A need is no longer needed, or an offer no longer stands. Raises NotFound, Refused."""
    standing = standing_of(code=code)
    if standing is None:
        raise NotFound
    if standing.need:
        needs.take_back(need_id=standing.need.id, now=now)
    elif standing.offer:
        offers.take_back(offer_id=standing.offer.id, now=now)


def agree_to_numbers(*, code: str, match_id: MatchId, agreed: bool, now: datetime) -> None:
    """Keep this side's yes or no to both numbers being shown, each to the other. Raises NotFound, Refused."""
    match, side = mine(code=code, match_id=match_id)
    if match.state not in LIVE_STATES:
        raise Refused(MatchReason.NOT_FROM_THIS_STATE)
    with work.atomic():
        match_rows.set_agreed(match_id, side, agreed=agreed, now=now)
        what = "numbers-agreed" if agreed else "numbers-not-agreed"
        audit.write(by=NOBODY, what=what, subject=match_id, why=side.value, now=now)


def show_number(*, code: str, match_id: MatchId, now: datetime) -> str:
    """Return the other side's contact, this once.

    Raises:
        NotFound: not a code of this match.
        Refused: not both agreed, shown already, none was given, or the match is over.
        KeysLocked: the keys are away; nothing is used up.
    """
    with work.atomic():
        match, side = mine(code=code, match_id=match_id)
        if reason := why_not_show_contact(match, to=side):
            raise Refused(reason)
        contact = offer_rows.contact_of(match.offer_id) if side is Side.ASKER else need_rows.contact_of(match.need_id)
        if not contact:
            raise Refused(ContactReason.NO_CONTACT_GIVEN)
        if not match_rows.set_shown(match_id, side, now=now):
            raise Refused(ContactReason.SHOWN_ALREADY)
        audit.write(by=NOBODY, what="number-shown", subject=match_id, why=side.value, now=now)
    return contact


def mine(*, code: str, match_id: MatchId) -> tuple[Match, Side]:
    """Return the match and which side the code is of. Raises NotFound: not a code of this match."""
    standing = standing_of(code=code)
    if standing is not None:
        for match in standing.matches:
            if match.id == match_id:
                return match, standing.side
    raise NotFound


def _only(side: Side, *, code: str, match_id: MatchId) -> None:
    if mine(code=code, match_id=match_id)[1] is not side:
        raise NotFound

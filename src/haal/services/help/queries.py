"""What pages read of help: the board, one need with what could fill it, circles, places and shifts as plain rows.

The one thing to know: nothing here holds a contact, and nothing here holds a plan.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from haal.domain.access import Actor, Permission, require
from haal.domain.aid.alike import Alike, alike
from haal.domain.aid.aside import Aside
from haal.domain.aid.cost import Cost, Plan, ranked, wait_cost
from haal.domain.aid.match import Match, WhyNot, nearest_why_not, why_not_match
from haal.domain.aid.relay import Line, masked
from haal.domain.aid.whom import is_guarded
from haal.domain.errors import KeysLocked, NotFound
from haal.domain.ids import NeedId, OfferId, ReportId
from haal.domain.need import Area, Need, NeedKind
from haal.domain.offer import Offer
from haal.services.help import codes
from haal.services.help.aid import plan
from haal.services.help.codes import Standing
from haal.services.help.telling import words_of
from haal.services.intake import follow
from haal.services.intake.follow import Thread
from haal.storage import match as match_rows
from haal.storage import message
from haal.storage import need as need_rows
from haal.storage import offer as offer_rows
from haal.storage import report as report_rows
from haal.storage.aid import aside as aside_rows
from haal.storage.aid import relay as relay_rows
from haal.storage.aid import road as road_rows

CLOSED_SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """Needs that are open, longest waiting first, what the machine would suggest, and what was closed lately."""

    open_needs: tuple[Need, ...]
    closed_needs: tuple[Need, ...]
    offers: tuple[Offer, ...]
    plan: Plan
    why_waiting: Mapping[NeedId, WhyNot]
    matches_live_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """An offer that fits, what its way costs, and for how many the plan suggests it (0: for nobody)."""

    offer: Offer
    way: Cost
    words: str
    suggested_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NoFit:
    """An offer of the same kind that does not fit, and why not."""

    offer: Offer
    why: WhyNot


@dataclass(frozen=True, slots=True, kw_only=True)
class OneNeed:
    """One need as the desk works on it: its words and what was added under its code, what fits, what does not, its matches."""

    need: Need
    words: str
    added: tuple[str, ...]
    wait: Cost
    alike: tuple[Alike, ...]
    fits: tuple[Fit, ...]
    no_fits: tuple[NoFit, ...]
    matches: tuple[Match, ...]
    aside: Aside | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OneOffer:
    """One offer with its words and matches."""

    offer: Offer
    words: str
    matches: tuple[Match, ...]
    aside: Aside | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """A match and what its two sides wrote to each other. `locked`: the lines cannot be read until the key holder is back."""

    match: Match
    lines: tuple[Line, ...]
    locked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class UnderCode:
    """Everything a teller sees with the code. `standing` is None for what is neither a need nor an offer."""

    thread: Thread
    standing: Standing | None
    talks: tuple[Talk, ...] = ()


def board(*, by: Actor, now: datetime) -> Board:
    """Return the needs board; no words are opened for it."""
    require(by, Permission.MATCH_NEEDS)
    needs, offers = need_rows.open_ones(), offer_rows.open_ones(now=now)
    return Board(
        open_needs=needs,
        closed_needs=need_rows.closed_ones(limit=CLOSED_SHOWN),
        offers=offers,
        plan=(made := plan.current(needs=needs, offers=offers, now=now)),
        why_waiting=_why_waiting(needs, offers, made, now=now),
        matches_live_count=match_rows.count_live(),
    )


def one_need(*, need_id: NeedId, by: Actor, now: datetime) -> OneNeed:
    """Return one need with every offer explained. Raises NotFound, KeysLocked."""
    require(by, Permission.MATCH_NEEDS)
    need, needs, offers = need_rows.get(need_id), need_rows.open_ones(), offer_rows.open_ones(now=now)
    made = plan.current(needs=needs, offers=offers, now=now)
    suggested = {one.offer_id: one.for_count for one in made.suggested if one.need_id == need_id}
    roads = road_rows.all_of_them()
    fits = ranked(need, offers, now=now, roads=roads)
    words = _words(need_rows.report_of(need_id), *(offer_rows.report_of(offer.id) for offer, _ in fits))
    no_fits = tuple(
        NoFit(offer=offer, why=why)
        for offer in offers
        if offer.offered.kind is need.asked.kind and (why := why_not_match(need, offer, now=now, roads=roads))
    )
    found = [
        Fit(offer=offer, way=way, words=told, suggested_count=suggested.get(offer.id, 0))
        for (offer, way), told in zip(fits, words[1:], strict=True)
    ]
    return OneNeed(
        need=need,
        words=words[0],
        added=tuple(masked(line.text) for line in message.thread(need_rows.report_of(need_id))),
        wait=wait_cost(need, now=now),
        alike=alike(need, needs),
        fits=tuple(sorted(found, key=lambda fit: -fit.suggested_count)),
        no_fits=no_fits,
        matches=match_rows.of_need(need_id),
        aside=aside_rows.find(need_id) if need.set_aside else None,
    )


def one_offer(*, offer_id: OfferId, by: Actor) -> OneOffer:
    """Return one offer. Raises NotFound, KeysLocked."""
    require(by, Permission.MATCH_NEEDS)
    offer = offer_rows.get(offer_id)
    words = _words(offer_rows.report_of(offer_id))[0]
    aside = aside_rows.find(offer_id) if offer.set_aside else None
    return OneOffer(offer=offer, words=words, matches=match_rows.of_offer(offer_id), aside=aside)


def under_code(*, code: str) -> UnderCode:
    """Return the thread of this code, and how its need or offer stands. Raises NotFound."""
    thread = follow.read(code=code)
    standing = None if thread.apart or thread.erased else codes.standing_of(code=code)
    talks = tuple(_talk(match) for match in standing.matches) if standing else ()
    return UnderCode(thread=thread, standing=standing, talks=talks)


def state_for_receipt(*, code: str) -> Standing:
    """Return how the need or offer of this code stands. Raises NotFound, also for the code of anything else."""
    standing = codes.standing_of(code=code)
    if standing is None:
        raise NotFound
    return standing


def _talk(match: Match) -> Talk:
    try:
        return Talk(match=match, lines=relay_rows.lines(match.id))
    except KeysLocked:
        return Talk(match=match, lines=(), locked=True)


def _why_waiting(
    needs: tuple[Need, ...], offers: tuple[Offer, ...], made: Plan, *, now: datetime
) -> Mapping[NeedId, WhyNot]:
    """Return why each need that has nobody waits; those of one place and kind wait for the same reason."""
    served, roads = {one.need_id for one in made.suggested}, road_rows.all_of_them()
    known: dict[tuple[NeedKind, Area], WhyNot] = {}
    found = {}
    for need in needs:
        if need.left_count and need.id not in served:
            here = (need.asked.kind, need.area)
            if here not in known and not _own_reason(need):
                given = [offer for offer in offers if offer.offered.kind is need.asked.kind]
                fits = any(why_not_match(need, offer, now=now, roads=roads) is None for offer in given)
                known[here] = WhyNot.OTHERS_FIRST if fits else nearest_why_not(need, given, now=now, roads=roads)
            found[need.id] = _own_reason(need) or known[here]
    return found


def _own_reason(need: Need) -> WhyNot | None:
    """Return why this one need is left to people, wherever it is."""
    if need.set_aside:
        return WhyNot.SET_ASIDE
    return WhyNot.BY_PEOPLE_ONLY if is_guarded(need.asked) else None


def _words(*report_ids: ReportId) -> tuple[str, ...]:
    """Return the free words of each report, numbers and addresses masked. Raises KeysLocked."""
    reports = report_rows.many(report_ids)
    return tuple(masked(words_of(reports[one].answers.needs)) if one in reports else "" for one in report_ids)

"""Offer help: taken in like a need, then kept open until it is used up, over, or taken back.

The one thing to know: who offers a roof, a ride or an ear is met by two different people of the desk before anything is
matched with it (`met`).
"""

from __future__ import annotations

from datetime import datetime

from haal.domain import offer as nouns
from haal.domain.access import NOBODY, SYSTEM, Actor, Permission, require
from haal.domain.aid.match import EndedBy
from haal.domain.errors import GeneralReason, Malformed, Refused
from haal.domain.ids import OfferId, ReportId, new_id
from haal.domain.need import Area, NeedKind
from haal.domain.offer import Offer, Offered, why_not_offer
from haal.domain.report import Kind, Report
from haal.services.help import aside, matches, telling
from haal.services.help.telling import Told
from haal.services.intake.take_in import Taken
from haal.storage import audit, work
from haal.storage import offer as offer_rows


def offer(*, offered: Offered, told: Told, by: Actor | None = None, now: datetime) -> Taken:
    """Take an offer in and return its receipt. The same key twice is one offer. Raises Refused."""
    if reason := why_not_offer(offered, now=now):
        raise Refused(reason)
    taken = telling.take(kind=Kind.OFFER, line=nouns.line_of(offered), told=told, by=by, now=now)
    area = telling.area_of(words=told.place, district=told.district)
    _keep(taken.report_id, made=_new(offered, area, now), contact=told.contact, by=by or NOBODY, now=now)
    return taken


def consider(*, report: Report, now: datetime) -> OfferId | None:
    """Make the offer of a report that came by another way, once; None when there is one."""
    if offer_rows.of_report(ReportId(report.id)):
        return None
    where = report.answers.where
    area = telling.area_of(words=where.words, district=where.district)
    try:
        offered = nouns.read(report.answers.needs)
    except Malformed:  # a part of the line does not fit: a person reads it
        offered = Offered(kind=NeedKind.OTHER)
    return _keep(ReportId(report.id), made=_new(offered, area, now), contact="", by=SYSTEM, now=now)


def sort(*, offer_id: OfferId, offered: Offered, by: Actor, now: datetime) -> None:
    """Keep what a person read out of an offer's words."""
    require(by, Permission.MATCH_NEEDS)
    if reason := why_not_offer(offered, now=now):
        raise Refused(reason)
    with work.atomic():
        if offer_rows.get(offer_id, for_change=True).offered.kind is not NeedKind.OTHER:
            raise Refused(GeneralReason.ALREADY_DONE)
        offer_rows.sort(offer_id, offered)
        audit.write(by=by, what="offer-sorted", subject=offer_id, why=offered.kind.value, now=now)


def met(*, offer_id: OfferId, by: Actor, now: datetime) -> None:
    """Keep that the actor has met the one who offers. Two different people are needed where it matters."""
    require(by, Permission.MATCH_NEEDS)
    with work.atomic():
        offer_rows.get(offer_id, for_change=True)
        if not offer_rows.put_met(offer_id, by=by.person_id, now=now):
            raise Refused(GeneralReason.ALREADY_DONE)
        audit.write(by=by, what="offer-met", subject=offer_id, now=now)


def withdraw(*, offer_id: OfferId, by: Actor, now: datetime) -> None:
    """End an offer from the desk. Raises Refused: it had ended."""
    require(by, Permission.MATCH_NEEDS)
    _end(offer_id, by=by, ended_by=EndedBy.DESK, now=now)


def take_back(*, offer_id: OfferId, now: datetime) -> None:
    """End an offer because the one who made it says so, with the code (see `codes`)."""
    _end(offer_id, by=NOBODY, ended_by=EndedBy.OFFERER, now=now)


def end_past(*, now: datetime) -> int:
    """End offers that are over and owe nothing any more, and wipe their contacts; return how many."""
    past = offer_rows.past_ones(now=now)
    for offer_id in past:
        _end(offer_id, by=SYSTEM, ended_by=EndedBy.CLOCK, now=now)
    return len(past)


def end(*, offer_id: OfferId, by: Actor, now: datetime) -> None:
    """End an offer whose shelter is closed; the caller has asked who may. Raises Refused: it had ended."""
    _end(offer_id, by=by, ended_by=EndedBy.DESK, now=now)


def _end(offer_id: OfferId, *, by: Actor, ended_by: EndedBy, now: datetime) -> None:
    """End an offer and its live matches, wipe its contact, and tell the askers."""
    with work.atomic():
        offer_rows.get(offer_id, for_change=True)
        if not offer_rows.withdraw(offer_id, now=now):
            raise Refused(GeneralReason.ALREADY_DONE)
        matches.end_of_offer(offer_id=offer_id, by=by, ended_by=ended_by, now=now)
        audit.write(by=by, what="offer-ended", subject=offer_id, now=now)


def _new(offered: Offered, area: Area, now: datetime) -> Offer:
    return Offer(id=OfferId(new_id("o")), offered=offered, area=area, offered_at=now)


def _keep(report_id: ReportId, *, made: Offer, contact: str, by: Actor, now: datetime) -> OfferId | None:
    with work.atomic():
        if not offer_rows.keep(made, report_id=report_id, contact=contact):
            return None
        aside.look_at_new(subject=made.id, contact=contact, now=now)
        audit.write(by=by, what="offer-made", subject=made.id, why=made.offered.kind.value, now=now)
    return made.id

"""Ask for help, and move a need along until it is done or somebody says why not.

The one thing to know: a need is a report first, so it gets a receipt code and lives in the ledger like any other;
`consider` makes the need out of it, once, whoever calls first. What was promised by whom is `matches`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from haal.domain import need as nouns
from haal.domain.access import NOBODY, SYSTEM, Actor, Permission, may, require
from haal.domain.aid.match import MatchState
from haal.domain.errors import Malformed, Refused
from haal.domain.ids import NeedId, ReportId, new_id
from haal.domain.need import Area, Asked, CouldNot, Need, NeedState, why_not_ask, why_not_move
from haal.domain.report import Kind, Report
from haal.services.help import telling
from haal.services.help.telling import Told
from haal.services.intake.take_in import Taken
from haal.storage import audit, work
from haal.storage import match as match_rows
from haal.storage import need as need_rows


def ask(*, asked: Asked, told: Told, by: Actor | None = None, by_hospital: bool = False, now: datetime) -> Taken:
    """Take a need in and return its receipt. The same key twice is one need.

    Args:
        by: who wrote it down at the desk; None when the asker sent it.
        by_hospital: the hospital's own named person asks; only the desk can say so.

    Raises:
        Refused: blood or an ambulance without the hospital, for nobody, or its time is past.
    """
    at_desk = by is not None and (may(by, Permission.MATCH_NEEDS) or may(by, Permission.TAKE_IN))
    if reason := why_not_ask(asked, by_hospital=by_hospital and at_desk, now=now):
        raise Refused(reason)
    taken = telling.take(kind=Kind.NEED, line=nouns.line_of(asked), told=told, by=by, now=now)
    area = telling.area_of(words=told.place, district=told.district)
    _keep(taken.report_id, asked=asked, area=area, contact=told.contact, by=by or NOBODY, now=now)
    return taken


def consider(*, report: Report, now: datetime) -> NeedId | None:
    """Make the need of a report that came by another way, once; None when there is one. Blood waits to be sorted."""
    if need_rows.of_report(ReportId(report.id)):
        return None
    where = report.answers.where
    try:
        asked = nouns.read(report.answers.needs)
    except Malformed:  # a part of the line does not fit: a person reads it
        asked = Asked(kind=nouns.NeedKind.OTHER)
    if why_not_ask(asked, by_hospital=False, now=now):
        asked = Asked(kind=nouns.NeedKind.OTHER, for_count=asked.for_count, urgency=asked.urgency)
    area = telling.area_of(words=where.words, district=where.district)
    return _keep(ReportId(report.id), asked=asked, area=area, contact="", by=SYSTEM, now=now)


def see(*, need_id: NeedId, by: Actor, now: datetime) -> None:
    """Tell the asker that a person has read it; opens a closed need again."""
    require(by, Permission.MATCH_NEEDS)
    _move(need_id, NeedState.SEEN, could_not=None, by=by, now=now)


def could_not(*, need_id: NeedId, why: CouldNot, by: Actor, now: datetime) -> None:
    """Close a need that cannot be met, with the reason the asker reads; its matches end."""
    require(by, Permission.MATCH_NEEDS)
    _move(need_id, NeedState.COULD_NOT, could_not=why, by=by, now=now)


def sort(*, need_id: NeedId, asked: Asked, by: Actor, now: datetime) -> None:
    """Keep what a person read out of the words: kind, number, how soon. Blood and ambulance: the hospital has asked."""
    require(by, Permission.MATCH_NEEDS)
    if reason := why_not_ask(asked, by_hospital=True, now=now):
        raise Refused(reason)
    with work.atomic():
        need = need_rows.get(need_id, for_change=True)
        if need.state not in nouns.OPEN_STATES or need.met_count > 0:
            raise Refused(nouns.Reason.NOT_FROM_THIS_STATE)
        kept = replace(asked, until=asked.until or need.asked.until, whom=asked.whom | need.asked.whom)
        need_rows.sort(need_id, kept, now=now)
        audit.write(by=by, what="need-sorted", subject=need_id, why=asked.kind.value, now=now)


def end_past(*, now: datetime) -> int:
    """Close needs whose time has passed, so that nobody waits for what will not come; return how many."""
    with work.atomic():
        past = need_rows.past_ones(now=now)
        for need_id in past:
            _move(need_id, NeedState.COULD_NOT, could_not=CouldNot.TIME_PASSED, by=SYSTEM, now=now)
    return len(past)


def take_back(*, need_id: NeedId, now: datetime) -> None:
    """Close a need because its asker says so, with the code (see `codes`)."""
    _move(need_id, NeedState.COULD_NOT, could_not=CouldNot.NOT_NEEDED_ANY_MORE, by=NOBODY, now=now)


def did_not_come(*, need_id: NeedId, now: datetime) -> None:
    """Open a need again because its asker says that nothing came (see `codes`)."""
    _move(need_id, NeedState.SEEN, could_not=None, by=NOBODY, now=now)


def _move(need_id: NeedId, to: NeedState, *, could_not: CouldNot | None, by: Actor, now: datetime) -> None:
    with work.atomic():
        need = need_rows.get(need_id, for_change=True)
        if reason := why_not_move(need.state, to, could_not=could_not):
            raise Refused(reason)
        if to is NeedState.COULD_NOT or need.state not in nouns.OPEN_STATES:
            match_rows.end_live_of(need_id=need_id, to=MatchState.FELL_THROUGH, now=now)
        if need.state is NeedState.DONE:  # it did not come: what was counted as given was not
            match_rows.undo_done_of(need_id, now=now)
        need_rows.move(need_id, to, could_not=could_not, now=now)
        audit.write(by=by, what=f"need-{to.value}", subject=need_id, why=could_not.value if could_not else "", now=now)


def _keep(report_id: ReportId, *, asked: Asked, area: Area, contact: str, by: Actor, now: datetime) -> NeedId | None:
    need_id = NeedId(new_id("n"))
    need = Need(id=need_id, asked=asked, area=area, state=NeedState.ASKED, asked_at=now, changed_at=now)
    with work.atomic():
        if not need_rows.keep(need, report_id=report_id, contact=contact):
            return None
        audit.write(by=by, what="need-asked", subject=need_id, why=asked.kind.value, now=now)
    return need_id

"""Ask for help, and move a need along until it is done or somebody says why not.

The one thing to know: a need is a report first, so it gets a receipt code and lives in the ledger like any other;
`consider` makes the need out of it, once, whoever calls first. What was promised by whom is `matches`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from haal.domain import need as nouns
from haal.domain.access import NOBODY, SYSTEM, Actor, Permission, may, require
from haal.domain.aid.match import EndedBy
from haal.domain.errors import Malformed, Refused
from haal.domain.ids import NeedId, ReportId, new_id
from haal.domain.incoming import check_text
from haal.domain.need import Area, Asked, CouldNot, Need, NeedState, why_not_ask, why_not_move
from haal.domain.policy import DEFAULT
from haal.domain.report import Kind, Report
from haal.services.help import aside, telling
from haal.services.help.telling import Told
from haal.services.intake.take_in import Taken
from haal.storage import audit, work
from haal.storage import match as match_rows
from haal.storage import need as need_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What is boxed beside a need."""

    contact: str = ""
    hospital: str = ""


def ask(*, asked: Asked, told: Told, by: Actor | None = None, hospital: str = "", now: datetime) -> Taken:
    """Take a need in and return its receipt. The same key twice is one need.

    Args:
        asked: the need itself.
        told: everything beside it.
        by: who wrote it down at the desk; None when the asker sent it.
        hospital: which one, and its own named person who asks; only the desk can say so.
        now: the instant.

    Raises:
        Refused: blood or an ambulance without the hospital, for nobody, or its time is past.
    """
    at_desk = by is not None and (may(by, Permission.MATCH_NEEDS) or may(by, Permission.TAKE_IN))
    named = hospital.strip() if at_desk else ""
    check_text(named, field="hospital", chars_max=DEFAULT.field_chars_max)
    if reason := why_not_ask(asked, by_hospital=bool(named), now=now):
        raise Refused(reason)
    taken = telling.take(kind=Kind.NEED, line=nouns.line_of(asked), told=told, by=by, now=now)
    area = telling.area_of(words=told.place, district=told.district)
    kept = Kept(contact=told.contact, hospital=named)
    _keep(taken.report_id, asked=asked, area=area, kept=kept, by=by or NOBODY, now=now)
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
    return _keep(ReportId(report.id), asked=asked, area=area, kept=Kept(), by=SYSTEM, now=now)


def see(*, need_id: NeedId, by: Actor, now: datetime) -> None:
    """Tell the asker that a person has read it; opens a closed need again."""
    require(by, Permission.MATCH_NEEDS)
    _move(need_id, NeedState.SEEN, could_not=None, by=by, now=now)


def could_not(*, need_id: NeedId, why: CouldNot, by: Actor, now: datetime) -> None:
    """Close a need that cannot be met, with the reason the asker reads; its matches end."""
    require(by, Permission.MATCH_NEEDS)
    _move(need_id, NeedState.COULD_NOT, could_not=why, by=by, now=now)


def sort(*, need_id: NeedId, asked: Asked, by: Actor, now: datetime) -> None:
    """Keep what a person read out of the words. Blood and ambulance are no words to be read out: the hospital asks anew."""
    require(by, Permission.MATCH_NEEDS)
    with work.atomic():
        need = need_rows.get(need_id, for_change=True)
        if reason := why_not_ask(asked, by_hospital=need_rows.is_by_hospital(need_id), now=now):
            raise Refused(reason)
        if need.state not in nouns.OPEN_STATES or need.met_count > 0:
            raise Refused(nouns.Reason.NOT_FROM_THIS_STATE)
        before = need.asked
        kept = replace(
            asked,
            until=asked.until or before.until,
            whom=asked.whom | before.whom,
            amount=asked.amount or before.amount,
        )
        need_rows.sort(need_id, kept, now=now)
        audit.write(by=by, what="need-sorted", subject=need_id, why=asked.kind.value, now=now)


def end_past(*, now: datetime) -> int:
    """Close needs whose time has passed, so that nobody waits for what will not come; return how many."""
    with work.atomic():
        past = need_rows.past_ones(now=now)
        for need_id in past:
            _move(
                need_id, NeedState.COULD_NOT, could_not=CouldNot.TIME_PASSED, by=SYSTEM, now=now, ended_by=EndedBy.CLOCK
            )
    return len(past)


def take_back(*, need_id: NeedId, now: datetime) -> None:
    """Close a need because its asker says so, with the code (see `codes`)."""
    why = CouldNot.NOT_NEEDED_ANY_MORE
    _move(need_id, NeedState.COULD_NOT, could_not=why, by=NOBODY, now=now, ended_by=EndedBy.ASKER)


def did_not_come(*, need_id: NeedId, now: datetime) -> None:
    """Open a need again because its asker says that nothing came (see `codes`)."""
    _move(need_id, NeedState.SEEN, could_not=None, by=NOBODY, now=now, ended_by=EndedBy.ASKER)


def _move(
    need_id: NeedId,
    to: NeedState,
    *,
    could_not: CouldNot | None,
    by: Actor,
    now: datetime,
    ended_by: EndedBy = EndedBy.DESK,
) -> None:
    with work.atomic():
        need = need_rows.get(need_id, for_change=True)
        if reason := why_not_move(need.state, to, could_not=could_not):
            raise Refused(reason)
        if to is NeedState.COULD_NOT or need.state not in nouns.OPEN_STATES:
            match_rows.end_live_of(need_id=need_id, ended_by=ended_by, now=now)
        if need.state is NeedState.DONE:  # it did not come: what was counted as given was not
            match_rows.undo_done_of(need_id, now=now)
        need_rows.move(need_id, to, could_not=could_not, now=now)
        audit.write(by=by, what=f"need-{to.value}", subject=need_id, why=could_not.value if could_not else "", now=now)


def _keep(report_id: ReportId, *, asked: Asked, area: Area, kept: Kept, by: Actor, now: datetime) -> NeedId | None:
    need_id = NeedId(new_id("n"))
    need = Need(id=need_id, asked=asked, area=area, state=NeedState.ASKED, asked_at=now, changed_at=now)
    with work.atomic():
        if not need_rows.keep(need, report_id=report_id, contact=kept.contact, hospital=kept.hospital):
            return None
        aside.look_at_new(subject=need_id, contact=kept.contact, now=now)
        audit.write(by=by, what="need-asked", subject=need_id, why=asked.kind.value, now=now)
    return need_id

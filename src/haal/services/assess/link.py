"""Link a report to the incident it tells of: alone where the rule is sure, else a person is asked; undone for ever.

The one thing to know: every link says why in features that can be explained, every link can be undone, and what a
person parted is never proposed again. Nobody links what they took in themselves. Incidents that turn out to be one:
`merge`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from haal.domain import agreement
from haal.domain.access import SYSTEM, Actor, Permission, require
from haal.domain.errors import NotFound, Refused
from haal.domain.ids import IncidentId, ReportId
from haal.domain.incident import IncidentReason, IncidentState, LinkState
from haal.domain.report import Kind, Report
from haal.linkage.reports.suggest import Candidate, Suggestion, Zone, suggest
from haal.linkage.told import Told, told_of
from haal.services.assess import keep
from haal.services.assess.board import Board, Boards
from haal.services.assess.decide import labels, twice
from haal.services.assess.decide.twice import Decision
from haal.storage import audit, work
from haal.storage import incident as incident_rows
from haal.storage import link as link_rows
from haal.storage import report as report_rows
from haal.storage.link import Bond, How

TRIES_MAX = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Considered:
    """What became of a report. `zone` None: it was linked before, or is not for the desk."""

    zone: Zone | None
    incident_id: IncidentId | None = None
    candidates: tuple[Candidate, ...] = ()


def read_ahead(*, report_id: ReportId, boards: Boards) -> None:
    """Open what a report will be held against, before a transaction in which others would wait. Raises NotFound, KeysLocked."""
    if not _settled(report_id):
        boards.near(told_of(report_rows.get(report_id)))


def consider(*, report_id: ReportId, now: datetime, boards: Boards | None = None) -> Considered:
    """Find the incident of a new report: link it, propose links, or begin an incident. Harmless when repeated.

    Raises:
        NotFound: there is no such report.
        KeysLocked: nothing can be read; nothing was written.
    """
    if settled := _settled(report_id):
        return settled
    report = report_rows.get(report_id)
    told = told_of(report)
    boards = boards or Boards()
    for _ in range(TRIES_MAX - 1):
        if done := place(report=report, told=told, board=boards.near(told), now=now):
            return done
    with work.atomic():
        done = place(report=report, told=told, board=boards.near(told), now=now)
    return done or Considered(zone=None)


def place(*, report: Report, told: Told, board: Board, now: datetime) -> Considered | None:
    """Put a report where the board says and keep the board true; None when somebody linked in between: load it
    again.
    """
    report_id = ReportId(report.id)
    suggestion = suggest(board.seen(told), board.without(labels.kept_from(report_id)))
    with work.atomic():
        if settled := _settled(report_id):
            return settled
        if link_rows.last_id() != board.last_link:
            return None
        return _write(report, suggestion, told=told, board=board, now=now)


def _write(report: Report, suggestion: Suggestion, *, told: Told, board: Board, now: datetime) -> Considered:
    best = suggestion.best
    if best is None and not _can_begin(report, told):
        return Considered(zone=Zone.ASK)
    if best is None:
        incident_id = keep.new_incident(report=report, told=told, by=SYSTEM, now=now, seen=board.seen(told))
        board.put(told, incident_id)
        return Considered(zone=Zone.NEW, incident_id=incident_id)
    if suggestion.zone is Zone.ALONE:
        members = [*board.members(best.incident_id), told]
        signs = keep.signs_of(best)
        bond = keep.Linking(
            incident_id=best.incident_id, how=How.ALONE, score=best.score, signs=signs, seen=board.seen(told)
        )
        keep.link(report=report, linking=bond, members=members, by=SYSTEM, now=now)
        board.put(told, best.incident_id)
        return Considered(zone=Zone.ALONE, incident_id=best.incident_id, candidates=suggestion.candidates)
    for candidate in suggestion.candidates:
        keep.propose(report=report, candidate=candidate, now=now)
    board.last_link = link_rows.last_id()
    return Considered(zone=Zone.ASK, candidates=suggestion.candidates)


def _can_begin(report: Report, told: Told) -> bool:
    """Return whether a report may begin an incident by itself: news that tells what or where; the rest waits for a
    person.
    """
    return report.kind is Kind.NEWS and (told.event_type is not None or told.place is not None)


def _settled(report_id: ReportId) -> Considered | None:
    if report_rows.state_of(report_id) is not report_rows.State.WAITING:
        return Considered(zone=None, incident_id=link_rows.incident_of(report_id))
    return Considered(zone=None) if link_rows.is_proposed(report_id) else None


def accept(*, report_id: ReportId, incident_id: IncidentId, by: Actor, now: datetime) -> bool:
    """Link a report to an incident that was proposed, or (a waiting one) that the person names; True: it is linked.

    A linked report moves only where that was proposed. False: facts stand in public; this yes is kept, and it is done when another
    person says yes too.

    Raises:
        Refused: no right to; their own report; linked already; the incident was merged or the two were parted before.
        NotFound: no such report or incident.
    """
    require(by, Permission.LINK)
    report = _own_report_refused(report_id, by)
    incident = incident_rows.get(incident_id)
    if incident.state is IncidentState.MERGED:
        raise Refused(IncidentReason.SAME_INCIDENT)
    proposed = _proposals(report_id)
    chosen = next((bond for bond in proposed if bond.incident_id == incident_id), None)
    stands = _standing(report_id)
    _may_go(stands, incident_id, is_proposed=chosen is not None)
    left = [told for told in keep.members_of(stands.incident_id) if told.report_id != report_id] if stands else []
    linking = keep.Linking(
        incident_id=incident_id,
        how=How.ASKED if chosen else How.BY_HAND,
        score=chosen.score if chosen else 0.0,
        signs=chosen.signs if chosen else (),
    )
    members = [*keep.members_of(incident_id), told_of(report)]
    with work.atomic():
        _still(report_id, stands)
        decision = Decision(kind=agreement.Kind.LINK, subject=f"{report_id}:{incident_id}")
        changed = [incident_id, stands.incident_id] if stands else [incident_id]
        if not twice.may_do(decision=decision, incidents=changed, by=by, now=now):
            return False
        twice.end(ids=[report_id], by=by, now=now)
        keep.settle_proposals(proposed=proposed, taken=incident_id, by=by, now=now)
        if stands:
            keep.unlink(bond=stands, members=left, by=by, now=now)
        keep.link(report=report, linking=linking, members=members, by=by, now=now)
    return True


def refuse(*, report_id: ReportId, by: Actor, now: datetime) -> None:
    """Say no to what is proposed for a linked report: it stays where it is. Raises Refused, NotFound."""
    require(by, Permission.LINK)
    _own_report_refused(report_id, by)
    proposed = _proposals(report_id)
    if not proposed:
        raise NotFound
    with work.atomic():
        if link_rows.incident_of(report_id) is None:
            raise Refused(IncidentReason.NOT_LINKED)
        twice.end(ids=[report_id], by=by, now=now)
        keep.settle_proposals(proposed=proposed, taken=None, by=by, now=now)
        audit.write(by=by, what="link-refused", subject=report_id, now=now)


def begin(*, report_id: ReportId, by: Actor, now: datetime) -> IncidentId:
    """Refuse all that was proposed for a waiting report and begin an incident of its own. Raises Refused, NotFound."""
    require(by, Permission.LINK)
    report = _own_report_refused(report_id, by)
    proposed = _proposals(report_id)
    with work.atomic():
        _still(report_id, None)
        twice.end(ids=[report_id], by=by, now=now)
        keep.settle_proposals(proposed=proposed, taken=None, by=by, now=now)
        return keep.new_incident(report=report, told=told_of(report), by=by, now=now)


def undo(*, report_id: ReportId, by: Actor, now: datetime) -> IncidentId:
    """Part a report from its incident, whoever linked it and however long ago; return which it was. Raises Refused,
    NotFound.
    """
    require(by, Permission.LINK)
    bond = _standing(report_id)
    if bond is None:
        raise Refused(IncidentReason.NOT_LINKED)
    left = [told for told in keep.members_of(bond.incident_id) if told.report_id != report_id]
    with work.atomic():
        keep.unlink(bond=bond, members=left, by=by, now=now)
    return bond.incident_id


def _own_report_refused(report_id: ReportId, by: Actor) -> Report:
    if report_rows.state_of(report_id) is report_rows.State.ELSEWHERE:
        raise NotFound
    report = report_rows.get(report_id)
    if report.taken_in_by == by.person_id:
        raise Refused(IncidentReason.OWN_REPORT)
    return report


def _standing(report_id: ReportId) -> Bond | None:
    return next((each for each in link_rows.of_report(report_id) if each.state is LinkState.LINKED), None)


def _may_go(stands: Bond | None, to: IncidentId, *, is_proposed: bool) -> None:
    if stands and (stands.incident_id == to or not is_proposed):
        raise Refused(IncidentReason.ALREADY_LINKED)


def _still(report_id: ReportId, stands: Bond | None) -> None:
    if link_rows.incident_of(report_id) != (stands.incident_id if stands else None):
        raise Refused(IncidentReason.ALREADY_LINKED)


def _proposals(report_id: ReportId) -> tuple[Bond, ...]:
    return tuple(bond for bond in link_rows.of_report(report_id) if bond.state is LinkState.PROPOSED)

"""Assess a file of published reports: link them all with one board, answer what is asked by a written rule, grade by
two people.

For the press import and the demo. The one thing to know: whoever answers here knows the reports and the rule and
nothing else, never the gold; each answer is the same service call, audit row and ledger act as at the desk, under
that person's pseudonym. Not for what tellers report: those are looked at by people.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from haal.domain.access import Actor
from haal.domain.assessment import InformationGrade, Part, SourceGrade
from haal.domain.ids import ReportId
from haal.domain.report import Channel
from haal.domain.source import Corroboration, LineKind
from haal.linkage.reports.suggest import Zone, confirms
from haal.linkage.told import told_of
from haal.services.assess import link
from haal.services.assess.board import Board, found_for, load_all
from haal.services.assess.grade import grade
from haal.services.assess.keep import line_of_report
from haal.services.assess.origins import corroboration_of, origins_of
from haal.storage import assessment as grade_rows
from haal.storage import link as link_rows
from haal.storage import report as report_rows
from haal.storage import work

REPORTS_MAX = 20_000
IN_ONE_TRANSACTION = 20  # the disk is asked to keep things once for so many reports


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """How a file was linked: without a person, confirmed by one when asked, as the first of an incident."""

    alone: int
    asked: int
    new: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Worked:
    """What was done with everything that waited."""

    linked: Linked
    graded: int


def work_through(*, first: Actor, second: Actor, now: datetime, step: Callable[[], None] = lambda: None) -> Worked:
    """Link and grade every press report that waits: `first` answers what is asked and the source, `second` the
    information.

    Raises:
        Refused: one of the two may not, or took a report in.
        ValueError: `first` and `second` are one person.
        KeysLocked: nothing can be read.
    """
    waiting = report_rows.waiting_ids(channel=Channel.PRESS)
    linked = link_all(report_ids=waiting, by=first, now=now, step=step)
    ungraded = grade_rows.ungraded(limit=REPORTS_MAX, channel=Channel.PRESS)
    graded = grade_all(report_ids=ungraded, first=first, second=second, now=now, step=step)
    return Worked(linked=linked, graded=graded)


def link_all(
    *, report_ids: Sequence[ReportId], by: Actor, now: datetime, step: Callable[[], None] = lambda: None
) -> Linked:
    """Link reports in their order; what was proposed before is looked at anew on the board of this moment.

    Where that is full, each report is held against what is near it instead.
    `by` answers what is asked, by the checklist of `linkage.reports.suggest.confirms`. Raises Refused, KeysLocked.
    """
    counts = dict.fromkeys(Zone, 0)
    board = load_all()
    for part in _parts(report_ids):
        with work.atomic():
            for report_id in part:
                link_rows.drop_proposals_for(report_id)
                zone = _one(report_id, board=board, by=by, now=now)
                if zone is not None:
                    counts[zone] += 1
                step()
    return Linked(alone=counts[Zone.ALONE], asked=counts[Zone.ASK], new=counts[Zone.NEW])


def _one(report_id: ReportId, *, board: Board, by: Actor, now: datetime) -> Zone | None:
    """Link one report and return how: a refused suggestion begins an incident."""
    report = report_rows.get(report_id)
    told = told_of(report)
    beside = (found_for(told) or board) if board.is_full else board
    done = link.place(report=report, told=told, board=beside, now=now)
    if done is None:  # somebody linked beside us
        board.take(load_all())
        done = link.place(report=report, told=told, board=board, now=now)
    elif beside is not board:
        board.hear(told, done.incident_id)
    if done is None or done.zone is not Zone.ASK:
        return done.zone if done else None
    best = done.candidates[0] if done.candidates else None
    if best is not None and confirms(best):
        if link.accept(report_id=report_id, incident_id=best.incident_id, by=by, now=now):
            board.put(told, best.incident_id)  # else a second person is waited for
        return Zone.ASK
    board.put(told, link.begin(report_id=report_id, by=by, now=now))
    return Zone.NEW


def grade_all(
    *,
    report_ids: Sequence[ReportId],
    first: Actor,
    second: Actor,
    now: datetime,
    step: Callable[[], None] = lambda: None,
) -> int:
    """Grade by rule what nobody has graded: `first` answers the source, `second` the information; return how many."""
    if first.person_id == second.person_id:
        msg = "the two parts are answered by two people here"
        raise ValueError(msg)
    answered = grade_rows.answered(report_ids)
    open_ids = [report_id for report_id in report_ids if not answered.get(report_id)]
    behind = _corroborations(open_ids)
    for part in _parts(open_ids):
        with work.atomic():
            for report_id in part:
                lines, source = behind[report_id]
                grade(report_id=report_id, part=Part.SOURCE, value=source.value, by=first, now=now)
                information = information_by_rule(lines)
                grade(report_id=report_id, part=Part.INFORMATION, value=information.value, by=second, now=now)
                step()
    return len(open_ids)


def source_by_rule(kind: LineKind) -> SourceGrade:
    """An agency with editors and a name is usually reliable, a newsroom fairly, who wrote an uncredited page nobody
    can tell.
    """
    return {LineKind.WIRE: SourceGrade.USUALLY_RELIABLE, LineKind.OWN: SourceGrade.FAIRLY_RELIABLE}.get(
        kind, SourceGrade.CANNOT_BE_JUDGED
    )


def information_by_rule(behind: Corroboration) -> InformationGrade:
    """Three independent lines: probably true; two: possibly true; one alone cannot be judged by this rule."""
    if behind.count >= 3:
        return InformationGrade.PROBABLY_TRUE
    return InformationGrade.POSSIBLY_TRUE if behind.count == 2 else InformationGrade.CANNOT_BE_JUDGED


def _corroborations(report_ids: Sequence[ReportId]) -> dict[ReportId, tuple[Corroboration, SourceGrade]]:
    """Return for each report the lines behind its incident and its own line's grade; each report is opened once."""
    reports = report_rows.many(report_ids)
    incidents = {report_id: link_rows.incident_of(report_id) for report_id in report_ids}
    members = link_rows.members({each for each in incidents.values() if each}, each_max=len(reports) + 1_000)
    beside = {each for group in members.values() for each in group} - reports.keys()
    every = {**reports, **report_rows.many(beside)}
    behind = {
        each: corroboration_of(origins_of([every[one] for one in group if one in every]))
        for each, group in members.items()
    }
    found = {}
    for report_id, incident_id in incidents.items():
        report = every[report_id]
        lines = behind.get(incident_id) if incident_id else None
        found[report_id] = (
            lines or corroboration_of(origins_of([report])),
            source_by_rule(line_of_report(report).kind),
        )
    return found


def _parts(report_ids: Sequence[ReportId]) -> Iterator[Sequence[ReportId]]:
    for start in range(0, len(report_ids), IN_ONE_TRANSACTION):
        yield report_ids[start : start + IN_ONE_TRANSACTION]

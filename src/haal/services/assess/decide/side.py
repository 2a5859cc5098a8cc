"""A waiting report beside the most typical report of an incident: what they tell, line by line, and what the score is made of.

The one thing to know: the two columns hold the same questions in the same order, and a line is marked when both answered and the
answers differ. Who told is not in it, nor who is said to have done it. Nothing is changed here.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from haal.domain.access import Actor, Permission, require
from haal.domain.errors import NotFound
from haal.domain.ids import IncidentId, ReportId
from haal.domain.incident import Days, Harm, Incident
from haal.domain.report import Counted, Figure, Report
from haal.linkage.reports.seen import seen_of
from haal.linkage.reports.suggest import Suggestion, suggest
from haal.linkage.reports.typical import Pair, pair, typical
from haal.linkage.told import days_of, told_of
from haal.services.assess.board import Boards, reports_of
from haal.services.assess.decide import harm, labels, twice
from haal.services.assess.decide.twice import Asked
from haal.storage import incident as incident_rows
from haal.storage import link as link_rows
from haal.storage import report as report_rows


class Line(StrEnum):
    """One question of the two columns."""

    DAY = "day"
    PUBLISHED = "published"
    PLACE = "place"
    KIND = "kind"
    HIT = "hit"
    KILLED = "killed"
    INJURED = "injured"
    TAKEN = "taken"
    DISPLACED = "displaced"


type Answer = str | Days | tuple[Figure, ...] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One line: both answers; None or empty: not told."""

    line: Line
    here: Answer
    there: Answer

    @property
    def differs(self) -> bool:
        """Whether both told something, and not the same."""
        return bool(self.here and self.there) and self.here != self.there


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """A report and an incident side by side. `other` None: the incident has no other report. `is_of_it`: it is linked there."""

    report: Report
    incident: Incident
    other: Report | None
    lines: tuple[Compared, ...]
    pair: Pair | None
    harm: Harm
    is_own: bool
    is_linked: bool = False
    is_of_it: bool = False
    asked: tuple[Asked, ...] = ()


def beside(*, report_id: ReportId, incident_id: IncidentId, by: Actor) -> Beside:
    """Return a report beside an incident's most typical one. Raises Refused, NotFound, KeysLocked."""
    require(by, Permission.LINK)
    report = _at_desk(report_id)
    incident = incident_rows.get(incident_id)
    others = {ReportId(each.id): each for each in reports_of(incident_id) if each.id != report_id}
    linked_to = link_rows.incident_of(report_id)
    found = typical(seen_of(told_of(report)), [seen_of(told_of(each)) for each in others.values()])
    other = others[ReportId(found.other)] if found else None
    return Beside(
        report=report,
        incident=incident,
        other=other,
        lines=_lines(report, other) if other else (),
        pair=found,
        harm=harm.of_incidents([incident_id])[incident_id],
        is_own=report.taken_in_by == by.person_id,
        is_linked=linked_to is not None,
        is_of_it=linked_to == incident_id,
        asked=twice.asked_about(record=report_id, by=by),
    )


def explain(*, one: ReportId, other: ReportId) -> Pair:
    """Return how two reports compare. Raises NotFound, KeysLocked."""
    return pair(*(seen_of(told_of(_at_desk(each))) for each in (one, other)))


def suggestion(*, report_id: ReportId) -> Suggestion:
    """Return where a report would be put if it came now, itself left out of its incident. Raises NotFound, KeysLocked."""
    told = told_of(_at_desk(report_id))
    board = Boards().near(told)
    incidents = board.without(labels.kept_from(report_id))
    others = {each: [one for one in members if one.report_id != report_id] for each, members in incidents.items()}
    return suggest(board.seen(told), {each: members for each, members in others.items() if members})


def _at_desk(report_id: ReportId) -> Report:
    if report_rows.state_of(report_id) is report_rows.State.ELSEWHERE:
        raise NotFound
    return report_rows.get(report_id)


def _lines(here: Report, there: Report) -> tuple[Compared, ...]:
    answers = zip(_answers(here), _answers(there), strict=True)
    return tuple(
        Compared(line=line, here=mine, there=theirs)
        for line, (mine, theirs) in zip(Line, answers, strict=True)
        if mine or theirs
    )


def _answers(report: Report) -> tuple[Answer, ...]:
    """Return a report's answers in the order of `Line`."""
    answers = report.answers
    where = ", ".join(part for part in (answers.where.words, answers.where.district) if part)
    counted = (Counted.KILLED, Counted.INJURED, Counted.TAKEN, Counted.DISPLACED)
    return (
        days_of(answers.happened),
        report.source.published_words or (report.source.published.isoformat() if report.source.published else ""),
        where,
        answers.event_type,
        answers.target_kind,
        *(
            tuple(_number(each) for each in answers.figures if each.counted is what and not each.aside)
            for what in counted
        ),
    )


def _number(figure: Figure) -> Figure:
    """Return a figure without who said it."""
    return Figure(counted=figure.counted, low=figure.low, high=figure.high, scope=figure.scope)

"""What the desk reads while it assesses: what waits, what one part of grading may see, suggestions, incidents.

The one thing to know: blindness is made here. The page of the first part gets the teller and the line but not what
others told; the page of the second gets the story and what others told, but not who told it nor the first answer.
Nothing is changed here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from haal.domain.access import Actor, Permission, require
from haal.domain.assessment import Grade, Part, parts_open_to
from haal.domain.errors import NotFound
from haal.domain.ids import IncidentId, ReportId
from haal.domain.incident import Harm, Incident, LinkState
from haal.domain.report import Answers, Channel, Knows, Report, Source
from haal.services.assess import corroborate
from haal.services.assess.board import reports_of
from haal.services.assess.decide import harm, relate, twice
from haal.services.assess.decide.relate import Related
from haal.services.assess.decide.twice import Asked
from haal.services.assess.keep import line_of_report
from haal.storage import assessment as grade_rows
from haal.storage import incident as incident_rows
from haal.storage import link as link_rows
from haal.storage import person as people
from haal.storage import report as report_rows
from haal.storage.link import Bond, How
from haal.storage.together import same
from haal.storage.together.same import Same

QUEUE_MAX = 50
OTHERS_MAX = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Waits:
    """How many reports wait: for one of the two answers, and for their incident."""

    to_grade: int
    to_link: int

    @property
    def any(self) -> bool:
        """Whether a report waits."""
        return bool(self.to_grade or self.to_link)


@dataclass(frozen=True, slots=True, kw_only=True)
class InQueue:
    """A report in the queue. `part` is the next question open to the reader; None: somebody else has to look at it.

    `harm`: what hangs on the answer to what is suggested; None: nothing is.
    """

    report: Report
    part: Part | None
    harm: Harm | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """The two queues of the desk."""

    waits: Waits
    to_grade: tuple[InQueue, ...]
    to_link: tuple[InQueue, ...]
    perhaps_same: tuple[Same, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ToGrade:
    """What one part may see. `source` is None in the second part, `others` is empty in the first."""

    report_id: ReportId
    part: Part
    answers: Answers
    knows: Knows | None
    channel: Channel | None
    source: Source | None
    line: str
    others: tuple[Answers, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A report that waits for its incident, with what is proposed, best first; or linked already, with why."""

    report: Report
    proposed: tuple[tuple[Incident, Bond], ...]
    linked: tuple[Incident, Bond] | None
    linked_by: str
    is_own: bool
    asked: tuple[Asked, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """The desk's work in figures; `members` pairs each linked report with its incident, ids only."""

    reports: int
    incidents: int
    languages: int
    source_lines: int
    alone: int
    asked: int
    graded: int
    members: tuple[tuple[ReportId, IncidentId], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentPage:
    """An incident as the desk sees it, with each link explained. `asked_for` differs from its id when that one was
    merged.
    """

    asked_for: IncidentId
    picture: corroborate.Picture
    bonds: Mapping[ReportId, Bond]
    asked: tuple[Asked, ...] = ()
    perhaps_same: tuple[IncidentId, ...] = ()
    related: tuple[Related, ...] = ()


def waits(*, by: Actor) -> Waits:
    """Return how many reports wait: for the desk's front page. Raises Refused."""
    require(by, Permission.SEE_DESK)
    return _waits()


def queue(*, by: Actor, limit: int = QUEUE_MAX) -> Queue:
    """Return what waits, oldest first; what is suggested before that, by harm. Raises Refused, KeysLocked."""
    require(by, Permission.READ_REPORTS)
    ungraded = grade_rows.ungraded(limit=limit)
    reports = report_rows.many(ungraded)
    grades = grade_rows.of_reports(ungraded)
    to_grade = tuple(
        InQueue(report=reports[each], part=_next_part(reports[each], grades.get(each, ()), by))
        for each in ungraded
        if each in reports
    )
    perhaps_same = same.open_ones()[:limit]
    return Queue(waits=_waits(), to_grade=to_grade, to_link=_to_link(limit), perhaps_same=perhaps_same)


def _to_link(limit: int) -> tuple[InQueue, ...]:
    asked = harm.ordered(limit=limit)
    opened = report_rows.many(asked)
    first = [InQueue(report=opened[each], part=None, harm=asked[each]) for each in asked if each in opened]
    others = (report for report in report_rows.waiting(limit=limit) if report.id not in asked)
    return tuple([*first, *(InQueue(report=report, part=None) for report in others)][:limit])


def to_grade(*, report_id: ReportId, part: Part, by: Actor) -> ToGrade:
    """Return what `part` of grading may see of a report. Raises Refused, NotFound, KeysLocked."""
    require(by, Permission.GRADE)
    report = _at_desk(report_id)
    first = part is Part.SOURCE
    return ToGrade(
        report_id=report_id,
        part=part,
        answers=report.answers if first else blind(report.answers),
        knows=report.knows if first else None,
        channel=report.channel if first else None,
        source=report.source if first else None,
        line=str(line_of_report(report)) if first else "",
        others=() if first else _others(report_id),
    )


def proposal(*, report_id: ReportId, by: Actor) -> Proposal:
    """Return what is proposed for a report, or where it is linked and why. Raises Refused, NotFound, KeysLocked."""
    require(by, Permission.LINK)
    report = _at_desk(report_id)
    bonds = link_rows.of_report(report_id)
    incidents = {incident.id: incident for incident in incident_rows.many(bond.incident_id for bond in bonds)}
    linked = next((bond for bond in bonds if bond.state is LinkState.LINKED), None)
    names = people.pseudonyms([linked.linked_by]) if linked and linked.linked_by else {}
    return Proposal(
        report=report,
        proposed=tuple((incidents[bond.incident_id], bond) for bond in bonds if bond.state is LinkState.PROPOSED),
        linked=(incidents[linked.incident_id], linked) if linked else None,
        linked_by=names.get(linked.linked_by or "", "haal") if linked else "",
        is_own=report.taken_in_by == by.person_id,
        asked=twice.asked_about(record=report_id, by=by),
    )


def incidents(*, by: Actor, limit: int = QUEUE_MAX, offset: int = 0) -> tuple[Incident, ...]:
    """Return open incidents, latest day first. Raises Refused, KeysLocked."""
    require(by, Permission.READ_REPORTS)
    return incident_rows.newest(limit=limit, offset=offset)


def incident(*, incident_id: IncidentId, by: Actor) -> IncidentPage:
    """Return one incident, following redirects. Raises Refused, NotFound, KeysLocked."""
    require(by, Permission.READ_REPORTS)
    found = corroborate.picture(incident_id=incident_id)
    bonds = {bond.report_id: bond for bond in link_rows.linked_to(found.incident.id)}
    return IncidentPage(
        asked_for=incident_id,
        picture=found,
        bonds=bonds,
        asked=twice.asked_about(record=found.incident.id, by=by),
        perhaps_same=same.of_incident(found.incident.id),
        related=relate.seen(incident_id=found.incident.id, by=by),
    )


def membership() -> Mapping[ReportId, tuple[IncidentId, How]]:
    """Return report -> (incident, how it came there): ids only, for figures about linking."""
    return link_rows.membership()


def lines_count() -> int:
    """Return how many independent source lines stand behind all linked reports."""
    return link_rows.lines_count()


def incidents_count() -> int:
    """Return how many incidents stand."""
    return incident_rows.count()


def summary(*, by: Actor) -> Summary:
    """Return the desk's work in figures. Raises Refused."""
    require(by, Permission.READ_REPORTS)
    membership = link_rows.membership()
    how = Counter(how for _incident, how in membership.values())
    return Summary(
        reports=sum(
            report_rows.count_in(state) for state in report_rows.State if state is not report_rows.State.ELSEWHERE
        ),
        incidents=incident_rows.count(),
        languages=len(report_rows.languages()),
        source_lines=link_rows.lines_count(),
        alone=how[How.ALONE],
        asked=how[How.ASKED],
        graded=grade_rows.complete_count(),
        members=tuple((report, incident) for report, (incident, _how) in membership.items()),
    )


def _at_desk(report_id: ReportId) -> Report:
    """Return a report of the desk; needs, offers and check-ins are not."""
    if report_rows.state_of(report_id) is report_rows.State.ELSEWHERE:
        raise NotFound
    return report_rows.get(report_id)


def _waits() -> Waits:
    return Waits(to_grade=grade_rows.ungraded_count(), to_link=report_rows.count_in(report_rows.State.WAITING))


def _next_part(report: Report, grades: tuple[Grade, ...], by: Actor) -> Part | None:
    parts = parts_open_to(by=by.person_id, taken_in_by=report.taken_in_by, earlier=grades)
    return parts[0] if parts else None


def _others(report_id: ReportId) -> tuple[Answers, ...]:
    """Return what other reports of the incident, or of those proposed, tell."""
    bonds = [bond for bond in link_rows.of_report(report_id) if bond.state is not LinkState.UNDONE]
    reports = [report for bond in bonds for report in reports_of(bond.incident_id) if report.id != report_id]
    return tuple(blind(report.answers) for report in reports[:OTHERS_MAX])


def blind(answers: Answers) -> Answers:
    """Return a story without any word on who told it."""
    return replace(
        answers,
        heard_from="",
        figures=tuple(replace(figure, said_by="") for figure in answers.figures),
        responsibility=tuple(replace(claim, said_by="") for claim in answers.responsibility),
    )

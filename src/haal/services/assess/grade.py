"""Grade one part of one report, blind: could this person know, or does it fit what others told?

The one thing to know: the answer is kept in the desk's box and as a ledger act, the audit says only that the part was
answered. What each part is allowed to see is `queries.to_grade`.
"""

from __future__ import annotations

from datetime import datetime

from haal.domain.access import Actor, Permission, require
from haal.domain.assessment import Grade, Part, why_not_grade
from haal.domain.errors import NotFound, Refused
from haal.domain.ids import ReportId
from haal.services.assess.keep import INCIDENT_CHANGED
from haal.storage import act, audit, outbox, work
from haal.storage import assessment as grade_rows
from haal.storage import link as link_rows
from haal.storage import report as report_rows


def grade(*, report_id: ReportId, part: Part, value: str, by: Actor, now: datetime) -> None:
    """Keep one answer.

    Raises:
        Refused: no right to, their own report, answered by them before, or no answer of the scale.
        NotFound: no such report at the desk.
    """
    require(by, Permission.GRADE)
    if report_rows.state_of(report_id) in {report_rows.State.ELSEWHERE, report_rows.State.SET_ASIDE}:
        raise NotFound
    taken_in_by = report_rows.taken_in_by(report_id)
    with work.atomic():
        earlier = grade_rows.of_report(report_id)
        if reason := why_not_grade(part=part, value=value, by=by.person_id, taken_in_by=taken_in_by, earlier=earlier):
            raise Refused(reason)
        grade_rows.add(Grade(report_id=report_id, part=part, value=value, by=by.person_id, at=now))
        act.put(kind="graded", subject=report_id, fields={"part": part.value, "value": value}, by=by, now=now)
        audit.write(by=by, what=f"grade-{part}", subject=report_id, now=now)
        if incident_id := link_rows.incident_of(report_id):
            outbox.put(kind=INCIDENT_CHANGED, subject=incident_id, now=now)

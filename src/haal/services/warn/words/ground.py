"""On what ground a warning stands, at this minute: read from an incident's reports, a helper's own word, or a check.

The one thing to know: who counts is asked more strictly than for the record. A direct witness is a teller who saw it
themselves; tellers whom nobody has graded fairly reliable count as one together, so that ten thousand made-up reports
weigh as one. Lines are independent as `haal.domain.source` counts them, without those that only repeat what is said.
A report counts only if its teller agreed that it may warn people; what the press printed needs nobody's consent.

What follows from a ground is `haal.domain.warn.ground`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from haal.domain.access import Actor, Permission, require
from haal.domain.assessment import Assessment
from haal.domain.errors import NotFound
from haal.domain.gathering.place import is_own
from haal.domain.ids import IncidentId, PersonId, PlaceId, ReportId, ThreatId
from haal.domain.report import Channel, Knows, Report
from haal.domain.source import LineKind
from haal.domain.warn.ground import RULES, Basis, Ground, GroundReason, Words, rule_for
from haal.domain.warning import Mode
from haal.domain.warning_text import LAND_TIME
from haal.services.assess import corroborate
from haal.services.assess.keep import line_of_report
from haal.services.assess.origins import corroboration_of, origins_of
from haal.storage import assessment as grade_rows
from haal.storage import incident as incident_rows
from haal.storage import person as person_rows
from haal.storage import report as report_rows
from haal.storage.gathering import place as place_rows
from haal.storage.warn.duty import alarm as alarm_rows

NOW_DAYS = 1  # told of today or of yesterday: a night falls between
KNOWS_MORE = frozenset({Knows.SAW, Knows.TOLD})
UNGRADED = Assessment()


def of_incident(*, incident_id: IncidentId, now: datetime) -> Ground:
    """Return what the linked reports say at this minute. Raises NotFound, KeysLocked."""
    stands_at = incident_rows.resolve(incident_id)
    picture = corroborate.picture(incident_id=stands_at)
    return of_reports(reports=picture.reports, assessments=picture.assessments, about=stands_at, now=now)


def of_reports(
    *, reports: Sequence[Report], assessments: Mapping[ReportId, Assessment], about: str, now: datetime
) -> Ground:
    """Return what these reports say; pure."""
    heard = [report for report in reports if report.consents.warn or report.channel is Channel.PRESS]
    knowing = [report for report in heard if report.knows in KNOWS_MORE or report.channel is Channel.PRESS]
    saw = [report for report in knowing if _is_witness(report)]
    return Ground(
        direct_witnesses=_lines(saw, assessments),
        independent_lines=_lines(knowing, assessments),
        danger_now=any(_is_now(report, now=now) for report in knowing),
        hearsay_only=bool(heard) and not knowing,
        basis=Basis.INCIDENT,
        about=about,
        known_at=now,
    )


def of_threat(*, threat_id: ThreatId, now: datetime) -> Ground:
    """Return what stands behind a threat: its incident, or the one report that tells of it. Raises NotFound, KeysLocked."""
    told_in = alarm_rows.get_threat(threat_id).told_in
    if told_in.startswith("r_"):
        report = report_rows.get(ReportId(told_in))
        assessments = grade_rows.standing([ReportId(told_in)])
        return replace(
            of_reports(reports=[report], assessments=assessments, about=told_in, now=now), basis=Basis.THREAT
        )
    return of_incident(incident_id=IncidentId(told_in), now=now)


def of_steward(*, place_id: PlaceId, by: Actor, now: datetime) -> Ground:
    """Return the word of a place's own helper, who says that the danger is now.

    Raises:
        NotFound: there is no such place, or it is not theirs.
    """
    require(by, Permission.OWN_PLACE)
    if not is_own(by.person_id, place_rows.get(place_id).stewards):
        raise NotFound
    return Ground(
        steward_of_place=True,
        danger_now=True,
        basis=Basis.STEWARD,
        about=place_id,
        known_by=by.person_id,
        known_at=now,
    )


def of_nothing(*, mode: Mode, by: Actor, now: datetime) -> Ground:
    """Return the ground of what nobody told of: a drill makes one up, a warning has none."""
    if mode is Mode.DRILL:
        return Ground(direct_witnesses=1, danger_now=True, basis=Basis.DRILL, known_by=by.person_id, known_at=now)
    return Ground(known_by=by.person_id, known_at=now)


def known_by(ground: Ground) -> str:
    """Return the pseudonym of who declared, checked or said it; empty for what was counted."""
    return person_rows.pseudonyms([ground.known_by]).get(PersonId(ground.known_by), "") if ground.known_by else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the table as the desk shows it. `is_this` marks the one that decides."""

    name: str
    may_warn: bool
    certainty: str
    words: Words | None
    reason: GroundReason | None
    is_this: bool


def table(ground: Ground | None = None) -> tuple[Line, ...]:
    """Return the whole truth table, top line first, with the line marked on which `ground` stands."""
    decides = rule_for(ground).name if ground else ""
    return tuple(
        Line(
            name=rule.name,
            may_warn=rule.verdict.may_warn,
            certainty=rule.verdict.certainty.value if rule.verdict.certainty else "",
            words=rule.verdict.words_key,
            reason=rule.verdict.reason,
            is_this=rule.name == decides,
        )
        for rule in RULES
    )


def _is_witness(report: Report) -> bool:
    return report.knows is Knows.SAW and line_of_report(report).kind is LineKind.TELLER


def _lines(reports: Sequence[Report], assessments: Mapping[ReportId, Assessment]) -> int:
    def is_reliable(report_id: str) -> bool:
        return assessments.get(ReportId(report_id), UNGRADED).is_reliable

    return corroboration_of(origins_of(reports), is_reliable=is_reliable).count


def _is_now(report: Report, *, now: datetime) -> bool:
    """Return whether the report tells of the land's today or yesterday; told no day, it means the day it came."""
    day = report.answers.happened.last or report.answers.happened.first or report.received_day
    return day >= now.astimezone(LAND_TIME).date() - timedelta(days=NOW_DAYS)

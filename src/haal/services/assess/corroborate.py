"""What stands behind an incident: independent source lines, casualty claims with their range, claims of responsibility.

The one thing to know: nothing here is stored. It is read out of the linked reports each time, so it can never
disagree with them, and nobody can type a number over it. Which lines are independent and which claims stand:
`haal.domain.source`, `haal.domain.casualties`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from haal.domain.assessment import Assessment
from haal.domain.casualties import Claim, Range, ranges
from haal.domain.ids import IncidentId, ReportId
from haal.domain.incident import Incident
from haal.domain.report import Channel, Report, Responsibility
from haal.domain.source import Corroboration, Voice, corroboration
from haal.services.assess.board import reports_of
from haal.services.assess.keep import line_of_report
from haal.storage import assessment as grade_rows
from haal.storage import incident as incident_rows

UNGRADED = Assessment()


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A claim or denial of responsibility as one report gives it; a record, never a finding."""

    claim: Responsibility
    line: str
    said_at: date | None
    report_id: ReportId


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """One incident with all that stands behind it. `reports` are the linked ones, in the order of linking."""

    incident: Incident
    reports: tuple[Report, ...]
    assessments: Mapping[ReportId, Assessment]
    corroboration: Corroboration
    ranges: tuple[Range, ...]
    responsibility: tuple[Said, ...]


def picture(*, incident_id: IncidentId) -> Picture:
    """Return the incident as it stands, following redirects. Raises NotFound, KeysLocked. Asks no permission: see
    `queries`.
    """
    now_at = incident_rows.resolve(incident_id)
    reports = reports_of(now_at)
    return picture_of(
        incident=incident_rows.get(now_at),
        reports=reports,
        assessments=grade_rows.standing(report.id for report in reports),
    )


def picture_of(*, incident: Incident, reports: Sequence[Report], assessments: Mapping[ReportId, Assessment]) -> Picture:
    """Return what these reports say together; pure."""
    voices = [
        Voice(line=line_of_report(report), reliable=_graded(assessments, report).is_reliable) for report in reports
    ]
    return Picture(
        incident=incident,
        reports=tuple(reports),
        assessments=assessments,
        corroboration=corroboration(voices),
        ranges=ranges(
            claim for report in reports for claim in claims_of(report=report, assessment=_graded(assessments, report))
        ),
        responsibility=tuple(
            Said(claim=claim, line=str(line_of_report(report)), said_at=said_at(report), report_id=ReportId(report.id))
            for report in reports
            for claim in report.answers.responsibility
        ),
    )


def claims_of(*, report: Report, assessment: Assessment) -> tuple[Claim, ...]:
    """Return the figures of a report as claims of its line."""
    return tuple(
        Claim(
            counted=figure.counted,
            scope=figure.scope,
            low=figure.low,
            high=figure.high,
            line=str(line_of_report(report)),
            report_id=ReportId(report.id),
            said_at=said_at(report),
            said_by=figure.said_by,
            is_supported=assessment.supports,
        )
        for figure in report.answers.figures
    )


def said_at(report: Report) -> date | None:
    """Return the day on which it was said: publication for the press (None when only a month is known), else
    arrival.
    """
    return report.source.published if report.channel is Channel.PRESS else report.received_day


def _graded(assessments: Mapping[ReportId, Assessment], report: Report) -> Assessment:
    return assessments.get(ReportId(report.id), UNGRADED)

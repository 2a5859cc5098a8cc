"""What stands behind an incident: independent source lines, casualty claims with their range, claims of responsibility.

The one thing to know: nothing here is stored. It is read out of the linked reports each time, so it can never
disagree with them, and nobody can type a number over it. Which lines are independent and which claims stand:
`haal.services.assess.origins`, `haal.domain.casualties`.
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
from haal.domain.source import Corroboration, SourceLine
from haal.services.assess.board import reports_of
from haal.services.assess.origins import Origins, Perhaps, corroboration_of, origins_of, perhaps_one
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
    origins: Origins
    corroboration: Corroboration
    ranges: tuple[Range, ...]
    responsibility: tuple[Said, ...]

    @property
    def perhaps_one(self) -> tuple[Perhaps, ...]:
        """Reports that may be one source though their credits do not say so."""
        return perhaps_one(self.origins, reports=self.reports)


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
    origins = origins_of(reports)

    def is_reliable(report_id: str) -> bool:
        return assessments.get(ReportId(report_id), UNGRADED).is_reliable

    return Picture(
        incident=incident,
        reports=tuple(reports),
        assessments=assessments,
        origins=origins,
        corroboration=corroboration_of(origins, is_reliable=is_reliable),
        ranges=ranges(
            claim
            for report in reports
            for claim in claims_of(
                report=report, assessment=_graded(assessments, report), line=origins.sure_line_of[report.id]
            )
        ),
        responsibility=tuple(
            Said(
                claim=claim,
                line=str(origins.sure_line_of[report.id]),
                said_at=said_at(report),
                report_id=ReportId(report.id),
            )
            for report in reports
            for claim in report.answers.responsibility
        ),
    )


def claims_of(*, report: Report, assessment: Assessment, line: SourceLine) -> tuple[Claim, ...]:
    """Return the figures of a report as claims of its line."""
    return tuple(
        Claim(
            counted=figure.counted,
            scope=figure.scope,
            low=figure.low,
            high=figure.high,
            line=str(line),
            report_id=ReportId(report.id),
            said_at=said_at(report),
            said_by=figure.said_by,
            is_supported=assessment.supports,
            corrects=figure.corrects,
            why=figure.why,
            aside=figure.aside,
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

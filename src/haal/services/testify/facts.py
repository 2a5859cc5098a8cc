"""What the desk knows of an incident, cut down to what may be used in public: opened in memory, written nowhere.

The one thing to know: a report that is not from the press is used only when its teller agreed to the press; with
"numbers only" its figures count and nothing else of it; all others are as if they had never come. Party names leave
this module as categories. Protected reports never reach an incident at all. Reads desk boxes: `KeysLocked` when the
keys are away.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from haal.domain.casualties import Claim, Range
from haal.domain.errors import NotFound
from haal.domain.ids import IncidentId, PublicationId, ReportId
from haal.domain.incident import Incident, IncidentState
from haal.domain.policy import Policy
from haal.domain.public_place import Care, PublicPlace, care_for, district_of, public_place
from haal.domain.publication import (
    PEOPLE_TAKEN,
    Attribution,
    Facts,
    PublicClaim,
    PublicCorrection,
    PublicIncident,
    PublicRange,
    attributions,
    is_told_by_itself,
)
from haal.domain.report import Channel, Counted, Report, Scope, TestifyConsent
from haal.domain.source import Corroboration, LineKind, SourceLine, line_of
from haal.services.assess.corroborate import UNGRADED, Picture, picture, picture_of

TELLER_LINE = "told to us"
HIDDEN_LINE = "not named"


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """An incident as the public could read it today, and what the rules ask about it."""

    incident: Incident
    facts: Facts
    place: PublicPlace
    care: Care
    district: str
    corroboration: Corroboration
    lines: tuple[str, ...]
    ranges: tuple[Range, ...]
    attributions: tuple[Attribution, ...]
    parties: frozenset[str]


def known(*, incident_id: IncidentId, policy: Policy) -> Known:
    """Return what may be used in public. Raises NotFound (also for a merged incident), KeysLocked."""
    whole = picture(incident_id=incident_id)
    incident = whole.incident
    if incident.id != incident_id or incident.state is not IncidentState.OPEN:
        raise NotFound
    open_ones = tuple(report for report in whole.reports if _may_be_told(report))
    told = picture_of(incident=incident, reports=open_ones, assessments=whole.assessments)
    numbered = [report for report in whole.reports if _may_be_told(report) or _numbers_only(report)]
    targets = frozenset(report.answers.target_kind for report in whole.reports)
    care = care_for(event_type=incident.event_type, targets=targets)
    named = [said for said in told.responsibility if said.claim.party]
    return Known(
        incident=incident,
        facts=_facts(told, all_reports=whole.reports),
        place=public_place(incident.place, district=incident.district, care=care, policy=policy),
        care=care,
        district="" if care is Care.HEALTH else district_of(incident.place, district=incident.district),
        corroboration=told.corroboration,
        lines=_names(told.origins.line_of.values(), care=care),
        ranges=picture_of(incident=incident, reports=numbered, assessments=whole.assessments).ranges,
        attributions=attributions((said.claim.party, said.claim.kind) for said in named),
        parties=frozenset(said.claim.party for said in named),
    )


def shown(known: Known, *, publication_id: PublicationId, summary: str, replaces: bool) -> PublicIncident:
    """Return exactly what the public would read; `released_at` is filled in at release."""
    return PublicIncident(
        id=known.incident.id,
        publication_id=publication_id,
        days=known.incident.days,
        event_type=known.incident.event_type,
        place=known.place,
        summary=summary.strip(),
        ranges=tuple(_public_range(one, care=known.care) for one in known.ranges if is_told_by_itself(one.counted)),
        lines=known.lines,
        lines_count=known.corroboration.count,
        lines_max=known.corroboration.lines_max,
        speakers=known.corroboration.speakers if known.care is not Care.HEALTH else (),
        silent_lines_count=known.corroboration.silent_lines_count if known.care is not Care.HEALTH else 0,
        attributions=known.attributions,
        replaces=replaces,
    )


def quiet_counts(known: Known) -> dict[str, int]:
    """Return the middle claims of what is only told by district and month."""
    return {
        one.counted.value: one.median.low
        for one in known.ranges
        if not is_told_by_itself(one.counted) and one.scope is Scope.ALL
    }


def _may_be_told(report: Report) -> bool:
    return report.channel is Channel.PRESS or report.consents.testify is TestifyConsent.PRESS


def _numbers_only(report: Report) -> bool:
    return report.consents.testify is TestifyConsent.NUMBERS


def _facts(told: Picture, *, all_reports: Iterable[Report]) -> Facts:
    """Return what the rules ask. Whether people were taken is asked of every report, whoever may be quoted."""
    press = picture_of(
        incident=told.incident,
        reports=[one for one in told.reports if one.channel is Channel.PRESS],
        assessments=told.assessments,
    )
    days = told.incident.days
    told_last = max((one.source.published or one.received_day for one in told.reports), default=None)
    return Facts(
        usable_count=len(told.reports),
        graded_count=sum(told.assessments.get(ReportId(one.id), UNGRADED).is_complete for one in told.reports),
        press_lines_count=press.corroboration.count,
        people_taken=told.incident.event_type in PEOPLE_TAKEN or any(map(_tells_of_taken, all_reports)),
        last_day=days.last if days else told_last or told.incident.made_at.date(),
    )


def _tells_of_taken(report: Report) -> bool:
    return any(
        figure.counted is Counted.TAKEN and (figure.high is None or figure.high > 0)
        for figure in report.answers.figures
    )


def _names(lines: Iterable[SourceLine], *, care: Care) -> tuple[str, ...]:
    """Return the names of the lines, each once; tellers have none, and of attacks on health care no source is named."""
    if care is Care.HEALTH:
        return ()
    return tuple(sorted({_name(line) for line in lines}))


def _name(line: SourceLine) -> str:
    return TELLER_LINE if line.kind is LineKind.TELLER else line.name


def _public_range(one: Range, *, care: Care) -> PublicRange:
    return PublicRange(
        counted=one.counted,
        scope=one.scope,
        lowest_supported=_public_claim(one.lowest_supported, care=care) if one.lowest_supported else None,
        median=_public_claim(one.median, care=care),
        highest=_public_claim(one.highest, care=care),
        lines_count=one.lines_count,
        said_lowest=_public_claim(one.said_lowest, care=care),
        said_highest=_public_claim(one.said_highest, care=care),
        corrections=tuple(
            PublicCorrection(how=each.how, was=each.was, now=_public_claim(each.now, care=care))
            for each in one.corrections
        ),
    )


def _public_claim(claim: Claim, *, care: Care) -> PublicClaim:
    line = line_of(claim.line)
    is_press = line.kind is not LineKind.TELLER
    named = _name(line) if care is not Care.HEALTH else HIDDEN_LINE
    return PublicClaim(low=claim.low, high=claim.high, line=named, said_on=claim.said_at if is_press else None)

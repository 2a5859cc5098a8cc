"""Incidents that are ready to be published, and the people who publish them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from tests.factories import NOW, actor
from tests.factories_assess import ANA, BO, DAY, told

from haal.domain.access import Actor, Role
from haal.domain.assessment import Part
from haal.domain.ids import IncidentId, PublicationId, ReportId
from haal.domain.publication import HeldWord, State
from haal.domain.report import Channel
from haal.services.assess import link
from haal.services.assess.grade import grade
from haal.services.testify import publish
from haal.storage import link as link_rows

DORI = actor(Role.PUBLISHER, name="plain-kettle")
EMRE = actor(Role.PUBLISHER, name="slow-river")
LATER = NOW + timedelta(days=20)


def at(person: Actor, now: datetime) -> Actor:
    """Return the person with the second factor shown just now."""
    return replace(person, second_factor_at=now)


def incident(*lines: str, graded: bool = True, **how: object) -> IncidentId:
    """Keep press reports on these lines, grade and link them to one incident, and return its id."""
    report_ids = [told(line=line, **how) for line in lines]  # type: ignore[arg-type]
    return incident_of(*report_ids, graded=graded)


def incident_of(*report_ids: ReportId, graded: bool = True) -> IncidentId:
    """Link reports, grade them when asked, and return the incident of the first."""
    for report_id in report_ids:
        link.consider(report_id=report_id, now=NOW)
        if graded:
            grade(report_id=report_id, part=Part.SOURCE, value="B", by=ANA, now=NOW)
            grade(report_id=report_id, part=Part.INFORMATION, value="2", by=BO, now=NOW)
    found = link_rows.incident_of(report_ids[0])
    assert found is not None
    return found


def drafted(
    incident_id: IncidentId,
    *,
    summary: str = "",
    held: HeldWord = HeldWord.NOT_SAID,
    early: bool = False,
    now: datetime = LATER,
) -> PublicationId:
    """Draft as the first person."""
    return publish.draft(incident_id=incident_id, summary=summary, held=held, early=early, by=at(DORI, now), now=now)


def released(incident_id: IncidentId, *, summary: str = "", now: datetime = LATER) -> PublicationId:
    """Draft and agree at a time when no delay is left."""
    publication_id = drafted(incident_id, summary=summary, now=now)
    state = publish.agree(publication_id=publication_id, could_help_harm=False, by=at(EMRE, now), now=now)
    assert state is State.RELEASED
    return publication_id


def from_teller(*, day: date = DAY) -> ReportId:
    """Take in a teller's report, who agreed to nothing."""
    return told(channel=Channel.FORM, day=day)

"""Linking at the desk: alone, asked, new; explained, undone for ever, ids that never change."""

from __future__ import annotations

from datetime import date

import pytest
from tests.factories import NOW, actor
from tests.factories_assess import ANA, BO, GWADAR, told

from haal.domain.access import Role
from haal.domain.errors import NotFound, Refused
from haal.domain.incident import IncidentReason, IncidentState
from haal.domain.report import Kind
from haal.linkage.reports.suggest import Zone
from haal.services.assess import link, queries
from haal.services.assess.merge import merge
from haal.storage import act, audit, outbox
from haal.storage import incident as incident_rows
from haal.storage.ground import keys
from haal.storage.link import How

pytestmark = pytest.mark.django_db


def consider(report_id):
    return link.consider(report_id=report_id, now=NOW)


@pytest.fixture
def blast():
    """An incident with one report."""
    return consider(told()).incident_id


def test_the_first_report_begins_an_incident_and_the_second_joins_it_alone():
    first = consider(told())
    second = consider(told(killed=14, line="wire:AFP"))

    assert (first.zone, second.zone) == (Zone.NEW, Zone.ALONE)
    assert second.incident_id == first.incident_id


def test_another_town_is_another_incident(blast):
    elsewhere = consider(told(place=GWADAR))

    assert elsewhere.zone is Zone.NEW
    assert elsewhere.incident_id != blast


def test_considering_twice_changes_nothing(blast):
    report_id = told(killed=14)
    first = consider(report_id)
    again = consider(report_id)

    assert again.zone is None
    assert again.incident_id == first.incident_id == blast
    assert incident_rows.get(blast).reports[-1] == report_id


def test_a_report_without_a_day_is_asked_about_and_waits(blast):
    undated = told(day=None, published=None)

    assert consider(undated).zone is Zone.ASK
    waiting = queries.proposal(report_id=undated, by=ANA)

    assert [incident.id for incident, _bond in waiting.proposed] == [blast]
    assert {sign.code for sign in waiting.proposed[0][1].signs} >= {"no-day", "km-apart", "killed"}
    assert queries.waits(by=ANA).to_link == 1


def test_a_person_accepts_and_everything_is_witnessed(blast):
    undated = told(day=None, published=None)
    consider(undated)

    link.accept(report_id=undated, incident_id=blast, by=ANA, now=NOW)

    page = queries.incident(incident_id=blast, by=ANA)
    assert page.bonds[undated].how is How.ASKED
    assert page.bonds[undated].linked_by == ANA.person_id
    assert audit.latest(limit=1)[0].what == "link-asked"
    assert {row.kind for row in outbox.due(now=NOW, limit=50)} >= {"incident-changed"}
    assert act.waiting_count() >= 4


def test_a_person_says_no_and_is_not_asked_again(blast):
    undated = told(day=None, published=None)
    consider(undated)

    own = link.begin(report_id=undated, by=ANA, now=NOW)
    link.undo(report_id=undated, by=ANA, now=NOW)

    assert own != blast
    assert consider(undated).zone is not Zone.ASK
    assert incident_rows.get(blast).reports[-1] != undated


def test_a_link_is_undone_for_ever_and_the_emptied_incident_keeps_its_id(blast):
    joined = told(killed=14)
    consider(joined)

    assert link.undo(report_id=joined, by=ANA, now=NOW) == blast

    assert consider(joined).incident_id != blast
    lonely = incident_rows.get(blast).reports[0]
    link.undo(report_id=lonely, by=ANA, now=NOW)
    assert incident_rows.get(blast).state is IncidentState.EMPTY


def test_undone_is_a_custody_act_of_its_own(blast):
    joined = told(killed=14)
    consider(joined)
    before = act.waiting_count()

    link.undo(report_id=joined, by=ANA, now=NOW)

    assert act.waiting_count() == before + 1
    assert audit.latest(limit=1)[0].what == "unlink"


def test_nobody_links_what_they_took_in(blast):
    own = told(day=None, published=None, by=ANA)
    consider(own)

    with pytest.raises(Refused) as refusal:
        link.accept(report_id=own, incident_id=blast, by=ANA, now=NOW)
    assert refusal.value.reason is IncidentReason.OWN_REPORT
    with pytest.raises(Refused):
        link.begin(report_id=own, by=ANA, now=NOW)

    link.accept(report_id=own, incident_id=blast, by=BO, now=NOW)


def test_a_linked_report_is_not_linked_twice(blast):
    joined = told(killed=14)
    consider(joined)

    with pytest.raises(Refused) as refusal:
        link.accept(report_id=joined, incident_id=blast, by=ANA, now=NOW)
    assert refusal.value.reason is IncidentReason.ALREADY_LINKED


@pytest.mark.parametrize("role", [Role.INTAKE, Role.WARNER, Role.PUBLISHER, Role.OPERATOR])
def test_only_a_verifier_links(blast, role):
    with pytest.raises(Refused):
        link.accept(report_id=told(), incident_id=blast, by=actor(role), now=NOW)
    with pytest.raises(Refused):
        link.undo(report_id=incident_rows.get(blast).reports[0], by=actor(role), now=NOW)


def test_what_is_not_news_never_begins_an_incident():
    sighting = consider(told(kind=Kind.SIGHTING))

    assert (sighting.zone, sighting.incident_id) == (Zone.ASK, None)


def test_what_is_not_for_the_desk_cannot_be_linked(blast):
    need = told(kind=Kind.NEED)

    assert consider(need).zone is None
    with pytest.raises(NotFound):
        link.accept(report_id=need, incident_id=blast, by=ANA, now=NOW)


def test_a_merged_incident_leads_to_where_it_went(blast):
    other = consider(told(place=GWADAR)).incident_id
    moved = incident_rows.get(other).reports

    merge(kept=blast, gone=other, reason="one night, told from two towns", by=ANA, now=NOW)

    page = queries.incident(incident_id=other, by=ANA)
    assert page.asked_for == other
    assert page.picture.incident.id == blast
    assert set(moved) <= set(page.picture.incident.reports)
    assert incident_rows.get(other).redirect_to == blast
    link.undo(report_id=moved[0], by=ANA, now=NOW)
    assert moved[0] not in incident_rows.get(blast).reports


def test_a_merge_needs_a_reason_and_two_standing_incidents(blast):
    other = consider(told(place=GWADAR)).incident_id

    for kept, gone, reason in ((blast, blast, "x"), (blast, other, "  ")):
        with pytest.raises(Refused):
            merge(kept=kept, gone=gone, reason=reason, by=ANA, now=NOW)
    merge(kept=blast, gone=other, reason="one event", by=ANA, now=NOW)
    with pytest.raises(Refused):
        merge(kept=other, gone=blast, reason="back", by=ANA, now=NOW)


def test_without_the_keys_nothing_is_written(blast):
    waiting = told(killed=14)
    keys.lock()
    keys.forget()

    with pytest.raises(keys.KeysLocked):
        consider(waiting)

    assert [row.kind for row in outbox.due(now=NOW, limit=50) if row.subject == waiting] == ["report-taken-in"]


def test_a_report_of_another_month_is_another_incident(blast):
    assert consider(told(day=date(2026, 1, 2), published=date(2026, 1, 3))).incident_id != blast

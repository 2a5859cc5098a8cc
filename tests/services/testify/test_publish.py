"""Publishing: never alone, never early, never without consent; taken back by one."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.factories import NOW, actor
from tests.factories_assess import ANA, told
from tests.factories_publication import DORI, EMRE, LATER, at, drafted, from_teller, incident, incident_of, released

from haal.domain.access import Role
from haal.domain.errors import NotFound, Refused
from haal.domain.incident import Did
from haal.domain.publication import HeldWord, PublicationReason, State, WithdrawnWhy
from haal.domain.report import Consents, Counted, TestifyConsent
from haal.services.assess import link as linking
from haal.services.testify import consider, publish
from haal.services.testify import publication_queries as queries
from haal.storage import act, audit, public_incident
from haal.storage import publication as rows
from haal.storage import report as report_rows
from haal.storage.act import ActRow

pytestmark = pytest.mark.django_db


def agree(publication_id, *, by=EMRE, now=LATER, harm=False):
    return publish.agree(publication_id=publication_id, could_help_harm=harm, by=at(by, now), now=now)


def test_two_people_make_an_incident_public_with_ranges_as_claims():
    incident_id = incident("own:Dawn", "wire:AFP")

    released(incident_id, summary="A bomb went off at a market in Quetta.")

    page = queries.one(incident_id=incident_id)
    assert isinstance(page, queries.Page)
    (killed,) = page.incident.ranges
    assert (killed.counted, killed.lowest_supported.low, killed.highest.low) == (Counted.KILLED, 13, 13)
    assert page.incident.lines_count == 2
    assert page.incident.place.name == "Quetta"


def test_one_person_alone_publishes_nothing():
    publication_id = drafted(incident("own:Dawn", "wire:AFP"))

    with pytest.raises(Refused, match="two-people-needed"):
        agree(publication_id, by=DORI)

    assert queries.listed(page=1).total == 0
    assert publish.release_due(now=LATER + timedelta(days=365)) == 0


def test_the_database_itself_refuses_a_publication_of_one_person():
    publication_id = drafted(incident("own:Dawn", "wire:AFP"))

    with pytest.raises(IntegrityError), transaction.atomic():
        rows.PublicationRow.objects.filter(pk=publication_id).update(
            state=State.AGREED.value, agreed_by=DORI.person_id, agreed_at=LATER
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.PublicationRow.objects.filter(pk=publication_id).update(state=State.RELEASED.value, released_at=LATER)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.PUBLISHER])
def test_no_other_role_drafts_or_agrees(role):
    incident_id = incident("own:Dawn", "wire:AFP")
    publication_id = drafted(incident_id)
    other = actor(role)

    with pytest.raises(Refused, match="not-allowed"):
        publish.draft(incident_id=incident_id, by=at(other, LATER), now=LATER)
    with pytest.raises(Refused, match="not-allowed"):
        agree(publication_id, by=other)


def test_a_second_factor_shown_long_ago_is_not_enough():
    with pytest.raises(Refused, match="second-factor-needed"):
        publish.draft(incident_id=incident("own:Dawn"), by=DORI, now=LATER)


def test_what_one_line_told_waits_72_hours_and_then_goes_out_by_itself():
    soon = NOW + timedelta(hours=1)
    incident_id = incident("own:Dawn")
    publication_id = drafted(incident_id, now=soon)

    assert agree(publication_id, now=soon) is State.AGREED
    assert publish.release_due(now=soon) == 0
    with pytest.raises(NotFound):
        queries.one(incident_id=incident_id)
    assert publish.release_due(now=soon + timedelta(days=4)) == 1
    assert publish.release_due(now=soon + timedelta(days=4)) == 0


def test_two_people_may_release_earlier():
    soon = NOW + timedelta(hours=1)
    publication_id = drafted(incident("own:Dawn"), early=True, now=soon)

    assert agree(publication_id, now=soon) is State.RELEASED


def test_what_could_help_somebody_to_hunt_is_not_published():
    incident_id = incident("own:Dawn", "wire:AFP")
    publication_id = drafted(incident_id)

    with pytest.raises(Refused, match="harm-not-asked"):
        agree(publication_id, harm=None)
    assert agree(publication_id, harm=True) is State.WITHDRAWN
    with pytest.raises(NotFound):
        queries.one(incident_id=incident_id)


def test_a_report_nobody_checked_is_not_published():
    with pytest.raises(Refused, match="not-checked"):
        drafted(incident("own:Dawn", "wire:AFP", graded=False))


def test_a_teller_who_agreed_to_nothing_is_not_in_public():
    with pytest.raises(Refused, match="no-consent"):
        drafted(incident_of(from_teller()))


def test_a_teller_who_agreed_to_the_press_may_be_told_of_but_is_nobody():
    report_id = from_teller()
    report_rows.set_consents(report_id, Consents(testify=TestifyConsent.PRESS))
    incident_id = incident_of(report_id)

    released(incident_id)

    page = queries.one(incident_id=incident_id)
    assert isinstance(page, queries.Page)
    assert page.incident.lines == ("told to us",)
    assert report_id not in page.text


def test_numbers_only_counts_the_figures_and_nothing_else():
    report_id = from_teller()
    report_rows.set_consents(report_id, Consents(testify=TestifyConsent.NUMBERS))
    incident_id = incident_of(told(line="own:Dawn", killed=12), report_id)

    released(incident_id)

    page = queries.one(incident_id=incident_id)
    assert isinstance(page, queries.Page)
    assert page.incident.lines == ("Dawn",)
    assert {page.incident.ranges[0].highest.low, page.incident.ranges[0].median.low} == {12, 13}


def test_somebody_still_held_keeps_everything_back():
    incident_id = incident("own:Dawn", "wire:AFP", event_type="abduction")

    with pytest.raises(Refused, match="person-held"):
        drafted(incident_id)

    assert drafted(incident_id, held=HeldWord.FAMILY_ASKS)


def test_a_consent_taken_back_takes_the_page_back():
    report_id = from_teller()
    report_rows.set_consents(report_id, Consents(testify=TestifyConsent.PRESS))
    incident_id = incident_of(report_id)
    released(incident_id)
    report_rows.set_consents(report_id, Consents())

    assert consider.consider(incident_id=incident_id, now=LATER).did is Did.WITHDREW

    page = queries.one(incident_id=incident_id)
    assert isinstance(page, public_incident.Withdrawn)
    assert page.why is WithdrawnWhy.CONSENT


def test_a_consent_taken_back_before_release_stops_it():
    soon = NOW + timedelta(hours=1)
    report_id = from_teller()
    report_rows.set_consents(report_id, Consents(testify=TestifyConsent.PRESS))
    publication_id = drafted(incident_of(report_id), now=soon)
    agree(publication_id, now=soon)
    report_rows.set_consents(report_id, Consents())

    assert publish.release_due(now=soon + timedelta(days=5)) == 0
    assert rows.get(publication_id).state is State.WITHDRAWN


def test_one_person_takes_a_page_back_and_the_text_is_gone():
    incident_id = incident("own:Dawn", "wire:AFP")
    publication_id = released(incident_id, summary="A bomb went off at a market.")

    publish.withdraw(publication_id=publication_id, why=WithdrawnWhy.WRONG, by=ANA, now=LATER)

    assert isinstance(queries.one(incident_id=incident_id), public_incident.Withdrawn)
    row = public_incident.PublicIncidentRow.objects.get()
    assert (row.content, row.district, row.cell) == ("", "", "")
    assert queries.listed(page=1).total == 0


def test_a_new_publication_replaces_the_old_one_with_two_people_again():
    incident_id = incident("own:Dawn", "wire:AFP")
    released(incident_id)
    report_id = told(line="own:Geo", killed=15)
    incident_of(report_id)
    if linking_to := linking.consider(report_id=report_id, now=NOW).incident_id:
        assert linking_to == incident_id

    released(incident_id)

    page = queries.one(incident_id=incident_id)
    assert isinstance(page, queries.Page)
    assert page.incident.replaces
    assert page.incident.lines_count == 3
    kinds = ActRow.objects.filter(subject=incident_id, kind__in=["published", "corrected"]).order_by("number")
    assert [row.kind for row in kinds] == ["published", "corrected"]


def test_only_one_publication_of_an_incident_is_under_way():
    incident_id = incident("own:Dawn", "wire:AFP")
    drafted(incident_id)

    with pytest.raises(Refused, match="already-open"):
        drafted(incident_id)


@pytest.mark.parametrize(
    ("summary", "reason"),
    [
        ("Terrorists bombed a market.", PublicationReason.WORDS),
        ("A bomb at Hazarganji.", PublicationReason.PLACES),
    ],
)
def test_a_text_that_takes_sides_or_names_the_spot_is_refused(summary, reason):
    with pytest.raises(Refused, match=reason.value):
        drafted(incident("own:Dawn", "wire:AFP"), summary=summary)


def test_a_release_leaves_an_audit_row_and_a_leaf_with_the_hash_of_the_page():
    incident_id = incident("own:Dawn", "wire:AFP")
    released(incident_id)

    page = queries.one(incident_id=incident_id)
    assert isinstance(page, queries.Page)
    assert hashlib.sha256(page.text.encode()).hexdigest() == page.digest
    assert "publication-released" in {entry.what for entry in audit.each()}
    assert {"published"} <= {row.kind for row in act.ActRow.objects.filter(subject=incident_id)}


def test_nothing_of_the_desk_is_in_public():
    incident_id = incident("own:Dawn", "wire:AFP", heard="A blast near the shop of planted Zubaida Planted.")
    publication_id = released(incident_id)

    page = queries.one(incident_id=incident_id)
    assert isinstance(page, queries.Page)
    for hidden in ("Zubaida", DORI.person_id, EMRE.person_id, DORI.pseudonym, "67.001", "market"):
        assert hidden not in page.text
    assert publication_id in page.text


def test_public_pages_open_no_box(monkeypatch):
    incident_id = incident("own:Dawn", "wire:AFP")
    released(incident_id)
    monkeypatch.setattr("haal.storage.ground.fields.DeskBox.open", lambda _box: pytest.fail("a box was opened"))

    assert queries.listed(page=1).total == 1
    assert queries.one(incident_id=incident_id)
    assert queries.atlas().areas
    assert queries.counts() == ()

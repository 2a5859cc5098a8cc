"""What the public reads does not depend on who did it, and follows what happens to an incident afterwards."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.test import Client
from tests.factories import NOW
from tests.factories_assess import ANA, BO, DAY, GWADAR, QUETTA
from tests.factories_publication import EMRE, LATER, at, drafted, incident, incident_of, released

from haal.domain.errors import Refused
from haal.domain.ids import ReportId
from haal.domain.incident import Did
from haal.domain.publication import HeldWord, WithdrawnWhy
from haal.domain.report import (
    Answers,
    Channel,
    Consents,
    Counted,
    DateKnown,
    Figure,
    Happened,
    Incoming,
    PlaceCandidate,
    Responsibility,
    ResponsibilityKind,
    Scope,
    Source,
    TestifyConsent,
    Where,
)
from haal.services import flow
from haal.services.assess.merge import merge
from haal.services.intake.take_in import take_in
from haal.services.testify import consider, publish
from haal.services.testify import publication_queries as queries
from haal.storage import incident as incident_rows
from haal.storage import link as link_rows
from haal.storage import public_incident
from haal.storage import report as report_rows

pytestmark = pytest.mark.django_db


def press(
    line: str, *, party: str = "", taken: int = 0, target: str = "market", place: PlaceCandidate = QUETTA, key: str = ""
) -> ReportId:
    """Take in a press report with a claim of responsibility, or with people taken."""
    counted = Counted.TAKEN if taken else Counted.KILLED
    number = taken or 7
    said = (Responsibility(kind=ResponsibilityKind.CLAIMED, party=party, said_by="a statement"),) if party else ()
    answers = Answers(
        heard="A blast.",
        event_type="bombing",
        target_kind=target,
        happened=Happened(first=DAY, last=DAY, known=DateKnown.DAY),
        where=Where(words=place.name, district=place.name, candidates=(place,)),
        figures=(Figure(counted=counted, low=number, high=number, scope=Scope.ALL),),
        responsibility=said,
    )
    source = Source(line=line, outlet=line.partition(":")[2], published=DAY + timedelta(days=1))
    incoming = Incoming(
        channel=Channel.PRESS, client_key=f"truth-of-{line}-{party}-{key}-{place.name}", answers=answers, source=source
    )
    return take_in(incoming=incoming, now=NOW).report_id


def read(incident_id: str) -> dict[str, object]:
    """Return the public content without the ids of this one."""
    page = queries.one(incident_id=incident_id)  # type: ignore[arg-type]
    assert isinstance(page, queries.Page)
    plain: dict[str, object] = json.loads(page.text)
    return {key: value for key, value in plain.items() if key not in {"id", "publication_id"}}


def test_swapping_the_parties_swaps_the_category_and_nothing_else():
    by_group = incident_of(
        press("own:Dawn", party="Some Liberation Army"), press("wire:AFP", party="Some Liberation Army")
    )
    released(by_group)
    group = read(by_group)
    publish.withdraw(publication_id=publish.rows.standing(by_group).id, why=WithdrawnWhy.WRONG, by=ANA, now=LATER)
    for row in incident_rows.IncidentRow.objects.all():
        row.delete()
    link_rows.LinkRow.objects.all().delete()

    by_force = incident_of(press("own:Dawn", party="Frontier Corps"), press("wire:AFP", party="Frontier Corps"))
    released(by_force)
    force = read(by_force)

    assert group.pop("attributions") != force.pop("attributions")
    assert group == force


def test_no_name_of_a_party_is_public():
    incident_id = incident_of(press("own:Dawn", party="Nameless Front"), press("wire:AFP", party="Nameless Front"))
    released(incident_id)

    everything = "".join(Client().get(address).content.decode() for address in ("/incidents.geojson", "/incidents.csv"))

    assert "Nameless" not in everything
    assert "armed-group" in everything


def test_an_attack_on_a_hospital_names_no_town_no_district_and_no_source():
    incident_id = incident_of(press("own:Dawn", target="hospital"), press("wire:AFP", target="hospital"))
    released(incident_id)

    public = json.dumps(read(incident_id))

    assert "Quetta" not in public
    assert "Dawn" not in public
    assert "Balochistan" in public


def test_people_taken_are_counted_by_district_and_month_and_few_are_never_shown_in_digits():
    incident_id = incident_of(press("own:Dawn", taken=3), press("wire:AFP", taken=3))
    publication_id = drafted(incident_id, held=HeldWord.RELEASED)
    with pytest.raises(Refused, match="person-held"):
        drafted(incident_of(press("own:Geo", taken=3, place=GWADAR)))
    publish.agree(publication_id=publication_id, could_help_harm=False, by=at(EMRE, LATER), now=LATER)

    (count,) = queries.counts()

    assert (count.district, count.month, count.counted, count.shown) == ("Quetta", "2026-03", "taken", "<5")
    assert read(incident_id)["ranges"] == []
    assert '"shown": "3"' not in json.dumps(read(incident_id))


def test_a_count_goes_when_its_page_is_taken_back():
    incident_id = incident_of(press("own:Dawn", taken=30), press("wire:AFP", taken=30))
    publication_id = drafted(incident_id, held=HeldWord.FAMILY_ASKS)
    publish.agree(publication_id=publication_id, could_help_harm=False, by=at(EMRE, LATER), now=LATER)
    assert [count.shown for count in queries.counts()] == ["30"]

    publish.withdraw(publication_id=publication_id, why=WithdrawnWhy.COULD_HARM, by=ANA, now=LATER)

    assert queries.counts() == ()


def test_a_merged_incident_leads_to_where_it_went():
    gone, kept = incident("own:Dawn", "wire:AFP"), incident("own:Geo", "wire:DPA", place=GWADAR)
    released(gone)
    released(kept)

    assert not merge(kept=kept, gone=gone, reason="one event, two places told", by=ANA, now=LATER)
    assert merge(kept=kept, gone=gone, reason="one event, two places told", by=BO, now=LATER)  # both are published
    while flow.drain(now=LATER, limit=50):
        """The corridor asks each end anew."""

    page = queries.one(incident_id=gone)
    assert isinstance(page, public_incident.Withdrawn)
    assert (page.why, page.moved_to) == (WithdrawnWhy.SAME_AS_ANOTHER, kept)
    answer = Client().get(f"/incidents/{gone}/")
    assert (answer.status_code, answer.url) == (302, f"/incidents/{kept}/")


def test_the_clock_does_not_withdraw_what_everybody_still_agrees_to():
    incident_id = incident("own:Dawn", "wire:AFP")
    released(incident_id)

    while flow.drain(now=LATER, limit=50):
        """The corridor asks each end anew."""

    assert consider.consider(incident_id=incident_id, now=LATER).did is not Did.WITHDREW


def test_a_teller_who_takes_consent_back_with_the_code_is_out_of_public_by_itself():
    report_id = press("own:Dawn", key="teller")
    report_rows.ReportRow.objects.filter(pk=report_id).update(channel=Channel.FORM.value)
    report_rows.set_consents(report_id, Consents(testify=TestifyConsent.PRESS))
    incident_id = incident_of(report_id)
    released(incident_id)
    report_rows.set_consents(report_id, Consents())

    assert consider.consider_report(report_id=report_id, now=LATER).did is Did.WITHDREW
    assert isinstance(queries.one(incident_id=incident_id), public_incident.Withdrawn)

"""What anybody reads of numbers: what was taken back, to whom the lines go back, the rule; and the same for other data sets."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from django.test import Client
from tests.doors.sign_in import member, signed_in
from tests.factories_assess import told
from tests.factories_keys import given_keys
from tests.factories_publication import incident_of, released

from haal.domain.access import Role
from haal.domain.ids import IncidentId

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def keys_in_memory(home):
    given_keys(home)


@pytest.fixture
def went_down() -> IncidentId:
    """Return a public incident whose toll went down within one line."""
    incident = incident_of(
        told(line="own:Dawn", killed=20, heard="Police said twenty had died."),
        told(line="own:Dawn", killed=19, published=date(2026, 3, 4), heard="One of them died elsewhere."),
        told(line="wire:AFP", killed=14, heard="A hospital counted fourteen."),
    )
    released(incident)
    return incident


def rows_of(address: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(Client().get(address).content.decode("utf-8-sig"))))


def test_a_toll_that_goes_down_is_told_as_a_correction(went_down):
    page = Client().get(f"/incidents/{went_down}/").content.decode()

    assert "not 20 but 19 (Dawn, 2026-03-04)" in page
    assert "a hospital or health office, the police" in page
    assert "Nobody can type a total" in page


def test_the_table_keeps_what_was_said_beside_what_stands(went_down):
    (row,) = rows_of("/incidents.csv")

    assert (row["killed_documented_low"], row["killed_highest_claim"]) == ("14", "19")
    assert (row["killed_said_low"], row["killed_said_high"]) == ("14", "20")
    assert row["killed_corrections"] == "20 > 19 (Dawn)"
    assert row["go_back_to"] == "hospital; police"


def test_other_data_sets_get_their_columns_and_the_same_hash(went_down):
    (ours,), (ucdp,), (acled,) = map(rows_of, ("/incidents.csv", "/incidents-ucdp.csv", "/incidents-acled.csv"))

    assert (ucdp["low"], ucdp["high"], acled["fatalities"]) == ("14", "19", "14")
    assert ours["sha256"] == ucdp["haal_sha256"] == acled["haal_sha256"]


def test_the_desk_sees_what_was_taken_back_and_what_perhaps_is_one(went_down):
    client = signed_in(member(Role.VERIFIER))

    page = client.get(f"/desk/incidents/{went_down}/").content.decode()

    assert "Corrected" in page
    assert "the police" in page

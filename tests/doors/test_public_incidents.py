"""What anybody finds at /incidents/ and /map/, and what publishers do at the desk: through the real stack."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
import re

import pytest
from django.test import Client
from tests.doors.sign_in import member, signed_in
from tests.factories_keys import given_keys
from tests.factories_publication import LATER, incident, released

from haal.domain.access import Role
from haal.domain.publication import WithdrawnWhy
from haal.services.testify import publish
from haal.storage import publication as rows

pytestmark = pytest.mark.django_db
MAP_BYTES_MAX = 60_000


@pytest.fixture(autouse=True)
def keys_in_memory(home):
    given_keys(home)


@pytest.fixture
def public() -> str:
    """Return the id of a public incident."""
    incident_id = incident("own:Dawn", "wire:AFP")
    released(incident_id, summary="=1+1 A bomb went off at a market in Quetta.")
    return incident_id


@pytest.mark.parametrize(
    "address", ["/incidents/", "/map/", "/incidents/counts/", "/incidents.csv", "/incidents.geojson"]
)
def test_an_empty_box_says_so_and_what_to_do(address):
    assert Client().get(address).status_code == 200


def test_the_list_and_the_page_say_claims_sources_and_documented_not_total(public):
    client = Client()

    listing, page = (client.get(address).content.decode() for address in ("/incidents/", f"/incidents/{public}/"))

    assert "Documented, not total" in listing
    assert "Documented, not total" in page
    assert "Dawn" in page
    assert "2 independent lines" in page
    assert "67.001" not in page + listing


@pytest.mark.parametrize("incident_id", ["x", "i_absent", "\x00", "../desk/", "i_" + "a" * 400])
def test_what_is_not_public_is_not_there(public, incident_id):
    assert Client().get(f"/incidents/{incident_id}/".replace("\x00", "%00")).status_code == 404


def test_a_withdrawn_page_is_gone_and_says_why(public):
    standing = rows.standing(public)
    assert standing is not None
    publish.withdraw(publication_id=standing.id, why=WithdrawnWhy.WRONG, by=publish.SYSTEM, now=LATER)

    page = Client().get(f"/incidents/{public}/")

    assert page.status_code == 410
    assert "What was published was wrong." in page.content.decode()
    assert "market" not in page.content.decode()
    assert Client().get(f"/api/v1/incidents/{public}").status_code == 410


def test_the_map_links_each_area_to_its_incidents_and_stays_small(public):
    page = Client().get("/map/")
    text = page.content.decode()

    (cell,) = set(re.findall(r"\?cell=([0-9a-f]+)", text))
    listed = Client().get(f"/incidents/?cell={cell}").content.decode()

    assert f"/incidents/{public}/" in listed
    assert len(gzip.compress(page.content)) <= MAP_BYTES_MAX
    assert "<script" not in text.split("<main")[1].split("</main>")[0]
    assert "<table" in text


@pytest.mark.parametrize(
    "query",
    ["?page=abc", "?page=-1", "?page=99999999999", "?cell='--", "?district=%00", "?district=" + "x" * 999],
)
def test_odd_queries_get_a_page(public, query):
    assert Client().get(f"/incidents/{query}").status_code == 200


def test_the_csv_runs_nothing_in_a_spreadsheet_and_names_the_hash(public):
    text = Client().get("/incidents.csv").content.decode("utf-8-sig")

    (row,) = csv.DictReader(io.StringIO(text))

    assert row["summary"].startswith("'=1+1")
    assert row["killed_documented_low"] == "13"
    assert row["sha256"] == hashlib.sha256(Client().get(f"/incidents/{public}/public.json").content).hexdigest()


def test_the_geojson_is_an_area_and_never_a_point_of_the_event(public):
    collection = json.loads(Client().get("/incidents.geojson").content)

    (feature,) = collection["features"]
    ring = feature["geometry"]["coordinates"][0]

    assert collection["type"] == "FeatureCollection"
    assert feature["geometry"]["type"] == "Polygon"
    assert ring[0] == ring[-1]
    assert feature["id"] == public


def test_the_api_gives_what_the_page_gives(public):
    answer = Client().get(f"/api/v1/incidents/{public}").json()
    every = Client().get("/api/v1/incidents").json()

    assert answer["incident"]["id"] == public
    assert [one["digest"] for one in every["incidents"]] == [answer["digest"]]


def test_two_publishers_publish_at_the_desk_and_one_takes_back():
    incident_id = incident("own:Dawn", "wire:AFP")
    first, second = (signed_in(member(Role.PUBLISHER)) for _ in range(2))

    asked = first.post(f"/desk/incidents/{incident_id}/publish/", {"summary": "A bomb went off at a market in Quetta."})
    address = asked.url
    own = first.post(address, {"harm": "no"})
    silent = second.post(address, {})
    agreed = second.post(address, {"harm": "no"})

    assert (asked.status_code, own.status_code, silent.status_code, agreed.status_code) == (302, 409, 409, 302)
    assert Client().get(f"/incidents/{incident_id}/").status_code == 200
    assert second.get("/desk/publications/").status_code == 200
    assert first.post(f"{address}withdraw/", {"why": "wrong"}).status_code == 302
    assert Client().get(f"/incidents/{incident_id}/").status_code == 410


def test_a_text_that_takes_sides_comes_back_to_its_writer():
    incident_id = incident("own:Dawn", "wire:AFP")
    browser = signed_in(member(Role.PUBLISHER))

    page = browser.post(f"/desk/incidents/{incident_id}/publish/", {"summary": "Terrorists bombed a market."})

    assert page.status_code == 422
    assert "Terrorists" in page.content.decode()

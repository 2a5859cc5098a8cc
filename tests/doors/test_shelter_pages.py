"""Shelters, families and hand-overs through the pages, without script; and nothing planted in anything public."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from django.test import Client
from tests.doors.sign_in import member, signed_in
from tests.factories import actor
from tests.factories_hxl import with_libhxl
from tests.factories_ledger import unlocked_box
from tests.factories_shelter import ADDRESS, HOST, NAME, NUMBER, kept_count, registered

from haal.cli import commands
from haal.domain.access import Role
from haal.ledger import note
from haal.porch.clock import now
from haal.services.help.shelters import public
from haal.services.help.shelters.files import FileKind
from haal.storage.offer import OfferMetRow
from haal.storage.shelter.bulletin import BulletinRow
from haal.storage.shelter.family import FamilyCountRow
from haal.storage.shelter.referral import ReferralRow
from haal.storage.shelter.rows import ShelterRow
from haal.vault.box import DeskKey
from haal.vault.keys import new_pair

pytestmark = pytest.mark.django_db
PLANTED = (NAME, HOST, ADDRESS, NUMBER, "0300", "Planted", "blue gate", "1234567")


@pytest.fixture(autouse=True)
def box(home):
    with unlocked_box(home):
        yield home


@pytest.fixture
def aid():
    return signed_in(member(Role.AID))


def text(answer):
    return answer.content.decode()


def written(client, path, **fields):
    """Open a form, fill it in and send it."""
    key = re.search(r'name="client_key" value="([^"]+)"', text(client.get(path)))[1]
    return client.post(path, {"client_key": key, **fields})


def a_shelter(aid, **fields):
    given = {
        "name": NAME, "host": HOST, "address": ADDRESS, "shelter_kind": "school", "for_count": "40", "radius_km": "100",
        "district": "Quetta", "place": "Quetta", "contact": NUMBER, "drinking-water": "yes", "latrines-lock": "no",
        "latrines": "1",
    }  # fmt: skip
    return written(aid, "/desk/shelters/write/", **{**given, **fields})


def a_count(aid, **fields):
    given = {
        "families": "12",
        "home": "Kech",
        "district": "Quetta",
        "move": "arrived",
        "people": "70",
        "needs": "water",
    }
    return written(aid, "/desk/families/write/", **{**given, **fields})


def test_a_shelter_is_written_down_counted_and_closed(aid):
    assert 'class="code"' in text(a_shelter(aid))
    shelter = ShelterRow.objects.get()
    page = text(aid.get(f"/desk/shelters/{shelter.offer_id}/"))
    for word in (NAME, HOST, ADDRESS, "falls short", "not known", "Two of the desk have to meet the host"):
        assert word in page
    assert NUMBER not in page

    people = f"/desk/shelters/{shelter.offer_id}/people/"
    assert aid.post(people, {"people": "۳۵"}).status_code == 302
    assert "<strong>5</strong> / 40" in text(aid.get(f"/desk/shelters/{shelter.offer_id}/"))
    assert aid.post(people, {"people": "many"}).status_code == 400

    assert aid.post(f"/desk/shelters/{shelter.offer_id}/close/", {"why": "in-danger"}).status_code == 302
    after = text(aid.get(f"/desk/shelters/{shelter.offer_id}/"))
    assert "in danger" in after
    assert not any(word in after for word in PLANTED)


def test_the_printed_list_has_no_name_no_host_and_no_address(aid):
    a_shelter(aid)
    a_count(aid)

    page = text(aid.get("/desk/shelters/"))

    assert "School" in page
    assert "12 families from Kech, in Quetta" in page
    assert not any(word in page for word in PLANTED)


def test_a_form_that_does_not_fit_says_why_and_keeps_nothing(aid):
    assert "Write what people call the shelter" in text(a_shelter(aid, name=" "))
    refused = a_count(aid, home="Planted village")
    assert refused.status_code == 422
    assert "district that they come from" in text(refused)
    assert not ShelterRow.objects.exists()
    assert not FamilyCountRow.objects.exists()


def test_a_count_is_looked_at_released_by_another_and_taken_back_by_one(aid):
    a_count(aid)
    a_count(aid, families="14")
    count = FamilyCountRow.objects.order_by("told_at")[0]
    page = text(aid.get(f"/desk/families/{count.id}/"))
    assert "counted the same families" in page
    assert "Counts of families that nobody has looked at" in text(aid.get("/desk/"))
    assert aid.post(f"/desk/families/{count.id}/look/").status_code == 302
    assert "Nothing has been published yet" in text(Client().get("/displaced/"))

    assert aid.post("/desk/families/shown/").status_code == 302
    draft = BulletinRow.objects.get()
    publisher = signed_in(member(Role.PUBLISHER))
    assert "Numbers of families to be shown" in text(publisher.get("/desk/"))
    assert "hit or to hunt" in text(publisher.get("/desk/families/shown/agree/"))
    answer = {"bulletin": draft.id, "harm": "no"}
    assert aid.post("/desk/families/shown/agree/", answer).status_code == 404
    assert publisher.post("/desk/families/shown/agree/", answer).status_code == 302
    shown = text(Client().get("/displaced/"))
    assert "Documented, not total" in shown
    assert '<td>Kech</td><td><bdi dir="ltr">10</bdi></td>' in shown

    assert aid.post(f"/desk/families/{count.id}/take-back/", {"why": "false"}).status_code == 302
    assert "This was not so, and is being counted anew." in text(Client().get("/displaced/"))
    assert aid.post("/desk/families/shown/end/", {"bulletin": draft.id}).status_code == 302
    assert "Nothing has been published yet" in text(Client().get("/displaced/"))


def test_a_family_is_handed_on_through_the_pages(aid):
    pair, signs = new_pair(), note.SigningKey.new("partner.example/referrals")
    other = signed_in(member(Role.AID))
    added = {"name": "Planted partner", "work": ["shelter"], "sealing_key": pair.public}
    assert aid.post("/desk/referrals/partners/", added | {"signing_key": signs.verify_key.text}).status_code == 302
    vet = re.search(r'action="(/desk/referrals/partners/[^"]+/vet/)"', text(aid.get("/desk/referrals/")))[1]
    assert aid.post(vet).status_code == 409
    assert other.post(vet).status_code == 302
    ask = vet.replace("/vet/", "/ask/")
    words = {"words": f"Planted Zarina, {NUMBER}"}
    assert "Ask them first" in text(aid.post(ask, words | {"consent": "nobody"}))
    assert aid.post(ask, words | {"consent": "themselves"}).status_code == 302
    page = f"/desk/referrals/{ReferralRow.objects.get().id}/"
    assert "Planted Zarina" in text(other.get(page))

    assert other.post(page).status_code == 302

    assert "Planted Zarina" not in text(aid.get(page))
    shut = aid.post(f"{page}file/")
    assert json.loads(DeskKey(pair.identity).open(shut.content))["words"] == words["words"]
    statement = text(aid.post(f"{page}statement/"))
    receipt = statement + note.signature(signs, message=note.parted(statement)[0].encode())
    assert aid.post(f"{page}receive/", {"receipt": statement}).status_code == 409
    assert aid.post(f"{page}receive/", {"receipt": receipt}).status_code == 302
    assert (ReferralRow.objects.get().state, ReferralRow.objects.get().shut) == ("received", None)
    assert "Nothing of it is left here." in text(aid.get(page))


def planted_and_released(count=60):
    """Plant shelters and counts, release them, and hand nobody on; return how many were planted."""
    first, second = actor(Role.AID), actor(Role.AID)
    at = now()
    for number in range(count):
        registered(by=first, now=at, met_by=(first, second))
        kept_count(
            by=first, now=at, families=3 + number % 9, people=20 + number, day=at.date() - timedelta(days=number)
        )
    publisher = actor(Role.PUBLISHER, now=at)
    public.agree(bulletin_id=public.draft(by=first, now=at), could_help_harm=False, by=publisher, now=at)
    return count


def test_no_planted_name_number_or_address_is_in_any_public_page_or_file(aid):
    assert planted_and_released() == OfferMetRow.objects.count() / 2
    client = Client()
    pages = ["/displaced/", "/help/", *(f"/displaced/{kind}/" for kind in FileKind)]

    answers = {page: text(client.get(page)) for page in pages}

    found = [(page, word) for page, answer in answers.items() for word in PLANTED if word in answer]
    assert found == []
    assert "Kech" in answers["/displaced/"]
    assert not re.search(r"\b(o|fc|sh)_[a-z0-9]{20}\b", "".join(answers.values())), "no id of a shelter or a count"


def test_every_point_in_the_public_geojson_is_a_seat_or_a_cell_and_never_a_shelter():
    planted_and_released(12)
    features = json.loads(Client().get("/displaced/geojson/").content)["features"]

    assert {one["geometry"]["type"] for one in features} <= {"Point", "Polygon"}
    places = {json.dumps(one["geometry"]) for one in features if one["properties"]["about"] == "room"}
    assert len(places) == 1, "all shelters of a district stand at its seat"


@pytest.mark.parametrize("kind", FileKind)
def test_the_command_writes_each_file_and_says_how_many_rows(kind, tmp_path, capsys):
    out = tmp_path / "out"
    assert commands.run(["shelters", "export", "--as", kind, "--out", str(out), "--json"]) == 1
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["error"] == "nothing-released"
    planted_and_released(6)

    assert commands.run(["shelters", "export", "--as", kind, "--out", str(out), "--json"]) == 0

    told = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert told["ok"] is True
    assert told["rows"] > 0
    assert told["bytes"] == out.stat().st_size
    assert not any(word in out.read_text("utf-8") for word in PLANTED)
    if kind is not FileKind.GEOJSON:
        assert with_libhxl(out)[out].valid


def test_an_unknown_file_and_an_unwritable_one_are_said_so(tmp_path, capsys):
    assert Client().get("/displaced/absent/").status_code == 404
    assert Client().get("/displaced/3w/").status_code == 404
    planted_and_released(1)

    assert commands.run(["shelters", "export", "--as", "3w", "--out", str(tmp_path / "no" / "such"), "--json"]) == 1
    assert "cannot be written" in capsys.readouterr().err

"""The code by text message, a line to the other side, a child alone at the desk, and who waits longest: through the doors."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from tests import factories_help
from tests.doors.sign_in import member, signed_in

from haal.domain.access import Role
from haal.domain.ids import NeedId
from haal.domain.need import NeedKind, Whom
from haal.porch.clock import now
from haal.services.help import codes, matches
from haal.services.warn import gateways
from haal.storage.match import MatchRow
from haal.storage.need import NeedRow

pytestmark = pytest.mark.django_db


def text(answer):
    return answer.content.decode()


def texted(words):
    number = f"92300{abs(hash(words)) % 10**7:07d}"
    return text(Client().get(f"/in/kannel/{gateways.kannel_token()}/text/", {"from": number, "text": words}))


def under(code):
    return text(Client().post("/code/", {"code": code}))


@pytest.fixture
def aid():
    return signed_in(member(Role.AID))


def test_a_code_by_text_message_is_answered_with_how_it_stands_and_nothing_else():
    asker, need_id = factories_help.need(now=now(), words="our well is broken")
    offerer, _ = factories_help.offer(now=now())

    asked, offered = texted(asker), texted(f" {offerer.upper()} ")

    assert asked == "Asked: we have it, nobody has read it yet. You need not ask twice."
    assert offered == "Your offer stands: free for 50 of 50 people."
    assert texted("one two three four five six").startswith("No such warning of ours.")
    codes.take_back(code=asker, now=now())
    assert texted(f"{asker} ") == "It could not be done. It is not needed any more."
    assert NeedRow.objects.get().id == need_id


def test_a_line_goes_to_the_other_side_by_page_and_one_press_stops_it(aid):
    asker, need_id = factories_help.need(now=now())
    offerer, offer_id = factories_help.offer(now=now())
    aid.post(f"/desk/needs/{need_id}/propose/", {"offer": offer_id})
    match = MatchRow.objects.get().id
    key = re.search(r'name="client_key" value="([^"]+)"', under(asker))[1]

    for _ in range(2):
        said = Client().post(
            "/help/say/", {"code": asker, "match": match, "text": "at the school, 0300 1234567", "client_key": key}
        )
        assert said.status_code == 200
    seen = under(offerer)
    assert seen.count("at the school, …") == 1
    assert "1234567" not in seen
    assert Client().post("/help/flag/", {"code": offerer, "match": match}).status_code == 200

    assert Client().post("/help/say/", {"code": asker, "match": match, "text": "hello?"}).status_code == 409
    assert "something is wrong" in text(aid.get(f"/desk/needs/{need_id}/"))
    assert "at the school" in text(aid.post(f"/desk/matches/{match}/flagged/"))
    assert signed_in(member(Role.VERIFIER)).post(f"/desk/matches/{match}/flagged/").status_code == 404


def test_a_child_alone_is_housed_at_the_desk_by_two(aid):
    client = Client()
    key = re.search(r'name="client_key" value="([^"]+)"', text(client.get("/help/ask/")))[1]
    fields = {"client_key": key, "kind": "shelter", "for_count": "1", "urgency": "now", "district": "Mastung"}
    client.post("/help/ask/", {**fields, "whom": [Whom.CHILD_ALONE.value, Whom.CHILDREN.value]})
    need = NeedRow.objects.get()
    assert need.whom == "child-alone children"
    other = signed_in(member(Role.AID))
    offerer, offer_id = factories_help.offer(now=now(), kind=NeedKind.SHELTER)
    for one in (aid, other):
        one.post(f"/desk/offers/{offer_id}/met/")
    assert "two people decide" in text(aid.get("/desk/needs/"))
    aid.post(f"/desk/needs/{need.id}/propose/", {"offer": offer_id})
    match = MatchRow.objects.get().id

    assert Client().post("/help/promise/", {"code": offerer, "match": match}).status_code == 409
    assert aid.post(f"/desk/matches/{match}/vouch/", {"host": "Bibi"}).status_code == 409
    assert other.post(f"/desk/matches/{match}/vouch/", {"host": "Bibi"}).status_code == 302
    assert Client().post("/help/promise/", {"code": offerer, "match": match}).status_code == 200
    assert aid.post(f"/desk/matches/{match}/deliver/").status_code == 409
    assert aid.post(f"/desk/matches/{match}/called/").status_code == 302
    assert aid.post(f"/desk/matches/{match}/deliver/").status_code == 302
    assert "Bibi" not in text(aid.get(f"/desk/needs/{need.id}/"))


def test_the_aid_board_says_who_waits_longest_and_where_nothing_reaches(aid):
    factories_help.need(now=now(), for_count=10)
    _, served = factories_help.need(now=now(), district="Quetta", kind=NeedKind.FOOD)
    _, offer_id = factories_help.offer(now=now(), district="Quetta", kind=NeedKind.FOOD)
    matches.propose(
        need_id=NeedId(served), offer_id=offer_id, by=factories_help.colleague(Role.AID, now=now()), now=now()
    )

    page = text(aid.get("/desk/aid/"))

    assert "10 of 20 people who asked" in page
    assert page.index("Mastung") > 0
    assert "There is no offer that fits yet." in page
    assert signed_in(member(Role.VERIFIER)).get("/desk/aid/").status_code == 404


def test_the_help_page_says_what_can_be_asked_and_what_becomes_of_it():
    page = text(Client().get("/help/"))

    assert "Baby milk" in page
    assert "without a number" in page
    assert "<li>Blood</li>" not in page

"""Every door by which help is asked for or offered: form, text message, program, desk; and no number to pay to through any of them."""

from __future__ import annotations

import json
import re

import pytest
from django.test import Client
from tests import factories_help
from tests.doors.sign_in import member, signed_in

from haal.domain.access import Role
from haal.domain.report import Kind
from haal.inbox import sms
from haal.porch.clock import now
from haal.services.warn import gateways
from haal.storage.need import NeedRow
from haal.storage.offer import OfferRow
from haal.storage.report import ReportRow

pytestmark = pytest.mark.django_db
WHY = "a swindler sends a number to pay to"
ACCOUNT = "send it to easypaisa 0345 1234567"
IBAN = "PK36 SCBL 0000 0011 2345 6702"


@pytest.fixture(autouse=True)
def fresh_buckets():
    for bucket in (sms.of_one, sms.of_all, sms.asks_of_one, sms.asks_of_all):
        bucket.clear_all()


def text(answer):
    return answer.content.decode()


def texted(words, *, sender="923001112233"):
    return text(Client().get(f"/in/kannel/{gateways.kannel_token()}/text/", {"from": sender, "text": words}))


def told(path, *, key="an-idempotency-key-of-ours", **fields):
    return Client().post(
        f"/api/v1/{path}", json.dumps(fields), content_type="application/json", headers={"Idempotency-Key": key}
    )


def form(path, **fields):
    key = re.search(r'name="client_key" value="([^"]+)"', text(Client().get(path)))[1]
    given = {"client_key": key, "kind": "water", "for_count": "3", "urgency": "today", "radius_km": "30"}
    return Client().post(path, {**given, **fields})


@pytest.fixture
def aid():
    return signed_in(member(Role.AID))


def test_water_is_asked_for_by_text_message_and_the_code_says_how_it_stands():
    answer = texted("NEED WATER 12 MASTUNG. Our well is broken")
    digits = re.search(r"code: ([\d ]+)\.", answer)[1]
    need = NeedRow.objects.get()

    assert (need.kind, need.for_count, need.district) == ("water", 12, "Mastung")
    assert b"923001112233" not in bytes(need.contact.ciphertext)
    assert texted(digits).startswith("Asked: we have it")
    assert texted("NEED WATER 12 MASTUNG. Our well is broken") == answer
    assert NeedRow.objects.count() == 1


def test_help_is_asked_for_and_offered_in_urdu_and_answered_in_urdu():
    assert "آپ کا کوڈ" in texted("مدد پانی ۱۲ مستونگ۔ کنواں ٹوٹ گیا")
    assert "آپ کا کوڈ" in texted("پیشکش کمبل 40 کوئٹہ")

    assert NeedRow.objects.get().for_count == 12
    assert OfferRow.objects.get().kind == "winter-things"


def test_words_that_fit_no_kind_are_kept_for_a_person_and_blood_is_sent_to_the_hospital(aid):
    assert "Your code" in texted("need something for my mother")
    assert "hospital" in texted("need blood 2 Quetta")

    need = NeedRow.objects.get()
    assert need.kind == "other"
    assert "something for my mother" in text(aid.get(f"/desk/needs/{need.id}/"))


def test_a_number_that_asks_and_asks_is_told_to_wait_and_nothing_is_lost():
    answers = [texted(f"need water {count} Mastung") for count in range(1, 7)]

    assert NeedRow.objects.count() == 4
    assert "Your code" in answers[0]
    assert "Your code" in texted("need water 2 Mastung", sender="923007654321")
    assert sms.asks_of_one.take("x", now=now())


def test_a_program_asks_and_offers_with_all_there_is_to_say(aid):
    fields = {
        "kind": "water",
        "for_count": 12,
        "amount": {"count": 200, "unit": "litres"},
        "whom": ["babies", "people-with-disability"],
        "district": "Mastung",
    }
    asked = told("needs", **fields, contact="0300 1234567")
    again = told("needs", **fields, contact="0300 1234567")
    offered = told(
        "offers", kind="water", for_count=50, hours=[8, 16], vehicle="tanker", conditions=["by-daylight-only"],
        district="Mastung", key="another-idempotency-key",
    )  # fmt: skip

    assert (asked.status_code, again.status_code, offered.status_code) == (201, 200, 201)
    assert asked.json()["words"] == again.json()["words"]
    need, offer = NeedRow.objects.get(), OfferRow.objects.get()
    page = text(aid.get(f"/desk/needs/{need.id}/"))
    assert "200 litres" in page
    assert "a tanker" in page
    assert "by daylight only" in page
    assert "8-16" in text(aid.get(f"/desk/offers/{offer.id}/"))


def test_a_program_hears_why_not():
    blood = told("needs", kind="blood")
    wrong = told("offers", kind="water", hours=[8, 8], key="another-idempotency-key")

    assert (blood.status_code, blood.json()["reason"]) == (422, "only-through-the-hospital")
    assert wrong.json()["reason"] == "offer-hours-wrong"
    assert told("needs", kind="money").status_code in {400, 422}
    assert told("needs", kind="water", account="x").status_code in {400, 422}


@pytest.mark.parametrize("field", ["words", "place", "contact", "district"])
@pytest.mark.parametrize("number", [ACCOUNT, IBAN])
def test_no_number_to_pay_to_comes_in_by_any_door_and_each_says_why(aid, field, number):
    refused = [
        form("/help/ask/", **{field: number}),
        form("/help/offer/", **{field: number}),
        told("needs", kind="water", **{field: number}),
        told("offers", kind="water", **{field: number}, key="another-idempotency-key"),
    ]
    key = re.search(r'name="client_key" value="([^"]+)"', text(aid.get("/desk/needs/write/")))[1]
    desk = {"client_key": key, "kind": "water", "for_count": "3", "urgency": "today", "channel": "call"}
    refused.append(aid.post("/desk/needs/write/", {**desk, field: number}))

    assert [answer.status_code for answer in refused] == [422] * 5
    assert all(WHY in text(answer) for answer in refused)
    assert WHY in texted(f"need water 3 Mastung. {number}")
    assert not ReportRow.objects.filter(kind__in=[Kind.NEED.value, Kind.OFFER.value]).exists()


def test_no_number_to_pay_to_is_added_under_a_code_or_said_to_the_other_side():
    code, _ = factories_help.need(now=now())
    fields = {"code": code, "text": ACCOUNT, "client_key": "key-of-this-answer-1"}

    answer = Client().post("/code/answer/", fields)

    assert answer.status_code in {409, 422}
    assert WHY in text(answer)


def test_the_desk_keeps_roads_sets_aside_and_takes_a_correction(aid):
    other = signed_in(member(Role.AID))
    _, need_id = factories_help.need(now=now(), words="call 0300 1234567 in Mastung")
    page = f"/desk/needs/{need_id}/"
    assert "1234567" not in text(aid.get(page))

    assert aid.post("/desk/aid/roads/keep/", {"one": "Quetta", "other": "Mastung", "road": "dirt"}).status_code == 302
    assert "dirt" in text(aid.get("/desk/aid/roads/"))
    assert aid.post(f"/desk/aid/{need_id}/aside-abuse/").status_code == 302
    assert "Set aside" in text(aid.get(page))
    assert need_id in text(aid.get("/desk/aid/"))
    assert other.post(f"/desk/aid/{need_id}/keep/").status_code == 302
    assert "A second person said so too." in text(aid.get(page))
    assert aid.post(f"/desk/aid/{need_id}/back/").status_code == 302
    assert aid.post(f"/desk/aid/{need_id}/gone/").status_code == 404
    corrected = aid.post(f"/desk/aid/{need_id}/not-so/", {"words": "nobody lives there"})
    assert corrected.status_code == 201
    assert signed_in(member(Role.VERIFIER)).post(f"/desk/aid/{need_id}/back/").status_code == 404

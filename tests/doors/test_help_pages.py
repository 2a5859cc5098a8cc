"""Ask, offer, be matched, check in, hold a shift: through the pages, without script, as people do."""

from __future__ import annotations

import gzip
import re
from datetime import timedelta

import pytest
from django.test import Client
from tests.doors.sign_in import member, signed_in

from haal.domain.access import Role
from haal.jobs import check_in as check_in_job
from haal.jobs import clock, help_ends
from haal.porch.clock import now
from haal.storage import person
from haal.storage.gathering.place import PlaceRow
from haal.storage.match import MatchRow
from haal.storage.need import NeedRow
from haal.storage.rota import ShiftRow

pytestmark = pytest.mark.django_db


def text(answer):
    return answer.content.decode()


def sent(path, **fields):
    """Open a form as a stranger, fill it in and send it."""
    client = Client()
    key = re.search(r'name="client_key" value="([^"]+)"', text(client.get(path)))[1]
    return client.post(path, {"client_key": key, **fields})


def code_in(answer):
    return re.search(r'<p class="code"[^>]*>([a-z ]+)<', text(answer))[1]


def asked(**fields):
    given = {"kind": "water", "for_count": "12", "urgency": "now", "district": "Mastung", "contact": "0300 1112223"}
    return sent("/help/ask/", **{**given, **fields})


def offered(**fields):
    given = {"kind": "water", "for_count": "50", "radius_km": "30", "district": "Mastung", "contact": "0333 9998887"}
    return sent("/help/offer/", **{**given, **fields})


def under(code):
    return text(Client().post("/code/", {"code": code}))


def press(what, code, match_id=""):
    return Client().post(f"/help/{what}/", {"code": code, "match": match_id})


@pytest.fixture
def aid():
    return signed_in(member(Role.AID))


def test_water_is_asked_for_promised_and_comes_and_each_sees_the_others_number_once(aid):
    asker, offerer = code_in(asked(words="our well is broken")), code_in(offered(words="a tanker"))
    need = NeedRow.objects.get()
    board, page = text(aid.get("/desk/needs/")), text(aid.get(f"/desk/needs/{need.id}/"))
    assert "an offer fits" in board
    assert "our well is broken" in page
    assert "a tanker" in page
    offer_id = re.search(r'name="offer" value="([^"]+)"', page)[1]
    assert aid.post(f"/desk/needs/{need.id}/propose/", {"offer": offer_id}).status_code == 302
    match_id = MatchRow.objects.get().id
    assert "Seen: a person has read it" in under(asker)

    assert press("promise", offerer, match_id).status_code == 200
    assert "promised" in under(asker)
    refused = press("number", asker, match_id)
    assert refused.status_code == 409
    for code in (asker, offerer):
        press("numbers-yes", code, match_id)
    shown = press("number", asker, match_id)
    assert "0333 9998887" in text(shown)
    assert "no-store" in shown["Cache-Control"]
    assert "0300 1112223" in text(press("number", offerer, match_id))
    assert press("number", asker, match_id).status_code == 409
    assert aid.post(f"/desk/matches/{match_id}/set-out/").status_code == 302
    assert "on the way" in under(asker)
    press("came", asker, match_id)

    assert "done" in under(asker)
    for page in (
        board,
        text(aid.get("/desk/needs/")),
        text(aid.get(f"/desk/needs/{need.id}/")),
        text(aid.get(f"/desk/offers/{offer_id}/")),
    ):
        assert "0300 1112223" not in page
        assert "0333 9998887" not in page


def test_the_code_of_a_stranger_moves_nothing_and_shows_nothing(aid):
    asker, stranger = code_in(asked()), code_in(asked())
    code_in(offered())
    need_id, offer_id = NeedRow.objects.order_by("asked_at")[0].id, _offer_id()
    aid.post(f"/desk/needs/{need_id}/propose/", {"offer": offer_id})
    match_id = MatchRow.objects.get().id
    assert asker != stranger

    answers = [press(what, stranger, match_id) for what in ("promise", "decline", "came", "numbers-yes", "number")]
    answers += [press("promise", "no code at all", match_id), press("no-such-step", asker, match_id)]

    assert {answer.status_code for answer in answers} == {404}
    assert MatchRow.objects.get().state == "proposed"


def _offer_id():
    return MatchRow.offer.field.related_model.objects.get().id


def test_a_form_filled_in_wrongly_comes_back_with_the_reason_and_what_was_typed():
    past_limit = asked(for_count="10001", words="keep my words")
    nothing = sent("/help/ask/")
    blood = asked(kind="blood")
    long = asked(contact="x" * 501)
    null = asked(words="a\x00b")

    assert {answer.status_code for answer in (past_limit, nothing, blood, long, null)} == {422}
    assert "keep my words" in text(past_limit)
    assert NeedRow.objects.count() == 0


def test_the_same_form_sent_twice_is_one_need():
    key = "one-key-for-this-form"

    codes = {code_in(asked(client_key=key)) for _ in range(2)}

    assert len(codes) == 1
    assert NeedRow.objects.count() == 1


def test_the_desk_writes_down_what_a_hospital_asks_and_why_something_cannot_be_done(aid):
    answer = aid.get("/desk/needs/write/")
    key = re.search(r'name="client_key" value="([^"]+)"', text(answer))[1]
    fields = {
        "client_key": key,
        "kind": "blood",
        "for_count": "2",
        "urgency": "now",
        "channel": "call",
        "district": "Quetta",
    }
    assert aid.post("/desk/needs/write/", fields).status_code == 422

    taken = aid.post("/desk/needs/write/", {**fields, "hospital": "Civil hospital, Dr A"})
    assert taken.status_code == 201
    need = NeedRow.objects.get()
    aid.post(f"/desk/needs/{need.id}/could-not/", {"why": "no-road"})

    assert "There was no way to get there." in under(code_in(taken))
    assert aid.post(f"/desk/needs/{need.id}/could-not/", {"why": "because"}).status_code == 400


def test_free_words_are_sorted_at_the_desk(aid):
    code = code_in(asked(kind="other", words="milk for the small one"))
    need = NeedRow.objects.get()

    aid.post(f"/desk/needs/{need.id}/sort/", {"kind": "baby-milk", "for_count": "1", "urgency": "today"})

    assert "Baby milk" in under(code)
    assert "milk for the small one" in text(aid.get(f"/desk/needs/{need.id}/"))


def test_the_jobs_are_on_the_clock():
    jobs = {job.name: job.run for job in (*clock.JOBS, *clock.WARN_JOBS)}

    assert jobs["check-in"] is check_in_job.run
    assert jobs["help-ends"] is help_ends.run
    assert help_ends.run(now()) == 0


def test_a_school_its_plan_and_a_shift_that_refuses_to_be_lonely():
    names = [member(Role.STEWARD) for _ in range(3)]
    first, second, stranger = (signed_in(name) for name in names)
    ids = [person.find(name) for name in names]
    first.post("/desk/places/register/", {"name": "The girls' school", "kind": "school", "district": "Mastung"})
    place = f"/desk/places/{PlaceRow.objects.get().id}/"
    for newcomer in ids[:2]:
        first.post(f"{place}helpers/", {"person": newcomer})
    review_on = (now() + timedelta(days=60)).date().isoformat()
    plan = {"exits": "the small gate", "contacts": "Zarina", "owner": ids[0], "review_on": review_on}
    locked = first.post(f"{place}plan/", plan)
    word = code_in(locked)

    assert "the small gate" in text(second.post(f"{place}plan/read/", {"word": word}))
    assert second.post(f"{place}plan/read/", {"word": "not the word"}).status_code == 409
    assert stranger.post(f"{place}plan/read/", {"word": word}).status_code == 404
    pages = [text(browser.get(path)) for browser in (first, stranger) for path in ("/desk/places/", place)]
    assert not any("small gate" in page or "Zarina" in page or word in page for page in pages)
    assert names[1] not in pages[3]
    morning = now() + timedelta(days=1)
    times = {"starts_at": f"{morning:%Y-%m-%dT%H:%M}", "ends_at": f"{morning + timedelta(hours=4):%Y-%m-%dT%H:%M}"}
    lone = first.post(f"{place}shifts/", {**times, "person": [ids[0]]})
    assert lone.status_code == 409
    assert "Nobody stands alone" in text(lone)
    assert first.post(f"{place}shifts/", {**times, "person": ids[:2]}).status_code == 302
    shift = ShiftRow.objects.get()
    assert second.post(f"{place}shifts/{shift.id}/leave/").status_code == 302
    shift.refresh_from_db()
    assert (shift.people_count, shift.closed_at is None) == (0, False)
    assert "Nobody stands" in text(first.get("/desk/shifts/"))


def test_help_pages_are_light_and_need_no_script_but_the_quick_exit():
    for path, most in (("/help/", 8_192), ("/help/ask/", 14_336), ("/help/offer/", 14_336), ("/check-in/", 8_192)):
        answer = Client().get(path)

        assert set(re.findall(r"<script[^>]*>", text(answer))) <= {'<script src="/static/exit.js" defer>'}
        assert len(gzip.compress(answer.content)) < most

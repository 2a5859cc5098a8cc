"""Warnings through the pages: two people with two browsers, pages that anybody reads, messages that anybody stops."""

from __future__ import annotations

import gzip
import re

import pytest
from django.test import Client
from lxml import etree
from tests.doors.sign_in import member, signed_in
from tests.factories_keys import given_keys
from tests.factories_warnings import live, live_sink, subscribe

from haal.domain.access import Role
from haal.porch import clock
from haal.services.warn import subscribe as subscribing
from haal.storage import delivery, subscriber, warning
from haal.storage.delivery import DeliveryRow
from haal.storage.ground import keys

pytestmark = pytest.mark.django_db
DRAFT = {
    "hazard": "blast", "place": "Mastung", "radius_km": "8", "lat": "29.7997", "lon": "66.8455", "known": "two-saw"
}  # fmt: skip
BYTES_MAX = 8_192


@pytest.fixture(autouse=True)
def _box(home, settings):
    given_keys(home)
    settings.HAAL_SMTP = "mail.example:25"
    yield
    keys.forget()


@pytest.fixture
def two():
    return signed_in(member(Role.WARNER)), signed_in(member(Role.WARNER))


def drafted(browser, **changes):
    answer = browser.post("/desk/warnings/new/", {**DRAFT, **changes})
    assert answer.status_code == 302, answer.content.decode()
    return answer.url.split("/")[-2]


def issued(two):
    subscribe(3, now=clock.now())
    warning_id = drafted(two[0])
    assert two[0].post(f"/desk/warnings/{warning_id}/ask/", {"count": "Mastung"}).status_code == 302
    assert two[1].post(f"/desk/warnings/{warning_id}/agree/", {"count": "Mastung"}).status_code == 302
    return warning_id


def test_two_people_warn_through_the_pages_and_one_ends_it(two):
    warning_id = issued(two)
    DeliveryRow.objects.update(state="accepted")

    desk = two[0].get(f"/desk/warnings/{warning_id}/").content.decode()
    ended = two[1].post(f"/desk/warnings/{warning_id}/end/", {"why": "wrong"})

    assert "on air" in desk
    assert ended.status_code == 302
    assert len(delivery.recipients(warning_id, 2, set(delivery.State))) == 3
    assert "was wrong" in Client().get(f"/warnings/{warning_id}/").content.decode()


def test_the_number_is_not_filled_in_and_a_wrong_one_is_told_in_words(two):
    subscribe(3, now=clock.now())
    warning_id = drafted(two[0])

    page = two[0].get(f"/desk/warnings/{warning_id}/ask/").content.decode()
    wrong = two[0].post(f"/desk/warnings/{warning_id}/ask/", {"count": "4"})

    assert "&lt;10 messages" in page
    assert not re.search(r'name="count"[^>]*value=', page)
    assert wrong.status_code == 422
    assert "exactly as shown" in wrong.content.decode()


def test_one_person_with_two_browsers_is_one_person():
    pseudonym = member(Role.WARNER)
    first, again = signed_in(pseudonym), Client()
    again.cookies = first.cookies
    subscribe(1, now=clock.now())
    warning_id = drafted(first)
    first.post(f"/desk/warnings/{warning_id}/ask/", {"count": "Mastung"})

    answer = again.post(f"/desk/warnings/{warning_id}/agree/", {"count": "Mastung"})

    assert answer.status_code == 422
    assert DeliveryRow.objects.count() == 0


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"detail": "The convoy goes north."}, "alert"),
        ({"radius_km": "900"}, "radius"),
        ({"place": "zzzzqqq", "lat": "", "lon": ""}, "latitude"),
    ],
)
def test_what_may_not_be_said_is_told_on_the_form(two, changes, words):
    answer = two[0].post("/desk/warnings/new/", {**DRAFT, **changes})

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert warning.drafts() == ()


def test_a_drill_has_its_own_page_name_and_colour_on_every_step(two):
    subscribe(2, simulated=True, now=clock.now())
    assert "drill" in two[0].get("/desk/warnings/drill/").content.decode()
    answer = two[0].post("/desk/warnings/drill/", {**DRAFT, "hazard": "made-up"})
    warning_id = answer.url.split("/")[-2]

    for step in ("", "edit/", "ask/", "agree/"):
        page = two[0].get(f"/desk/warnings/{warning_id}/{step}").content.decode()
        assert 'class="tag drill"' in page, step
    two[0].post(f"/desk/warnings/{warning_id}/ask/", {"count": "Mastung"})
    two[1].post(f"/desk/warnings/{warning_id}/agree/", {"count": "Mastung"})
    assert "nothing has happened" in Client().get(f"/warnings/{warning_id}/").content.decode()


def test_a_draft_is_on_no_public_page(two):
    subscribe(1, now=clock.now())
    warning_id = drafted(two[0])

    for url in (f"/warnings/{warning_id}/", f"/warnings/{warning_id}.xml"):
        assert Client().get(url).status_code == 404
    for url in ("/warnings/", "/warnings/feed.atom"):
        assert warning_id not in Client().get(url).content.decode()


@pytest.mark.parametrize("language", ["en", "ur"])
def test_the_public_pages_weigh_little_with_all_they_load(two, language):
    warning_id = issued(two)
    loaded = sum(
        len(gzip.compress(b"".join(Client().get(f"/static/{name}").streaming_content)))
        for name in ("haal.css", "exit.js", "icon.svg")
    )

    for url in ("/warnings/", f"/warnings/{warning_id}/"):
        answer = Client().get(url, {"lang": language})
        assert len(gzip.compress(answer.content)) + loaded < BYTES_MAX
        assert b"<script>" not in answer.content
        assert b"Mastung" in answer.content


def test_the_cap_file_and_the_feed_are_served_with_their_types(two):
    warning_id = issued(two)

    cap, feed = Client().get(f"/warnings/{warning_id}.xml"), Client().get("/warnings/feed.atom")
    again = Client().get("/warnings/feed.atom", headers={"if-none-match": feed["ETag"]})

    assert cap["Content-Type"] == "application/cap+xml"
    assert etree.fromstring(cap.content).tag.endswith("alert")
    assert feed["Content-Type"].startswith("application/atom+xml")
    assert f"{warning_id}.xml".encode() in feed.content
    assert again.status_code == 304
    assert Client().get(f"/warnings/{warning_id}/1.xml").content == cap.content
    assert Client().get(f"/warnings/{warning_id}/2.xml").status_code == 404


def test_the_public_pages_work_while_the_keys_are_away(two):
    warning_id = issued(two)
    keys.forget()

    for url in ("/warnings/", f"/warnings/{warning_id}/", f"/warnings/{warning_id}.xml", "/warnings/feed.atom"):
        assert Client().get(url).status_code == 200


def test_somebody_asks_confirms_and_stops_by_the_links_of_the_messages():
    browser = Client()
    told = {"channel": "email", "address": "a@people.example", "language": "ur", "places": "Mastung\nKalat"}

    first = browser.post("/warnings/subscribe/", told)
    second = browser.post("/warnings/subscribe/", told)
    sink = live_sink()
    subscribing.send_first_messages(ways=live(sink), now=clock.now())
    confirm = re.search(r"/warnings/confirm/\S+", sink.came[0].body).group()
    seen = browser.get(confirm)
    person = confirm.split("/")[3]
    before = subscriber.get(person).state
    confirmed = browser.post(confirm)
    stop = sink.came[0].stop_url.split("haal.example")[1]
    browser.get(stop)
    still = subscriber.get(person).state
    stopped = Client(enforce_csrf_checks=True).post(stop, {"List-Unsubscribe": "One-Click"})

    assert first.content == second.content
    assert seen.status_code == confirmed.status_code == stopped.status_code == 200
    assert (before.value, still.value) == ("asked", "active")
    assert subscriber.get(person) is None


def test_a_wish_that_cannot_be_used_is_told_in_words():
    answer = Client().post(
        "/warnings/subscribe/", {"channel": "sms", "address": "+923001234567", "language": "ur", "places": "Mastung"}
    )

    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert Client().post("/warnings/confirm/s_x/0/").status_code == 409


def test_programs_read_what_is_on_air_as_json(two):
    warning_id = issued(two)

    (told,) = Client().get("/api/v1/warnings", {"language": "ur"}).json()["warnings"]

    assert (told["id"], told["language"], told["exercise"], told["ended"]) == (warning_id, "ur", False, False)
    assert Client().get(told["cap"]).status_code == 200

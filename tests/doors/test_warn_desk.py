"""The one screen of a warning at the desk, the roster, the printed sheet, and the pages of alarms and threats."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from tests.doors.sign_in import member, person_id_of, signed_in
from tests.factories_assess import told as report_told
from tests.factories_keys import given_keys
from tests.factories_warnings import subscribe

from haal.domain.access import Role
from haal.porch import clock
from haal.services.warn.duty import still_true
from haal.storage import warning as warning_rows
from haal.storage.gathering import place as place_rows
from haal.storage.warn.duty import alarm as alarm_rows
from haal.storage.warn.duty.alarm import AlarmRow, ThreatRow

pytestmark = pytest.mark.django_db
DRAFT = {"hazard": "made-up", "place": "Mastung", "radius_km": "8", "lat": "29.7997", "lon": "66.8455"}


@pytest.fixture(autouse=True)
def _box(home):
    given_keys(home)


@pytest.fixture
def two():
    return signed_in(member(Role.WARNER)), signed_in(member(Role.WARNER))


def text(answer) -> str:
    assert answer.status_code == 200, answer.content.decode()
    return answer.content.decode()


def drafted(browser) -> str:
    subscribe(2, simulated=True, now=clock.now())
    answer = browser.post("/desk/warnings/drill/", DRAFT)
    assert answer.status_code == 302, answer.content.decode()
    return answer.url


def released(two) -> str:
    url = drafted(two[0])
    assert two[0].post(f"{url}ask/", {"count": "Mastung"}).status_code == 302
    assert two[1].post(f"{url}agree/", {"count": "Mastung"}).status_code == 302
    return url


def test_one_screen_holds_all_that_somebody_has_to_know(two):
    page = text(two[0].get(drafted(two[0])))

    for part in (
        "What will be said",
        "Where",
        "Who will get it",
        "Why it may be said",
        "Who must agree, and who can be reached",
        "How it will be ended",
        "Record",
        "Clock of the box (time of the land):",
        "Now: read it, then ask a second person",
    ):
        assert part in page, part
    assert '<svg class="map"' in page
    assert "TEST" in page
    assert 'class="this"' in page
    assert page.count("<form") == page.count("csrfmiddlewaretoken")


def test_what_comes_next_is_told_to_each_in_their_turn(two):
    url = drafted(two[0])
    reader = signed_in(member(Role.VERIFIER))

    two[0].post(f"{url}ask/", {"count": "Mastung"})
    asked, second, third = (text(browser.get(url)) for browser in (*two, reader))
    two[1].post(f"{url}agree/", {"count": "Mastung"})
    on_air = text(reader.get(url))
    reader.post(f"{url}end/", {"why": "wrong"})
    over = text(two[0].get(url))

    assert "Now: speak with the second person" in asked
    assert "you are the second" in second
    assert "It waits for the two who warn" in third
    assert "The drill is on" in on_air
    assert "It is over" in over
    for line in ("written", "a second person was asked", "two agreed, it left", "ended"):
        assert f"<td>{line}</td>" in over


def test_the_page_looks_again_by_itself_only_while_something_moves_and_nothing_is_typed(two):
    url = drafted(two[0])
    before = text(two[0].get(url))
    two[0].post(f"{url}ask/", {"count": "Mastung"})
    waiting, second = text(two[0].get(url)), text(two[1].get(url))
    live = text(two[0].get(f"{url}live/"))

    assert 'http-equiv="refresh"' not in before
    assert '<noscript><meta http-equiv="refresh"' in waiting
    assert 'http-equiv="refresh"' not in second, "the number that is being typed would be lost"
    assert "hx-get" in live
    assert live.lstrip().startswith('<div id="live"')


def test_after_three_minutes_the_page_and_a_sheet_say_who_was_asked(two, monkeypatch):
    url = drafted(two[0])
    two[0].post(f"{url}ask/", {"count": "Mastung"})
    at_once = text(two[0].get(url))
    later = clock.now() + timedelta(minutes=3, seconds=1)
    monkeypatch.setattr("haal.web.desk.warn.warning.now", lambda: later)

    page, sheet = text(two[0].get(url)), text(two[0].get(f"{url}asked/"))

    other = text(two[1].get("/desk/roster/"))
    name = re.search(r"<li>(test-member-\d+) <span class=\"tag\">you", other).group(1)
    assert "NOBODY HAS AGREED" not in at_once
    assert "NOBODY HAS AGREED FOR THREE MINUTES" in page
    assert name in page
    assert name in sheet
    assert "one person is enough for that" in sheet
    assert "Nobody is asked" in text(two[0].get(f"{drafted(two[1])}asked/"))


def test_a_thin_roster_is_said_on_the_front_page_the_list_and_the_screen(two):
    url = drafted(two[0])

    for path in ("/desk/", "/desk/warnings/", url, "/desk/roster/"):
        page = text(two[0].get(path))
        assert "TOO FEW TO WARN IN THE NIGHT" in page, path
        assert "Nobody can be reached now" in page, path
    assert "TOO FEW" not in text(signed_in(member(Role.AID)).get("/desk/"))


def test_five_who_said_so_and_one_outside_is_no_thin_roster():
    people = [signed_in(member(Role.WARNER)) for _ in range(5)]
    for browser in people[1:]:
        browser.post("/desk/roster/say/", {"hours": "8"})
    people[0].post("/desk/roster/say/", {"hours": "8", "outside": "yes"})

    page = text(people[0].get("/desk/roster/"))

    assert "TOO FEW" not in page
    assert "Five or more can be reached now." in page
    assert "outside the province" in page
    people[0].post("/desk/roster/say/", {"away": "yes"})
    assert "fewer than the five" in text(people[1].get("/desk/roster/"))


@pytest.mark.parametrize("hours", ["0", "13", "", "²", "99999"])
def test_hours_that_are_no_shift_are_refused(hours):
    assert signed_in(member(Role.WARNER)).post("/desk/roster/say/", {"hours": hours}).status_code == 409


def test_still_true_is_one_click_to_a_draft_that_needs_two(two, monkeypatch):
    url = released(two)
    warning_id = url.split("/")[-2]
    soon = warning_rows.get_said(warning_id).said().expires_at - timedelta(minutes=20)
    still_true.ask_due(now=soon)
    monkeypatch.setattr("haal.web.desk.warn.warning.now", lambda: soon)

    page, listed, front = (text(two[0].get(path)) for path in (url, "/desk/warnings/", "/desk/"))
    clicked = two[0].post(f"{url}still-true/")
    after = text(two[1].get(url))

    assert "Is it still true?" in page
    assert "Is it still true?" in listed
    assert "Is it still true?" in front
    assert (clicked.status_code, clicked.url) == (302, url)
    assert "Now: read it, then ask a second person" in after
    assert len(warning_rows.get_said(warning_id).issued()) == 1


def steward_and_place(*others: str) -> tuple[Client, str]:
    name = member(Role.STEWARD)
    browser = signed_in(name)
    place = browser.post(
        "/desk/places/register/", {"kind": "school", "name": "Girls' school", "district": "Mastung"}
    ).url
    place_id = place.split("/")[-2]
    for one in (name, *others):
        place_rows.add_steward(place_id, person_id_of(one))
    return browser, place_id


def test_one_helper_raises_the_alarm_by_their_page_and_the_others_of_the_place_see_it_on_every_page():
    too = member(Role.STEWARD)
    helper, place_id = steward_and_place(too)
    colleague, stranger, desk = (
        signed_in(name) for name in (too, member(*set(Role) - {Role.STEWARD}), member(Role.STEWARD))
    )

    raised = helper.post(f"/desk/places/{place_id}/alarm/", {"hazard": "shooting"})
    page = text(colleague.get(raised.url))

    assert "Ring the bell, and say this aloud" in page
    assert 'lang="ur"' in page
    for path in ("/desk/", "/desk/places/", "/"):
        assert "ALARM IN YOUR PLACE" in text(colleague.get(path)), path
        assert "ALARM IN YOUR PLACE" not in text(desk.get(path)), path
        assert "ALARM IN YOUR PLACE" not in text(stranger.get(path)), path
    for other in (stranger, desk):
        assert other.get(raised.url).status_code == 404
        assert other.post(f"/desk/places/{place_id}/alarm/", {"hazard": "fire"}).status_code == 404
        assert other.post(f"{raised.url}end/").status_code == 404
    assert colleague.post(f"{raised.url}seen/").status_code == 302
    assert colleague.post(f"{raised.url}end/").status_code == 302
    assert "ALARM" not in text(helper.get("/desk/"))
    assert AlarmRow.objects.count() == 1


def test_an_address_is_given_and_forgotten_and_never_shown():
    helper, place_id = steward_and_place()
    url = f"/desk/places/{place_id}/contact/"

    kept = helper.post(url, {"channel": "sms", "address": "+923001234567"})
    page = text(helper.get(f"/desk/places/{place_id}/"))
    refused = helper.post(url, {"channel": "sms", "address": "12"})
    forgotten = helper.post(url, {"forget": "yes"})

    assert (kept.status_code, refused.status_code, forgotten.status_code) == (302, 409, 302)
    assert "923001234567" not in page


def test_a_threat_is_passed_on_from_an_incident_and_no_other_page_knows_of_it():
    helper, place_id = steward_and_place()
    desk = signed_in(member(Role.VERIFIER))
    others = [signed_in(member(*set(Role) - {Role.VERIFIER, Role.WARNER})), signed_in(member(Role.STEWARD))]
    form = text(desk.get("/desk/threats/new/"))
    paths = ("/", "/warnings/", "/warnings/feed.atom", "/incidents/", "/map/", "/api/v1/warnings")
    before = [Client().get(path).content for path in paths]

    without = desk.post("/desk/threats/new/", {"against": "place", "place": place_id})
    told = desk.post("/desk/threats/new/", {"against": "place", "place": place_id, "report": report_told()})

    (threat,) = alarm_rows.threats_open(now=clock.now())
    mine = text(helper.get(f"/desk/called/{threat.id}/"))
    assert "Girls&#x27; school" in form
    assert without.status_code == 422
    assert (told.status_code, told.url) == (302, "/desk/threats/")
    assert "Girls&#x27; school" in text(desk.get("/desk/threats/"))
    assert f"/desk/places/{place_id}/" in mine
    assert "A THREAT WAS TOLD" in text(helper.get("/desk/"))
    assert [Client().get(path).content for path in paths] == before
    for other in others:
        assert other.get("/desk/threats/").status_code == 404
        assert other.get(f"/desk/called/{threat.id}/").status_code == 404
        assert "THREAT" not in text(other.get("/desk/"))
    assert helper.post(f"/desk/called/{threat.id}/seen/").status_code == 302
    assert "1 helper has seen it." in text(desk.get("/desk/threats/"))
    assert desk.post(f"/desk/threats/{threat.id}/close/").status_code == 302
    assert ThreatRow.objects.filter(closed_at__isnull=True).count() == 0


@pytest.mark.parametrize("language", ["en", "ur"])
def test_every_new_page_is_there_when_nothing_is(language):
    browser = signed_in(member(*Role))

    for path in ("/desk/warnings/", "/desk/roster/", "/desk/threats/", "/desk/threats/new/", "/desk/"):
        assert text(browser.get(path, {"lang": language}))


def test_each_language_runs_its_own_way_though_a_drill_begins_with_the_same_word(two):
    url = released(two)
    public = f"/warnings/{url.split('/')[-2]}/"

    page, said = text(two[0].get(url)), text(Client().get(public, {"lang": "ur"}))

    assert re.search(r'<blockquote lang="ur" dir="rtl"><p><strong>TEST', page)
    assert re.search(r'<blockquote lang="en" dir="ltr"><p><strong>TEST', page)
    assert re.search(r'lang="ur" dir="rtl">TEST', said)

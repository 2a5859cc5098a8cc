"""A tired night in a real Chromium: from a checked incident to a released drill and its end, with script and without.

Two people, two browsers; every click and every field is counted, and what the server needs for all of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from threading import get_ident
from time import thread_time
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.signals import request_finished, request_started
from tests.doors.sign_in import member, person_id_of, signed_in
from tests.factories_keys import given_keys
from tests.factories_publication import incident

from haal.domain.access import Role
from haal.domain.delivery import State as Message
from haal.domain.warning import State
from haal.porch import clock
from haal.services.warn import drill, wording
from haal.storage import delivery
from haal.storage import warning as warning_rows
from haal.storage.gathering import place as place_rows

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SMALL_PHONE = {"width": 320, "height": 568}
CLICKS_MAX, FIELDS_MAX, SERVER_SECONDS_MAX = 12, 3, 2.0
PEOPLE = 40
GRAVE = {"serious", "critical"}


@dataclass
class Hand:
    """One person at one browser, and what it costs them."""

    page: Any
    site: str
    said: list[str] = field(default_factory=list)
    clicks: int = 0
    fields: int = 0

    def __post_init__(self) -> None:
        self.page.set_default_timeout(6_000)
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))

    def opens(self, path: str) -> None:
        """Begin somewhere: no click."""
        self.page.goto(f"{self.site}{path}")

    def click(self, words: str, *, role: str = "button") -> None:
        self.page.locator("main").get_by_role(role, name=words, exact=True).first.click()
        self.page.wait_for_load_state()
        self.clicks += 1

    def types(self, name: str, value: str) -> None:
        self.page.fill(f"main [name={name}]", value)
        self.fields += 1

    def reads(self) -> str:
        return str(self.page.locator("main").inner_text())


@pytest.fixture(autouse=True)
def keys_in_memory(home) -> None:
    given_keys(home)


@pytest.fixture
def server_seconds() -> Iterator[list[float]]:
    """Return what each answer costs the server, as time of its thread: other work on the machine does not count."""
    began: dict[int, float] = {}
    spent: list[float] = []

    def starts(**_: object) -> None:
        began[get_ident()] = thread_time()

    def ends(**_: object) -> None:
        spent.append(thread_time() - began.pop(get_ident()))

    request_started.connect(starts)
    request_finished.connect(ends)
    yield spent
    request_started.disconnect(starts)
    request_finished.disconnect(ends)


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def two(request, browser, live_server) -> Iterator[tuple[Hand, Hand]]:
    """Return two people who may warn, each with a browser of their own in which they signed in a moment ago."""
    contexts = []
    hands = []
    for _ in range(2):
        context = browser.new_context(java_script_enabled=request.param, viewport=SMALL_PHONE)
        client = signed_in(member(Role.WARNER))
        for path in ("/desk/", "/desk/warnings/drill/", "/desk/roster/"):
            client.get(path)  # a box that has been up for a minute has read its templates and its list of places
        session = client.cookies["session"].value
        context.add_cookies([{"name": "session", "value": session, "url": live_server.url}])
        contexts.append(context)
        hands.append(Hand(page=context.new_page(), site=live_server.url))
    yield (hands[0], hands[1])
    for context in contexts:
        context.close()


@pytest.fixture
def checked(transactional_db) -> str:
    """Return an incident of two independent lines, in a place where simulated people asked to be told."""
    incident_id = incident("own:Dawn", "own:Geo")
    cells = wording.area(place="Quetta", lat=30.184, lon=67.001, radius_km=8).cells
    drill.add_simulated(count=PEOPLE, by_mail=20, cells=cells, clock=clock.now)
    return incident_id


def faults(page: Any) -> list[str]:
    seen = Axe().run(page).response["violations"]
    return [f"{fault['id']}: {fault['nodes'][0]['html'][:160]}" for fault in seen if fault["impact"] in GRAVE]


def test_two_people_come_from_a_checked_incident_to_a_released_drill_and_one_ends_it(two, checked, server_seconds):
    first, second = two
    server_seconds.clear()

    first.opens(f"/desk/incidents/{checked}/")
    first.click("Begin a drill from it", role="link")
    first.click("Keep the draft and count people")
    first.types("count", str(PEOPLE))
    first.click("Ask a second person")
    path = urlsplit(first.page.url).path
    warning_id = path.split("/")[-2]
    assert "speak with the second person" in first.reads()
    second.opens(path)  # the first one calls and reads the address out; the list of questions leads there too
    second.types("count", str(PEOPLE))
    second.click("Agree: begin the drill")

    assert warning_rows.get_said(warning_id).state is State.ISSUED
    clicks, fields = first.clicks + second.clicks, first.fields + second.fields
    assert clicks <= CLICKS_MAX
    assert fields <= FIELDS_MAX
    assert 0 < sum(server_seconds) <= SERVER_SECONDS_MAX
    assert (clicks, fields) == (4, 2)

    before = second.clicks
    second.click("It was wrong: a false alarm")
    assert second.clicks - before == 1
    assert warning_rows.get_said(warning_id).state is State.ENDED
    assert "It is over" in second.reads()
    assert first.said + second.said == []


@pytest.mark.parametrize("two", [False], ids=["without script"], indirect=True)
def test_the_second_person_finds_the_question_from_the_front_page(two, checked):
    first, second = two
    first.opens(f"/desk/warnings/drill/?incident={checked}")
    first.click("Keep the draft and count people")
    first.types("count", str(PEOPLE))
    first.click("Ask a second person")

    second.opens("/desk/")
    second.click("Questions for a second person", role="link")
    second.page.locator("main").get_by_role("link").first.click()
    second.page.wait_for_load_state()

    assert urlsplit(second.page.url).path == urlsplit(first.page.url).path
    assert "you are the second" in second.reads()


@pytest.mark.parametrize("two", [True], ids=["with script"], indirect=True)  # axe is a script itself
def test_the_screen_has_no_serious_fault_fits_a_small_phone_and_moves_by_itself(two, checked):
    first, second = two
    first.opens(f"/desk/warnings/drill/?incident={checked}")
    first.click("Keep the draft and count people")
    first.types("count", str(PEOPLE))
    url = first.page.url
    for language in ("en", "ur"):
        second.opens(f"{urlsplit(url).path}?lang={language}")
        assert faults(second.page) == []
        assert second.page.evaluate("document.documentElement.scrollWidth") == SMALL_PHONE["width"]
    first.click("Ask a second person")
    assert first.page.locator("#live[hx-get]").count() == 1, "it asks again by itself"
    assert first.said + second.said == []


def test_pages_of_the_night_have_no_serious_fault(browser, live_server):
    name = member(*Role)
    client = signed_in(name)
    place = client.post("/desk/places/register/", {"kind": "school", "name": "School", "district": "Mastung"}).url
    place_rows.add_steward(place.split("/")[-2], person_id_of(name))
    alarm = client.post(f"{place}alarm/", {"hazard": "fire"}).url
    context = browser.new_context(viewport=SMALL_PHONE)
    context.add_cookies([{"name": "session", "value": client.cookies["session"].value, "url": live_server.url}])
    page = context.new_page()

    found = {}
    for path in ("/desk/", "/desk/warnings/", "/desk/roster/", "/desk/threats/", "/desk/threats/new/", place, alarm):
        page.goto(f"{live_server.url}{path}?lang=ur")
        seen = faults(page)
        width = page.evaluate("document.documentElement.scrollWidth")
        if seen or width > SMALL_PHONE["width"]:
            found[path] = (seen, width)
    context.close()

    assert found == {}


@pytest.mark.parametrize("two", [False], ids=["without script"], indirect=True)
def test_what_was_released_waits_for_the_gateways_of_a_drill(two, checked):
    first, second = two
    first.opens(f"/desk/warnings/drill/?incident={checked}")
    first.click("Keep the draft and count people")
    first.types("count", str(PEOPLE))
    first.click("Ask a second person")
    second.opens(urlsplit(first.page.url).path)
    second.types("count", str(PEOPLE))
    second.click("Agree: begin the drill")

    warning_id = urlsplit(first.page.url).path.split("/")[-2]
    counts = delivery.counts(warning_id, 1)

    assert sum(counts.values()) == PEOPLE
    assert {state for _channel, state in counts} == {Message.QUEUED}

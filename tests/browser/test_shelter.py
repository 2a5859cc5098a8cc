"""Shelters and families on a small phone without script: the desk writes them down and prints the list; everybody reads the areas."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from tests.doors.sign_in import member, signed_in
from tests.factories import actor
from tests.factories_keys import given_keys
from tests.factories_shelter import ADDRESS, HOST, NAME, kept_count, registered

from haal.domain.access import Role
from haal.porch.clock import now
from haal.services.help.shelters import public
from haal.storage.shelter.rows import ShelterRow

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SMALL_PHONE = {"width": 320, "height": 568}
GRAVE = {"serious", "critical"}
PAGE_KB_MAX = 12  # of HTML on the wire, gzipped by the server; here unzipped, so four times as much


@pytest.fixture(autouse=True)
def keys_in_memory(home) -> None:
    given_keys(home)


@pytest.fixture
def phone(browser) -> Iterator[Any]:
    context = browser.new_context(java_script_enabled=False, viewport=SMALL_PHONE)
    yield context
    context.close()


@pytest.fixture
def checker(browser) -> Iterator[Any]:
    """Return a page with script, which the checker of accessibility needs."""
    context = browser.new_context(viewport=SMALL_PHONE)
    yield context
    context.close()


def fits(page: Any, *, way: str = "rtl") -> None:
    """See that a page reads in its direction and is no wider than the phone; keep a picture where one is asked for."""
    assert page.locator("html").get_attribute("dir") == way
    assert page.evaluate("document.documentElement.scrollWidth") <= SMALL_PHONE["width"]
    if folder := os.environ.get("HAAL_LOOK"):
        page.screenshot(path=Path(folder) / f"{len(list(Path(folder).iterdir())):02}.png", full_page=True)


def signed(context: Any, live_server: Any, *roles: Role) -> Any:
    session = signed_in(member(*roles)).cookies["session"].value
    context.add_cookies([{"name": "session", "value": session, "url": live_server.url}])
    return context.new_page()


def released() -> None:
    """Release three counts and two shelters."""
    first, second, at = actor(Role.AID), actor(Role.AID), now()
    for district in ("Kech", "Awaran"):
        registered(by=first, now=at, met_by=(first, second))
        kept_count(by=first, now=at, home=district, families=30, people=170)
    publisher = actor(Role.PUBLISHER, now=at)
    public.agree(bulletin_id=public.draft(by=first, now=at), could_help_harm=False, by=publisher, now=at)


def test_a_shelter_is_written_down_and_its_people_are_counted(phone, live_server):
    page = signed(phone, live_server, Role.AID)
    page.goto(f"{live_server.url}/desk/shelters/write/?lang=ur")
    fits(page)
    page.fill("[name=name]", NAME)
    page.fill("[name=host]", HOST)
    page.fill("[name=address]", ADDRESS)
    page.fill("[name=district]", "Quetta")
    page.fill("[name=latrines]", "1")
    page.select_option("[name=latrines-lock]", "no")
    page.locator("main form button").click()
    page.locator("p.code").first.wait_for()

    page.goto(f"{live_server.url}/desk/shelters/?lang=ur")
    fits(page)
    assert NAME not in page.content()
    page.locator("main table a").first.click()
    assert NAME in page.locator("h1").inner_text()
    fits(page)
    page.fill("[name=people]", "15")
    page.locator("form[action*=people] button").click()

    assert "5 / 20" in page.locator("main dl").inner_text()
    assert ShelterRow.objects.get().offer.otherwise_count == 15


def test_families_are_counted_and_let_count(phone, live_server):
    page = signed(phone, live_server, Role.AID)
    page.goto(f"{live_server.url}/desk/families/write/?lang=ur")
    fits(page)
    page.fill("[name=families]", "12")
    page.fill("[name=home]", "Kech")
    page.fill("[name=district]", "Quetta")
    page.locator("[name=needs][value=water]").check()
    page.locator("main form button").click()
    page.locator("p.code").first.wait_for()

    page.goto(f"{live_server.url}/desk/shelters/?lang=ur")
    page.locator("main a[href*='/desk/families/fc_']").first.click()
    fits(page)
    page.locator("form[action*=look] button").click()

    assert page.locator("main details a[href*='/desk/families/fc_']").count() == 1


@pytest.mark.parametrize(("language", "way"), [("en", "ltr"), ("ur", "rtl")])
def test_everybody_reads_the_areas_on_a_small_phone(phone, live_server, language, way):
    released()
    page = phone.new_page()
    answer = page.goto(f"{live_server.url}/displaced/?lang={language}")

    fits(page, way=way)
    assert page.locator("svg.map circle, svg.map path").count() > 0
    assert page.locator("main table").first.locator("tbody tr").count() == 2
    assert len(answer.body()) <= 4 * PAGE_KB_MAX * 1024


def test_nothing_grave_is_wrong_with_the_pages_for_those_who_cannot_see(checker, live_server):
    released()
    page = signed(checker, live_server, Role.AID)
    shelter = ShelterRow.objects.first().offer_id
    for path in (
        "/displaced/",
        "/desk/shelters/",
        "/desk/shelters/write/",
        "/desk/families/write/",
        f"/desk/shelters/{shelter}/",
    ):
        page.goto(f"{live_server.url}{path}")
        grave = [one for one in Axe().run(page).response["violations"] if one["impact"] in GRAVE]
        assert [(path, one["id"], one["nodes"][0]["html"]) for one in grave] == []

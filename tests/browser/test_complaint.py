"""Complaining on a small phone without script, right to left, also spoken; and the promises a newcomer accepts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from tests.doors.sign_in import member, signed_in
from tests.factories_keys import given_keys

from haal.domain.access import Role
from haal.storage import complaint

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SMALL_PHONE = {"width": 320, "height": 568}
GRAVE = {"serious", "critical"}
SPOKEN = {"name": "voice.ogg", "mimeType": "audio/ogg", "buffer": b"OggS spoken"}


@pytest.fixture(autouse=True)
def keys_in_memory(home) -> None:
    given_keys(home)


@pytest.fixture
def phone(browser) -> Iterator[Any]:
    context = browser.new_context(java_script_enabled=False, viewport=SMALL_PHONE)
    yield context
    context.close()


def fits(page: Any) -> None:
    """See that a page reads from right to left and is no wider than the phone."""
    assert page.locator("html").get_attribute("dir") == "rtl"
    assert page.locator("main").bounding_box()["width"] <= SMALL_PHONE["width"]
    for part in page.locator("main :is(input:not([type=hidden]), textarea, button, p, li)").all():
        box = part.bounding_box()
        assert box is None or (box["x"] >= 0 and box["x"] + box["width"] <= SMALL_PHONE["width"]), part


def test_a_complaint_is_sent_and_spoken_right_to_left_without_script(phone, live_server):
    page = phone.new_page()
    page.goto(f"{live_server.url}/complaint/?lang=ur")
    fits(page)

    page.locator("[name=told]").fill("فہرست والے نے پیسے مانگے۔")
    page.locator("[name=recording]").set_input_files(files=[SPOKEN])
    page.locator("[name=by_woman]").check()
    page.locator("main form button").click()

    assert page.locator("main .code").count() == 2
    fits(page)
    (seen,) = complaint.every_one()
    assert (seen.told.told, seen.told.by_woman, seen.told.language) == ("فہرست والے نے پیسے مانگے۔", True, "ur")
    assert complaint.recording_of(seen.id).content == SPOKEN["buffer"]


def test_a_newcomer_reads_the_promises_and_accepts_them(phone, live_server):
    session = signed_in(member(Role.INTAKE, conduct=False)).cookies["session"].value
    phone.add_cookies([{"name": "session", "value": session, "url": live_server.url}])
    page = phone.new_page()
    page.goto(f"{live_server.url}/desk/?lang=ur")
    assert page.url.split("?")[0].endswith("/accounts/conduct/")
    fits(page)

    page.locator("[name=accepted]").check()
    page.locator("main form button").click()

    assert page.url.split("?")[0].endswith("/desk/")


@pytest.mark.parametrize("path", ["/complaint/", "/complaints/", "/conduct/"])
def test_the_pages_have_no_grave_fault_and_fit_a_small_phone(browser, live_server, path):
    page = browser.new_page(viewport=SMALL_PHONE)
    page.goto(f"{live_server.url}{path}?lang=ur")

    fits(page)
    seen = Axe().run(page).response["violations"]
    assert [fault["id"] for fault in seen if fault["impact"] in GRAVE] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= SMALL_PHONE["width"]
    page.close()

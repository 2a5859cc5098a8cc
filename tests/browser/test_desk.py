"""The desk in a real Chromium: answers stay on the page, nothing is kept in the browser, the content policy is never broken."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from tests.doors.sign_in import code, member, signed_in
from tests.factories import PASSPHRASE
from tests.factories_assess import told
from tests.factories_keys import given_keys

from haal.domain.access import Role
from haal.storage import assessment as grade_rows

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SMALL_PHONE = {"width": 320, "height": 568}


@pytest.fixture(autouse=True)
def keys_in_memory(home) -> None:
    given_keys(home)


@pytest.fixture
def report_id() -> str:
    return told()


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def desk(request, browser, live_server, report_id) -> Iterator[Any]:
    """Return a page of a small phone in which somebody who looks at reports has signed in; `said` is its console."""
    context = browser.new_context(java_script_enabled=request.param, viewport=SMALL_PHONE)
    session = signed_in(member(Role.VERIFIER)).cookies["session"].value
    context.add_cookies([{"name": "session", "value": session, "url": live_server.url}])
    page = context.new_page()
    page.with_script, page.said = request.param, []
    page.on("console", lambda message: page.said.append(message.text))
    page.on("pageerror", lambda error: page.said.append(str(error)))
    yield page
    context.close()


def test_somebody_signs_in_with_a_real_browser(browser, live_server):
    page = browser.new_page()
    page.goto(f"{live_server.url}/desk/")
    page.fill("[name=login]", member(Role.VERIFIER))
    page.fill("[name=password]", PASSPHRASE)
    page.click("main form button")
    page.fill("[name=code]", code())
    page.click("main form button")

    assert urlsplit(page.url).path == "/desk/"
    assert page.locator("h1").inner_text() == "News desk"
    page.close()


def test_an_answer_is_kept_and_the_queue_comes_back(desk, live_server, report_id):
    desk.goto(f"{live_server.url}/desk/reports/{report_id}/grade/source/")
    if desk.with_script:
        desk.evaluate("window.same_page = true")
    desk.locator("input[name=value]").nth(1).check()
    desk.locator("main form button").click()
    desk.wait_for_url("**/desk/waiting/")

    assert "Kept. Somebody else may answer the other question." in desk.locator("main").inner_text()
    assert [grade.value for grade in grade_rows.of_report(report_id)] == ["B"]
    assert not desk.with_script or desk.evaluate("window.same_page") is True
    assert desk.said == []


def test_a_refusal_is_read_on_the_page_too(desk, live_server, report_id):
    desk.goto(f"{live_server.url}/desk/reports/{report_id}/link/")
    desk.locator("#incident").fill("i_nobody")
    desk.get_by_text("Link by hand").click()
    desk.get_by_text("There is nothing at this address").wait_for()

    assert desk.locator("a.exit").count() == 1


def test_the_line_of_waiting_reports_comes_by_itself(desk, live_server):
    desk.goto(f"{live_server.url}/desk/incidents/")
    if desk.with_script:
        desk.get_by_text("Reports wait: 2").wait_for()

    assert desk.locator(".waits").count() == 1
    assert desk.locator(".waits").is_visible() is desk.with_script
    assert desk.said == []


def test_no_page_of_the_desk_stays_in_the_browser(desk, live_server, report_id):
    if not desk.with_script:
        pytest.skip("without script a page can keep nothing")
    desk.goto(f"{live_server.url}/desk/reports/{report_id}/grade/source/")
    desk.locator("input[name=value]").first.check()
    desk.locator("main form button").click()
    desk.wait_for_url("**/desk/waiting/")

    assert desk.evaluate("localStorage.length") == 0
    assert set(desk.evaluate("Object.values(sessionStorage)")) <= {"/desk/waiting/"}, "an address at most, never a page"


def test_no_page_of_the_desk_is_wider_than_a_small_phone(desk, live_server):
    wide = {}
    for path in ("/desk/", "/desk/waiting/", "/desk/incidents/", "/desk/tell/", "/desk/people/", "/desk/search/"):
        desk.goto(f"{live_server.url}{path}")
        if (
            desk.with_script
            and (width := desk.evaluate("document.documentElement.scrollWidth")) != SMALL_PHONE["width"]
        ):
            wide[path] = width
        assert desk.said == [], path

    assert wide == {}

"""A circle in a real Chromium: its person checks in with one tap, one of it handles an overdue, from right to left on a small phone."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from tests import factories_circles
from tests.factories_keys import given_keys
from tests.factories_tutorials import Walker, walk

from haal.porch.clock import now
from haal.services.help.circles import opening, watch
from haal.web.templatetags.everywhere.left_to_right import END, ISOLATE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SMALL_PHONE = {"width": 320, "height": 568}
BYTES_MAX = 8 * 1024


@pytest.fixture(autouse=True)
def keys_in_memory(home) -> None:
    given_keys(home)


@pytest.fixture
def opened() -> opening.Opened:
    """Return a circle whose person has been silent for two hours, as the clock saw it."""
    by = factories_circles.opener(now=now())
    made = factories_circles.circle(by=by, now=now() - timedelta(hours=3), every_minutes=60)
    for at in range(180, -1, -5):
        watch.watch(now=now() - timedelta(minutes=at))
    return made


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def page(request, browser) -> Iterator[Any]:
    context = browser.new_context(java_script_enabled=request.param, viewport=SMALL_PHONE)
    tab = context.new_page()
    tab.with_script = request.param
    yield tab
    context.close()


def test_one_of_the_circle_handles_an_overdue(page, live_server, opened):
    page.goto(f"{live_server.url}/circle/?lang=ur")
    assert page.locator("html").get_attribute("dir") == "rtl"
    page.locator("#code").fill(opened.members[0].words)
    page.locator("main form button").first.click()
    assert factories_circles.LABEL in page.locator("main").inner_text()
    if page.with_script:
        assert page.evaluate("document.documentElement.scrollWidth") <= SMALL_PHONE["width"]

    page.locator("input[name=did][value=step-1]").check()
    page.locator("form[action='/circle/act/'] button").click()
    page.locator("form[action='/circle/'] button").click()
    assert page.locator("input[name=did][value=step-1]").count() == 0
    page.locator("input[name=did][value=reached-well]").check()
    page.locator("form[action='/circle/act/'] button").click()
    page.locator("form[action='/circle/'] button").click()

    assert page.locator("input[name=did]").count() == 0
    assert factories_circles.LABEL not in page.locator("main").inner_text()


def test_the_person_checks_in_with_one_tap_on_their_link(page, live_server, opened):
    page.goto(f"{live_server.url}/c/{opened.plain.link}/?lang=ur")
    page.locator("main button").click()

    assert page.locator("main .note strong").inner_text().strip(ISOLATE + END)[:4].isdigit()
    if page.with_script:
        assert page.evaluate("document.documentElement.scrollWidth") <= SMALL_PHONE["width"]


@pytest.mark.parametrize("language", ["en", "ur"])
def test_the_one_tap_page_and_its_answer_weigh_at_most_8_kb_compressed_with_their_style(opened, language):
    style = len(gzip.compress(Path(str(finders.find("haal.css"))).read_bytes()))
    client = Client()
    pages = [
        client.get(f"/c/{opened.plain.link}/?lang={language}"),
        client.post(f"/check-in/?lang={language}", {"code": opened.plain.words}),
        client.post(f"/circle/?lang={language}", {"code": opened.members[0].words}),
    ]

    assert max(len(gzip.compress(page.content)) + style for page in pages) <= BYTES_MAX
    assert all(page.status_code == 200 for page in pages)


def test_the_tutorial_of_a_circle_can_be_followed_line_by_line(browser, live_server):
    made = factories_circles.circle(by=factories_circles.opener(now=now()), now=now())
    context = browser.new_context(java_script_enabled=False, viewport=SMALL_PHONE)
    codes = (made.plain.words, made.members[0].digits)

    walk("circle", *(Walker(page=context.new_page(), site=live_server.url, kept={"code": code}) for code in codes))

    context.close()

"""Water is asked for and promised on a small phone over a slow network, right-to-left, with and without script."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation
from tests.doors.sign_in import member, signed_in
from tests.factories_keys import given_keys

from haal.domain.access import Role
from haal.web.templatetags.help_words import WORDS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SMALL_PHONE = {"width": 320, "height": 568}
SLOW = {"offline": False, "latency": 300, "downloadThroughput": 31_250, "uploadThroughput": 12_500}  # 2G, in bytes


@pytest.fixture(autouse=True)
def keys_in_memory(home) -> None:
    given_keys(home)


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def phone(request, browser) -> Iterator[Any]:
    """Return something that opens a small phone of its own, over a slow network, for one person."""
    contexts = []

    def opened(**cookie: str) -> Any:
        context = browser.new_context(java_script_enabled=request.param, viewport=SMALL_PHONE)
        contexts.append(context)
        if cookie:
            context.add_cookies([cookie])
        page = context.new_page()
        slow = context.new_cdp_session(page)
        slow.send("Network.enable")
        slow.send("Network.emulateNetworkConditions", SLOW)
        return page

    yield opened
    for context in contexts:
        context.close()


def fits(page: Any) -> bool:
    """Return whether the page reads from the right and is no wider than the phone."""
    box = page.locator("main").bounding_box()
    is_right = page.locator("html").get_attribute("dir") == "rtl"
    return is_right and box["x"] >= 0 and box["x"] + box["width"] <= SMALL_PHONE["width"]


def fill(page: Any, address: str, **fields: str) -> str:
    """Fill in a form and return the code that is shown once."""
    page.goto(address)
    assert fits(page)
    page.select_option("[name=kind]", "water")
    for name, value in fields.items():
        page.fill(f"[name={name}]", value)
    page.locator("main form button").click()
    page.locator("p.code").first.wait_for()
    assert fits(page)
    return page.locator("p.code").first.inner_text()


def show(page: Any, address: str, *, code: str) -> None:
    """Show what became of it."""
    page.goto(f"{address}/code/?lang=ur")
    page.fill("[name=code]", code)
    page.locator("main form button").first.click()
    page.locator("main .note").first.wait_for()
    assert fits(page)


def urdu(word: str) -> str:
    with translation.override("ur"):
        return str(WORDS[word])


def test_water_is_asked_for_and_seen_to_be_promised(phone, live_server):
    asker, offerer = phone(), phone()
    session = signed_in(member(Role.AID)).cookies["session"].value
    desk = phone(name="session", value=session, url=live_server.url)
    fields = {"for_count": "12", "district": "Mastung"}
    asked = fill(asker, f"{live_server.url}/help/ask/?lang=ur", **fields)
    offered = fill(offerer, f"{live_server.url}/help/offer/?lang=ur", **fields)

    desk.goto(f"{live_server.url}/desk/needs/?lang=ur")
    desk.locator("main table a").first.click()
    desk.locator("main form[action*=propose] button").first.click()
    desk.locator("main .tag").filter(has_text=urdu("proposed")).wait_for()
    show(offerer, live_server.url, code=offered)
    offerer.locator("form[action*=promise] button").click()
    offerer.locator("main form[action*=code]").wait_for()
    show(asker, live_server.url, code=asked)

    assert "کسی نے وعدہ کیا ہے" in asker.locator("main .note").first.inner_text()

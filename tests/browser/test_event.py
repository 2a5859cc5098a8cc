"""A whole event on two small phones, right to left and without script: planned, gone, run, printed, ended, told, shredded."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from tests.doors.sign_in import member, signed_in
from tests.factories_keys import given_keys

from haal.domain.access import Role
from haal.jobs import help_ends
from haal.storage import person, report
from haal.storage.event_plan.left import EventLeftRow
from haal.storage.event_plan.plan import EventPlanRow

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SMALL_PHONE = {"width": 320, "height": 568}
GRAVE = {"serious", "critical"}


@pytest.fixture
def phones(browser, live_server, home) -> Iterator[tuple[Any, Any]]:
    """Return the small phones, in Urdu and without script, of two place helpers."""
    given_keys(home)
    names = [member(Role.STEWARD) for _ in range(2)]
    contexts = []
    for name in names:
        context = browser.new_context(java_script_enabled=False, viewport=SMALL_PHONE, locale="ur")
        session = signed_in(name).cookies["session"].value
        context.add_cookies([{"name": "session", "value": session, "url": live_server.url}])
        contexts.append(context)
    yield tuple((context.new_page(), person.find(name)) for context, name in zip(contexts, names, strict=True))
    for context in contexts:
        context.close()


def fits(page: Any) -> None:
    """See that a page reads from right to left and is no wider than the phone."""
    assert page.locator("html").get_attribute("dir") == "rtl"
    assert page.locator("main").bounding_box()["width"] <= SMALL_PHONE["width"]
    for part in page.locator("main :is(input:not([type=hidden]), select, textarea, button, p, li, h1)").all():
        box = part.bounding_box()
        assert box is None or (box["x"] >= 0 and box["x"] + box["width"] <= SMALL_PHONE["width"]), part


def press(page: Any, what: str, value: str = "") -> None:
    """Press the button of one step."""
    of = f"main form[action$='/act/{what}/'] button" + (f"[value='{value}']" if value else "")
    send(page.locator(of).first)


def send(button: Any) -> None:
    """Press a button or a link, and wait for the page that comes: what is looked at next is on it."""
    with button.page.expect_navigation():
        button.click()


def unfold(page: Any) -> None:
    """Open everything that is folded away."""
    shut = page.locator("main details:not([open]) > summary")
    while shut.count():
        shut.first.click()


def planned(page: Any, other: str, site: str) -> str:
    """Fill in the guided form, and return the words that are shown once."""
    begin = timezone.localtime(timezone.now() + timedelta(hours=2))
    page.goto(f"{site}/desk/events/?lang=ur")
    fits(page)
    send(page.locator("main a[href$='/desk/events/new/']"))
    fits(page)
    page.locator("[name=where]").fill("پرانی چکی کے پیچھے میدان")
    page.locator("[name=district]").fill("Mastung")
    page.locator("[name=starts_at]").fill(f"{begin:%Y-%m-%dT%H:%M}")
    page.locator("[name=ends_at]").fill(f"{begin + timedelta(hours=3):%Y-%m-%dT%H:%M}")
    for name, value in (("heads", "400"), ("ways_out", "2"), ("stewards", "8"), ("first_aiders", "2")):
        page.locator(f"[name={name}]").fill(value)
    page.locator("[name=exits]").fill("گلی اور دروازہ")
    page.locator("[name=hour0]").fill(f"{begin:%H:%M}")
    page.locator("[name=doing0]").select_option("welcome")
    page.locator(f"[name=person][value='{other}']").check()
    page.locator("[name=named1]").select_option(other)
    send(page.locator("main form button").last)
    return str(page.locator("main .code").inner_text())


def test_a_whole_event_right_to_left_on_small_phones_without_script(phones, live_server):
    (one, _), (two, other) = phones
    word = planned(one, other, live_server.url)
    assert len(word.split()) == 6
    send(one.locator("main form button"))
    unfold(one)
    fits(one)

    two.goto(f"{live_server.url}/desk/events/?lang=ur")
    two.locator("[name=word]").fill(word)
    send(two.locator("main form button"))
    press(two, "go")
    press(one, "no-go")
    press(two, "go")
    assert two.locator("main .error").count() == 1  # written meanwhile: it only shows the newest
    press(two, "go")
    press(one, "go")
    press(one, "go")

    unfold(one)
    for line, holder in enumerate(("دروازہ", "گلی")):
        one.locator("[name=holder]").nth(line).fill(holder)
    send(one.locator("form[action$='/sheets/give/'] button"))
    assert one.locator("article.sheet").count() == 2
    fits(one)
    send(one.locator("main form button"))

    press(one, "begin")
    one.locator("[name=what]").select_option("counted")
    one.locator("[name=count]").fill("380")
    press(one, "note")
    press(one, "tick")
    fits(one)
    unfold(one)
    press(one, "end", "held")
    for _ in range(2):
        unfold(one)
        send(one.locator("form[action$='/act/sheet/'] button[value=destroyed]").first)
    one.locator("[name=words]").fill("سب خاموشی سے گھر گئے۔")
    one.locator("[name=came]").fill("380")
    send(one.locator("form[action$='/debrief/'] button"))

    assert one.locator("main .code").count() == 2
    fits(one)
    assert report.ReportRow.objects.count() == EventLeftRow.objects.count() == 1
    assert help_ends.shred_event_plans(timezone.now() + timedelta(hours=73)) == 1
    assert not EventPlanRow.objects.exists()
    two.goto(f"{live_server.url}/desk/events/")
    two.locator("[name=word]").fill(word)
    send(two.locator("main form button"))
    assert two.locator("article, form[action*='/act/']").count() == 0


def test_the_pages_have_no_grave_fault(browser, phones, live_server):
    (one, _), (_, other) = phones
    word = planned(one, other, live_server.url)
    with_script = browser.new_context(viewport=SMALL_PHONE, locale="ur")
    with_script.add_cookies(one.context.cookies())
    page = with_script.new_page()
    found = []
    for path in ("/desk/events/?lang=ur", "/desk/events/new/"):
        page.goto(f"{live_server.url}{path}")
        found += Axe().run(page).response["violations"]
    page.goto(f"{live_server.url}/desk/events/")
    page.locator("[name=word]").fill(word)
    send(page.locator("main form button"))
    unfold(page)
    found += Axe().run(page).response["violations"]
    with_script.close()

    assert [fault["id"] for fault in found if fault["impact"] in GRAVE] == []


def test_each_printed_sheet_is_a_page_of_its_own(phones, live_server):
    (one, _), (_, other) = phones
    planned(one, other, live_server.url)
    send(one.locator("main form button"))
    unfold(one)
    for line, holder in enumerate(("دروازہ", "گلی", "کلینک")):
        one.locator("[name=holder]").nth(line).fill(holder)
    send(one.locator("form[action$='/sheets/give/'] button"))

    printed = one.pdf(format="A4")

    assert printed.count(b"/Type /Page\n") == 3 or printed.count(b"/Type /Page") - printed.count(b"/Type /Pages") == 3

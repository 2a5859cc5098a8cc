"""A gathering place and its plan on a 320 px screen: written, locked and opened, with and without script, in both directions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from tests.doors.sign_in import member, person_id_of, signed_in
from tests.factories_keys import given_keys
from tests.factories_wire import Wire

from haal.domain.access import Role
from haal.domain.gathering.place import PlaceKind
from haal.domain.gathering.plan import LINE_CHARS_MAX, TEXT_CHARS_MAX, Plan, texts_of
from haal.domain.ids import PlaceId
from haal.porch.clock import now
from haal.services.help.gathering import register
from haal.services.people.queries import actor_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SMALL_PHONE = {"width": 320, "height": 568}
DIRECTIONS = {"en": "ltr", "ur": "rtl"}
NAME = {
    "en": "The girls' school by the old canal of the upper quarter",
    "ur": "بالائی محلے کی پرانی نہر والا لڑکیوں کا سکول",
}
LONG = {"en": "overtherooftoppathbehindthebakery and on ", "ur": "بیکری کے پیچھے چھت کے اوپر سے ہو کر "}


@pytest.fixture(params=[(language, script) for language in DIRECTIONS for script in (True, False)], ids=str)
def phone(request, browser, live_server, home) -> Iterator[Any]:
    """Return a page of a helper's small phone; `place_id` is theirs, and `fits` says whether the page does."""
    given_keys(home)
    language, with_script = request.param
    name = member(Role.STEWARD)
    first = actor_of(person_id=person_id_of(name))
    context = browser.new_context(java_script_enabled=with_script, viewport=SMALL_PHONE)
    session = signed_in(name).cookies["session"].value
    cookies = {"session": session, "lang": language}
    context.add_cookies([{"name": each, "value": value, "url": live_server.url} for each, value in cookies.items()])
    page = context.new_page()
    page.language, page.wire, page.site = language, Wire.of(page, slow=False), live_server.url
    page.place_id = register.register(
        kind=PlaceKind.SCHOOL, name=NAME[language], district="Mastung", by=first, now=now()
    )
    register.add_steward(place_id=PlaceId(page.place_id), person_id=first.person_id, by=first, now=now())
    yield page
    context.close()


def see_that_it_fits(page: Any, name: str) -> None:
    look = page.wire.look(name, direction=page.locator("html").get_attribute("dir"))
    assert (look.name, look.direction) == (name, DIRECTIONS[page.language])
    assert look.width <= SMALL_PHONE["width"], name


def test_a_plan_is_written_locked_and_opened_on_a_small_phone(phone):
    place = f"{phone.site}/desk/places/{phone.place_id}/"
    for path, name in ((f"{phone.site}/desk/places/", "places"), (place, "place"), (f"{place}plan/", "form")):
        phone.goto(path)
        see_that_it_fits(phone, name)
    words = LONG[phone.language]
    for field, _ in texts_of(Plan()):
        phone.fill(f"[name={field}]", (words * 20)[:TEXT_CHARS_MAX])
    phone.select_option("[name=hazard0]", index=1)
    for field in ("sign0", "who_checks0", "then0"):
        phone.fill(f"[name={field}]", (words * 9)[:LINE_CHARS_MAX])
    phone.fill("[name=crowd_max]", "400")
    phone.fill("[name=ways_out]", "2")
    phone.fill("[name=review_on]", (now() + timedelta(days=60)).date().isoformat())
    phone.locator("main form button").last.click()
    phone.locator("main .code").wait_for()
    see_that_it_fits(phone, "word")
    word = phone.locator("main .code").inner_text()

    phone.goto(place)
    phone.fill("#word", word)
    phone.locator("form[action$='/plan/read/'] button").click()
    phone.locator("article.plan").wait_for()
    see_that_it_fits(phone, "plan")
    assert words.strip()[:20] in phone.locator("article.plan").inner_text()


def test_it_is_told_on_a_small_phone_that_nobody_gathers_there_any_more(phone):
    phone.goto(f"{phone.site}/desk/places/{phone.place_id}/")
    phone.locator("details:has(form[action$='/closed/']) summary").click()
    phone.fill("form[action$='/closed/'] [name=words]", "the roof came down")
    phone.locator("form[action$='/closed/'] button").click()
    phone.locator("form[action$='/closed/'] [name=is_closed][value=no]").wait_for(state="attached")
    see_that_it_fits(phone, "closed")

"""A place helper changes a shift in a real Chromium: right to left, on a 320 px screen, with and without script."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.utils import timezone
from tests import factories
from tests.doors.sign_in import member, signed_in
from tests.factories_keys import given_keys
from tests.factories_tutorials import Walker, walk

from haal.domain.access import Role
from haal.domain.gathering.place import PlaceKind
from haal.domain.warning_text import LAND_TIME
from haal.services.help.gathering import register
from haal.services.help.rota import queries, shifts
from haal.storage import person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SMALL_PHONE = {"width": 320, "height": 568}


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def phones(request, browser, live_server, home) -> Iterator[tuple[Any, Any]]:
    """Return the small phones, in Urdu, of two helpers who hold one shift each."""
    given_keys(home)
    now = timezone.now()
    names = [member(Role.STEWARD) for _ in range(4)]
    ids = [person.find(name) for name in names]
    first = replace(factories.actor(Role.STEWARD), person_id=ids[0])
    place_id = register.register(kind=PlaceKind.SCHOOL, name="سکول", district="Mastung", by=first, now=now)
    for newcomer in ids:
        register.add_steward(place_id=place_id, person_id=newcomer, by=first, now=now)
    for days, two in ((1, ids[:2]), (2, ids[2:])):
        times = {"starts_at": now + timedelta(days=days), "ends_at": now + timedelta(days=days, hours=4)}
        shifts.hold(place_id=place_id, people=tuple(two), **times, by=first, now=now)
    contexts = []
    for name in (names[0], names[2]):
        context = browser.new_context(java_script_enabled=request.param, viewport=SMALL_PHONE, locale="ur")
        session = signed_in(name).cookies["session"].value
        context.add_cookies([{"name": "session", "value": session, "url": live_server.url}])
        contexts.append(context)
    yield tuple((context.new_page(), who) for context, who in zip(contexts, (ids[0], ids[2]), strict=True))
    for context in contexts:
        context.close()


def test_two_helpers_change_places_right_to_left_on_small_phones(phones, live_server):
    (giver, giver_id), (taker, taker_id) = phones
    giver.goto(f"{live_server.url}/desk/shifts/?lang=ur")
    assert giver.locator("html").get_attribute("dir") == "rtl"
    wide = giver.locator("main").bounding_box()
    assert wide["x"] >= 0
    assert wide["width"] <= SMALL_PHONE["width"]
    choice = giver.locator(f"option[value$='{taker_id}']").get_attribute("value")
    giver.locator("select").first.select_option(choice)
    giver.click("form[action$='/swap/'] button")

    taker.goto(f"{live_server.url}/desk/shifts/?lang=ur")
    taker.click("form[action$='/agree/'] button")

    by = replace(factories.actor(Role.STEWARD), person_id=taker_id)
    early, late = (one.shift for one in queries.mine(by=by, now=timezone.now()).shifts)
    assert taker_id in early.people
    assert giver_id in late.people


def on_day(number: int, *, after: datetime) -> datetime:
    """Return the next such day of the week, ten in the morning by the land's time, from tomorrow on."""
    tomorrow = after.astimezone(LAND_TIME).date() + timedelta(days=1)
    day = tomorrow + timedelta(days=(number - tomorrow.weekday()) % 7)
    return datetime.combine(day, time(10), LAND_TIME)


def test_the_tutorial_of_a_place_helper_can_be_followed_line_by_line(browser, live_server, home):
    given_keys(home)
    now = timezone.now()
    names = [member(Role.STEWARD) for _ in range(4)]
    ids = [person.find(name) for name in names]
    first = replace(factories.actor(Role.STEWARD), person_id=ids[0])
    place_id = register.register(kind=PlaceKind.LIBRARY, name="The library", district="Mastung", by=first, now=now)
    for newcomer in ids:
        register.add_steward(place_id=place_id, person_id=newcomer, by=first, now=now)
    early = on_day(2, after=now)
    late = max(on_day(3, after=now), early + timedelta(days=1))
    over = now - timedelta(hours=34)  # long enough ago that whoever stood has rested, whatever day it is
    for starts_at, two in ((over, ids[::2]), (early, ids[::2]), (late, ids[1::2])):
        times = {"starts_at": starts_at, "ends_at": starts_at + timedelta(hours=4)}
        shifts.hold(place_id=place_id, people=tuple(two), **times, by=first, now=now)
    context = [browser.new_context(java_script_enabled=False, viewport=SMALL_PHONE) for _ in range(2)]
    for one, name in zip(context, names[:2], strict=True):
        session = signed_in(name).cookies["session"].value
        one.add_cookies([{"name": "session", "value": session, "url": live_server.url}])

    walk("steward", *(Walker(page=one.new_page(), site=live_server.url) for one in context))

    for one in context:
        one.close()

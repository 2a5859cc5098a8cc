"""A place helper changes a shift in a real Chromium: right to left, on a 320 px screen, with and without script."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from tests import factories
from tests.doors.sign_in import member, signed_in
from tests.factories_keys import given_keys

from haal.domain.access import Role
from haal.domain.gathering.place import PlaceKind
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

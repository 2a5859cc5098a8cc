"""A family finder confirms a match in a real Chromium: right to left, on a 320 px screen, with and without script."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from tests.doors.sign_in import member, signed_in
from tests.factories import NOW
from tests.factories_keys import given_keys
from tests.factories_tracing import SEEN, keep, told

from haal.domain.access import Role
from haal.domain.tracing.pair import PairState
from haal.domain.tracing.told import Entry
from haal.storage.tracing import pair as pair_rows

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SMALL_PHONE = {"width": 320, "height": 568}


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def desk(request, browser, live_server, home) -> Iterator[Any]:
    """Return a page of a small phone, in Urdu, in which a family finder has signed in; `case_id` is theirs."""
    given_keys(home)
    context = browser.new_context(java_script_enabled=request.param, viewport=SMALL_PHONE, locale="ur")
    session = signed_in(member(Role.TRACER)).cookies["session"].value
    context.add_cookies([{"name": "session", "value": session, "url": live_server.url}])
    page = context.new_page()
    _code, page.case_id = keep(told(), now=NOW)
    keep(told(Entry.SIGHTING, who=SEEN), now=NOW)
    yield page
    context.close()


def test_a_finder_confirms_a_match_right_to_left_on_a_small_phone(desk, live_server):
    desk.goto(f"{live_server.url}/desk/tracing/case/{desk.case_id}/?lang=ur")
    assert desk.locator("html").get_attribute("dir") == "rtl"
    assert desk.locator("bdi", has_text="عبدالرحمٰن").first.is_visible()
    wide = desk.locator("main").bounding_box()
    assert wide["x"] >= 0
    assert wide["width"] <= SMALL_PHONE["width"]

    desk.click("form[action$='/same/'] button")
    assert urlsplit(desk.url).path == "/desk/tracing/"
    (pair,) = pair_rows.of_request(desk.case_id)
    assert pair.state is PairState.SAME

"""The four flows of help on a 320 px screen over 2G: with script and without, in English and from right to left in Urdu.

The one thing to know: Chromium throttles the network, and pages travel as `haal up` sends them, compressed. Of every page of a flow
is told (`-rP`) when it could first be read and used and what it weighed; nothing may stick out.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import override_settings
from django.test.testcases import LiveServerThread
from tests.factories_flows import FLOWS, Stage
from tests.factories_keys import given_keys
from tests.factories_wire import Wire

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
SMALL_PHONE = {"width": 320, "height": 568}
KB = 1024
PAGE_BYTES_MAX = 14 * KB  # a page with its style: what it takes to read and use it
CIRCLE_BYTES_MAX = 8 * KB
VISIT_BYTES_MAX = 45 * KB  # with script and font, on a first visit
USABLE_SECONDS_MAX = 15.0
DIRECTIONS = {"en": "ltr", "ur": "rtl"}


@pytest.fixture(scope="module")
def style(tmp_path_factory) -> Path:
    """Return a folder with the style sheet, scripts and font as `haal up` leaves them: compressed."""
    folder = tmp_path_factory.mktemp("static")
    with override_settings(STATIC_ROOT=folder):  # says so to the storage, which an earlier test may have made
        call_command("collectstatic", interactive=False, verbosity=0)
    assert (folder / "haal.css").is_file()
    return folder


@pytest.fixture
def site(home, settings, style, transactional_db) -> Iterator[str]:
    """Return the address of a site whose files travel compressed; Django's own live server sends them as they lie."""
    given_keys(home)
    settings.STATIC_ROOT, settings.WHITENOISE_USE_FINDERS = style, False
    thread = LiveServerThread("127.0.0.1", lambda application: application, connections_override={})
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    assert thread.error is None
    yield f"http://127.0.0.1:{thread.port}"
    thread.terminate()


@pytest.fixture(params=[(language, script) for language in DIRECTIONS for script in (True, False)], ids=str)
def stage(request, browser, site) -> Iterator[tuple[Stage, list[tuple[str, Wire, Any]]]]:
    """Return where a flow is walked, and a list of every page of it that counts with what Chromium said of it."""
    language, with_script = request.param
    wires: dict[Any, Wire] = {}
    contexts, looks = [], []

    def open_page(session: str) -> Any:
        context = browser.new_context(java_script_enabled=with_script, viewport=SMALL_PHONE)
        contexts.append(context)
        if session:
            context.add_cookies([{"name": "session", "value": session, "url": site}])
        page = context.new_page()
        wires[page] = Wire.of(page, slow=True)
        return page

    def shown(page: Any, name: str) -> None:
        looks.append(wires[page].look(name, direction=page.locator("html").get_attribute("dir")))

    yield Stage(site=site, language=language, open_page=open_page, shown=shown), looks
    for context in contexts:
        context.close()


@pytest.mark.parametrize("flow", FLOWS)
def test_a_flow_is_walked_on_a_small_phone_over_2g(flow, stage, request):
    walked, looks = stage

    FLOWS[flow](walked)

    request.node.add_report_section("call", "told", "\n".join(look.told for look in looks))
    assert [look.name for look in looks if not look.style_bytes] == []
    limit = CIRCLE_BYTES_MAX if looks[0].name.startswith("circle") else PAGE_BYTES_MAX
    assert {look.name: look.width for look in looks if look.width > SMALL_PHONE["width"]} == {}
    assert {look.direction for look in looks} == {DIRECTIONS[walked.language]}
    assert {look.name: look.page_bytes for look in looks if look.page_bytes > limit} == {}
    assert {look.name: look.visit_bytes for look in looks if look.visit_bytes > VISIT_BYTES_MAX} == {}
    assert {look.name: look.seconds for look in looks if not 0 < look.seconds <= USABLE_SECONDS_MAX} == {}

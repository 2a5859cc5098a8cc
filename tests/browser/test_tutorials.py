"""Each tutorial is walked as it is written, by people with the roles it is for, on a small phone without script."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from tests import factories_help
from tests.doors.sign_in import member, signed_in
from tests.factories_assess import told
from tests.factories_keys import given_keys
from tests.factories_publication import incident
from tests.factories_tracing import SEEN, keep
from tests.factories_tracing import told as sought
from tests.factories_tutorials import ROOT, Walker, walk

from haal.domain.access import Role
from haal.domain.tracing.told import Entry
from haal.porch import clock
from haal.services.warn import drill, wording

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SMALL_PHONE = {"width": 320, "height": 568}
BY_HAND = {"first-hour"}  # at a terminal: what it has you run are the commands that other tests run
ELSEWHERE = {"circle", "steward"}  # test_circle.py, test_rota.py: their people have codes or shifts before they begin

# Whose tutorial it is (nobody: without an account), and what there is when it begins.
WALKED: dict[str, tuple[tuple[Role | None, ...], Callable[[], object]]] = {
    "teller": ((None,), lambda: None),
    "verifier": ((Role.VERIFIER,), told),
    "warner": ((Role.WARNER, Role.WARNER), lambda: (incident("own:Dawn", "own:Geo"), _people_near())),
    "aid": ((Role.AID, None), lambda: factories_help.offer(now=clock.now())),
    "listener": ((Role.WOMAN_LISTENER, None), lambda: None),
    "tracer": ((Role.TRACER, None), lambda: keep(sought(Entry.SIGHTING, who=SEEN), now=clock.now())),
    "publisher": ((Role.PUBLISHER, Role.PUBLISHER), lambda: incident("own:Dawn", "own:Geo")),
}


def _people_near() -> None:
    """Forty simulated people asked to be told what happens in Quetta."""
    cells = wording.area(place="Quetta", lat=30.184, lon=67.001, radius_km=8).cells
    drill.add_simulated(count=40, by_mail=20, cells=cells, clock=clock.now)


@pytest.fixture(autouse=True)
def keys_in_memory(home) -> None:
    given_keys(home)


@pytest.fixture
def people(browser, live_server) -> Iterator[Callable[[Role | None], Walker]]:
    contexts: list[Any] = []

    def person(role: Role | None) -> Walker:
        context = browser.new_context(java_script_enabled=False, viewport=SMALL_PHONE)
        contexts.append(context)
        if role:
            session = signed_in(member(role)).cookies["session"].value
            context.add_cookies([{"name": "session", "value": session, "url": live_server.url}])
        return Walker(page=context.new_page(), site=live_server.url)

    yield person
    for context in contexts:
        context.close()


@pytest.mark.parametrize("name", WALKED)
def test_a_tutorial_can_be_followed_line_by_line(name, people):
    roles, given = WALKED[name]
    given()

    walk(name, *(people(role) for role in roles))


def test_every_tutorial_is_walked():
    assert {path.stem for path in ROOT.glob("*.md")} == WALKED.keys() | BY_HAND | ELSEWHERE

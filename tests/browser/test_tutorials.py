"""Each tutorial is walked as it is written, by people with the roles it is for: a small phone without script, a terminal of their own.

The one thing to know: a terminal's commands run on this machine as they stand on the page; a box that is set up there is another
than the one whose pages are opened.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from benchmarks import harness
from tests import factories_help
from tests.doors.sign_in import member, signed_in
from tests.factories import account
from tests.factories_assess import told
from tests.factories_keys import given_keys
from tests.factories_publication import incident
from tests.factories_terminal import Terminal
from tests.factories_tracing import SEEN, keep
from tests.factories_tracing import told as sought
from tests.factories_tutorials import ROOT, Walker, walk

from haal.domain.access import Role
from haal.domain.tracing.told import Entry
from haal.porch import clock
from haal.services.warn import drill, wording

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SMALL_PHONE = {"width": 320, "height": 568}
STATION = harness.ROOT / "contrib" / "open-seal" / "open_seal.py"
WITH_AGE = {"custodian", "operator"}
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
    "intake": ((Role.INTAKE, None), lambda: None),
    "focal": ((Role.FOCAL, None), lambda: None),
    "auditor": ((Role.AUDITOR, Role.OPERATOR), lambda: account(pseudonym="amber-lamp")),
    "operator": ((Role.OPERATOR, None), lambda: None),
    "custodian": ((Role.CUSTODIAN, Role.CUSTODIAN), lambda: None),
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
def people(browser, live_server, tmp_path) -> Iterator[Callable[[Role | None], Walker]]:
    contexts: list[Any] = []
    terminals: list[Terminal] = []

    def person(role: Role | None) -> Walker:
        context = browser.new_context(java_script_enabled=False, viewport=SMALL_PHONE)
        contexts.append(context)
        if role:
            session = signed_in(member(role)).cookies["session"].value
            context.add_cookies([{"name": "session", "value": session, "url": live_server.url}])
        machine = tmp_path / f"machine-{len(terminals)}"
        machine.mkdir(mode=0o700)
        if role is Role.CUSTODIAN:
            shutil.copy2(STATION, machine)
        terminals.append(Terminal(folder=machine))
        return Walker(page=context.new_page(), site=live_server.url, terminal=terminals[-1])

    yield person
    for context in contexts:
        context.close()
    for terminal in terminals:
        terminal.leave()


@pytest.mark.parametrize("name", WALKED)
def test_a_tutorial_can_be_followed_line_by_line(name, people, request):
    roles, given = WALKED[name]
    if name in WITH_AGE:
        request.getfixturevalue("age_program")
    given()

    walk(name, *(people(role) for role in roles))


def test_every_tutorial_is_walked():
    assert {path.stem for path in ROOT.glob("*.md")} == WALKED.keys() | BY_HAND | ELSEWHERE

"""A whole drill over real sockets: everybody once, nobody outside, TEST everywhere, an ending for exactly those who were told."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from itertools import count

import pytest
from tests.factories import NOW
from tests.factories_keys import given_keys
from tests.factories_warnings import MADE_UP, agreed, cells, drafted, subscribe, warners

from haal.cli import clock, commands
from haal.domain.delivery import State
from haal.domain.warning import Mode
from haal.jobs import dispatch
from haal.services.warn import drill
from haal.storage import delivery
from haal.storage.ground import keys

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _keys(home):
    given_keys(home)
    yield
    keys.forget()


def test_a_drill_goes_from_draft_to_ending_by_mail_and_by_the_counting_gateway(tmp_path):
    first, second = warners()
    real = subscribe(5, at=MADE_UP)
    seconds = count()
    clock = lambda: NOW + timedelta(seconds=next(seconds) // 4)  # noqa: E731 - a clock that goes on
    stages = []

    with drill.open_gateways(tmp_path) as (ways, running):
        drill.add_simulated(count=240, by_mail=30, cells=cells(MADE_UP), clock=clock)
        done = drill.run(ways=ways, running=running, first=first, second=second, clock=clock, step=stages.append)

    assert (done.status, done.headcount) == ("Exercise", 240)
    assert (done.delivered, done.updated, done.cancelled) == (240, 240, 240)
    assert (done.duplicates, done.repeats) == (0, 0)
    assert done.same_people
    assert done.all_say_test
    assert stages == ["issued", "delivered", "updated", "ended"]
    assert not delivery.recipients(done.warning_id, 1, set(State)) & set(real)


def test_a_drill_that_was_begun_at_the_desk_is_sent_by_the_command_alone(capsys):
    two = warners()
    drill.add_simulated(
        count=12, by_mail=4, cells=drill.cells_of_place(place="Mastung", radius_km=8), clock=lambda: clock.now()
    )
    warning_id = drafted(MADE_UP, mode=Mode.DRILL, by=two[0], now=clock.now())
    agreed(warning_id, *(replace(person, second_factor_at=clock.now()) for person in two), now=clock.now())

    dispatch.run(clock.now())
    waiting = delivery.recipients(warning_id, 1, {State.QUEUED})
    code = commands.run(["drill", "--json", "send"])

    assert len(waiting) == 12
    assert code == 0
    assert json.loads(capsys.readouterr().out) == {
        "ok": True,
        "states": {"accepted": 12},
        "arrived": 12,
        "duplicates": 0,
    }
    assert commands.run(["drill", "people", "zzzzqqq"]) == 1


def test_a_log_of_a_drill_holds_no_address_and_no_text(tmp_path):
    first, second = warners()

    with drill.open_gateways(tmp_path) as (ways, running):
        drill.add_simulated(count=20, by_mail=10, cells=cells(MADE_UP), clock=lambda: NOW)
        drill.run(ways=ways, running=running, first=first, second=second, clock=lambda: NOW)

    written = "".join(log.read_text() for log in running.logs)
    assert written.count("\n") == 60
    assert "drill.example" not in written
    assert "+9299" not in written

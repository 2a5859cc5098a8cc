"""When a gateway rests, another takes what waits and nothing in doubt; what is reported later counts once; quiet is kept."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.factories import NOW
from tests.factories_warnings import BLAST, agreed, at, drafted, live_sink, subscribe, warners

from haal.channels.batch import LiveGateways
from haal.domain.delivery import Channel, Outcome, State
from haal.domain.errors import ChannelUnavailable
from haal.domain.hazard import Severity
from haal.services.warn import deliver
from haal.services.warn.send import receipts
from haal.storage import delivery
from haal.storage.delivery import DeliveryRow
from haal.storage.subscriber import ChoiceRow

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("desk_keys")]


def issued(written=BLAST):
    two = warners()
    warning_id = drafted(written, by=two[0])
    agreed(warning_id, *two)
    return warning_id


def states(warning_id):
    return {state: number for (_, state), number in delivery.counts(warning_id, 1).items()}


def drain(*sinks, minutes=0):
    ways = LiveGateways(by_channel={Channel.EMAIL: sinks})
    return deliver.drain(gateways=ways, owner="one", clock=at(minutes))


def away():
    raise ChannelUnavailable("first")


def test_a_second_gateway_takes_what_waits_when_the_first_rests():
    subscribe(3)
    warning_id = issued()
    first, second = live_sink(name="first", before=away), live_sink(name="second")

    drain(first, second)

    assert len(second.came) == 3
    assert states(warning_id) == {State.ACCEPTED: 3}


def test_a_second_gateway_never_takes_what_the_first_may_have_sent():
    subscribe(2)
    warning_id = issued()
    first = live_sink(name="first", say=lambda _message: Outcome.UNKNOWN)
    second = live_sink(name="second")
    drain(first)
    first.before = away

    drain(first, second, minutes=3)

    assert second.came == []
    assert states(warning_id) == {State.QUEUED: 2}


def test_a_receipt_settles_what_is_in_doubt_and_spares_the_repeat():
    subscribe(1)
    warning_id = issued()
    sink = live_sink(say=lambda _message: Outcome.UNKNOWN)
    drain(sink)
    told = {"gateway": "sink", "key": sink.came[0].key, "outcome": Outcome.ACCEPTED, "now": NOW}

    assert receipts.take(**told) is True
    assert receipts.take(**told) is False
    drain(sink, minutes=3)

    assert len(sink.came) == 1
    assert states(warning_id) == {State.ACCEPTED: 1}


def test_a_receipt_may_come_before_the_sending_is_kept():
    subscribe(1)
    warning_id = issued()
    sink = live_sink(say=lambda _message: Outcome.UNKNOWN)

    def report(message):
        receipts.take(gateway="sink", key=message.key, outcome=Outcome.ACCEPTED, now=NOW)
        return Outcome.UNKNOWN

    sink.say = report
    drain(sink)

    assert states(warning_id) == {State.ACCEPTED: 1}


@pytest.mark.parametrize(("severity", "expected"), [(Severity.EXTREME, 1), (Severity.SEVERE, 0)])
def test_hours_of_quiet_hold_back_what_is_not_extreme_until_they_end(severity, expected):
    subscribe(1)
    ChoiceRow.objects.update(quiet_from=13, quiet_to=15)  # NOW is 14:30 in the land
    issued(written=replace(BLAST, severity=severity))
    sink = live_sink()

    drain(sink)
    assert len(sink.came) == expected
    drain(sink, minutes=61)

    assert len(sink.came) == 1
    assert DeliveryRow.objects.get().state == State.ACCEPTED.value

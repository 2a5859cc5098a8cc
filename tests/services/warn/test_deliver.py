"""Messages leave once: late, superseded, stopped or unanswered, each is what the table says, and a drill never leaves here."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.factories import NOW
from tests.factories_keys import given_keys
from tests.factories_warnings import (
    BLAST,
    MADE_UP,
    agreed,
    at,
    drafted,
    drill,
    drill_sink,
    live,
    live_sink,
    subscribe,
    warners,
)

from haal.domain.delivery import TRIES_MAX, Channel, Outcome, State
from haal.domain.errors import ChannelUnavailable, KeysLocked
from haal.domain.hazard import Severity
from haal.domain.policy import Policy
from haal.domain.warning import Mode
from haal.services.warn import cancel, deliver, draft
from haal.storage import delivery, subscriber
from haal.storage.delivery import DeliveryRow
from haal.storage.ground import keys
from haal.storage.warn import audience

pytestmark = pytest.mark.django_db
OWNER = "one"


@pytest.fixture(autouse=True)
def _keys(home):
    given_keys(home)
    yield
    keys.forget()


@pytest.fixture
def two():
    return warners()


def issued(two, count=3, *, mode=Mode.ACTUAL, written=BLAST):
    people = subscribe(count, simulated=mode is Mode.DRILL)
    warning_id = drafted(written, mode=mode, by=two[0])
    agreed(warning_id, *two)
    return warning_id, people


def states(warning_id, revision=1):
    return {state: number for (_, state), number in delivery.counts(warning_id, revision).items()}


def drain(sink, *, minutes=0, ways=None, owner=OWNER):
    return deliver.drain(gateways=ways or live(sink), owner=owner, clock=at(minutes))


def test_each_person_gets_one_message_with_its_key_and_its_end(two):
    warning_id, people = issued(two)
    sink = live_sink()

    drain(sink)
    drain(sink)

    assert states(warning_id) == {State.ACCEPTED: 3}
    assert len(sink.came) == len({message.key for message in sink.came}) == 3
    assert {message.not_after for message in sink.came} == {NOW + timedelta(hours=6)}
    assert all(f"/warnings/{warning_id}/" in message.body for message in sink.came)
    assert all(message.stop_url in message.body for message in sink.came)
    assert {message.address for message in sink.came} == {f"{person[2:]}@people.example" for person in people}


def test_what_is_queued_twice_is_there_once(two):
    warning_id, _people = issued(two)
    rows = list(DeliveryRow.objects.values_list("recipient", flat=True))
    order = delivery.Order(
        warning_id=warning_id, revision=1, is_drill=False, may_repeat=True, priority=0,
        not_before=NOW, not_after=NOW + timedelta(hours=6),
    )  # fmt: skip

    assert delivery.put(order, audience.still_there(rows)) == 0
    assert DeliveryRow.objects.count() == 3


def test_nothing_leaves_while_the_keys_are_away_and_it_is_said(two):
    warning_id, _people = issued(two)
    sink = live_sink()
    held = keys._cache.copy()
    keys.forget()

    with pytest.raises(KeysLocked):
        drain(sink)

    assert sink.came == []
    assert states(warning_id) == {State.QUEUED: 3}
    keys._cache.update(held)
    drain(sink)
    assert states(warning_id) == {State.ACCEPTED: 3}


def test_a_message_that_is_too_late_is_not_claimed(two):
    warning_id, _people = issued(two)
    sink = live_sink()

    drain(sink, minutes=6 * 60)

    assert sink.came == []
    deliver.send_batch(gateways=live(sink), channel=Channel.EMAIL, owner=OWNER, clock=at(6 * 60 + 1))
    assert states(warning_id) == {State.EXPIRED: 3}


def test_a_message_that_ran_out_between_claim_and_sending_is_not_sent(two):
    warning_id, _people = issued(two)
    sink = live_sink()
    instants = iter([NOW + timedelta(hours=6, seconds=-1), *[NOW + timedelta(hours=6)] * 9])

    deliver.send_batch(gateways=live(sink), channel=Channel.EMAIL, owner=OWNER, clock=lambda: next(instants))

    assert sink.came == []
    assert states(warning_id) == {State.EXPIRED: 3}


def test_a_cancel_takes_back_what_has_not_left(two):
    warning_id, people = issued(two)
    sink = live_sink()
    ids = delivery.claim(channel=Channel.EMAIL, is_drill=False, owner=OWNER, limit=2, now=NOW, lease_seconds=60)

    cancel.cancel(warning_id=warning_id, was_wrong=False, by=two[0], now=NOW)
    begun = delivery.begin(ids, owner=OWNER, gateway="sink", reachable=people, now=NOW)

    assert begun == ()
    assert states(warning_id) == {State.WITHDRAWN: 3}
    drain(sink)
    assert sink.came == []


def test_a_try_that_comes_back_after_a_cancel_is_not_made_again(two):
    warning_id, _people = issued(two)
    sink = live_sink(say=lambda _message: Outcome.LATER)
    sink.before = lambda: cancel.cancel(warning_id=warning_id, was_wrong=False, by=two[0], now=NOW)

    deliver.send_batch(gateways=live(sink), channel=Channel.EMAIL, owner=OWNER, clock=at())

    assert states(warning_id) == {State.WITHDRAWN: 3}


def test_who_has_stopped_gets_nothing_more(two):
    warning_id, people = issued(two)
    sink = live_sink()
    subscriber.forget([people[0]])

    drain(sink)

    assert states(warning_id) == {State.ACCEPTED: 2, State.WITHDRAWN: 1}


def test_unknown_is_sent_once_more_marked_when_the_danger_is_the_gravest(two):
    warning_id, _people = issued(two, 1)
    sink = live_sink(say=lambda _message: Outcome.UNKNOWN)

    for minute in range(5):
        drain(sink, minutes=minute)

    assert [message.is_repeat for message in sink.came] == [False, True]
    assert sink.came[1].headline.endswith("(دوبارہ)")
    assert len({message.key for message in sink.came}) == 1
    assert states(warning_id) == {State.UNKNOWN: 1}
    assert delivery.unknown_keys(warning_id) == {sink.came[0].key}


def test_unknown_of_a_lesser_danger_is_left_and_said(two):
    subscribe(1)
    written = draft.Written(
        hazard=BLAST.hazard,
        place="Mastung",
        lat=BLAST.lat,
        lon=BLAST.lon,
        radius_km=8,
        severity=Severity.MINOR,
        declared=BLAST.declared,
    )
    warning_id = drafted(written, by=two[0])
    agreed(warning_id, *two)
    sink = live_sink(say=lambda _message: Outcome.UNKNOWN)

    drain(sink)
    drain(sink, minutes=5)

    assert len(sink.came) == 1
    assert states(warning_id) == {State.UNKNOWN: 1}


def test_a_gateway_that_drops_repeats_itself_is_simply_asked_again(two):
    warning_id, _people = issued(two, 1)
    answers = iter([Outcome.UNKNOWN, Outcome.ACCEPTED])
    sink = live_sink(say=lambda _message: next(answers), honours_key=True)

    drain(sink)
    drain(sink, minutes=5)

    assert [message.is_repeat for message in sink.came] == [False, False]
    assert states(warning_id) == {State.ACCEPTED: 1}


def test_a_gateway_that_is_away_is_tried_again_later_and_not_for_ever(two):
    warning_id, _people = issued(two, 1)

    def away():
        raise ChannelUnavailable("sink")

    sink = live_sink(before=away)
    drain(sink)
    drain(sink, minutes=0.05)  # three seconds: too early

    row = DeliveryRow.objects.get()
    assert (row.tries, row.state) == (1, State.QUEUED.value)
    for minute in range(1, 60, 6):
        drain(sink, minutes=minute)
    assert states(warning_id) == {State.REFUSED: 1}
    assert DeliveryRow.objects.get().tries == TRIES_MAX


def test_what_a_dead_dispatcher_held_comes_back(two):
    warning_id, people = issued(two, 4)
    lease = {"channel": Channel.EMAIL, "is_drill": False, "owner": "dead", "now": NOW, "lease_seconds": 60}
    delivery.begin(delivery.claim(**lease, limit=2), owner="dead", gateway="sink", reachable=people, now=NOW)
    delivery.claim(**lease, limit=1)
    sink = live_sink()

    drain(sink)
    assert states(warning_id) == {State.SENDING: 2, State.LEASED: 1, State.ACCEPTED: 1}
    drain(sink, minutes=2)
    drain(sink, minutes=3)

    assert states(warning_id) == {State.ACCEPTED: 4}
    assert sum(message.is_repeat for message in sink.came) == 2
    assert len(sink.came) == 4


def test_a_lease_that_ran_out_is_not_begun_and_a_late_answer_changes_nothing(two):
    warning_id, people = issued(two, 2)
    ids = delivery.claim(channel=Channel.EMAIL, is_drill=False, owner="slow", limit=2, now=NOW, lease_seconds=60)

    assert delivery.begin(ids, owner="slow", gateway="s", reachable=people, now=NOW + timedelta(seconds=60)) == ()
    drain(live_sink(), minutes=2)
    drain(live_sink(), minutes=3)
    moved = delivery.settle(
        dict.fromkeys(ids, (Outcome.REFUSED, "late")), owner="slow", honours_key=False, now=NOW + timedelta(minutes=4)
    )

    assert moved == {}
    assert states(warning_id) == {State.ACCEPTED: 2}


def test_a_drill_is_never_sent_by_live_gateways_nor_a_warning_by_a_drills(two):
    real, _people = issued(two, 2)
    practice, _simulated = issued(two, 3, mode=Mode.DRILL, written=MADE_UP)
    outward, inward = live_sink(), drill_sink()

    drain(outward)
    drain(inward, ways=drill(inward))

    assert {message.reference for message in outward.came} == {f"{real}.1"}
    assert {message.reference for message in inward.came} == {f"{practice}.1"}
    assert all(message.body.startswith("TEST") for message in inward.came)


def test_a_graver_danger_goes_before_what_was_queued_earlier(two):
    minor = draft.Written(
        hazard=BLAST.hazard,
        place="Mastung",
        lat=BLAST.lat,
        lon=BLAST.lon,
        radius_km=8,
        severity=Severity.MINOR,
        declared=BLAST.declared,
    )
    subscribe(1)
    first = drafted(minor, by=two[0])
    agreed(first, *two)
    grave = drafted(by=two[0])
    agreed(grave, *two)
    sink = live_sink()

    drain(sink)

    assert [message.reference for message in sink.came] == [f"{grave}.1", f"{first}.1"]


def test_many_are_queued_in_short_time_and_batches_are_bounded(two):
    _warning_id, _people = issued(two, 120)
    sizes = []
    sink = live_sink()
    sink.before = lambda: sizes.append(len(sink.came))

    deliver.drain(gateways=live(sink), owner=OWNER, clock=at(), policy=Policy(delivery_batch=500))

    assert len(sink.came) == 120
    assert sizes == [0, 20, 40, 60, 80, 100]


def test_old_rows_are_forgotten_after_a_month(two):
    issued(two, 2)

    assert deliver.forget_old(now=NOW + timedelta(days=20)) == 0
    assert deliver.forget_old(now=NOW + timedelta(days=31)) == 2

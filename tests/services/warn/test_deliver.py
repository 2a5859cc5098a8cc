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

from haal.channels.batch import Pace
from haal.domain.delivery import TRIES_MAX, Channel, Outcome, State
from haal.domain.errors import ChannelUnavailable, KeysLocked
from haal.domain.hazard import Severity
from haal.domain.policy import DEFAULT
from haal.domain.warn.breaker import FAILURES_MAX, Stand
from haal.domain.warning import Mode
from haal.services.warn import cancel, deliver, draft
from haal.services.warn.send import once
from haal.services.warn.send.lane import Dispatcher, Lane
from haal.services.warn.send.standing import gateways_standing
from haal.storage import delivery, subscriber
from haal.storage.delivery import DeliveryRow
from haal.storage.ground import keys
from haal.storage.warn import fill
from haal.storage.warn.queue import QueueRow

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


class Died(BaseException):
    """A process that is gone in the middle of a call."""


def die():
    raise Died


def hold(sink, *, owner=OWNER, clock=None):
    """Claim a batch, and no more."""
    by = Dispatcher(owner=owner, clock=clock or at(), policy=DEFAULT, hands=once.AtOnce())
    lane = Lane(sink, channel=Channel.EMAIL, before=(), by=by)
    lane.turn()
    return lane


def standing(two):
    return gateways_standing(by=two[0], now=NOW + timedelta(minutes=0.05))


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
    issued(two)
    row = QueueRow.objects.get()
    row.choice_after, row.is_filled = 0, False
    row.save()

    assert fill.some(is_drill=False, now=NOW, people=fill.CHUNK) == 0
    assert fill.some(is_drill=False, now=NOW, people=fill.CHUNK) is None
    assert DeliveryRow.objects.count() == 3


def test_a_wide_warning_takes_people_in_the_order_of_their_numbers_and_misses_nobody(two, monkeypatch):
    monkeypatch.setattr(fill, "WIDE_MIN", 1)
    monkeypatch.setattr(fill, "CHUNK", 2)
    issued(two)
    while fill.some(is_drill=False, now=NOW, people=fill.CHUNK) is not None:
        """Chunk by chunk, as the dispatcher does."""

    queued = list(DeliveryRow.objects.order_by("id").values_list("person", flat=True))
    assert (QueueRow.objects.get().is_wide, len(queued), queued) == (True, 3, sorted(queued))


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
    assert states(warning_id) == {State.EXPIRED: 3}


def test_a_message_that_ran_out_between_claim_and_beginning_is_not_sent(two):
    warning_id, _people = issued(two)
    sink = live_sink()
    hold(sink)

    drain(sink, minutes=6 * 60)

    assert sink.came == []
    assert states(warning_id) == {State.EXPIRED: 3}


def test_a_message_that_ran_out_between_its_beginning_and_the_call_is_not_sent(two):
    warning_id, _people = issued(two)
    sink = live_sink()
    # Filling, tidying, looking, the turn that claims; the turn that begins; then the instant of the call.
    instants = iter([*[NOW] * 5, *[NOW + timedelta(hours=6, seconds=-1)] * 3, *[NOW + timedelta(hours=6)] * 99])

    deliver.drain(gateways=live(sink, Channel.EMAIL), owner=OWNER, clock=lambda: next(instants))

    assert sink.came == []
    assert DeliveryRow.objects.filter(tries=0).count() == 3
    assert states(warning_id) == {State.EXPIRED: 3}


def test_a_cancel_takes_back_what_has_not_left(two):
    warning_id, _people = issued(two)
    sink = live_sink()
    lane = hold(sink)

    cancel.cancel(warning_id=warning_id, was_wrong=False, by=two[0], now=NOW)
    assert states(warning_id) == {State.WITHDRAWN: 3}
    lane.turn()
    drain(sink)

    assert sink.came == []
    assert states(warning_id) == {State.WITHDRAWN: 3}
    assert DeliveryRow.objects.filter(state=State.WITHDRAWN.value).count() == 3


def test_a_try_that_comes_back_after_a_cancel_is_not_made_again(two):
    warning_id, _people = issued(two)
    sink = live_sink(say=lambda _message: Outcome.LATER)

    def end_it():
        sink.before, sink.say = (lambda: None), (lambda _message: Outcome.LATER)
        cancel.cancel(warning_id=warning_id, was_wrong=False, by=two[0], now=NOW)

    sink.before = end_it
    drain(sink)

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


def test_a_gateway_that_is_away_costs_no_tries_and_is_rested_longer_each_time(two):
    warning_id, _people = issued(two, 1)
    calls = []

    def away():
        calls.append(1)
        raise ChannelUnavailable("sink")

    sink = live_sink(before=away)
    drain(sink)
    drain(sink, minutes=0.05)  # three seconds: it rests

    row = DeliveryRow.objects.get()
    assert (len(calls), row.tries, row.state) == (FAILURES_MAX, 0, State.QUEUED.value)
    assert [one.stand for one in standing(two)] == [Stand.OPEN]
    for minute in range(1, 300, 20):
        drain(sink, minutes=minute)
    assert len(calls) <= 300 / 20 + FAILURES_MAX
    sink.before = lambda: None
    drain(sink, minutes=310)
    assert states(warning_id) == {State.ACCEPTED: 1}
    assert [one.stand for one in standing(two)] == [Stand.CLOSED]


def test_a_message_that_a_gateway_puts_off_is_tried_later_and_not_for_ever(two):
    warning_id, _people = issued(two, 1)
    sink = live_sink(say=lambda _message: Outcome.LATER)

    drain(sink)
    drain(sink, minutes=0.05)  # three seconds: too early

    row = DeliveryRow.objects.get()
    assert (row.tries, row.state) == (1, State.QUEUED.value)
    for minute in range(1, 60, 6):
        drain(sink, minutes=minute)
    assert states(warning_id) == {State.REFUSED: 1}
    assert DeliveryRow.objects.get().tries == TRIES_MAX


def test_what_a_dead_dispatcher_held_comes_back(two):
    warning_id, _people = issued(two, 4)
    dying = live_sink(before=die, pace=Pace(batch_max=2))
    dead = hold(dying, owner="dead")
    with pytest.raises(Died):
        dead.turn()  # two are begun, the next two are claimed
    sink = live_sink()

    assert states(warning_id) == {State.SENDING: 2, State.LEASED: 2}
    drain(sink)
    assert sink.came == []
    drain(sink, minutes=2)
    drain(sink, minutes=3)

    assert states(warning_id) == {State.ACCEPTED: 4}
    assert [message.is_repeat for message in sink.came] == [False, False, True, True]


def test_a_lease_that_ran_out_is_not_begun(two):
    warning_id, _people = issued(two, 2)
    slow, quick = live_sink(), live_sink()
    instant = [NOW]
    lane = hold(slow, owner="slow", clock=lambda: instant[0])

    drain(quick, minutes=2)
    instant[0] += timedelta(minutes=2)
    lane.turn()

    assert (len(slow.came), len(quick.came)) == (0, 2)
    assert states(warning_id) == {State.ACCEPTED: 2}


def test_an_acceptance_that_comes_after_the_lease_ran_out_still_counts(two):
    warning_id, _people = issued(two, 2)
    others = live_sink(say=lambda _message: Outcome.LATER)
    slow = live_sink()
    slow.before = lambda: drain(others, minutes=2)  # another dispatcher thinks us dead, in the middle of our call

    drain(slow, owner="slow")

    assert [message.is_repeat for message in others.came] == [True, True]
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
    sink = live_sink(pace=Pace(batch_max=20))
    sink.before = lambda: sizes.append(len(sink.came))

    drain(sink)

    assert len(sink.came) == 120
    assert sizes == [0, 20, 40, 60, 80, 100]


def test_old_rows_are_forgotten_after_a_month(two):
    issued(two, 2)

    assert deliver.forget_old(now=NOW + timedelta(days=20)) == 0
    assert deliver.forget_old(now=NOW + timedelta(days=31)) == 2

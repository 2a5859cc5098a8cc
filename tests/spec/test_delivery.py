"""What becomes of one message: sent, not sent, or unknown, and what follows from each."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from haal.domain.delivery import (
    NEXT,
    TRIES_MAX,
    Channel,
    Outcome,
    State,
    key_of,
    may_go,
    priority,
    repeat_is_better_than_silence,
    retry_seconds,
    state_after,
)
from haal.domain.hazard import Severity, Urgency
from haal.domain.subscriber import normal_address

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("outcome", "tries", "repeats", "honours_key", "may_repeat", "expected"),
    [
        (Outcome.ACCEPTED, 1, 0, False, True, (State.ACCEPTED, False)),
        (Outcome.REFUSED, 1, 0, False, True, (State.REFUSED, False)),
        (Outcome.LATER, 1, 0, False, False, (State.QUEUED, False)),
        (Outcome.LATER, TRIES_MAX, 0, False, False, (State.REFUSED, False)),
        (Outcome.UNKNOWN, 1, 0, False, False, (State.UNKNOWN, False)),
        (Outcome.UNKNOWN, 1, 0, False, True, (State.QUEUED, True)),
        (Outcome.UNKNOWN, 2, 1, False, True, (State.UNKNOWN, False)),
        (Outcome.UNKNOWN, 1, 0, True, False, (State.QUEUED, False)),
        (Outcome.UNKNOWN, TRIES_MAX, 0, True, False, (State.UNKNOWN, False)),
    ],
)
def test_unknown_is_sent_again_once_and_marked_only_where_silence_is_worse(
    *, outcome, tries, repeats, honours_key, may_repeat, expected
):
    answer = state_after(outcome, tries=tries, repeats=repeats, honours_key=honours_key, may_repeat=may_repeat)

    assert answer == expected
    assert answer[0] in NEXT[State.SENDING]


def test_only_the_gravest_and_nearest_danger_is_worth_a_repeat():
    worth = [(s, u) for s in Severity for u in Urgency if repeat_is_better_than_silence(s, u)]

    assert worth == [(Severity.EXTREME, Urgency.IMMEDIATE)]


@pytest.mark.parametrize(("at", "expected"), [(-1, False), (0, True), (59, True), (60, False), (61, False)])
def test_a_message_goes_neither_early_nor_late(at, expected):
    instant = NOW + timedelta(minutes=at)

    assert may_go(not_before=NOW, not_after=NOW + timedelta(hours=1), now=instant) is expected


def test_a_key_is_the_same_for_the_same_message_and_for_no_other():
    key = key_of(warning_id="w_a", revision=1, recipient="s_a", channel=Channel.SMS)

    assert key == key_of(warning_id="w_a", revision=1, recipient="s_a", channel=Channel.SMS)
    assert (
        len({key, *(key_of(warning_id="w_a", revision=n, recipient="s_a", channel=Channel.EMAIL) for n in (1, 2))}) == 3
    )
    assert "s_a" not in key


def test_every_drill_waits_behind_everything_real():
    real = [priority(severity=s, urgency=u, is_drill=False) for s in Severity for u in Urgency]
    drills = [priority(severity=s, urgency=u, is_drill=True) for s in Severity for u in Urgency]

    assert real == sorted(real)
    assert max(real) < min(drills)


def test_what_certainly_was_not_sent_waits_longer_each_time():
    assert [retry_seconds(tries) for tries in (1, 2, 3, 9)] == [5, 10, 20, 300]


@pytest.mark.parametrize(
    ("channel", "typed", "expected"),
    [
        (Channel.SMS, "0300 123-4567", "+923001234567"),
        (Channel.SMS, "+92 300 1234567", "+923001234567"),
        (Channel.SMS, "0092 300 1234567", "+923001234567"),
        (Channel.SMS, "12", None),
        (Channel.SMS, "+92300\n1234567", "+923001234567"),
        (Channel.SMS, "no number", None),
        (Channel.EMAIL, " Person@Example.ORG ", "Person@example.org"),
        (Channel.EMAIL, "a@b", None),
        (Channel.EMAIL, "a@b.org\nBcc: c@d.org", None),
        (Channel.EMAIL, "a b@c.org", None),
    ],
)
def test_an_address_has_one_form_or_is_none(channel, typed, expected):
    assert normal_address(channel, typed) == expected


def test_our_own_death_is_repeated_a_little_more_often_and_not_for_ever():
    told = [
        state_after(Outcome.UNKNOWN, tries=n + 1, repeats=n, honours_key=False, may_repeat=True, we_died=True)
        for n in range(6)
    ]

    assert told == [*[(State.QUEUED, True)] * 5, (State.UNKNOWN, False)]

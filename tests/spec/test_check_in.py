"""When silence is overdue, whose turn it is, and that nobody is late because the box was down."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from haal.domain.check_in import (
    Came,
    Circle,
    CircleReason,
    CircleState,
    Wait,
    excused_until,
    is_overdue,
    next_due_at,
    next_turn,
    why_not_open,
)
from haal.domain.ids import CheckInId, PersonId

DUE = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)
FIRST, SECOND = PersonId("p_first"), PersonId("p_second")


def minutes(count):
    return timedelta(minutes=count)


def a_circle(**changes):
    given = {"id": CheckInId("c"), "members": (FIRST, SECOND), "every_minutes": 240, "grace_minutes": 30, "due_at": DUE}
    return Circle(**given | changes)


@pytest.mark.parametrize(
    ("members", "every", "expected"),
    [
        ((FIRST, SECOND), 240, None),
        ((FIRST,), 240, CircleReason.TWO_TO_FIVE_MEMBERS),
        ((FIRST, FIRST), 240, CircleReason.TWO_TO_FIVE_MEMBERS),
        (tuple(PersonId(f"p_{n}") for n in range(5)), 240, None),
        (tuple(PersonId(f"p_{n}") for n in range(6)), 240, CircleReason.TWO_TO_FIVE_MEMBERS),
        ((FIRST, SECOND), 29, CircleReason.RHYTHM_OUT_OF_RANGE),
        ((FIRST, SECOND), 7 * 24 * 60 + 1, CircleReason.RHYTHM_OUT_OF_RANGE),
    ],
)
def test_a_circle_has_two_to_five_who_act_and_a_rhythm(members, every, expected):
    assert why_not_open(members, every_minutes=every) is expected


@pytest.mark.parametrize(
    ("state", "after_due", "excused_after_due", "expected"),
    [
        (CircleState.WATCHING, 0, None, False),
        (CircleState.WATCHING, 29, None, False),
        (CircleState.WATCHING, 30, None, True),
        (CircleState.OVERDUE, 31, None, True),
        (CircleState.PAUSED, 600, None, False),
        (CircleState.ENDED, 600, None, False),
        (CircleState.WATCHING, 60, 61, False),
        (CircleState.WATCHING, 61, 61, True),
    ],
)
def test_silence_is_overdue_after_the_grace_and_never_for_a_time_the_box_was_down(
    state, after_due, excused_after_due, expected
):
    excused = None if excused_after_due is None else DUE + minutes(excused_after_due)
    circle = a_circle(state=state, excused_until=excused)

    assert is_overdue(circle, now=DUE + minutes(after_due)) is expected


@pytest.mark.parametrize(
    ("came", "after", "expected"),
    [
        ([], 0, FIRST),
        ([(0, None)], 14, "nobody yet"),
        ([(0, None)], 15, SECOND),
        ([(0, None), (15, None)], 29, "nobody yet"),
        ([(0, None), (15, None)], 30, None),
        ([(0, None), (15, None), (30, None)], 6000, "nobody yet"),
        ([(0, 5)], 64, "nobody yet"),
        ([(0, 5)], 65, SECOND),
    ],
)
def test_the_first_of_the_circle_acts_then_the_next_then_everyone_who_watches(came, after, expected):
    circle = a_circle(state=CircleState.OVERDUE, overdue_since=DUE)
    so_far = [
        Came(came_at=DUE + minutes(at), acted_at=None if acted is None else DUE + minutes(acted)) for at, acted in came
    ]

    turn = next_turn(circle, so_far, now=DUE + minutes(after), wait=Wait(step_minutes=15, acted_minutes=60))

    assert (turn.member if turn else "nobody yet") == expected
    assert turn is None or turn.step == len(came) + 1


def test_no_turn_comes_before_anybody_is_overdue():
    assert next_turn(a_circle(), [], now=DUE + minutes(500), wait=Wait(step_minutes=15, acted_minutes=60)) is None


@pytest.mark.parametrize(("down_minutes", "expected"), [(1, None), (10, None), (11, 30), (600, 30)])
def test_after_a_power_cut_everybody_gets_the_grace_again(down_minutes, expected):
    excuse = excused_until(watched_at=DUE - minutes(down_minutes), now=DUE, grace_minutes=30)

    assert excuse == (None if expected is None else DUE + minutes(expected))


def test_the_first_watch_ever_excuses_nobody():
    assert excused_until(watched_at=None, now=DUE, grace_minutes=30) is None


def test_a_word_early_or_late_starts_the_rhythm_again():
    assert next_due_at(a_circle(), now=DUE + minutes(5)) == DUE + minutes(245)

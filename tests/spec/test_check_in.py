"""When silence is overdue, what a word does, whose turn it is, and that nobody is late because the box was down."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from haal.domain.check_in.circle import (
    Alarm,
    Circle,
    CircleReason,
    Kind,
    Member,
    State,
    is_silent,
    steps_of,
    wants_reminder,
    why_not_leave,
    why_not_open,
)
from haal.domain.check_in.clock import Look, seen_at
from haal.domain.check_in.ladder import Act, Came, Wait, next_turn, with_acts
from haal.domain.check_in.note import opens, why_not_agree
from haal.domain.check_in.word import Code, Saying, after, reached_well, read, why_not_say
from haal.domain.ids import CheckInId, MemberId

DUE = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)
FIRST, SECOND, THIRD = (MemberId(f"m_{place}") for place in ("first", "second", "third"))
WAIT = Wait(step_minutes=15, acted_minutes=60)
NOBODY_YET = "nobody yet"


def minutes(count):
    return timedelta(minutes=count)


def a_circle(*members, **changes):
    given = {
        "id": CheckInId("c"),
        "members": tuple(Member(id=member) for member in members or (FIRST, SECOND)),
        "every_minutes": 240,
        "grace_minutes": 30,
        "due_at": DUE,
    }
    on = {"silent_since": Alarm.SILENCE, "duress_since": Alarm.DURESS}
    alarms = changes.pop("alarms", ())
    given |= {since: DUE for since, alarm in on.items() if alarm in alarms}
    return Circle(**given | changes)


@pytest.mark.parametrize(
    ("members", "every", "steps", "expected"),
    [
        (2, 240, 0, None),
        (5, 240, 7, None),
        (1, 240, 0, CircleReason.TWO_TO_FIVE_MEMBERS),
        (6, 240, 0, CircleReason.TWO_TO_FIVE_MEMBERS),
        (2, 29, 0, CircleReason.RHYTHM_OUT_OF_RANGE),
        (2, 7 * 24 * 60 + 1, 0, CircleReason.RHYTHM_OUT_OF_RANGE),
        (2, 240, 8, CircleReason.TOO_MANY_STEPS),
    ],
)
def test_a_circle_has_two_to_five_who_act_and_a_rhythm(members, every, steps, expected):
    assert why_not_open(members_count=members, every_minutes=every, steps_count=steps) is expected


def test_a_plan_is_done_step_by_step_a_line_each():
    assert steps_of("Call the school\n\n  Go in pairs \n") == ("Call the school", "Go in pairs")


@pytest.mark.parametrize(
    ("state", "alarms", "after_due", "excused_after_due", "expected"),
    [
        (State.WATCHING, (), 0, None, False),
        (State.WATCHING, (), 29, None, False),
        (State.WATCHING, (), 30, None, True),
        (State.WATCHING, (Alarm.SILENCE,), 31, None, False),
        (State.WATCHING, (Alarm.DURESS,), 31, None, True),  # as without: nobody may learn of it by what is missing
        (State.PAUSED, (), 600, None, False),
        (State.ENDED, (), 600, None, False),
        (State.WATCHING, (), 60, 61, False),
        (State.WATCHING, (), 61, 61, True),
    ],
)
def test_silence_raises_an_alarm_once_after_the_grace_and_never_for_a_time_the_box_was_down(
    state, alarms, after_due, excused_after_due, expected
):
    excused = None if excused_after_due is None else DUE + minutes(excused_after_due)
    circle = a_circle(state=state, alarms=alarms, excused_until=excused)

    assert is_silent(circle, now=DUE + minutes(after_due)) is expected


@pytest.mark.parametrize(
    ("after_due", "reminded", "state", "expected"),
    [
        (-1, False, State.WATCHING, False),
        (0, False, State.WATCHING, True),
        (5, True, State.WATCHING, False),
        (5, False, State.PAUSED, False),
    ],
)
def test_the_person_is_reminded_gently_once_before_anybody_is_called(after_due, reminded, state, expected):
    assert wants_reminder(a_circle(reminded=reminded, state=state), now=DUE + minutes(after_due)) is expected


@pytest.mark.parametrize("code", Code)
@pytest.mark.parametrize(
    ("kind", "saying", "state", "next_minutes"),
    [
        (Kind.RHYTHM, Saying.WELL, State.WATCHING, 240),
        (Kind.JOURNEY, Saying.WELL, State.PAUSED, 240),
        (Kind.RHYTHM, Saying.SET_OUT, State.WATCHING, 90),
        (Kind.JOURNEY, Saying.SET_OUT, State.WATCHING, 90),
        (Kind.RHYTHM, Saying.PAUSE, State.PAUSED, 240),
        (Kind.RHYTHM, Saying.END, State.ENDED, 240),
    ],
)
def test_both_codes_leave_the_same_for_the_person_to_read(code, kind, saying, state, next_minutes):
    now = DUE - minutes(7)

    said = after(a_circle(kind=kind, reminded=True), code=code, saying=saying, now=now, minutes=90)

    assert (said.state, said.due_at, said.reminded, said.excused_until) == (
        state,
        now + minutes(next_minutes),
        False,
        None,
    )


@pytest.mark.parametrize("saying", Saying)
@pytest.mark.parametrize(
    ("before", "code", "expected"),
    [
        ((), Code.PLAIN, ()),
        ((), Code.DURESS, (Alarm.DURESS,)),
        ((Alarm.SILENCE,), Code.PLAIN, ()),
        ((Alarm.SILENCE,), Code.DURESS, (Alarm.DURESS,)),
        ((Alarm.DURESS,), Code.PLAIN, (Alarm.DURESS,)),
        ((Alarm.DURESS,), Code.DURESS, (Alarm.DURESS,)),
        ((Alarm.SILENCE, Alarm.DURESS), Code.PLAIN, (Alarm.DURESS,)),
    ],
)
def test_any_word_ends_the_alarm_of_silence_and_only_the_circle_ends_one_of_duress(saying, before, code, expected):
    said = after(a_circle(alarms=before), code=code, saying=saying, now=DUE + minutes(9), minutes=60)

    assert said.alarms == expected
    assert said.duress_since == (None if not expected else DUE if Alarm.DURESS in before else DUE + minutes(9))


@pytest.mark.parametrize("alarms", [(), (Alarm.DURESS,)])
@pytest.mark.parametrize(
    ("state", "saying", "hours", "expected"),
    [
        (State.ENDED, Saying.WELL, 0, CircleReason.CIRCLE_HAS_ENDED),
        (State.ENDED, Saying.END, 0, CircleReason.CIRCLE_HAS_ENDED),
        (State.PAUSED, Saying.WELL, 0, None),
        (State.PAUSED, Saying.PAUSE, 0, None),
        (State.WATCHING, Saying.SET_OUT, 0, CircleReason.RHYTHM_OUT_OF_RANGE),
        (State.WATCHING, Saying.SET_OUT, 6, None),
        (State.WATCHING, Saying.SET_OUT, 169, CircleReason.RHYTHM_OUT_OF_RANGE),
    ],
)
def test_what_forbids_a_word_does_not_depend_on_an_alarm_of_duress(alarms, state, saying, hours, expected):
    assert why_not_say(a_circle(state=state, alarms=alarms), saying=saying, minutes=60 * hours) is expected


@pytest.mark.parametrize(
    ("kind", "state", "alarms", "expected", "next_minutes"),
    [
        (Kind.RHYTHM, State.WATCHING, (Alarm.SILENCE,), State.WATCHING, 240),
        (Kind.JOURNEY, State.WATCHING, (Alarm.SILENCE, Alarm.DURESS), State.PAUSED, 240),
        (Kind.JOURNEY, State.WATCHING, (Alarm.DURESS,), State.WATCHING, 0),
        (Kind.RHYTHM, State.PAUSED, (Alarm.DURESS,), State.PAUSED, 0),
        (Kind.RHYTHM, State.ENDED, (Alarm.DURESS,), State.ENDED, 0),
    ],
)
def test_reaching_them_well_ends_every_alarm(kind, state, alarms, expected, next_minutes):
    calm = reached_well(a_circle(kind=kind, state=state, alarms=alarms), now=DUE)

    assert (calm.alarms, calm.state, calm.due_at) == ((), expected, DUE + minutes(next_minutes))
    assert calm.is_over is (expected is State.ENDED)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("123 456 7890", ("123 456 7890", 0)),
        (" 1234567890 6 ", ("1234567890", 360)),
        ("123 456 7890 12", ("123 456 7890", 720)),
        ("۱۲۳ ۴۵۶ ۷۸۹۰ ۶", ("۱۲۳ ۴۵۶ ۷۸۹۰", 360)),
        ("amber lamp river stone kite field 8", ("amber lamp river stone kite field", 480)),
        ("amber lamp river stone kite field", ("amber lamp river stone kite field", 0)),
        ("STOP", ("STOP", 0)),
        ("come at 5", ("come at 5", 0)),
    ],
)
def test_a_text_message_is_a_code_and_perhaps_the_hours_of_a_journey(text, expected):
    assert read(text) == expected


@pytest.mark.parametrize(
    ("came", "after_alarm", "expected"),
    [
        ([], 0, FIRST),
        ([(FIRST, 0, None, None)], 14, NOBODY_YET),
        ([(FIRST, 0, None, None)], 15, SECOND),
        ([(FIRST, 0, 5, Act.GOING_TO_LOOK)], 64, NOBODY_YET),
        ([(FIRST, 0, 5, Act.GOING_TO_LOOK)], 65, SECOND),
        ([(FIRST, 0, 5, Act.HAND_OVER)], 5, SECOND),
        ([(FIRST, 0, 5, Act.NEEDS_HELP)], 5, SECOND),
        ([(THIRD, 0, None, None)], 0, FIRST),  # who has left is not waited for
        ([(FIRST, 0, None, None), (SECOND, 15, None, None)], 29, NOBODY_YET),
        ([(FIRST, 0, None, None), (SECOND, 15, None, None)], 30, FIRST),
        ([(FIRST, 0, None, None), (SECOND, 15, None, None), (FIRST, 30, None, None)], 89, NOBODY_YET),
        ([(FIRST, 0, None, None), (SECOND, 15, None, None), (FIRST, 30, None, None)], 90, SECOND),
    ],
)
def test_the_first_acts_then_the_next_and_the_circle_is_called_until_somebody_brings_news(came, after_alarm, expected):
    turn = next_turn(a_circle(alarms=(Alarm.SILENCE,)), _came(came), now=DUE + minutes(after_alarm), wait=WAIT)

    assert (turn.member if turn else NOBODY_YET) == expected
    assert turn is None or turn.step == len(came) + 1


@pytest.mark.parametrize(
    ("widens", "alarm", "expected"),
    [
        (True, Alarm.SILENCE, None),
        (False, Alarm.SILENCE, FIRST),
        (True, Alarm.DURESS, FIRST),  # a duress alarm never leaves the circle
    ],
)
def test_everyone_who_watches_is_called_after_the_last_only_where_it_was_agreed(widens, alarm, expected):
    came = _came([(FIRST, 0, None, None), (SECOND, 15, None, None)])

    circle = a_circle(alarms=tuple(Alarm), widens=widens)
    turn = next_turn(circle, came, now=DUE + minutes(30), wait=WAIT, alarm=alarm)

    assert turn is not None
    assert turn.member == expected


def test_no_turn_comes_without_an_alarm_and_none_after_everyones():
    everyones = _came([(FIRST, 0, None, None), (SECOND, 15, None, None), (None, 30, None, None)])

    assert next_turn(a_circle(), [], now=DUE + minutes(500), wait=WAIT) is None
    assert (
        next_turn(a_circle(alarms=(Alarm.SILENCE,), widens=True), everyones, now=DUE + minutes(5000), wait=WAIT) is None
    )


@pytest.mark.parametrize(
    ("members", "expected"), [((FIRST, SECOND), CircleReason.TWO_MUST_STAY), ((FIRST, SECOND, THIRD), None)]
)
def test_two_stay_in_a_circle_so_that_somebody_always_notices(members, expected):
    assert why_not_leave(a_circle(*members)) is expected


@pytest.mark.parametrize(
    ("since_last_look", "jumped", "excused", "moved"),
    [
        (1, 0, False, 0),
        (10, 0, False, 0),
        (11, 0, True, 0),  # the box was down
        (600, 0, True, 0),
        (121, 120, False, 120),  # the clock was put forward by two hours
        (-119, -120, False, -120),  # and back
        (700, 120, True, 120),  # it was put forward while the machine slept
        (-500, 0, True, -500),  # it went back while nobody looked: at least so far
        (1, 0.2, False, 0),  # a clock that is kept right
    ],
)
def test_lateness_is_counted_in_time_that_passed_and_not_in_what_the_clock_says(
    since_last_look, jumped, excused, moved
):
    look = Look(now=DUE, watched_at=DUE - minutes(since_last_look), jumped=minutes(jumped))

    seen = seen_at(a_circle(), look=look)

    assert seen.due_at == DUE + minutes(moved)
    assert seen.excused_until == (DUE + minutes(30) if excused else None)


@pytest.mark.parametrize("changes", [{"state": State.PAUSED}, {"alarms": (Alarm.SILENCE,)}])
def test_a_power_cut_excuses_nobody_of_whom_no_word_is_due_and_hides_no_alarm(changes):
    look = Look(now=DUE, watched_at=DUE - minutes(600))

    assert seen_at(a_circle(**changes), look=look) == a_circle(**changes)


def test_an_alarm_moves_with_the_clock_and_the_first_look_ever_excuses_nobody():
    alarmed = a_circle(alarms=tuple(Alarm), excused_until=DUE)
    back = Look(now=DUE, watched_at=DUE, jumped=-minutes(90))

    seen = seen_at(alarmed, look=back)

    before = DUE - minutes(90)
    assert seen == replace(alarmed, due_at=before, silent_since=before, duress_since=before, excused_until=before)
    assert seen_at(a_circle(), look=Look(now=DUE, watched_at=None)) == a_circle()


@pytest.mark.parametrize(
    ("alarms", "has_note", "expected"),
    [
        ((), True, CircleReason.NOT_OVERDUE),
        ((Alarm.SILENCE,), False, CircleReason.NO_NOTE),
        ((Alarm.SILENCE,), True, None),
        ((Alarm.DURESS,), True, None),
    ],
)
def test_a_member_agrees_to_open_the_note_only_while_somebody_must_act(alarms, has_note, expected):
    assert why_not_agree(a_circle(alarms=alarms), has_note=has_note) is expected


@pytest.mark.parametrize(
    ("alarms", "agreed", "expected"),
    [
        ((Alarm.SILENCE,), (FIRST,), False),
        ((Alarm.SILENCE,), (FIRST, FIRST), False),
        ((Alarm.SILENCE,), (FIRST, SECOND), True),
        ((Alarm.DURESS,), (FIRST, SECOND), True),
        ((), (FIRST, SECOND), False),
        ((Alarm.SILENCE,), (FIRST, THIRD), False),
    ],
)
def test_the_note_opens_by_two_of_the_circle_while_somebody_must_act(alarms, agreed, expected):
    assert opens(a_circle(alarms=alarms), agreed=agreed) is expected


def _came(told):
    return [
        Came(
            member=member,
            came_at=DUE + minutes(at),
            acted_at=None if acted is None else DUE + minutes(acted),
            did=did,
        )
        for member, at, acted, did in told
    ]


@pytest.mark.parametrize(
    ("acted", "expected"),
    [
        ([], [None, None]),
        ([(0, Act.GOING_TO_LOOK)], [None, None]),  # before the turn came
        ([(5, Act.GOING_TO_LOOK), (9, Act.ASKED_OTHERS)], [Act.ASKED_OTHERS, None]),
        ([(15, Act.HAND_OVER)], [Act.HAND_OVER, None]),
        ([(5, Act.GOING_TO_LOOK), (16, Act.NEEDS_HELP)], [Act.GOING_TO_LOOK, Act.NEEDS_HELP]),
    ],
)
def test_an_act_belongs_to_the_turn_that_had_come_before_it(acted, expected):
    came = _came([(FIRST, 0, None, None), (SECOND, 15, None, None)])

    assert [turn.did for turn in with_acts(came, [(DUE + minutes(at), did) for at, did in acted])] == expected

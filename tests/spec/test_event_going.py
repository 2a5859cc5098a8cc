"""Go and no-go, sheets and the end: two say go, one says no-go, and what comes in later is heard."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.factories import NOW
from tests.factories_event import AMIN, BIBI, DAD, STARTS, STRANGER, doer, event, gone, over, plan, running

from haal.domain.errors import NotFound, Refused
from haal.domain.event_plan import life
from haal.domain.event_plan.debrief import End
from haal.domain.event_plan.going import Said, Standing, Word, going
from haal.domain.event_plan.life import Happened
from haal.domain.event_plan.reasons import EventReason
from haal.domain.event_plan.sheet import PRINTINGS_MAX, Back

ONE, TWO = "w_one:1", "w_one:2"


def reason_of(call):
    with pytest.raises(Refused) as refused:
        call()
    return refused.value.reason


def said(*words):
    """Return what was said, written as `amin go knowing`."""
    made = []
    for line in words:
        by, word, *knowing = line.split()
        made.append(
            Said(word=Word(word), by={"amin": AMIN, "bibi": BIBI, "dad": DAD}[by], at=NOW, warnings=frozenset(knowing))
        )
    return made


@pytest.mark.parametrize(
    ("words", "on_air", "expected"),
    [
        ([], [], Standing.NOBODY_SAID),
        (["amin go"], [], Standing.ONE_SAID),
        (["amin go", "amin go"], [], Standing.ONE_SAID),
        (["amin go", "dad go"], [], Standing.ONE_SAID),
        (["amin go", "bibi go"], [], Standing.GO),
        (["amin go", "bibi go", "dad no-go"], [], Standing.NO_GO),
        (["amin go", "bibi go", "dad no-go", "amin go"], [], Standing.ONE_SAID),
        (["amin go", "bibi go", "dad no-go", "amin go", "bibi go"], [], Standing.GO),
        (["amin go", "bibi go", "amin no-go"], [], Standing.NO_GO),
        (["amin go", "bibi go", "dad changed"], [], Standing.NOBODY_SAID),
        (["amin no-go", "dad changed"], [], Standing.NOBODY_SAID),
        (["amin go", "bibi go"], [ONE], Standing.SAY_ANEW),
        ([f"amin go {ONE}", "bibi go"], [ONE], Standing.SAY_ANEW),
        ([f"amin go {ONE}", f"bibi go {ONE}"], [ONE], Standing.GO),
        ([f"amin go {ONE}", f"bibi go {ONE}"], [], Standing.GO),
        ([f"amin go {ONE}", f"bibi go {ONE}"], [TWO], Standing.SAY_ANEW),
        ([f"amin go {ONE}", f"bibi go {ONE}", f"amin go {TWO}", f"bibi go {TWO}"], [TWO], Standing.GO),
        (["dad no-go"], [ONE], Standing.NO_GO),
        (["dad no-go", "amin go"], [ONE], Standing.SAY_ANEW),
    ],
)
def test_how_go_and_no_go_stand(words, on_air, expected):
    assert going(said(*words), named=(AMIN, BIBI), on_air=on_air).standing is expected


def test_a_go_is_refused_when_a_warning_came_in_while_it_was_read():
    aware = doer(on_air=frozenset({ONE}))

    assert reason_of(lambda: life.said_go(event(), seen=[], by=aware)) is EventReason.WARNING_CAME
    assert life.said_go(event(), seen=[ONE, "w_old:1"], by=aware).said[-1].warnings == {ONE}


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        (doer(DAD), EventReason.ONLY_NAMED_SAY_GO),
        (doer(come=1), EventReason.NEVER_ALONE),
        (doer(now=STARTS + timedelta(hours=4)), EventReason.IS_OVER),
        (doer(now=STARTS - timedelta(hours=24, minutes=1)), EventReason.GO_TOO_EARLY),
    ],
)
def test_who_cannot_say_go_and_when(by, expected):
    assert reason_of(lambda: life.said_go(event(), seen=[], by=by)) is expected


@pytest.mark.parametrize("by", [AMIN, BIBI, DAD])
def test_one_person_alone_says_no_go_whatever_was_said_before(by):
    one = life.said_no_go(gone(event()), by=doer(by))

    assert one.stands([]).standing is Standing.NO_GO
    assert reason_of(lambda: life.begun(one, by=doer())) is EventReason.GO_NEEDED


def test_while_it_runs_a_no_go_ends_it_and_afterwards_it_is_nothing():
    ended = life.said_no_go(running(), by=doer(DAD))

    assert (ended.end, ended.ended_at) == (End.BROKEN_OFF, NOW)
    assert life.said_no_go(ended, by=doer()) == ended


def test_it_begins_only_while_both_say_go_and_nothing_new_is_on_air():
    assert reason_of(lambda: life.begun(event(), by=doer())) is EventReason.GO_NEEDED
    warned = doer(on_air=frozenset({ONE}))
    assert reason_of(lambda: life.begun(gone(event()), by=warned)) is EventReason.GO_NEEDED
    assert life.begun(gone(event(), on_air=frozenset({ONE})), by=warned).began_at == NOW
    assert running().began_at == NOW
    late = doer(now=STARTS + timedelta(hours=4))
    assert reason_of(lambda: life.begun(gone(event()), by=late)) is EventReason.IS_OVER


def test_a_change_takes_every_go_back_and_the_same_plan_does_not():
    one = gone(event())

    assert life.changed(one, plan(), by=doer()) == one
    after = life.changed(one, plan(heads=401), by=doer(DAD))
    assert (after.stands([]).standing, after.change) == (Standing.NOBODY_SAID, 2)
    assert reason_of(lambda: life.changed(running(), plan(heads=2), by=doer())) is EventReason.RUNS


def test_what_was_ticked_stays_ticked_after_a_change():
    ticked = life.step_ticked(event(), 0, by=doer())

    after = life.changed(ticked, plan(heads=401), by=doer())

    assert [step.done_at for step in after.plan.steps] == [NOW, None]
    assert life.step_ticked(after, 0, by=doer()).plan.steps[0].done_at is None
    with pytest.raises(NotFound):
        life.step_ticked(after, 2, by=doer())


def test_who_is_on_a_plan_stays_and_only_one_of_the_two_gives_their_part_away():
    one = event()

    assert life.named_also(one, [STRANGER], by=doer(DAD)).people == (AMIN, BIBI, DAD, STRANGER)
    assert reason_of(lambda: life.handed_over(one, DAD, by=doer(DAD))) is EventReason.ONLY_NAMED_SAY_GO
    assert reason_of(lambda: life.handed_over(one, BIBI, by=doer(AMIN))) is EventReason.TWO_NAMED
    assert reason_of(lambda: life.handed_over(one, STRANGER, by=doer(AMIN))) is EventReason.TWO_NAMED
    given = life.handed_over(gone(one), DAD, by=doer(AMIN))
    assert (given.named, given.stands([]).standing) == ((DAD, BIBI), Standing.NOBODY_SAID)


@pytest.mark.parametrize("named", [(AMIN, AMIN), (AMIN, STRANGER)])
def test_two_different_people_of_the_plan_say_go(named):
    assert reason_of(lambda: life.written(plan(), people=(AMIN, BIBI), named=named, by=doer())) is EventReason.TWO_NAMED


def test_who_writes_a_plan_is_on_it_and_at_most_twelve_are():
    assert life.written(plan(), people=(BIBI,), named=(AMIN, BIBI), by=doer()).people == (AMIN, BIBI)
    many = [f"p_{n}" for n in range(12)]
    assert reason_of(lambda: life.named_also(event(), many, by=doer())) is EventReason.TOO_MANY_PEOPLE


@pytest.mark.parametrize(
    ("one", "end", "expected"),
    [
        (event(), End.CALLED_OFF, None),
        (event(), End.HELD, EventReason.NOT_BEGUN),
        (event(), End.BROKEN_OFF, EventReason.NOT_BEGUN),
        (running(), End.HELD, None),
        (running(), End.BROKEN_OFF, None),
        (running(), End.CALLED_OFF, EventReason.RUNS),
        (over(), End.HELD, EventReason.IS_OVER),
    ],
)
def test_how_an_event_can_end(one, end, expected):
    if expected is None:
        assert life.ended(one, end=end, by=doer(DAD)).end is end
    else:
        assert reason_of(lambda: life.ended(one, end=end, by=doer(DAD))) is expected


def test_what_happens_is_noted_only_while_it_runs():
    assert life.noted(running(), Happened.COUNTED, count=300, by=doer()).noted[0].count == 300
    assert reason_of(lambda: life.noted(event(), Happened.COUNTED, count=1, by=doer())) is EventReason.NOT_BEGUN
    assert reason_of(lambda: life.noted(over(), Happened.CALMED, count=None, by=doer())) is EventReason.IS_OVER
    assert reason_of(lambda: life.noted(running(), Happened.COUNTED, count=-1, by=doer())) is EventReason.NUMBERS_WRONG


def test_each_sheet_has_its_number_of_how_many_and_somebody_who_holds_it():
    first = life.printed(event(), holders=("the gate", " the lane ", ""), by=doer())
    changed = life.changed(first, plan(heads=401), by=doer())
    second = life.printed(changed, holders=("the doctor",), by=doer())

    assert [(one.printing, one.number, one.of, one.holder, one.of_change) for one in second.sheets] == [
        (1, 1, 2, "the gate", 1),
        (1, 2, 2, "the lane", 1),
        (2, 1, 1, "the doctor", 2),
    ]


@pytest.mark.parametrize("holders", [(), ("",), ("a", "a"), tuple(f"holder {n}" for n in range(21)), ("x" * 41,)])
def test_a_sheet_without_somebody_of_its_own_is_not_printed(holders):
    assert reason_of(lambda: life.printed(event(), holders=holders, by=doer())) is EventReason.HOLDER_NEEDED


def test_there_are_so_many_printings_and_none_when_it_is_over():
    one = event()
    for _ in range(PRINTINGS_MAX):
        one = life.printed(one, holders=("the gate",), by=doer())

    assert reason_of(lambda: life.printed(one, holders=("the gate",), by=doer())) is EventReason.HOLDER_NEEDED
    assert reason_of(lambda: life.printed(over(), holders=("the gate",), by=doer())) is EventReason.IS_OVER


def test_what_is_burnt_stays_burnt_and_what_was_lost_can_be_found():
    one = life.printed(event(), holders=("the gate",), by=doer())

    def tick(before, back):
        return life.sheet_ticked(before, printing=1, number=1, back=back, by=doer())

    assert tick(tick(one, Back.LOST), Back.COLLECTED).sheets[0].back is Back.COLLECTED
    assert tick(tick(one, Back.DESTROYED), Back.LOST).sheets[0].back is Back.DESTROYED
    with pytest.raises(NotFound):
        life.sheet_ticked(one, printing=1, number=2, back=Back.LOST, by=doer())


def test_nothing_is_debriefed_before_it_is_over_twice_or_while_a_sheet_is_out():
    with_sheet = life.printed(running(), holders=("the gate",), by=doer())
    ended = life.ended(with_sheet, end=End.HELD, by=doer())

    assert reason_of(lambda: life.debriefed(running(), by=doer())) is EventReason.NOT_OVER
    assert reason_of(lambda: life.debriefed(ended, by=doer())) is EventReason.SHEETS_OUT
    back = life.sheet_ticked(ended, printing=1, number=1, back=Back.COLLECTED, by=doer())
    told = life.debriefed(back, by=doer())
    assert told.debriefed_at == NOW
    assert reason_of(lambda: life.debriefed(told, by=doer())) is EventReason.IS_DEBRIEFED


def test_no_go_is_heard_however_much_was_done_before():
    full = replace(event(), acts=event().acts * life.ACTS_MAX)

    assert life.said_no_go(full, by=doer()).stands([]).standing is Standing.NO_GO
    assert life.ended(full, end=End.CALLED_OFF, by=doer()).end is End.CALLED_OFF
    assert reason_of(lambda: life.changed(full, plan(heads=1), by=doer())) == "too-many"

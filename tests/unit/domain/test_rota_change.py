"""Whatever happens to a rota, nobody is left standing alone; and nobody is missing while the box could not hear."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from haal.domain.ids import PersonId, PlaceId, ShiftId
from haal.domain.rota import change
from haal.domain.rota.absence import heard, missing
from haal.domain.rota.change import ShiftNews
from haal.domain.rota.shift import RotaReason, Shift

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
PEOPLE = tuple(PersonId(f"p_{name}") for name in "abcdef")
A, B, C, D, *_ = PEOPLE
WAIT = 10


def shift(people=(A, B), *, name="s", closed_at=None, starts_at=NOON):
    return Shift(
        id=ShiftId(name),
        place_id=PlaceId("g"),
        starts_at=starts_at,
        ends_at=starts_at + 4 * HOUR,
        people=tuple(people),
        people_count=len(people),
        closed_at=closed_at,
    )


@pytest.mark.parametrize(
    ("people", "gone", "standing_in", "after", "news"),
    [
        ((A, B, C), (C,), (), (A, B), None),
        ((A, B), (B,), (C, D), (A, C), ShiftNews.FILLED),
        ((A, B), (A, B), (C, D), (C, D), ShiftNews.FILLED),
        ((A, B), (B,), (), (), ShiftNews.CLOSED),
        ((A, B), (A, B), (C,), (), ShiftNews.CLOSED),
        ((A, B), (B,), (B,), (), ShiftNews.CLOSED),  # who is gone does not stand in
        ((A, B), (B,), (A,), (), ShiftNews.CLOSED),  # nor who is there already
        ((A, B), (C,), (D,), (A, B), None),
    ],
)
@pytest.mark.parametrize("people_min", [2, 0])
def test_who_is_missing_is_made_good_or_the_shift_is_closed_and_told(
    people, gone, standing_in, after, news, people_min
):
    done = change.without(shift(people), gone, standing_in=standing_in, people_min=people_min, now=NOON)

    assert (done.shift.people, done.news) == (after, news)
    assert done.shift.people_count == len(after)
    assert (done.shift.closed_at is None) is bool(after)


@pytest.mark.parametrize(
    ("one", "other", "giver", "taker", "later", "expected"),
    [
        (shift((A, B)), shift((C, D), name="t"), A, C, 0, None),
        (shift((A, B)), shift((C, D), name="t"), C, A, 0, RotaReason.NOT_IN_SHIFT),
        (shift((A, B)), shift((A, C), name="t"), A, C, 0, RotaReason.IN_IT_ALREADY),
        (shift((A, B)), shift((B, C), name="t"), A, B, 0, RotaReason.IN_IT_ALREADY),
        (shift((A, B)), shift((A, B)), A, B, 0, RotaReason.IN_IT_ALREADY),
        (shift((A, B)), shift((C, D), name="t"), A, C, 4, RotaReason.SHIFT_IS_OVER),
        (shift((A, B)), shift((), name="t", closed_at=NOON), A, C, 0, RotaReason.SHIFT_IS_CLOSED),
    ],
)
def test_two_swap_when_each_is_in_one_shift_and_not_in_the_other(one, other, giver, taker, later, expected):
    assert change.why_not_swap(one, other, giver=giver, taker=taker, now=NOON + later * HOUR) is expected


@pytest.mark.parametrize(
    ("there", "people", "later", "expected"),
    [
        (shift((A, B)), (C,), 0, None),
        (shift((), closed_at=NOON), (C, D), 0, None),
        (shift((), closed_at=NOON), (C,), 0, RotaReason.NEVER_ALONE),
        (shift((), closed_at=NOON), (C, C), 0, RotaReason.NEVER_ALONE),
        (shift((A, B)), (B,), 0, RotaReason.IN_IT_ALREADY),
        (shift((A, B)), (C,), 4, RotaReason.SHIFT_IS_OVER),
        (shift((A, B)), tuple(PersonId(f"p_{n}") for n in range(39)), 0, RotaReason.TOO_MANY_IN_SHIFT),
    ],
)
def test_a_closed_shift_is_held_again_only_by_two_at_once(there, people, later, expected):
    assert change.why_not_come_in(there, people, people_min=2, now=NOON + later * HOUR) is expected


def test_somebody_is_missing_ten_minutes_after_the_beginning():
    hearing = heard(heard(None, now=NOON - MINUTE), now=NOON + MINUTE)

    early = missing(shift(), came=(A,), came_in_at={}, hearing=hearing, now=NOON + 9 * MINUTE)
    late = missing(shift(), came=(A,), came_in_at={}, hearing=hearing, now=NOON + 10 * MINUTE)

    assert early == ()
    assert late == (B,)


def test_who_stands_in_while_the_shift_runs_has_time_to_get_there():
    hearing = heard(None, now=NOON)
    running = {"came": (), "came_in_at": {A: NOON - HOUR, B: NOON + 10 * MINUTE}, "hearing": hearing}

    assert missing(shift(), **running, now=NOON + 39 * MINUTE) == (A,)
    assert missing(shift(), **running, now=NOON + 40 * MINUTE) == (A, B)


@pytest.mark.parametrize("gap", [5 * MINUTE, 3 * HOUR, -2 * HOUR])
def test_nobody_is_missing_for_minutes_in_which_the_box_was_down_or_its_clock_was_moved(gap):
    before = heard(None, now=NOON - HOUR)
    again = NOON - HOUR + gap
    hearing = heard(before, now=again)
    running = shift(starts_at=again - MINUTE)

    assert hearing.since == again
    assert missing(running, came=(), came_in_at={}, hearing=hearing, now=again + 9 * MINUTE) == ()
    assert missing(running, came=(), came_in_at={}, hearing=hearing, now=again + 10 * MINUTE) == (A, B)


@given(gaps=st.lists(st.integers(-5, 20), max_size=40), began=st.integers(0, 60))
def test_who_is_missing_had_ten_unbroken_minutes_in_which_to_say_here(gaps, began):
    running, now, hearing, unbroken = shift(starts_at=NOON + began * MINUTE), NOON, None, 0
    for gap in gaps:
        now += gap * MINUTE
        hearing = heard(hearing, now=now)
        unbroken = unbroken + gap if 0 <= gap <= 3 else 0
        if missing(running, came=(), came_in_at={}, hearing=hearing, now=now):
            assert unbroken >= WAIT
            assert now >= running.starts_at + WAIT * MINUTE


class Rota(RuleBasedStateMachine):
    """Everything that can happen to the shifts of a place, in any order."""

    def __init__(self):
        super().__init__()
        self.now = NOON
        self.shifts = {}
        self.told = {}
        self.ill = set()

    @initialize()
    def plan(self):
        for number, crew in enumerate(((A, B), (C, D), (A, C, D))):
            one = shift(crew, name=f"s{number}", starts_at=NOON + number * 5 * HOUR)
            self.shifts[one.id] = one

    def keep(self, done):
        before = self.shifts[done.shift.id]
        closes = before.closed_at is None and done.shift.closed_at is not None
        assert closes == (done.news is ShiftNews.CLOSED)
        assert bool(done.came_in and before.closed_at is None) <= (done.news in {ShiftNews.FILLED, None})
        self.told[done.shift.id] = done.news or self.told.get(done.shift.id)
        self.shifts[done.shift.id] = done.shift

    def refused(self, reason):
        assert reason is None or reason in set(RotaReason)
        return reason is not None

    names = st.sampled_from(["s0", "s1", "s2"])
    who = st.sampled_from(PEOPLE)
    some = st.lists(who, max_size=4)

    @rule(gone=some, standing_in=some)
    def fall_ill(self, gone, standing_in):
        self.ill |= set(gone)
        for one in list(self.shifts.values()):
            able = [person for person in standing_in if person not in self.ill]
            self.keep(change.without(one, gone, standing_in=able, people_min=2, now=self.now))

    @rule(person=who)
    def be_well_again(self, person):
        self.ill.discard(person)

    @rule(name=names, came=some, standing_in=some, minutes=st.integers(0, 30))
    def do_not_come(self, name, came, standing_in, minutes):
        one, now = self.shifts[name], self.shifts[name].starts_at + minutes * MINUTE
        hearing = heard(None, now=one.starts_at)
        gone = missing(one, came=came, came_in_at={}, hearing=hearing, now=now)
        self.keep(change.without(one, gone, standing_in=standing_in, people_min=2, now=now))

    @rule(one=names, other=names, giver=who, taker=who)
    def swap(self, one, other, giver, taker):
        first, second = self.shifts[one], self.shifts[other]
        if self.refused(change.why_not_swap(first, second, giver=giver, taker=taker, now=self.now)):
            return
        first, second = change.swapped(first, second, giver=giver, taker=taker)
        self.shifts[one], self.shifts[other] = first, second
        assert taker in first.people
        assert giver in second.people

    @rule(name=names, giver=who, taker=who)
    def hand_over(self, name, giver, taker):
        if not self.refused(change.why_not_hand_over(self.shifts[name], giver=giver, taker=taker, now=self.now)):
            self.shifts[name] = change.handed_over(self.shifts[name], giver=giver, taker=taker)

    @rule(name=names, people=some)
    def come_in(self, name, people):
        if not self.refused(change.why_not_come_in(self.shifts[name], people, people_min=2, now=self.now)):
            self.keep(change.with_more(self.shifts[name], people))

    @rule(name=names, hours=st.integers(-6, 20), able=some)
    def move(self, name, hours, able):
        one = self.shifts[name]
        times = {"starts_at": NOON + hours * HOUR, "ends_at": NOON + (hours + 4) * HOUR}
        if not self.refused(change.why_not_move(one, **times, now=self.now)):
            self.keep(change.moved(one, **times, able=able, people_min=2, now=self.now))

    @rule(hours=st.integers(0, 3))
    def time_passes(self, hours):
        self.now += hours * HOUR

    @invariant()
    def nobody_stands_alone(self):
        for one in self.shifts.values():
            assert not one.is_lone
            assert one.people_count == len(set(one.people)) == len(one.people)
            assert (one.closed_at is not None) == (one.people_count == 0)
            if one.closed_at is not None:
                assert self.told[one.id] is ShiftNews.CLOSED


TestRota = Rota.TestCase
TestRota.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)

"""Whatever its people do, in whatever order, and whatever warnings come and go: an event runs only by two, and ends by one."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from tests.factories import NOW
from tests.factories_event import AMIN, BIBI, DAD, doer, event, plan

from haal.domain.errors import NotFound, Refused
from haal.domain.event_plan import life
from haal.domain.event_plan.debrief import End, shred_at
from haal.domain.event_plan.going import Standing
from haal.domain.event_plan.life import Happened
from haal.domain.event_plan.plain import as_plain, of_plain
from haal.domain.event_plan.sheet import Back, out_count
from haal.domain.policy import DEFAULT

PEOPLE = st.sampled_from([AMIN, BIBI, DAD])
WARNINGS = st.frozensets(st.sampled_from(["w_a:1", "w_a:2", "w_b:1"]))


class Events(RuleBasedStateMachine):
    """One event, three people, and warnings that come and go. `ready`: who said go since it last counted, and knowing what."""

    @initialize()
    def written(self):
        self.event, self.now, self.on_air = event(), NOW, frozenset()
        self.ready: dict[str, frozenset[str]] = {}

    def by(self, person):
        return doer(person, now=self.now, on_air=self.on_air)

    def tried(self, step):
        """Do a step; False when it was refused, and then nothing has changed."""
        try:
            self.event = step(self.event)
        except (Refused, NotFound):
            return False
        self.event = of_plain(as_plain(self.event))  # as it is kept between two steps
        return True

    @rule(on_air=WARNINGS)
    def warnings_come_and_go(self, on_air):
        self.on_air = on_air

    @rule(minutes=st.integers(1, 120))
    def time_passes(self, minutes):
        self.now += timedelta(minutes=minutes)

    @rule(person=PEOPLE, reads=st.booleans())
    def says_go(self, person, reads):
        seen = self.on_air if reads else frozenset()
        done = self.tried(lambda one: life.said_go(one, seen=seen, by=self.by(person)))
        if done:
            assert person in self.event.named
            assert seen >= self.on_air
            self.ready[person] = self.on_air

    @rule(person=PEOPLE)
    def says_no_go(self, person):
        before = self.event
        assert self.tried(lambda one: life.said_no_go(one, by=self.by(person)))  # never refused
        self.ready.clear()
        if before.end is None:
            assert self.event.stands(self.on_air).standing is Standing.NO_GO
            assert (self.event.end is End.BROKEN_OFF) == (before.began_at is not None)
        else:
            assert self.event == before

    @rule(person=PEOPLE, heads=st.integers(1, 3))
    def changes_the_plan(self, person, heads):
        before = self.event
        if self.tried(lambda one: life.changed(one, plan(heads=heads), by=self.by(person))):
            assert before.began_at is None
            if self.event.change != before.change:
                self.ready.clear()

    @rule(person=PEOPLE, to=PEOPLE)
    def hands_over(self, person, to):
        if self.tried(lambda one: life.handed_over(one, to, by=self.by(person))):
            self.ready.clear()

    @rule(person=PEOPLE)
    def lets_it_begin(self, person):
        before = self.event
        could = {one for one, known in self.ready.items() if one in before.named and known >= self.on_air}
        begins = self.tried(lambda one: life.begun(one, by=self.by(person)))
        if begins:
            assert len(could) == 2
        elif before.end is None and before.began_at is None and self.now < before.plan.ends_at:
            assert len(could) < 2

    @rule(person=PEOPLE, what=st.sampled_from(Happened), count=st.none() | st.integers(0, 9))
    def notes(self, person, what, count):
        if self.tried(lambda one: life.noted(one, what, count=count, by=self.by(person))):
            assert self.event.began_at is not None

    @rule(person=PEOPLE, number=st.integers(-1, 3))
    def ticks(self, person, number):
        self.tried(lambda one: life.step_ticked(one, number, by=self.by(person)))

    @rule(person=PEOPLE, count=st.integers(0, 3))
    def prints(self, person, count):
        self.tried(lambda one: life.printed(one, holders=tuple("abc"[:count]), by=self.by(person)))

    @rule(person=PEOPLE, printing=st.integers(1, 3), number=st.integers(1, 3), back=st.sampled_from(Back))
    def a_sheet_comes_back(self, person, printing, number, back):
        self.tried(lambda one: life.sheet_ticked(one, printing=printing, number=number, back=back, by=self.by(person)))

    @rule(person=PEOPLE, end=st.sampled_from(End))
    def ends(self, person, end):
        before = self.event
        fits = before.end is None and (end is End.CALLED_OFF) is (before.began_at is None)
        assert self.tried(lambda one: life.ended(one, end=end, by=self.by(person))) is fits  # one person is enough

    @rule(person=PEOPLE)
    def debriefs(self, person):
        before = self.event
        fits = before.end is not None and before.debriefed_at is None and out_count(before.sheets) == 0
        assert self.tried(lambda one: life.debriefed(one, by=self.by(person))) is fits

    @invariant()
    def it_never_ran_without_two_and_its_people_are_its_people(self):
        one = self.event
        assert set(one.people) == {AMIN, BIBI, DAD}
        assert len(set(one.named)) == 2
        assert one.began_at is None or one.said
        assert (one.end is None) is (one.ended_at is None)
        assert one.debriefed_at is None or (one.end is not None and one.debriefed_at >= one.ended_at)

    @invariant()
    def every_sheet_has_a_number_of_how_many(self):
        for printing in {sheet.printing for sheet in self.event.sheets}:
            of_it = [sheet for sheet in self.event.sheets if sheet.printing == printing]
            assert [sheet.number for sheet in of_it] == list(range(1, len(of_it) + 1))
            assert {sheet.of for sheet in of_it} == {len(of_it)}

    @invariant()
    def it_is_shredded_three_days_after_the_debrief_and_not_before(self):
        if self.event.debriefed_at is not None:
            due = shred_at(debriefed_at=self.event.debriefed_at, policy=DEFAULT)
            assert due - self.event.debriefed_at == timedelta(hours=72)


@pytest.mark.parametrize("examples", [40])
def test_an_event_runs_only_by_two_and_ends_by_one(examples):
    run_state_machine_as_test(
        Events,
        settings=settings(
            max_examples=examples,
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
        ),
    )

"""Whatever helpers, the clock and the desk do to the shifts of two places, nobody is ever left standing alone.

Two places share a helper. Everything goes through the services, as the pages, the text messages and the clock call them; what they
refuse is no step. After every step the tables themselves are read.
"""

from __future__ import annotations

import itertools
import os
from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from tests.factories_rota import HOUR, MINUTE, NOW, helpers_of, place_of

from haal.domain.errors import NotFound, Refused
from haal.domain.ids import ShiftId
from haal.domain.rota.calendar import Use
from haal.domain.rota.text import Ask, Asked
from haal.services.help.gathering import register
from haal.services.help.rota import absence, by_text, own_codes, shifts, swaps
from haal.storage import person
from haal.storage import rota as rows
from haal.storage.rota import ShiftHearingRow, ShiftPersonRow, ShiftRow, ShiftSwapRow
from haal.storage.steward.calendar import CalendarEntryRow

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("desk_keys")]
SHIFTS_MAX = 6
EXAMPLES, STEPS = int(os.environ.get("ROTA_EXAMPLES", "8")), 20
who = st.integers(0, 5)
which = st.integers(0, SHIFTS_MAX - 1)


class Shifts(RuleBasedStateMachine):
    """Six helpers, two places, one clock."""

    town = None  # made once: people and places do not change, what they do does

    @initialize()
    def begin(self):
        for table in (ShiftSwapRow, ShiftPersonRow, CalendarEntryRow, ShiftRow, ShiftHearingRow):
            table.objects.all().delete()
        self.now = NOW
        self.helpers, self.places, self.codes = self.town
        for one in self.helpers:
            person.restore(person_id=one.person_id)

    def shift(self, number):
        found = ShiftRow.objects.order_by("starts_at", "id").values_list("id", flat=True)[number : number + 1]
        return ShiftId(found[0]) if found else ShiftId("s_none")

    def by(self, number):
        return self.helpers[number]

    @rule(place=st.integers(0, 1), people=st.lists(who, min_size=1, max_size=4), hours=st.integers(0, 12))
    def hold(self, place, people, hours):
        if ShiftRow.objects.count() < SHIFTS_MAX:
            begin = self.now + hours * HOUR
            ids = tuple(self.by(number).person_id for number in people)
            with suppress(Refused, NotFound):
                shifts.hold(
                    place_id=self.places[place], people=ids, starts_at=begin, ends_at=begin + 4 * HOUR,
                    by=self.by(people[0]), now=self.now,
                )  # fmt: skip

    @rule(one=which, number=who, what=st.sampled_from([shifts.join, shifts.stand_in, shifts.leave, absence.say_here]))
    def do(self, one, number, what):
        with suppress(Refused, NotFound):
            what(shift_id=self.shift(one), by=self.by(number), now=self.now)

    @rule(one=which, other=which, giver=who, taker=who)
    def ask(self, one, other, giver, taker):
        with suppress(Refused, NotFound):
            swaps.ask(
                shift_id=self.shift(one), other_id=self.shift(other), taker=self.by(taker).person_id,
                by=self.by(giver), now=self.now,
            )  # fmt: skip

    @rule(number=who, ask=st.sampled_from(Ask), which=st.integers(1, 3))
    def write(self, number, ask, which):
        by_text.answer(asked=Asked(code=self.codes[number], ask=ask, number=which), language="en", now=self.now)

    @rule(number=who)
    def agree(self, number):
        for swap in rows.swaps_of(self.by(number).person_id):
            with suppress(Refused, NotFound):
                swaps.agree(swap_id=swap.id, by=self.by(number), now=self.now)

    @rule(one=which, number=who, hours=st.integers(-6, 20), length=st.integers(0, 13))
    def move(self, one, number, hours, length):
        begin = self.now + hours * HOUR
        times = {"starts_at": begin, "ends_at": begin + length * HOUR}
        with suppress(Refused, NotFound):
            shifts.move(shift_id=self.shift(one), **times, by=self.by(number), now=self.now)

    @rule(minutes=st.integers(1, 40))
    def time_passes(self, minutes):
        for _ in range(minutes):
            self.now += MINUTE
            absence.look(now=self.now)

    @rule(hours=st.integers(1, 12))
    def the_box_is_down(self, hours):
        self.now += hours * HOUR

    @rule(number=who)
    def be_suspended(self, number):
        person.suspend(person_id=self.by(number).person_id, by=self.by(0), now=self.now)
        absence.look(now=self.now)

    @rule(number=who)
    def be_back(self, number):
        person.restore(person_id=self.by(number).person_id)

    @rule(number=who, place=st.integers(0, 1))
    def leave_the_place_and_come_back(self, number, place):
        place_id, by = self.places[place], self.by(number)
        with suppress(Refused, NotFound):
            register.leave(place_id=place_id, by=by, now=self.now)
            keeper = next(one for one in self.helpers if one.person_id != by.person_id)
            with suppress(Refused, NotFound):
                register.add_steward(place_id=place_id, person_id=by.person_id, by=keeper, now=self.now)

    @rule(days=st.integers(1, 40))
    def days_pass(self, days):
        self.now += timedelta(days=days)
        shifts.forget_names(now=self.now)

    @invariant()
    def nobody_stands_alone(self):
        for row in ShiftRow.objects.all():
            there = row.people.filter(stands_in=False).count()
            assert row.people_count != 1
            assert (row.closed_at is not None) == (row.people_count == 0)
            forgotten = row.ends_at < self.now - timedelta(days=30)
            assert there == row.people_count or (forgotten and there == 0)

    @invariant()
    def nobody_stands_in_two_places_at_once(self):
        for one in self.helpers:
            held = rows.of_person(one.person_id, since=self.now)
            assert all(a.ends_at <= b.starts_at for a, b in itertools.pairwise(held))


def test_through_swaps_absences_edits_and_outages_nobody_is_left_standing_alone():
    helpers = helpers_of(6)
    places = place_of(helpers[:4]), place_of(helpers[3:], name="A clinic")
    Shifts.town = helpers, places, [own_codes.make(use=Use.TEXT, by=one, now=NOW) for one in helpers]
    run_state_machine_as_test(
        Shifts,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )

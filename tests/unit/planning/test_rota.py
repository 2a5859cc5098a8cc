"""A rota is planned whole and even, breaks no rule, is the same each time, and says what cannot be and why."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from haal.domain.ids import PersonId, PlaceId, ShiftId
from haal.domain.rota.rules import broken
from haal.domain.rota.shift import RotaReason
from haal.domain.rota.wanted import Skill, Span, Steward, Wanted
from haal.planning.rota.solve import plan

MONDAY = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)
SCHOOL, CLINIC = PlaceId("g_school"), PlaceId("g_clinic")
ALWAYS = (Span(starts_at=MONDAY, ends_at=MONDAY + timedelta(days=28)),)


def helper(name, **limits):
    given = {"places": frozenset({SCHOOL}), "free": ALWAYS, "is_woman": None, **limits}
    return Steward(person_id=PersonId(f"p_{name}"), **given)


def shift(day, hour=8, hours=4, **asked):
    start = MONDAY + timedelta(days=day, hours=hour)
    given = {"place_id": SCHOOL, **asked}
    return Wanted(id=ShiftId(f"s_{day}_{hour}"), starts_at=start, ends_at=start + timedelta(hours=hours), **given)


def test_every_shift_is_held_by_two_and_the_hours_are_shared_alike():
    crew = [helper(name) for name in "abcd"]
    wanted = [shift(day) for day in range(6)]

    planned = plan(crew, wanted)

    assert not planned.closed
    assert {len(people) for people in planned.rota.values()} == {2}
    assert set(planned.minutes.values()) == {720}
    assert planned.spread == timedelta(0)
    assert broken(crew, wanted, planned.rota) == ()


def test_the_same_people_and_shifts_give_the_same_rota_in_any_order():
    crew = [helper(name, is_woman=name in "ace") for name in "abcdef"]
    wanted = [shift(day, is_mixed=day % 2 == 0) for day in range(12)]

    assert plan(crew, wanted) == plan(crew[::-1], wanted[::-1])


def test_a_shift_for_one_is_held_by_nobody():
    planned = plan([helper("a")], [shift(0, people_min=1)])

    assert planned.rota == {}
    assert planned.closed[0].reason is RotaReason.NOT_OF_THIS_PLACE
    assert planned.closed[0].of_place_count == 1
    assert planned.conflicts[0].reasons == ()  # no rule to lift: there are not two people


BUSY = (Span(starts_at=MONDAY, ends_at=MONDAY + timedelta(hours=9)),)


@pytest.mark.parametrize(
    ("crew", "wanted", "closed", "reasons"),
    [
        ([helper("a"), helper("b", free=BUSY)], [shift(0)], RotaReason.NOT_FREE, (RotaReason.NOT_FREE,)),
        (
            [helper("a"), helper("b", places=frozenset({CLINIC}))],
            [shift(0)],
            RotaReason.NOT_OF_THIS_PLACE,
            (RotaReason.NOT_OF_THIS_PLACE,),
        ),
        (
            [helper("a", is_woman=False), helper("b", is_woman=False)],
            [shift(0, is_mixed=True)],
            RotaReason.NOT_MIXED,
            (RotaReason.NOT_MIXED,),
        ),
        (
            [helper("a"), helper("b")],
            [shift(0, skills=frozenset({Skill.FIRST_AID}))],
            RotaReason.SKILL_MISSING,
            (RotaReason.SKILL_MISSING,),
        ),
        (
            [helper("a"), helper("b")],
            [shift(0, hour=8), shift(0, hour=14)],
            RotaReason.NOT_RESTED,
            (RotaReason.NOT_RESTED,),
        ),
        (
            [helper("a", week_shifts_max=2), helper("b", week_shifts_max=2)],
            [shift(0), shift(2), shift(4)],
            RotaReason.WEEK_IS_FULL,
            (RotaReason.WEEK_IS_FULL,),
        ),
        (
            [
                helper("a", is_woman=True),
                helper("b", is_woman=False),
                helper("c", is_woman=None, skills=frozenset({Skill.FIRST_AID})),
            ],
            [shift(0, is_mixed=True, skills=frozenset({Skill.FIRST_AID}), people_max=2)],
            RotaReason.TOO_MANY_IN_SHIFT,
            (RotaReason.NOT_MIXED, RotaReason.SKILL_MISSING, RotaReason.TOO_MANY_IN_SHIFT),
        ),
    ],
    ids=lambda value: value.value if isinstance(value, RotaReason) else None,
)
def test_what_cannot_be_names_the_rule_that_makes_it_so(crew, wanted, closed, reasons):
    planned = plan(crew, wanted)

    assert len(planned.closed) == 1
    assert planned.closed[0].reason is closed
    assert [conflict.reasons for conflict in planned.conflicts] == [reasons]
    assert broken(crew, wanted, planned.rota) == ()


def test_a_clash_names_only_the_shifts_that_clash():
    crew = [helper("a"), helper("b")]
    wanted = [shift(0), shift(2, hour=8), shift(2, hour=13), shift(4)]

    planned = plan(crew, wanted)

    assert len(planned.rota) == 3
    assert planned.conflicts[0].shifts == (ShiftId("s_2_8"), ShiftId("s_2_13"))


def test_who_got_no_shift_is_told_why():
    never = helper("d", free=())
    elsewhere = helper("e", places=frozenset({CLINIC}))
    crew = [helper("a"), helper("b"), helper("c"), never, elsewhere]

    planned = plan(crew, [shift(0)])

    assert {one.reason for one in planned.leftover} == {
        RotaReason.NOTHING_LEFT,
        RotaReason.NOT_FREE,
        RotaReason.NOT_OF_THIS_PLACE,
    }


HELPERS = st.builds(
    helper,
    st.sampled_from([f"{number:02d}" for number in range(8)]),
    places=st.sets(st.sampled_from([SCHOOL, CLINIC]), min_size=1).map(frozenset),
    is_woman=st.sampled_from([True, False, None]),
    skills=st.sets(st.sampled_from(list(Skill)), max_size=2).map(frozenset),
    week_shifts_max=st.integers(1, 4),
    rest_hours=st.integers(0, 20),
)
SHIFTS = st.builds(
    shift,
    st.integers(0, 9),
    st.sampled_from([6, 10, 18]),
    st.integers(1, 8),
    place_id=st.sampled_from([SCHOOL, CLINIC]),
    people_min=st.integers(0, 3),
    people_max=st.integers(2, 4),
    is_mixed=st.booleans(),
    skills=st.sets(st.sampled_from(list(Skill)), max_size=1).map(frozenset),
)


@settings(max_examples=25, deadline=None)
@given(
    crew=st.lists(HELPERS, max_size=8, unique_by=lambda one: one.person_id),
    wanted=st.lists(SHIFTS, max_size=8, unique_by=lambda one: one.id),
)
def test_whatever_is_planned_breaks_no_rule_and_leaves_nothing_untold(crew, wanted):
    planned = plan(crew, wanted)

    assert broken(crew, wanted, planned.rota) == ()
    assert set(planned.rota) | {one.shift_id for one in planned.closed} == {one.id for one in wanted}
    assert not set(planned.rota) & {one.shift_id for one in planned.closed}
    assert bool(planned.closed) == bool(planned.conflicts)

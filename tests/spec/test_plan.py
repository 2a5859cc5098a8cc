"""What a plan must have, and what its check says to do first; it never says that a place is safe."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from haal.domain.gathering.place import PlaceKind
from haal.domain.gathering.plan import (
    Answer,
    Kept,
    Missing,
    Plan,
    PlanReason,
    Question,
    Response,
    When,
    as_plain,
    findings,
    of_plain,
    people_for,
    questions_for,
    texts_of,
    why_not_keep,
)
from haal.domain.hazard import Hazard
from haal.domain.policy import DEFAULT

TODAY = date(2026, 3, 4)
DAY = timedelta(days=1)
NO_IS_WELL = {Question.ARMED_HERE, Question.THREATENED, Question.WAY_HERE}
WELL = {question: Answer.NO if question in NO_IS_WELL else Answer.YES for question in Question}
FULL = Plan(
    exits="two doors",
    assembly="the court",
    weak_points="the wall",
    contacts="the neighbour",
    access="in pairs",
    signal="the bell",
    kit="by the door",
    crowd_max=400,
    ways_out=2,
    kit_checked_on=TODAY,
    drilled_on=TODAY,
    answers=WELL,
    responses=(Response(hazard=Hazard.FIRE, sign="smoke", who_checks="two", then="out"),),
)


def found(plan, *, kind=PlaceKind.SCHOOL, stewards_count=2, review_on=TODAY + DAY, today=TODAY):
    made = findings(plan, kind=kind, stewards_count=stewards_count, review_on=review_on, today=today, policy=DEFAULT)
    return {finding.what: finding.when for finding in made}


def test_nothing_is_left_to_do_when_everything_is_there():
    assert found(FULL) == {}


@pytest.mark.parametrize(
    ("changes", "what", "when"),
    [
        ({"exits": " "}, Missing.WAYS_OUT, When.FIRST),
        ({"ways_out": None}, Missing.WAYS_OUT, When.FIRST),
        ({"ways_out": 1}, Missing.TOO_FEW_WAYS, When.FIRST),
        ({"ways_out": 0}, Missing.TOO_FEW_WAYS, When.FIRST),
        ({"crowd_max": 501}, Missing.TOO_FEW_WAYS, When.FIRST),
        ({"crowd_max": 1001, "ways_out": 3}, Missing.TOO_FEW_WAYS, When.FIRST),
        ({"contacts": ""}, Missing.CONTACTS, When.FIRST),
        ({"crowd_max": None}, Missing.CROWD, When.MONTH),
        ({"access": ""}, Missing.ACCESS, When.MONTH),
        ({"kit_checked_on": None}, Missing.KIT, When.MONTH),
        ({"kit_checked_on": TODAY - 91 * DAY}, Missing.KIT, When.MONTH),
        ({"drilled_on": TODAY - 181 * DAY}, Missing.DRILL, When.MONTH),
        ({"responses": ()}, Missing.RESPONSES, When.MONTH),
    ],
)
def test_what_a_plan_lacks_is_said_with_its_time(changes, what, when):
    assert found(replace(FULL, **changes)) == {what: when}


@pytest.mark.parametrize(
    "changes",
    [
        {"crowd_max": 500},
        {"crowd_max": 49, "ways_out": 1},
        {"crowd_max": 1000, "ways_out": 3},
        {"crowd_max": 100_000, "ways_out": 4},
        {"kit_checked_on": TODAY - 90 * DAY},
        {"drilled_on": TODAY - 180 * DAY},
    ],
)
def test_what_is_just_enough_is_enough(changes):
    assert found(replace(FULL, **changes)) == {}


def test_a_lone_helper_and_a_review_that_is_due_come_first():
    assert found(FULL, stewards_count=1) == {Missing.NOT_ALONE: When.FIRST}
    assert found(FULL, review_on=TODAY) == {Missing.REVIEW: When.FIRST}


@pytest.mark.parametrize("question", list(Question))
def test_not_knowing_is_as_much_to_do_as_the_answer_one_fears(question):
    other = Answer.NO if WELL[question] is Answer.YES else Answer.YES

    bad, unknown = (found(replace(FULL, answers={**WELL, question: one})) for one in (other, Answer.NOT_KNOWN))
    without = found(replace(FULL, answers={each: one for each, one in WELL.items() if each is not question}))

    assert bad == unknown == without
    assert list(bad) == [question]


def test_armed_people_in_the_place_whoever_they_are_come_before_people_gather():
    assert found(replace(FULL, answers={**WELL, Question.ARMED_HERE: Answer.YES})) == {Question.ARMED_HERE: When.FIRST}


def test_only_schools_are_asked_how_lessons_go_on():
    assert Question.LESSONS in questions_for(PlaceKind.SCHOOL)
    assert all(Question.LESSONS not in questions_for(kind) for kind in PlaceKind if kind is not PlaceKind.SCHOOL)


ANY_PLAN = st.builds(
    Plan,
    exits=st.sampled_from(["", "a door"]),
    contacts=st.sampled_from(["", "a neighbour"]),
    crowd_max=st.none() | st.integers(0, 2000),
    ways_out=st.none() | st.integers(0, 6),
    kit_checked_on=st.none() | st.dates(date(2025, 1, 1), TODAY),
    drilled_on=st.none() | st.dates(date(2025, 1, 1), TODAY),
    answers=st.dictionaries(st.sampled_from(list(Question)), st.sampled_from(list(Answer))),
    responses=st.lists(
        st.builds(Response, hazard=st.sampled_from(list(Hazard)), sign=st.text(max_size=5)), max_size=3
    ).map(tuple),
)


@settings(max_examples=60, deadline=None)
@given(plan=ANY_PLAN)
def test_a_plan_written_and_read_is_the_same_and_what_comes_first_stands_first(plan):
    made = findings(plan, kind=PlaceKind.SCHOOL, stewards_count=2, review_on=TODAY + DAY, today=TODAY, policy=DEFAULT)

    assert of_plain(as_plain(plan)) == plan
    order = [list(When).index(finding.when) for finding in made]
    assert order == sorted(order)


@settings(max_examples=60, deadline=None)
@given(plan=ANY_PLAN, more=st.integers(1, 3))
def test_another_way_out_never_makes_more_to_do(plan, more):
    wider = replace(plan, ways_out=(plan.ways_out or 0) + more)

    assert set(found(wider)) <= set(found(replace(plan, ways_out=plan.ways_out or 0)))


@pytest.mark.parametrize(("ways", "people"), [(0, 0), (1, 49), (2, 500), (3, 1000), (4, None), (50, None)])
def test_so_many_people_for_so_many_ways_out(ways, people):
    assert people_for(ways) == people


@pytest.mark.parametrize(
    ("changes", "kept", "reason"),
    [
        ({}, {}, None),
        ({}, {"review_on": TODAY + 180 * DAY}, None),
        ({}, {"review_on": TODAY + 181 * DAY}, PlanReason.REVIEW_DAY_WRONG),
        ({}, {"review_on": TODAY}, PlanReason.REVIEW_DAY_WRONG),
        ({}, {"owner": "p_stranger"}, PlanReason.OWNER_NOT_OF_PLACE),
        ({"crowd_max": -1}, {}, PlanReason.CROWD_OUT_OF_RANGE),
        ({"crowd_max": 100_001}, {}, PlanReason.CROWD_OUT_OF_RANGE),
        ({"ways_out": 51}, {}, PlanReason.CROWD_OUT_OF_RANGE),
        ({"drilled_on": TODAY + DAY}, {}, PlanReason.DAY_NOT_YET),
        ({"kit_checked_on": TODAY + DAY}, {}, PlanReason.DAY_NOT_YET),
        ({"responses": FULL.responses * 4}, {}, PlanReason.TOO_MANY_RESPONSES),
        ({**{name: "" for name, _ in texts_of(FULL)}, "responses": ()}, {}, PlanReason.IS_EMPTY),
    ],
)
def test_what_forbids_keeping_a_plan(changes, kept, reason):
    given_ = Kept(plan=replace(FULL, **changes), owner="p_amin", review_on=TODAY + DAY)

    why_not = why_not_keep(
        replace(given_, **kept), stewards=frozenset({"p_amin", "p_bibi"}), today=TODAY, policy=DEFAULT
    )

    assert why_not is reason

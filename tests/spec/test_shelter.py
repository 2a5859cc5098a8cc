"""Shelters: free places never below nothing, what falls short, and what is not known is never enough."""

from __future__ import annotations

from datetime import timedelta
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.factories_shelter import NOW, a_shelter, some_facts

from haal.domain.errors import Malformed
from haal.domain.need import FOR_COUNT_MAX
from haal.domain.shelter.facts import (
    NUMBER_MAX,
    Amount,
    Facts,
    Service,
    ShelterKind,
    ShelterReason,
    line_of,
    people_of,
    read,
    why_not_facts,
)
from haal.domain.shelter.sphere import Verdict, checks, checks_of
from haal.domain.shelter.standing import OLD_AFTER, ClosedWhy, otherwise_count


@pytest.mark.parametrize(
    ("capacity", "present", "coming", "closed", "free", "over"),
    [
        (40, 10, 0, None, 30, 0),
        (40, 10, 12, None, 18, 0),
        (40, 40, 0, None, 0, 0),
        (40, 55, 0, None, 0, 15),
        (40, 35, 12, None, 0, 7),
        (40, 0, 0, ClosedWhy.IN_DANGER, 0, 0),
    ],
)
def test_free_is_what_neither_lives_there_nor_was_promised(capacity, present, coming, closed, free, over):
    shelter = a_shelter(capacity=capacity, present=present, coming=coming, closed=closed)

    assert (shelter.free_count, shelter.over_count) == (free, over)


NUMBERS = st.integers(0, FOR_COUNT_MAX)


@given(capacity=NUMBERS, present=NUMBERS, coming=NUMBERS)
def test_free_places_are_never_below_nothing_and_never_more_than_it_takes(capacity, present, coming):
    assert 0 <= a_shelter(capacity=capacity, present=present, coming=coming).free_count <= capacity


@pytest.mark.parametrize(("met", "expected"), [(0, False), (1, False), (2, True), (3, True)])
def test_two_of_the_desk_meet_the_host_first(met, expected):
    assert a_shelter(met=met).is_met is expected


def test_a_count_of_four_days_ago_is_asked_for_again():
    assert not a_shelter(at=NOW - OLD_AFTER).is_old(now=NOW)
    assert a_shelter(at=NOW - timedelta(days=4)).is_old(now=NOW)


@pytest.mark.parametrize(("present", "arrived", "expected"), [(30, 0, 30), (30, 12, 18), (5, 12, -7), (0, 0, 0)])
def test_who_came_by_themselves_is_who_is_there_less_who_came_by_us(present, arrived, expected):
    assert otherwise_count(present=present, arrived=arrived) == expected


@pytest.mark.parametrize(
    ("amounts", "expected"),
    [
        ({}, None),
        ({Amount.LATRINES: 4, Amount.WOMENS_LATRINES: 4}, None),
        ({Amount.LATRINES: 4, Amount.WOMENS_LATRINES: 5}, ShelterReason.SHELTER_WOMENS_LATRINES),
        ({Amount.LITRES: NUMBER_MAX + 1}, ShelterReason.SHELTER_TOO_MANY),
    ],
)
def test_numbers_that_cannot_be_are_refused(amounts, expected):
    assert why_not_facts(Facts(kind=ShelterKind.TENTS, amounts=MappingProxyType(amounts))) is expected


@pytest.mark.parametrize(
    ("amount", "people", "has", "expected"),
    [
        (Amount.LITRES, 40, 600, Verdict.ENOUGH),
        (Amount.LITRES, 40, 599, Verdict.FALLS_SHORT),
        (Amount.LATRINES, 40, 2, Verdict.ENOUGH),
        (Amount.LATRINES, 41, 2, Verdict.FALLS_SHORT),
        (Amount.WOMENS_LATRINES, 80, 3, Verdict.ENOUGH),
        (Amount.WOMENS_LATRINES, 80, 2, Verdict.FALLS_SHORT),
        (Amount.TAPS, 250, 1, Verdict.ENOUGH),
        (Amount.TAPS, 251, 1, Verdict.FALLS_SHORT),
        (Amount.FLOOR, 40, 140, Verdict.ENOUGH),
        (Amount.FLOOR, 40, 139, Verdict.FALLS_SHORT),
        (Amount.FLOOR, 0, 0, Verdict.ENOUGH),
        (Amount.FLOOR, 40, None, Verdict.NOT_KNOWN),
    ],
)
def test_what_a_shelter_has_is_held_against_the_sphere_handbook(amount, people, has, expected):
    amounts = MappingProxyType({} if has is None else {amount: has})
    found = {
        check.what: check.verdict for check in checks(Facts(kind=ShelterKind.SCHOOL, amounts=amounts), people=people)
    }

    assert found[amount] is expected


def test_a_service_is_there_or_falls_short_or_is_not_known():
    facts = Facts(kind=ShelterKind.SCHOOL, has=frozenset({Service.WOMENS_SPACE}), lacks=frozenset({Service.LOCKS}))
    found = {check.what: check.verdict for check in checks(facts, people=10)}

    assert found[Service.WOMENS_SPACE] is Verdict.ENOUGH
    assert found[Service.LOCKS] is Verdict.FALLS_SHORT
    assert found[Service.LIGHT] is Verdict.NOT_KNOWN


def test_what_falls_short_stands_first_and_nothing_is_forbidden_by_it():
    verdicts = [check.verdict for check in checks_of(a_shelter(facts=some_facts(latrines=1)))]

    assert verdicts[0] is Verdict.FALLS_SHORT
    assert verdicts == sorted(verdicts, key=[Verdict.FALLS_SHORT, Verdict.NOT_KNOWN, Verdict.ENOUGH].index)
    assert a_shelter(facts=some_facts(latrines=1)).free_count > 0


def test_an_overfull_shelter_is_held_against_those_who_are_there():
    full = {check.what: check.wanted for check in checks_of(a_shelter(capacity=20, present=60))}

    assert full[Amount.LATRINES] == 3


FACTS = st.builds(
    Facts,
    kind=st.sampled_from(ShelterKind),
    has=st.frozensets(st.sampled_from([Service.WATER, Service.LIGHT])),
    lacks=st.frozensets(st.sampled_from([Service.LOCKS, Service.STEP_FREE])),
    amounts=st.dictionaries(st.sampled_from(Amount), st.integers(0, NUMBER_MAX)).map(MappingProxyType),
)


@given(FACTS)
def test_facts_are_said_in_one_line_and_read_back(facts):
    assert read(line_of(facts)) == facts


@pytest.mark.parametrize("line", ["castle", "school; has gold", "school; latrines four", "school; owner Zarina"])
def test_a_line_that_says_something_else_is_not_guessed_at(line):
    with pytest.raises(Malformed):
        read(line)


@pytest.mark.parametrize(("text", "expected"), [("0", 0), (" 34 ", 34), ("۳۴", 34)])
def test_heads_are_counted_in_digits_of_any_script(text, expected):
    assert people_of(text) == expected
    with pytest.raises(Malformed):
        people_of("many")

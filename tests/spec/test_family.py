"""Families driven out are counted without names, shown in fives, and never less than five of them."""

from __future__ import annotations

from datetime import timedelta
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.factories_shelter import (
    IN_A_CELL,
    IN_QUETTA,
    NOW,
    QUETTA,
    TODAY,
    a_count,
    a_shelter,
    counted,
    day,
)

from haal.domain.errors import Malformed
from haal.domain.need import Area, NeedKind
from haal.domain.shelter.family import (
    OLDEST,
    AsideWhy,
    Band,
    Counted,
    CountReason,
    CountState,
    Move,
    alike,
    why_not_count,
    why_not_keep,
    why_not_set_aside,
)
from haal.domain.shelter.family_line import closed, line_of, not_so, now_there, read
from haal.domain.shelter.shown import (
    Done,
    Shown,
    corrected,
    done_rows,
    families_rows,
    in_fives,
    moves_rows,
    room_rows,
    without_room,
)
from haal.domain.shelter.standing import ClosedWhy


@pytest.mark.parametrize(
    ("changes", "where", "expected"),
    [
        ({}, QUETTA, None),
        ({"families": 0}, QUETTA, CountReason.COUNT_OF_NOBODY),
        ({"families": 12, "people": 70}, QUETTA, None),
        ({"families": 12, "people": 11}, QUETTA, CountReason.COUNT_NOT_SO_MANY),
        ({"families": 1, "people": 41}, QUETTA, CountReason.COUNT_NOT_SO_MANY),
        ({"families": 10_001}, QUETTA, CountReason.COUNT_NOT_SO_MANY),
        ({"people": 20, "ages": {Band.F0: 21}}, QUETTA, CountReason.COUNT_PARTS_TOO_MANY),
        ({"people": 20, "ages": {Band.F0: 12, Band.M5: 8}}, QUETTA, None),
        ({"people": 20, "disabled": 21}, QUETTA, CountReason.COUNT_PARTS_TOO_MANY),
        ({"day": TODAY + timedelta(days=1)}, QUETTA, CountReason.COUNT_DAY_AHEAD),
        ({"day": TODAY - OLDEST - timedelta(days=1)}, QUETTA, CountReason.COUNT_DAY_LONG_AGO),
        ({"home": ""}, QUETTA, CountReason.COUNT_HOME_UNKNOWN),
        ({}, Area(), CountReason.COUNT_WHERE_UNKNOWN),
    ],
)
def test_a_count_that_cannot_be_is_refused(changes, where, expected):
    assert why_not_count(counted(**changes), where=where, today=TODAY) is expected


@pytest.mark.parametrize(
    ("state", "may_count", "may_be_set_aside"),
    [(CountState.TOLD, True, True), (CountState.KEPT, False, True), (CountState.SET_ASIDE, False, False)],
)
def test_a_count_is_looked_at_once_and_can_be_taken_back_until_it_is(state, may_count, may_be_set_aside):
    assert (why_not_keep(state) is None) is may_count
    assert (why_not_set_aside(state) is None) is may_be_set_aside


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ({}, True),
        ({"families": 18}, True),
        ({"families": 19}, False),
        ({"day": TODAY - timedelta(days=5)}, True),
        ({"day": TODAY - timedelta(days=6)}, False),
        ({"home": "Awaran"}, False),
        ({"move": Move.WENT_HOME}, False),
        ({"where": Area(district="Mastung")}, False),
        ({"state": CountState.SET_ASIDE}, False),
    ],
)
def test_two_counts_may_be_of_the_same_families(other, expected):
    assert bool(alike(a_count(), [a_count(n="2", **other)])) is expected
    assert not alike(a_count(), [a_count()])


@pytest.mark.parametrize(
    ("number", "expected"),
    [(-3, "0"), (0, "0"), (1, "<5"), (4, "<5"), (5, "5"), (7, "5"), (8, "10"), (12, "10"), (13, "15"), (1_002, "1000")],
)
def test_numbers_are_shown_in_fives(number, expected):
    assert in_fives(number) == expected


def test_families_who_left_again_are_no_longer_there():
    (row,) = families_rows(
        [
            (counted(families=40, people=230, needs=frozenset({NeedKind.WATER})), IN_QUETTA),
            (counted(families=11, move=Move.MOVED_ON, onward="Mastung"), IN_QUETTA),
            (counted(families=9, move=Move.WENT_HOME), IN_QUETTA),
        ]
    )

    assert (row.arrived, row.left, row.there, row.people_arrived) == ("40", "20", "20", "230")
    assert row.needs == (NeedKind.WATER,)


@pytest.mark.parametrize("families", [1, 4])
def test_of_fewer_than_five_families_nothing_is_told_but_that(families):
    few = counted(
        families=families, people=20, disabled=2, ages=MappingProxyType({Band.F0: 3}), needs=frozenset({NeedKind.WATER})
    )
    (row,) = families_rows([(few, IN_QUETTA)])

    assert (row.arrived, row.left, row.there, row.people_arrived, row.disabled) == ("<5", "", "", "", "")
    assert (dict(row.ages), row.needs, row.last_day) == ({}, (), None)


def test_each_district_of_origin_in_each_area_is_a_row():
    counts = [(counted(), IN_QUETTA), (counted(), IN_A_CELL), (counted(home="Awaran", families=30), IN_QUETTA)]

    rows = families_rows(counts)

    assert [(row.home, row.where.district or row.where.cell) for row in rows] == [
        ("Kech", IN_A_CELL.cell), ("Awaran", "Quetta"), ("Kech", "Quetta"),
    ]  # fmt: skip


COUNTS = st.lists(
    st.builds(
        Counted,
        home=st.sampled_from(["Kech", "Awaran"]),
        families=st.integers(1, 60),
        move=st.sampled_from(Move),
        day=st.dates(TODAY - timedelta(days=60), TODAY),
        people=st.integers(0, 400),
        ages=st.dictionaries(st.sampled_from(Band), st.integers(0, 40)).map(MappingProxyType),
        disabled=st.integers(0, 30),
        needs=st.frozensets(st.sampled_from(NeedKind), max_size=3),
    ),
    max_size=12,
)


@given(COUNTS)
def test_no_number_of_one_to_four_and_no_number_below_nothing_is_ever_shown(told):
    placed = [(one, IN_QUETTA) for one in told]
    rows = families_rows(placed)
    texts = [
        text for row in rows for text in (row.arrived, row.left, row.there, row.people_arrived, row.disabled, *row.ages.values())
    ]  # fmt: skip
    texts += [text for row in moves_rows(placed) for text in (row.arrived, row.moved_on, row.went_home)]

    assert all(text in {"", "0", "<5"} or (int(text) >= 5 and int(text) % 5 == 0) for text in texts)


def test_months_are_told_apart_the_newest_first():
    counts = [
        (counted(day=day("2026-02-03")), IN_QUETTA),
        (counted(day=day("2026-03-03"), move=Move.WENT_HOME), IN_QUETTA),
    ]

    assert [(row.month, row.arrived, row.went_home) for row in moves_rows(counts)] == [
        ("2026-03", "0", "10"), ("2026-02", "10", "0"),
    ]  # fmt: skip


def test_of_few_shelters_only_whether_there_is_room_is_told():
    two = [(a_shelter(n=str(n)), IN_QUETTA) for n in range(2)]
    (row,) = room_rows(two)
    assert (row.shelters, row.has_room, row.places, row.free) == ("<5", True, "", "")

    six = [(a_shelter(n=str(n), capacity=33, present=12), IN_QUETTA) for n in range(6)]
    (row,) = room_rows(six)
    assert (row.shelters, row.has_room, row.places, row.free) == ("5", True, "190", "120")


def test_a_closed_shelter_and_one_whose_host_nobody_met_are_not_told():
    closed_one, unmet = a_shelter(closed=ClosedWhy.IN_DANGER), a_shelter(n="2", met=1)

    assert room_rows([(closed_one, IN_QUETTA), (unmet, IN_QUETTA)]) == ()


def test_help_given_is_told_by_month_area_and_kind():
    done = [(Done(kind=NeedKind.WATER, people=n, day=TODAY), IN_QUETTA) for n in (3, 9, 1)]

    assert [(row.month, row.kind, row.people) for row in done_rows(done)] == [("2026-03", NeedKind.WATER, "15")]


def test_a_correction_empties_its_own_area_at_once_and_leaves_the_others():
    counts = [(counted(), IN_QUETTA), (counted(), IN_A_CELL)]
    shown = Shown(
        on=TODAY, families=families_rows(counts), moves=moves_rows(counts), rooms=room_rows([(a_shelter(), IN_QUETTA)])
    )

    after = corrected(shown, IN_QUETTA)
    assert [(row.arrived, row.is_corrected) for row in after.families] == [("10", False), ("", True)]
    assert {(row.where == IN_QUETTA, row.is_corrected, row.arrived) for row in after.moves} == {
        (True, True, ""), (False, False, "10"),
    }  # fmt: skip
    assert after.rooms == shown.rooms
    assert [(row.shelters, row.is_corrected) for row in without_room(shown, IN_QUETTA).rooms] == [("", True)]


def test_a_count_is_said_in_one_line_and_read_back():
    said = counted(
        people=70, disabled=2, move=Move.MOVED_ON, onward="Mastung", ages=MappingProxyType({Band.F0: 6, Band.M60: 1}),
        needs=frozenset({NeedKind.WATER, NeedKind.FOOD}),
    )  # fmt: skip

    assert line_of(said) == (
        "families 12; from Kech; people 70; ages f0-4 6 m60+ 1; disabled 2; moved-on Mastung; on 2026-03-21; needs food water"
    )
    assert read(line_of(said), today=NOW.date()) == said
    assert read("families 3; from Kech", today=TODAY) == counted(families=3)


@pytest.mark.parametrize(
    "line", ["from Kech", "families many", "families 3; ages f0-4", "families 3; needs gold", "families 3; name Zarina"]
)
def test_a_line_that_counts_nothing_is_not_guessed_at(line):
    with pytest.raises(Malformed):
        read(line, today=TODAY)


def test_what_is_taken_back_is_a_line_of_its_own():
    assert not_so(a_count().id, why=AsideWhy.FALSE) == "not-so fc_1; false"
    assert closed(a_shelter().id, why=ClosedWhy.IN_DANGER) == "shelter-closed o_1; in-danger"
    assert now_there(a_shelter().id, people=34) == "shelter-now o_1; people 34"

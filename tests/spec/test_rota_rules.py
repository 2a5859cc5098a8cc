"""Who may stand where and when, and who may hold a shift together: the rules of a rota, and the reader that finds what breaks one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from haal.domain.ids import PersonId, PlaceId, ShiftId
from haal.domain.rota.rules import Broken, broken, fullest_week, is_rested, why_not_hold, why_not_stand
from haal.domain.rota.shift import RotaReason
from haal.domain.rota.wanted import Skill, Span, Steward, Wanted

MONDAY = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)
SCHOOL, CLINIC = PlaceId("g_school"), PlaceId("g_clinic")
AID = frozenset({Skill.FIRST_AID})


def shift(day, hour=8, hours=4, **asked):
    start = MONDAY + timedelta(days=day, hours=hour)
    return Wanted(
        id=ShiftId(f"s_{day}_{hour}"),
        starts_at=start,
        ends_at=start + timedelta(hours=hours),
        **{"place_id": SCHOOL, **asked},
    )


def helper(name="amin", **limits):
    always = (Span(starts_at=MONDAY, ends_at=MONDAY + timedelta(days=28)),)
    return Steward(person_id=PersonId(f"p_{name}"), **{"places": frozenset({SCHOOL}), "free": always, **limits})


MORNINGS = (Span(starts_at=MONDAY + timedelta(hours=6), ends_at=MONDAY + timedelta(hours=12)),)


@pytest.mark.parametrize(
    ("steward", "wanted", "held", "expected"),
    [
        (helper(), shift(0), (), None),
        (helper(places=frozenset({CLINIC})), shift(0), (), RotaReason.NOT_OF_THIS_PLACE),
        (helper(places=frozenset()), shift(0), (), RotaReason.NOT_OF_THIS_PLACE),
        (helper(free=MORNINGS), shift(0, hour=8, hours=4), (), None),
        (helper(free=MORNINGS), shift(0, hour=9, hours=4), (), RotaReason.NOT_FREE),
        (helper(free=()), shift(0), (), RotaReason.NOT_FREE),
        (helper(), shift(1, hour=8), (shift(0, hour=17),), None),  # eleven hours
        (helper(), shift(1, hour=7), (shift(0, hour=17),), RotaReason.NOT_RESTED),
        (helper(rest_hours=0), shift(0, hour=12), (shift(0, hour=8),), None),
        (helper(rest_hours=0), shift(0, hour=11), (shift(0, hour=8),), RotaReason.NOT_RESTED),
        (helper(rest_hours=-5), shift(0, hour=11), (shift(0, hour=8),), RotaReason.NOT_RESTED),
        (helper(week_shifts_max=2), shift(6), (shift(0), shift(3)), RotaReason.WEEK_IS_FULL),
        (helper(week_shifts_max=2), shift(7), (shift(0), shift(3)), None),
        (helper(week_shifts_max=2), shift(3), (shift(0), shift(8)), None),
        (helper(week_shifts_max=2), shift(4), (shift(0), shift(6)), RotaReason.WEEK_IS_FULL),
        (helper(), shift(0), (shift(0),), None),  # what one holds is not in one's way
    ],
)
def test_who_may_stand_is_of_the_place_free_rested_and_not_too_often(steward, wanted, held, expected):
    assert why_not_stand(steward, wanted, held=held) is expected


WOMAN, MAN, UNSAID = helper("bibi", is_woman=True), helper("amin", is_woman=False), helper("dad", skills=AID)


@pytest.mark.parametrize(
    ("wanted", "people", "expected"),
    [
        (shift(0), (WOMAN, MAN), None),
        (shift(0), (WOMAN,), RotaReason.NEVER_ALONE),
        (shift(0), (), RotaReason.NEVER_ALONE),
        (shift(0), (WOMAN, WOMAN), RotaReason.NEVER_ALONE),
        (shift(0, people_min=1), (WOMAN,), RotaReason.NEVER_ALONE),
        (shift(0, people_min=0, people_max=0), (), RotaReason.NEVER_ALONE),
        (shift(0, people_min=3), (WOMAN, MAN), RotaReason.NEVER_ALONE),
        (shift(0, people_max=2), (WOMAN, MAN, UNSAID), RotaReason.TOO_MANY_IN_SHIFT),
        (shift(0, people_max=0), (WOMAN, MAN), None),
        (shift(0, is_mixed=True), (WOMAN, MAN), None),
        (shift(0, is_mixed=True), (WOMAN, UNSAID), RotaReason.NOT_MIXED),
        (shift(0, is_mixed=True), (MAN, UNSAID), RotaReason.NOT_MIXED),
        (shift(0, skills=AID), (WOMAN, UNSAID), None),
        (shift(0, skills=AID), (WOMAN, MAN), RotaReason.SKILL_MISSING),
    ],
)
def test_who_holds_a_shift_is_never_alone_and_has_what_it_wants(wanted, people, expected):
    assert why_not_hold(wanted, people) is expected


def test_a_week_is_any_seven_days():
    held = [shift(5), shift(6), shift(7), shift(8), shift(13)]

    assert fullest_week(held) == 4
    assert fullest_week(held, with_one=shift(13)) == 3
    assert fullest_week([]) == 0


def test_two_shifts_at_once_are_no_rest_in_either_order():
    assert not is_rested(shift(0), shift(0, hour=9), hours=0)
    assert not is_rested(shift(0, hour=9), shift(0), hours=0)
    assert is_rested(shift(0, hour=12), shift(0), hours=0)


def test_the_reader_names_each_broken_rule_with_its_shift_and_person():
    stewards = [WOMAN, replace(MAN, free=())]
    wanted = [shift(0), shift(1)]
    rota = {
        wanted[0].id: (WOMAN.person_id, MAN.person_id),
        wanted[1].id: (WOMAN.person_id, PersonId("p_nobody_knows")),
    }

    assert set(broken(stewards, wanted, rota)) == {
        Broken(reason=RotaReason.NOT_FREE, shift_id=wanted[0].id, person_id=MAN.person_id),
        Broken(reason=RotaReason.NEVER_ALONE, shift_id=wanted[1].id),
        Broken(reason=RotaReason.NOT_OF_THIS_PLACE, shift_id=wanted[1].id, person_id=PersonId("p_nobody_knows")),
    }


def test_a_shift_that_nobody_holds_breaks_no_rule():
    assert broken([WOMAN], [shift(0)], {}) == ()

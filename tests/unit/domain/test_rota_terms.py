"""When somebody can stand follows from what they say of themselves; who had many hard events is not free, and nobody can tell why."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haal.domain.ids import PlaceId, ShiftId, WishId
from haal.domain.policy import DEFAULT
from haal.domain.rota.shift import Shift
from haal.domain.rota.terms import (
    Part,
    Terms,
    TermsReason,
    day_parts,
    free,
    hard_days_rest,
    refresher_due_on,
    skills_on,
    time_of,
    why_not_terms,
)
from haal.domain.rota.wanted import Skill
from haal.domain.rota.wish import Wish, WishReason, wanted, why_not_wish

MONDAY = date(2026, 11, 23)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SEVEN = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # by the land's time
EVERY = frozenset((day, part) for day in range(7) for part in Part)


def at(day: int, hour: int) -> datetime:
    return datetime(2026, 11, 23, tzinfo=UTC) - 5 * HOUR + day * DAY + hour * HOUR


def spans(terms, *, days=7, **more):
    return [(one.starts_at, one.ends_at) for one in free(terms, since=MONDAY, days=days, **more)]


def test_parts_of_days_that_touch_are_one_span_also_over_midnight():
    terms = Terms(times=frozenset({(0, Part.EVENING), (1, Part.NIGHT), (1, Part.AFTERNOON)}))

    assert spans(terms) == [(at(0, 18), at(1, 6)), (at(1, 12), at(1, 18))]


def test_who_said_nothing_is_free_for_nothing_and_who_said_always_for_all():
    assert spans(Terms()) == []
    assert spans(Terms(times=EVERY)) == [(at(0, 0), at(7, 0))]


def test_who_is_away_or_rests_is_not_free_on_those_days():
    terms = Terms(times=EVERY, away_from=MONDAY + 2 * DAY, away_until=MONDAY + 3 * DAY)

    assert spans(terms) == [(at(0, 0), at(2, 0)), (at(4, 0), at(7, 0))]
    assert spans(terms, rests_until=MONDAY + 6 * DAY) == [(at(6, 0), at(7, 0))]
    one_day = Terms(times=EVERY, away_from=MONDAY)
    assert spans(one_day, days=2) == [(at(1, 0), at(2, 0))]


@given(st.frozensets(st.sampled_from(sorted(EVERY))), st.integers(1, 15))
def test_free_spans_are_in_order_apart_and_as_long_as_what_was_said(times, days):
    found = free(Terms(times=times), since=MONDAY, days=days)

    assert all(one.ends_at < other.starts_at for one, other in itertools.pairwise(found))
    said = sum((MONDAY + count * DAY).weekday() == day for count in range(days) for day, _ in times)
    assert sum((one.ends_at - one.starts_at for one in found), timedelta(0)) == said * 6 * HOUR


@given(st.frozensets(st.sampled_from(sorted(EVERY))))
def test_times_are_read_as_they_were_written(times):
    assert {time_of(word) for word in day_parts(times)} == set(times)


@pytest.mark.parametrize("word", ["", "0", "7-morning", "0-noon", "00-morning", "٠-morning", "0-morning-x"])
def test_what_is_no_time_is_none(word):
    assert time_of(word) is None


@pytest.mark.parametrize(
    ("days_ago", "expected"),
    [
        ((), None),
        ((0, 0), None),
        ((0, 0, 0), 7),
        ((3, 10, 29), 4),
        ((3, 10, 30), None),  # one of them is no longer of these thirty days
        ((7, 8, 9), None),  # long enough ago
        ((6, 8, 9, 20), 1),
        ((-1, 0, 0), None),  # a day that has not come
    ],
)
def test_three_hard_events_in_thirty_days_propose_a_week_of_rest_from_the_last(days_ago, expected):
    until = hard_days_rest([MONDAY - DAY * ago for ago in days_ago], today=MONDAY, policy=DEFAULT)

    assert until == (MONDAY + DAY * expected if expected else None)


def test_first_aid_is_due_after_a_year_and_not_counted_on_after_two():
    terms = Terms(first_aid_on=MONDAY, skills=frozenset({Skill.CALMING}))

    assert refresher_due_on(terms, policy=DEFAULT) == MONDAY + 365 * DAY
    assert skills_on(terms, day=MONDAY + 730 * DAY, policy=DEFAULT) == {Skill.CALMING, Skill.FIRST_AID}
    assert skills_on(terms, day=MONDAY + 731 * DAY, policy=DEFAULT) == {Skill.CALMING}
    assert refresher_due_on(Terms(), policy=DEFAULT) is None


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        (Terms(), None),
        (Terms(week_shifts_max=0), None),
        (Terms(week_shifts_max=8), TermsReason.TERMS_WEEK),
        (Terms(rest_hours=7), TermsReason.TERMS_REST),
        (Terms(away_until=MONDAY), TermsReason.TERMS_AWAY),
        (Terms(away_from=MONDAY, away_until=MONDAY - DAY), TermsReason.TERMS_AWAY),
        (Terms(first_aid_on=MONDAY + DAY), TermsReason.DAY_AHEAD),
        (Terms(skills=frozenset({Skill.CHILDREN})), TermsReason.SAID_BY_OTHERS),
    ],
)
def test_what_somebody_says_of_themselves_has_limits(terms, expected):
    assert why_not_terms(terms, today=MONDAY) is expected


def wish(**changes):
    given = {"days": frozenset({0, 4}), "starts": 420, "minutes": 240, **changes}
    return Wish(id=WishId("v"), place_id=PlaceId("g"), **given)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, None),
        ({"days": frozenset()}, WishReason.WISH_DAYS),
        ({"days": frozenset({7})}, WishReason.WISH_DAYS),
        ({"minutes": 0}, WishReason.WISH_TIMES),
        ({"minutes": 721}, WishReason.WISH_TIMES),
        ({"starts": 1440}, WishReason.WISH_TIMES),
        ({"people": 1}, WishReason.WISH_PEOPLE),
        ({"people": 13}, WishReason.WISH_PEOPLE),
    ],
)
def test_what_a_place_wants_has_limits_and_is_never_for_one(changes, expected):
    assert why_not_wish(wish(**changes), others_count=0) is expected
    assert why_not_wish(wish(), others_count=40) is WishReason.WISH_TOO_MANY


def test_a_long_shift_wants_three_so_that_one_can_rest():
    assert wish(minutes=300).least == 2
    assert wish(minutes=301).least == 3
    assert wish(minutes=600, people=5).least == 5


def test_a_place_wants_its_shifts_by_the_lands_clock_and_not_those_that_are_held():
    found = wanted([wish()], since=MONDAY, weeks=2)
    assert [one.starts_at for one in found] == [SEVEN, SEVEN + 4 * DAY, SEVEN + 7 * DAY, SEVEN + 11 * DAY]

    there = Shift(
        id=ShiftId("s"),
        place_id=PlaceId("g"),
        starts_at=SEVEN,
        ends_at=SEVEN + 4 * HOUR,
        people=(),
        people_count=2,
    )
    assert len(wanted([wish()], since=MONDAY, weeks=2, there=[there])) == 3

"""What can be asked for, how a need moves, and how it is said in one line."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haal.domain.errors import Malformed
from haal.domain.need import (
    FOR_COUNT_MAX,
    Asked,
    CouldNot,
    NeedKind,
    NeedState,
    Reason,
    Urgency,
    line_of,
    read,
    why_not_ask,
    why_not_move,
)

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("asked", "by_hospital", "expected"),
    [
        (Asked(kind=NeedKind.WATER, for_count=12), False, None),
        (Asked(kind=NeedKind.OTHER), False, None),
        (Asked(kind=NeedKind.BLOOD), False, Reason.ONLY_THROUGH_THE_HOSPITAL),
        (Asked(kind=NeedKind.AMBULANCE), False, Reason.ONLY_THROUGH_THE_HOSPITAL),
        (Asked(kind=NeedKind.BLOOD), True, None),
        (Asked(kind=NeedKind.WATER, for_count=0), False, Reason.FOR_HOW_MANY),
        (Asked(kind=NeedKind.WATER, for_count=FOR_COUNT_MAX + 1), False, Reason.FOR_HOW_MANY),
        (Asked(kind=NeedKind.WATER, until=NOW), False, Reason.UNTIL_IS_PAST),
        (Asked(kind=NeedKind.WATER, until=NOW + timedelta(minutes=1)), False, None),
    ],
)
def test_anything_but_blood_can_be_asked_for_by_anyone(asked, by_hospital, expected):
    assert why_not_ask(asked, by_hospital=by_hospital, now=NOW) is expected


@pytest.mark.parametrize(
    ("state", "to", "could_not", "expected"),
    [
        (NeedState.ASKED, NeedState.SEEN, None, None),
        (NeedState.ASKED, NeedState.ON_THE_WAY, None, Reason.NOT_FROM_THIS_STATE),
        (NeedState.ASKED, NeedState.DONE, None, Reason.NOT_FROM_THIS_STATE),
        (NeedState.SEEN, NeedState.PROMISED, None, None),
        (NeedState.PROMISED, NeedState.ON_THE_WAY, None, None),
        (NeedState.PROMISED, NeedState.SEEN, None, None),
        (NeedState.ON_THE_WAY, NeedState.DONE, None, None),
        (NeedState.SEEN, NeedState.COULD_NOT, None, Reason.WHY_NEEDED),
        (NeedState.SEEN, NeedState.COULD_NOT, CouldNot.NO_ROAD, None),
        (NeedState.DONE, NeedState.SEEN, None, None),
        (NeedState.COULD_NOT, NeedState.SEEN, None, None),
        (NeedState.DONE, NeedState.PROMISED, None, Reason.NOT_FROM_THIS_STATE),
    ],
)
def test_a_need_moves_in_order_and_never_ends_without_a_why(state, to, could_not, expected):
    assert why_not_move(state, to, could_not=could_not) is expected


@given(
    kind=st.sampled_from(NeedKind),
    for_count=st.integers(1, FOR_COUNT_MAX),
    urgency=st.sampled_from(Urgency),
    until=st.none()
    | st.datetimes(min_value=datetime(2020, 1, 1), max_value=datetime(2090, 1, 1), timezones=st.just(UTC)),
)
def test_a_need_said_in_one_line_is_read_back_the_same(kind, for_count, urgency, until):
    asked = Asked(
        kind=kind, for_count=for_count, urgency=urgency, until=until and until.replace(second=0, microsecond=0)
    )

    assert read(line_of(asked) + "\nwe have no well") == asked


@pytest.mark.parametrize("text", ["", "we need help", "پانی چاہیے", "; ; ;", "WATERS; for 3", "x" * 30_000])
def test_a_need_in_other_words_waits_for_a_person_to_sort_it(text):
    assert read(text) == Asked(kind=NeedKind.OTHER)


def test_digits_of_any_script_say_for_how_many():
    assert read("water; for ۱۲; now") == Asked(kind=NeedKind.WATER, for_count=12, urgency=Urgency.NOW)


@pytest.mark.parametrize(
    "line",
    [
        "water; for many",
        "water; for 0",
        "water; for 10001",
        "water; until soon",
        "water; until 2026-11-25T10:00",
        "water; gold",
    ],
)
def test_a_broken_part_of_a_line_is_named(line):
    with pytest.raises(Malformed):
        read(line)

"""Who can be had in the night: what each number of people means, and when a question has waited too long."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from haal.domain.ids import PersonId
from haal.domain.warn.roster import (
    Means,
    OnRoster,
    RosterReason,
    Thin,
    standing,
    waits_too_long,
    why_not_reachable,
)
from haal.domain.warn.still_true import asks_at

NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)


def people(count: int, *, reachable: int, outside: int = 1) -> list[OnRoster]:
    """Return so many who may agree, the first of them reachable, the last of them outside the province."""
    return [
        OnRoster(
            person_id=PersonId(f"p_{number}"),
            is_outside=number >= count - outside,
            reachable_until=NOW + timedelta(hours=1) if number < reachable else NOW,
        )
        for number in range(count)
    ]


@pytest.mark.parametrize(
    ("reachable", "means", "lacks"),
    [
        (0, Means.NOBODY, (Thin.NOT_TWO_REACHABLE,)),
        (1, Means.ALONE, (Thin.NOT_TWO_REACHABLE,)),
        (2, Means.PAIR, ()),
        (3, Means.SHORT, ()),
        (4, Means.SHORT, ()),
        (5, Means.WELL, ()),
    ],
)
def test_each_number_of_people_who_can_be_reached_means_something_for_the_next_warning(reachable, means, lacks):
    found = standing(people(5, reachable=reachable), now=NOW)

    assert (found.reachable_count, found.means, found.lacks) == (reachable, means, lacks)


@pytest.mark.parametrize(
    ("count", "outside", "lacks"),
    [
        (5, 1, ()),
        (5, 0, (Thin.NOBODY_OUTSIDE,)),
        (4, 1, (Thin.FEW_MAY_AGREE,)),
        (4, 0, (Thin.FEW_MAY_AGREE, Thin.NOBODY_OUTSIDE)),
        (0, 0, (Thin.FEW_MAY_AGREE, Thin.NOBODY_OUTSIDE, Thin.NOT_TWO_REACHABLE)),
    ],
)
def test_five_may_agree_and_one_of_them_is_outside_the_province(count, outside, lacks):
    found = standing(people(count, reachable=min(count, 2), outside=outside), now=NOW)

    assert found.lacks == lacks
    assert found.is_thin is bool(lacks)


def test_who_said_nothing_or_whose_time_is_over_cannot_be_reached():
    silent = OnRoster(person_id=PersonId("p_1"))
    over = OnRoster(person_id=PersonId("p_2"), reachable_until=NOW)

    assert not silent.is_reachable(NOW)
    assert not over.is_reachable(NOW)
    assert over.is_reachable(NOW - timedelta(seconds=1))


@pytest.mark.parametrize(("hours", "reason"), [(0, "no"), (1, None), (12, None), (13, "no")])
def test_somebody_can_be_reached_for_a_shift_and_not_for_a_week(hours, reason):
    assert why_not_reachable(hours) == (RosterReason.HOURS_OUT_OF_RANGE if reason else None)


@pytest.mark.parametrize(("seconds", "too_long"), [(0, False), (179, False), (180, True), (3600, True)])
def test_after_three_minutes_without_a_second_the_desk_shows_who_was_asked(seconds, too_long):
    assert waits_too_long(asked_at=NOW, now=NOW + timedelta(seconds=seconds)) is too_long


@pytest.mark.parametrize(("hours", "minutes_before"), [(1, 15), (2, 30), (6, 30), (72, 30)])
def test_a_warning_is_asked_after_half_an_hour_before_its_end_or_in_its_last_quarter(hours, minutes_before):
    expires_at = NOW + timedelta(hours=hours)

    assert asks_at(issued_at=NOW, expires_at=expires_at) == expires_at - timedelta(minutes=minutes_before)

"""Never alone, only at one's own place, and forgotten after thirty days."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from haal.domain.gathering.place import PlaceReason, is_own, why_not_add_steward
from haal.domain.ids import PersonId
from haal.domain.rota.shift import RotaReason, forget_before, why_not_shift

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
AMIN, BIBI, DAD, STRANGER = (PersonId(f"p_{name}") for name in ("amin", "bibi", "dad", "stranger"))


@pytest.mark.parametrize(
    ("people", "hours", "expected"),
    [
        ((AMIN, BIBI), 4, None),
        ((AMIN, BIBI, DAD), 12, None),
        ((AMIN,), 4, RotaReason.NEVER_ALONE),
        ((), 4, RotaReason.NEVER_ALONE),
        ((AMIN, AMIN), 4, RotaReason.NEVER_ALONE),
        ((AMIN, STRANGER), 4, RotaReason.NOT_OF_THIS_PLACE),
        ((AMIN, BIBI), 0, RotaReason.SHIFT_TIMES_WRONG),
        ((AMIN, BIBI), -1, RotaReason.SHIFT_TIMES_WRONG),
        ((AMIN, BIBI), 13, RotaReason.SHIFT_TIMES_WRONG),
        (tuple(PersonId(f"p_{n}") for n in range(41)), 4, RotaReason.TOO_MANY_IN_SHIFT),
    ],
)
@pytest.mark.parametrize("people_min", [2, 0])
def test_a_shift_is_never_alone_whatever_the_policy_says(people, hours, expected, people_min):
    why_not = why_not_shift(
        people, stewards=(AMIN, BIBI, DAD), starts_at=NOON, ends_at=NOON + timedelta(hours=hours), people_min=people_min
    )

    assert why_not is expected


def test_names_are_forgotten_after_thirty_days():
    assert forget_before(now=NOON, names_days=30) == NOON - timedelta(days=30)


@pytest.mark.parametrize(
    ("by", "stewards", "expected"),
    [(AMIN, (), None), (AMIN, (AMIN, BIBI), None), (STRANGER, (AMIN, BIBI), PlaceReason.ONLY_ITS_OWN_PEOPLE)],
)
def test_once_a_place_has_helpers_only_they_name_others(by, stewards, expected):
    assert why_not_add_steward(by, stewards) is expected


def test_a_place_is_its_own_helpers():
    assert is_own(AMIN, (AMIN, BIBI))
    assert not is_own(STRANGER, (AMIN, BIBI))

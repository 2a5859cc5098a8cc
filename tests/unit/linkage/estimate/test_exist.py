"""Whether a model has an estimate is known before anything is fitted."""

from __future__ import annotations

import numpy as np
import pytest

from haal.linkage.estimate.exist import Standing, standing, standings
from haal.linkage.estimate.models import hierarchical
from haal.linkage.estimate.table import Table, table_of

AB, AC, BC = (0, 1), (0, 2), (1, 2)


def made(counted: dict[str, int]) -> Table:
    lists = len(next(iter(counted)))
    return table_of("ABCDE"[:lists], {tuple(map(int, name)): count for name, count in counted.items()})


@pytest.fixture(scope="module")
def artificial() -> np.ndarray:
    """Return Artificial_3 of Chan, Silverman and Vincent: C meets nobody."""
    return np.array(made({"100": 40, "010": 30, "001": 20, "110": 6}).counts, dtype=np.float64)


def test_the_three_cases_of_the_paper(artificial):
    assert standing(artificial, lists=3, model=(AB, AC, BC)) is Standing.NOT_ONE
    assert standing(artificial, lists=3, model=(AB,)) is Standing.NO_MAXIMUM
    assert standing(artificial, lists=3, model=(AC, BC)) is Standing.EXISTS


def test_a_table_without_an_empty_pattern_has_an_estimate_in_every_model():
    counts = np.arange(1.0, 16.0)

    assert set(standings(counts, lists=4, models=hierarchical(4)).values()) == {Standing.EXISTS}


def test_an_empty_pattern_inside_an_overlap_that_is_not_empty_can_take_the_maximum_away():
    # the corner pattern of Haberman's example: all margins of pairs are positive, and no maximum exists
    counted = {"100": 5, "010": 5, "001": 5, "110": 0, "101": 0, "011": 0, "111": 5}

    model = (AB, AC)
    assert standing(np.array(made(counted).counts, dtype=np.float64), lists=3, model=model) is Standing.NO_MAXIMUM


def test_asking_for_all_at_once_answers_as_asking_for_each():
    chance = np.random.default_rng(3)
    for _ in range(2):
        counts = chance.poisson(0.8, 15).astype(np.float64)
        models = hierarchical(4)

        found = standings(counts, lists=4, models=models)

        assert found == {model: standing(counts, lists=4, model=model) for model in models}

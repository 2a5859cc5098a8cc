"""Our fits are those of statsmodels, and the interval is where the likelihood has fallen."""

from __future__ import annotations

import sys

import numpy as np
import pytest

from haal.linkage.estimate import peer, rule
from haal.linkage.estimate.exist import Standing, standings
from haal.linkage.estimate.fit import fit, judge
from haal.linkage.estimate.interval import profile
from haal.linkage.estimate.models import hierarchical, near, of_pairs
from haal.linkage.estimate.refuse import ExtraMissing

KOSOVO = np.array([306, 936, 123, 845, 31, 217, 32, 1131, 106, 228, 42, 177, 18, 181, 27], dtype=np.float64)


def test_every_model_of_a_full_table_fits_as_in_statsmodels():
    for model in hierarchical(4):
        ours = KOSOVO.sum() + fit(KOSOVO[None, :], lists=4, model=model).missed[0]

        assert ours == pytest.approx(peer.total(KOSOVO, lists=4, model=model), rel=1e-6)


def test_sparse_tables_fit_as_in_statsmodels_wherever_there_is_an_estimate():
    chance = np.random.default_rng(5)
    tried = 0
    for _ in range(6):
        counts = chance.poisson(1.5, 15).astype(np.float64)
        for model, stands in standings(counts, lists=4, models=of_pairs(4)).items():
            if stands is Standing.EXISTS:
                tried += 1
                ours = counts.sum() + fit(counts[None, :], lists=4, model=model).missed[0]
                assert ours == pytest.approx(peer.total(counts, lists=4, model=model), rel=1e-4)
    assert tried > 100


def test_many_tables_at_once_fit_as_each_alone():
    tables = np.random.default_rng(1).poisson(KOSOVO, (5, 15)).astype(np.float64)
    model = ((0, 1), (1, 2))

    together = fit(tables, lists=4, model=model).missed

    assert together == pytest.approx([fit(one[None, :], lists=4, model=model).missed[0] for one in tables])


def test_two_independent_lists_and_a_third_give_what_pencil_and_paper_give():
    # A and B independent within C and outside it: of 1,000, each of three lists holds one half
    halves = np.full(7, 125.0)

    assert fit(halves[None, :], lists=3, model=()).missed[0] == pytest.approx(125)


def test_what_is_saturated_cannot_be_judged():
    model = ((0, 1), (0, 2), (1, 2))
    counts = np.array([20.0, 30, 10, 40, 12, 9, 5])

    assert judge(counts, fit(counts[None, :], lists=3, model=model)).probability is None


def test_a_wider_interval_is_surer_and_holds_the_narrower():
    model = rule.named_model(KOSOVO, lists=4)
    assert model is not None
    missed = float(fit(KOSOVO[None, :], lists=4, model=model).missed[0])

    half, sure = (profile(KOSOVO, lists=4, model=model, missed=missed, level=level) for level in (0.5, 0.95))

    assert half.high is not None
    assert sure.high is not None
    assert sure.low < half.low < KOSOVO.sum() + missed < half.high < sure.high


def test_models_within_two_changes():
    assert len(near((), lists=6, reach=2)) == 1 + 15 + 105
    assert near(((0, 1),), lists=3, reach=1) == (((0, 1),), (), ((0, 1), (0, 2)), ((0, 1), (1, 2)))


def test_a_missing_library_is_told_with_how_to_install_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "statsmodels.api", None)

    with pytest.raises(ExtraMissing, match=r"pip install 'haal\[estimate\]'"):
        peer.loaded()

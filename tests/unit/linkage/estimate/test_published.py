"""Published tables give the published figures, and the table that was made to have none is refused."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from haal.linkage.estimate import peer, rule
from haal.linkage.estimate.fit import fit
from haal.linkage.estimate.models import hierarchical, named
from haal.linkage.estimate.refuse import CannotEstimate, Why
from haal.linkage.estimate.table import Table, read
from haal.linkage.estimate.total import estimate

VECTORS = Path(__file__).resolve().parents[3] / "vectors" / "mse"


def published(name: str) -> Table:
    return read((VECTORS / f"{name}.csv").read_text("utf-8"))


def test_kosovo_has_113_models_and_the_best_of_them_is_the_published_one():
    told = estimate(published("kosovo"))

    assert told.documented == 4_400
    assert told.range.looked_at == len(hierarchical(4)) == 113
    assert (round(told.range.low), round(told.range.high)) == (9_824, 22_889)
    assert told.named is not None
    assert told.named.rule is rule.Rule.BEST_BIC
    assert told.named.total == pytest.approx(10_356.5, abs=0.5)
    assert told.named.model == ("EXH*ABA", "EXH*OSCE", "EXH*HRW", "ABA*OSCE", "OSCE*HRW", "EXH*ABA*OSCE")


def test_the_interval_of_kosovo_is_the_published_one_but_for_two_in_a_thousand():
    told = estimate(published("kosovo"))

    assert told.named is not None
    assert told.named.interval.low == pytest.approx(9_002, rel=0.002)
    assert told.named.interval.high == pytest.approx(12_122, rel=0.002)
    assert told.named.fit.deviance == pytest.approx(9.32, abs=0.01)
    assert told.named.fit.degrees == 4


@pytest.mark.parametrize(
    ("name", "total", "model"),
    [
        ("uk_5lists", 11_312.99, ("LA*NG", "LA*PFNCA", "NG*GO", "NG*GP", "PFNCA*GP", "GO*GP")),
        ("new_orleans_5lists", 1_034.15, ()),
        ("us_western_5lists", 2_483.38, ("A*E",)),
    ],
)
def test_pairs_added_stepwise_give_what_the_published_program_gives(name, total, model):
    table = published(name)
    counts = np.array(table.counts, dtype=np.float64)

    found = rule.named_model(counts, lists=5)

    assert found is not None
    assert named(found, table.lists) == model
    assert table.documented + fit(counts[None, :], lists=5, model=found).missed[0] == pytest.approx(total, abs=0.01)
    assert peer.total(counts, lists=5, model=found) == pytest.approx(total, abs=0.01)


def test_the_uk_is_told_with_its_range():
    told = estimate(published("uk_5lists"))

    assert told.range.looked_at == 1_024
    assert told.named is not None
    assert told.range.low < told.named.total < told.range.high
    assert told.range.high > 19_000


def test_a_model_that_does_not_fit_is_not_named_though_the_rule_finds_it():
    told = estimate(published("netherlands_5lists"))

    assert told.named is None
    assert "not fitting" in told.unnamed
    assert told.range.admissible == 10


def test_artificial_3_is_refused_with_every_reason():
    with pytest.raises(CannotEstimate) as refused:
        estimate(published("artificial_3lists"))

    assert [one.why for one in refused.value.findings] == [Why.LISTS_APART, Why.OVERLAP_TOO_SPARSE, Why.NO_MODEL]
    assert "C shares nobody" in str(refused.value)
    assert "of the 8 models, 3 have no highest likelihood and 1 no single answer" in str(refused.value)
    assert refused.value.documented == 96

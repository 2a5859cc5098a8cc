"""Who asks too much of a table is told every reason, and a total is never told without its range."""

from __future__ import annotations

from dataclasses import replace

import pytest

from haal.linkage.estimate.answer import Estimate, Named, Range
from haal.linkage.estimate.fit import Judged
from haal.linkage.estimate.interval import Interval
from haal.linkage.estimate.refuse import CannotEstimate, Why, findings
from haal.linkage.estimate.rule import Rule
from haal.linkage.estimate.table import Table, table_of
from haal.linkage.estimate.total import estimate

RANGE = Range(low=1_000, high=2_000, models=((), ((0, 1),), ((0, 2),)), looked_at=8, left_out={"does-not-fit": 5})


def made(counted: dict[str, int]) -> Table:
    lists = len(next(iter(counted)))
    return table_of("ABCDE"[:lists], {tuple(map(int, name)): count for name, count in counted.items()})


WELL = made({"100": 90, "010": 90, "001": 90, "110": 30, "101": 30, "011": 30, "111": 10})


def whys(table: Table, **origins: str) -> list[Why]:
    return [one.why for one in findings(table, origins=origins)]


def named(total: float) -> Named:
    return Named(
        within=RANGE,
        rule=Rule.BEST_BIC,
        model=("A*B",),
        total=total,
        interval=Interval(low=1_100, high=None, level=0.95),
        fit=Judged(pearson=2.0, degrees=2, probability=0.37, deviance=2.1),
    )


def test_three_lists_that_meet_are_not_refused():
    assert whys(WELL) == []


def test_two_lists_are_too_few():
    assert whys(made({"10": 50, "01": 50, "11": 20})) == [Why.LISTS_TOO_FEW]


def test_lists_of_one_origin_are_refused():
    assert whys(WELL, A="wire", B="wire", C="hospital") == [Why.LISTS_OF_ONE_ORIGIN]
    assert whys(WELL, A="wire", B="morgue", C="hospital") == []


def test_lists_that_meet_over_a_third_are_together():
    assert whys(made({"100": 9, "010": 9, "001": 9, "110": 20, "011": 20})) == []


def test_fewer_than_ten_on_two_lists_are_too_few():
    sparse = {"100": 90, "010": 90, "001": 90, "110": 4, "101": 3, "011": 2}

    assert whys(made(sparse))[0] is Why.OVERLAP_TOO_SPARSE
    assert whys(made(sparse | {"111": 1})) == []


def test_an_empty_table_is_refused_and_not_fitted():
    assert Why.OVERLAP_TOO_SPARSE in whys(made({"100": 0, "010": 0, "001": 0}))


def test_where_no_model_fits_nothing_is_told():
    odd = made({"100": 500, "010": 20, "001": 300, "110": 300, "101": 10, "011": 290, "111": 400})

    with pytest.raises(CannotEstimate) as refused:
        estimate(odd)

    assert [one.why for one in refused.value.findings] == [Why.NO_MODEL]
    assert "a range needs 2" in str(refused.value)


def test_a_total_cannot_be_told_without_the_range_it_lies_in():
    with pytest.raises(TypeError, match="range"):
        Estimate(lists=("A",), documented=900, named=None)
    with pytest.raises(TypeError, match="within"):
        Named(**{name: getattr(named(1_200), name) for name in ("rule", "model", "total", "interval", "fit")})
    with pytest.raises(ValueError, match="inside the range"):
        named(2_500)


def test_the_named_model_belongs_to_the_range_told_with_it():
    with pytest.raises(ValueError, match="this range"):
        Estimate(lists=("A",), documented=900, range=replace(RANGE, high=9_000), named=named(1_200))


def test_what_is_documented_is_told_first_then_the_range_then_one_model():
    told = Estimate(lists=("A", "B", "C"), documented=900, range=RANGE, named=named(1_200))

    first, second, third, *_ = told.as_words().splitlines()
    assert first == "Documented on 3 lists: 900 (documented, not total)"
    assert second == "Range over all 3 admissible models of 8: 1,000 to 2,000"
    assert third.startswith("One of them: 1,200, 1,100 to no upper end (95%)")
    assert list(told.as_json())[:5] == ["documented", "documented_note", "lists", "range", "model"]

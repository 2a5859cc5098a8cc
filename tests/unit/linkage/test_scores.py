"""A partition held against the truth, with figures worked out by hand."""

import pytest

from haal.linkage.scores import agreement, interval_of, of_pairs

TRUTH = {"a": "1", "b": "1", "c": "1", "d": "2", "e": "2", "f": "3"}


def test_the_truth_itself_is_whole():
    seen = agreement(TRUTH, TRUTH)

    assert (seen.pairs.f1, seen.b_cubed.f1, seen.incidents_f1) == (1.0, 1.0, 1.0)
    assert seen.true_pairs == 4


def test_every_report_alone_has_no_pairs_and_keeps_its_b_cubed_precision():
    seen = agreement({}, TRUTH)

    assert (seen.pairs.precision, seen.pairs.recall) == (1.0, 0.0)
    assert seen.b_cubed.precision == 1.0
    assert seen.b_cubed.recall == pytest.approx((3 / 3 + 2 / 2 + 1) / 6)
    assert seen.incidents_f1 == 0.0


def test_one_wrong_report_costs_pairs_reports_and_incidents():
    seen = agreement({"a": "x", "b": "x", "c": "x", "d": "x", "e": "y", "f": "z"}, TRUTH)

    assert (seen.pairs.precision, seen.pairs.recall) == (3 / 6, 3 / 4)
    assert seen.b_cubed.precision == pytest.approx((3 * 3 / 4 + 1 / 4 + 1 + 1) / 6)
    assert seen.incidents_f1 == pytest.approx((2 * (3 / 6) * 1 / (3 / 6 + 1) + 0) / 2)


def test_an_interval_lies_around_the_figure_and_is_the_same_each_time():
    answer = {"a": "x", "b": "x", "c": "x", "d": "x", "e": "y", "f": "z"}

    low, high = interval_of(answer, TRUTH, lambda seen: seen.b_cubed.f1, draws=100)

    assert low <= agreement(answer, TRUTH).b_cubed.f1 <= high
    assert (low, high) == interval_of(answer, TRUTH, lambda seen: seen.b_cubed.f1, draws=100)


def test_pairs_are_held_against_pairs():
    seen = of_pairs({("a", "1"), ("b", "2")}, {("a", "1"), ("c", "3"), ("d", "4")})

    assert (seen.precision, seen.recall) == (1 / 2, 1 / 3)

"""A million at once and one after the other are one scorer: the same pairs, the same scores, the same groups."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.factories_near import BARE, BEGIN, BLAST, flat, reports

from haal.geometry.cells import cell_of, disk
from haal.linkage.engines import batch, layout
from haal.linkage.engines import flat as columns
from haal.linkage.engines.compiled.scored import toll_level
from haal.linkage.engines.links import Linked, links
from haal.linkage.engines.together import together
from haal.linkage.reports.groups import FAR, JOIN, Links, among, bounded
from haal.linkage.reports.levels import may_be_one, row, toll
from haal.linkage.reports.pairs import RESOLUTION
from haal.linkage.scorer.model import shipped

MODEL = shipped("reports")
LOWEST = -1_000.0  # below every score: nothing is left out
SCORES = (FAR, -4.0, -3.0, JOIN, -2.4, -2.0, -1.0, 0.3, 2.0, 6.0)  # few, so that many are equal


def laid(seen):
    """Lay reports out by their place in a list."""
    with layout.opened() as con:
        return layout.from_rows(con, [columns.flat(one, place=at) for at, one in enumerate(seen)])


def found(seen, *, above=LOWEST):
    """Return the score of each pair, by the places of the two."""
    made = laid(seen)
    scored = links(made, model=MODEL, above=above)
    pairs = np.sort(np.column_stack([made.place[scored.one], made.place[scored.other]]), axis=1)
    return dict(zip(map(tuple, pairs.tolist()), scored.score.tolist(), strict=True))


def cells_meet(one, other):
    rings = [{each for reading in seen.readings for each in disk(cell_of(reading.lat, reading.lon, RESOLUTION), 1)}
             for seen in (one, other)]  # fmt: skip
    return bool(rings[0] & rings[1])


def meet(one, other):
    """Return whether two reports meet, told anew: in a cell or a name and within a month, or under a name without a day."""
    if one.page and one.page == other.page:
        return False
    days = [[each for each in (seen.day or seen.span, seen.published) if each] for seen in (one, other)]
    named, timeless = bool(one.names & other.names), not one.day and not other.day
    if not all(days):
        return named and timeless
    hulls = sorted((min(first for first, _ in each), max(last for _, last in each)) for each in days)
    apart = hulls[1][0] - hulls[0][1]
    long = any(last - first > 3 for each in days for first, last in each)
    return (apart <= 31 and (named or cells_meet(one, other))) or (named and timeless and long and apart <= 93)


@pytest.mark.parametrize("seed", range(4))
def test_each_pair_that_meets_is_found_once_and_scored_as_by_the_scorer(seed):
    seen = [flat(one) for one in reports(90, seed=seed)]
    every = [(one, other) for other in range(len(seen)) for one in range(other)]
    expected = {
        pair: MODEL.score(row(*(seen[at] for at in pair)))
        for pair in every
        if meet(*(seen[at] for at in pair)) and may_be_one(*(seen[at] for at in pair))
    }

    scores = found(seen)

    assert scores.keys() == expected.keys()
    assert scores == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("above", [FAR, JOIN, 0.0])
def test_letting_go_early_loses_nothing_above_the_bar(above):
    seen = [flat(one) for one in reports(120, seed=11)]

    assert found(seen, above=above) == {pair: score for pair, score in found(seen).items() if score > above}


def test_more_than_a_hundred_killed_are_compared_as_exactly_as_few():
    tolls = (0, 3, 100, 126, 127, 128, 140, 300, 1_000)
    seen = [replace(BLAST, killed=killed, day=(BEGIN + at, BEGIN + at)) for at, killed in enumerate(tolls)]
    every = [(one, other) for other in range(len(seen)) for one in range(other)]

    assert found(seen) == pytest.approx(
        {(one, other): MODEL.score(row(seen[one], seen[other])) for one, other in every}
    )


def test_figures_fit_many_at_once_as_one_by_one():
    every = [(low, high) for high in range(60) for low in range(high + 1)]

    assert [toll(low, high) for low, high in every] == [toll_level(low, high) for low, high in every]


def test_two_rows_of_one_page_are_two_events_also_when_a_third_report_fits_both():
    seen = [replace(BLAST, page="a/1"), replace(BLAST, page="a/1"), BLAST]

    groups = batch.groups_of(laid(seen), model=MODEL)

    assert len(set(groups.tolist())) == 2


def test_reports_that_tell_nothing_stand_alone():
    assert batch.groups_of(laid([BARE, BARE]), model=MODEL).tolist() == [0, 1]


@st.composite
def worlds(draw):
    """Scores between some of a few reports, and pairs that are never one."""
    count = draw(st.integers(2, 14))
    every = [(one, other) for other in range(count) for one in range(other)]
    some = draw(st.lists(st.sampled_from(every), unique=True, min_size=1))
    never = draw(st.lists(st.sampled_from(every), unique=True, max_size=2))
    return count, {pair: draw(st.sampled_from(SCORES)) for pair in some if pair not in never}, never


def answer(count, scores, never):
    """Return the groups that arrays make."""
    pairs = list(scores)
    linked = Linked(
        one=np.array([one for one, _ in pairs], dtype=np.int32),
        other=np.array([other for _, other in pairs], dtype=np.int32),
        score=np.array([scores[pair] for pair in pairs], dtype=float),
    )
    home = together(
        count, linked, never=(np.array([a for a, _ in never], dtype=int), np.array([b for _, b in never], dtype=int))
    )
    groups = {}
    for one, first in enumerate(home.tolist()):
        groups.setdefault(first, []).append(one)
    return list(groups.values())


def one_by_one(count, scores, never):
    """Return the groups that the grouping of reports makes."""
    links = Links.made({pair: bounded(score) for pair, score in scores.items()}, never=never)
    return among(range(count), links).groups


@given(worlds())
def test_groups_in_arrays_are_the_groups_one_by_one(world):
    assert answer(*world) == one_by_one(*world)


def test_groups_in_arrays_are_the_groups_one_by_one_where_many_would_rather_move():
    chance = np.random.default_rng(5)
    pairs = {tuple(sorted(pair)) for pair in chance.integers(0, 400, size=(2_500, 2)).tolist() if pair[0] != pair[1]}
    scores = {pair: float(score) for pair, score in zip(sorted(pairs), chance.uniform(-6, 5, len(pairs)), strict=True)}

    assert answer(400, scores, []) == one_by_one(400, scores, [])

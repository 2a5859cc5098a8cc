"""Clusterings are drawn anew: missed links are put back, false ones taken apart, pairs joined by their probability."""

from __future__ import annotations

import numpy as np
import pytest

from haal.domain.errors import Malformed
from haal.linkage.estimate import redraw
from haal.linkage.estimate.given import of_pairs, of_table
from haal.linkage.estimate.redraw import Form, Links, Pair, by_shares, joined_table, redrawn, splits
from haal.linkage.estimate.table import Table, patterns, table_of

TABLE = table_of(
    "ABC",
    {(1, 0, 0): 300, (0, 1, 0): 300, (0, 0, 1): 300, (1, 1, 0): 200, (1, 0, 1): 200, (0, 1, 1): 200, (1, 1, 1): 150},
)


def drawn(table: Table, *, draws: int = 400, **shares: float) -> np.ndarray:
    return by_shares(table, Links(**shares))(draws, np.random.default_rng(1))


def quiet(done: int, total: int) -> None:
    assert done <= total


def records_in(tables: np.ndarray) -> np.ndarray:
    return tables @ np.array([sum(pattern) for pattern in patterns(3)])


def test_what_can_become_of_a_person_on_three_lists():
    where = {pattern: place for place, pattern in enumerate(patterns(3))}

    ways = splits(3, where[1, 1, 1], 0.1)

    assert sum(chance for _, _, chance in ways) == pytest.approx(1 - 0.9**2)
    assert [chance for stay, _, chance in ways if stay == where[1, 1, 0]] == pytest.approx([2 / 3 * 0.1 * 0.9])
    assert sum(1 for _, alone, _ in ways if len(alone) == 2) == 1


def test_a_person_on_one_list_cannot_be_split():
    assert splits(3, patterns(3).index((0, 1, 0)), 0.1) == ()


def test_missed_links_that_are_put_back_make_fewer_persons_of_as_many_records():
    as_linked, put_back = drawn(TABLE), drawn(TABLE, missed=0.05)

    assert put_back.sum(axis=1).mean() < as_linked.sum(axis=1).mean() - 40
    assert records_in(put_back).mean() == pytest.approx(records_in(as_linked).mean(), rel=0.01)
    assert put_back.min() >= 0


def test_false_links_that_are_taken_apart_make_more_persons_of_as_many_records():
    as_linked, apart = drawn(TABLE), drawn(TABLE, false=0.05)

    assert apart.sum(axis=1).mean() > as_linked.sum(axis=1).mean() + 30
    assert records_in(apart).mean() == pytest.approx(records_in(as_linked).mean(), rel=0.01)


def test_putting_back_undoes_what_was_missed():
    chance = np.random.default_rng(2)
    truth = np.array(TABLE.counts, dtype=np.float64)
    missed = redraw._part(np.tile(truth, (300, 1)), share=0.1, lists=3, chance=chance)

    back = redraw._join(missed, share=0.1, lists=3, chance=chance)

    assert np.abs(missed.mean(axis=0) - truth).max() > 20
    assert back.mean(axis=0) == pytest.approx(truth, abs=4)


def test_the_same_seed_draws_the_same():
    form = Form(draws=40, level=0.9, seed=3)

    once, twice = (redrawn(by_shares(TABLE, Links(missed=0.05)), lists=3, form=form, tell=quiet) for _ in range(2))

    assert once == twice
    assert once.interval is not None
    assert once.interval.low < once.interval.high


def test_the_range_is_linked_anew_too():
    models = ((), ((0, 1),), ((0, 2), (1, 2)))

    told = redrawn(by_shares(TABLE, Links(missed=0.05)), lists=3, form=Form(draws=50), tell=quiet, models=models)

    assert told.range is not None
    assert told.interval is not None
    assert told.range.high is not None
    assert told.range.low < told.interval.low
    assert told.range.high > told.range.low


def test_shares_that_are_none_are_refused():
    for shares in ({"missed": -0.1}, {"false": 0.7}):
        with pytest.raises(Malformed, match="a share from 0"):
            Links(**shares)


def test_there_is_no_interval_where_most_draws_have_no_estimate():
    sparse = table_of("ABC", {(1, 0, 0): 9, (0, 1, 0): 9, (0, 0, 1): 9, (1, 1, 0): 1})

    found = redrawn(by_shares(sparse, Links()), lists=3, form=Form(draws=60), tell=quiet)

    assert found.without > 6
    assert found.interval is None


def test_records_that_pairs_connect_are_one():
    records = {"1": "A", "2": "B", "3": "C", "4": "C"}
    pairs = [Pair(left="1", right="2", probability=1.0), Pair(left="2", right="3", probability=1.0)]

    table = joined_table(records, pairs, lists=("A", "B", "C"))

    assert table == table_of("ABC", {(1, 1, 1): 1, (0, 0, 1): 1})


def test_pairs_are_joined_as_often_as_they_are_probable():
    ids = [f"{on}{number}" for on in "ABC" for number in range(120)]
    text = "record,list\n" + "".join(f"{name},{name[0]}\n" for name in ids)
    rows = [f"A{number},B{number},0.5\nB{number + 60},C{number},0.7\n" for number in range(50)]
    rows += [f"A{number + 60},C{number + 60},0.2\n" for number in range(30)]
    pairs = "left,right,score\n" + "".join(rows)

    table, draw, links = of_pairs(text, pairs, lists=())
    tables = draw()(200, np.random.default_rng(4))

    assert links is None
    assert table.lists == ("A", "B", "C")
    assert table.shared(0, 1) == 50
    on_two = tables[:, [sum(pattern) > 1 for pattern in patterns(3)]].sum(axis=1)
    assert on_two.mean() == pytest.approx(50 * 0.5 + 50 * 0.7 + 30 * 0.2, rel=0.1)


def test_a_pair_of_a_record_that_is_not_there_is_refused():
    with pytest.raises(Malformed, match="records of the table"):
        of_pairs("record,list\n1,A\n2,B\n", "left,right,score\n1,9,0.9\n1,2,0.3\n", lists=())


def test_joined_lists_are_drawn_as_one():
    table, draw, _ = of_table(
        "A,B,C,D,n\n1,0,0,0,90\n0,1,0,0,80\n0,0,1,0,70\n0,0,0,1,60\n1,1,1,1,30\n1,0,0,1,30\n0,1,1,0,30\n1,1,0,0,20\n",
        lists=(),
        join={"C": "press", "D": "press"},
        links=Links(),
    )

    assert table.lists == ("A", "B", "press")
    assert draw()(3, np.random.default_rng(0)).shape == (3, 7)

"""Which headlines tell of one attack."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from tests.unit.linkage.headlines.made import row, some_days

from haal.linkage.headlines import Row, Zone, cluster, told_of
from haal.linkage.headlines.groups import groups_of
from haal.linkage.headlines.levels import SIZES, killed_level, levels_of, pairs_of, place_level
from haal.linkage.scorer.model import shipped


def together(rows: tuple[Row, ...]) -> set[frozenset[str]]:
    found: dict[str, set[str]] = {}
    for each in cluster(rows):
        found.setdefault(each.cluster_id, set()).add(each.report_id)
    return {frozenset(group) for group in found.values()}


def test_reports_of_one_attack_meet_and_others_of_the_day_stay_apart() -> None:
    assert together(some_days()) == {
        frozenset({"a1", "a2", "a3"}), frozenset({"b1", "b2"}), frozenset({"c1"}), frozenset({"d1"}), frozenset({"e1"}),
    }  # fmt: skip


def test_every_row_is_placed_once_and_the_one_that_opens_a_group_is_alone() -> None:
    placed = cluster(some_days())
    assert [each.report_id for each in placed] == [each.report_id for each in some_days()]
    openers = [each for each in placed if each.report_id == each.cluster_id]
    assert all(each.zone is Zone.ALONE for each in openers)
    assert {each.cluster_id for each in placed} == {each.report_id for each in openers}
    assert all(0 <= each.score <= 1 for each in placed)


def test_the_order_of_the_rows_changes_nothing() -> None:
    rows = list(some_days())
    random.Random(3).shuffle(rows)
    assert together(tuple(rows)) == together(some_days())


def test_swapping_the_armed_sides_and_the_names_of_parties_changes_no_group() -> None:
    swap = {"soldiers": "militants", "militants": "soldiers", "Taliban": "BLA", "BLA": "Taliban"}

    def swapped(each: Row) -> Row:
        return replace(each, headline=" ".join(swap.get(word, word) for word in each.headline.split()))

    more = (
        row("f1", "Taliban kill 4 soldiers in ambush near Mir Ali"),
        row("f2", "4 soldiers dead in North Waziristan ambush", outlet="Two Agency"),
        row("f3", "Troops kill 4 militants in Mir Ali raid", outlet="Two Agency"),
        row("f4", "BLA says it attacked soldiers in Turbat", day="2031-05-29"),
    )
    rows = (*some_days(), *more)
    assert together(tuple(swapped(each) for each in rows)) == together(rows)


def test_no_headlines_and_a_row_without_a_day_are_no_trouble() -> None:
    assert cluster(()) == ()
    bare = Row(report_id="1", outlet="", day=None, headline="")
    assert [each.zone for each in cluster((bare,))] == [Zone.ALONE]


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("Blast kills 4 in Quetta", "Bomb in Quetta kills 4", 8),
        ("Blast kills 14 in Quetta", "Bomb in Quetta kills 14", 9),
        ("Blast kills 3 in Quetta", "Bomb in Quetta kills 21", 2),
        ("Five soldiers killed in attack", "Five militants killed in raid", 1),
        ("Blast hits bus", "Five killed in blast", 0),
    ],
)
def test_numbers_of_killed_speak_for_or_against(one: str, other: str, level: int) -> None:
    assert killed_level(told_of(row("1", one)), told_of(row("2", other))) == level


def test_places_speak_from_elsewhere_to_the_same_town() -> None:
    quetta, karachi, southwest, nowhere = (
        told_of(row(str(at), f"Blast in {words}"))
        for at, words in enumerate(("Quetta", "Karachi", "southwest", "a shop"))
    )
    assert place_level(quetta, quetta) == 7
    assert place_level(quetta, southwest) == 4
    assert place_level(quetta, karachi) == 1
    assert place_level(quetta, nowhere) == 0


def test_levels_fit_the_shipped_model() -> None:
    told = [told_of(each) for each in some_days()]
    levels = levels_of(told, pairs_of(told))
    model = shipped("headlines")
    assert [scale.code for scale in model.scales] == list(SIZES)
    assert all((levels[:, at] < size).all() for at, size in enumerate(SIZES.values()))


def test_one_likely_pair_does_not_pull_two_groups_together() -> None:
    pairs = [(0, 1), (2, 3), (1, 2), (0, 2), (0, 3), (1, 3)]
    assert groups_of(4, pairs, [3.0, 3.0, 1.0, -5.0, -5.0, -5.0]) == [[0, 1], [2, 3]]
    assert groups_of(3, [(0, 1), (1, 2)], [3.0, 0.5]) == [[2], [0, 1]]

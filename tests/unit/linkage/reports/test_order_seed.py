"""A small seed of campaigns/linkage_order.py; and an id that moved would be seen, and the rule for one report is that of `suggest`."""

from __future__ import annotations

from random import Random

import pytest
from campaigns import linkage_order_sets as sets
from campaigns.linkage_order import Size, campaign, holds, ids_changed, ids_lost, put_in
from tests.factories_press import PRESS

from haal.linkage.reports import table
from haal.linkage.reports.growing import Growing
from haal.linkage.reports.seen import seen_of
from haal.linkage.reports.suggest import suggest

FEW = 60


@pytest.fixture(scope="module")
def press():
    reports = table.read((PRESS / "reports.csv").read_bytes()).reports[:FEW]
    return sets.ready("press", [seen_of(told) for told in reports], truth={told.report_id: "" for told in reports})


def test_shuffled_reports_make_the_groups_of_all_at_once_and_ids_stay(press):
    size = Size(shuffles=3, reports=300, seed=7, alone=2)

    found = campaign([sets.made(size.reports, seed=size.seed), press], size)

    assert holds(found), found
    assert found["sets"]["made"]["merged"] > 0
    for one in found["sets"].values():
        assert one["one_by_one"]["b_cubed_alone"] <= one["one_by_one"]["b_cubed_after_a_night"] <= 1.0


def test_the_rule_for_one_report_is_that_of_suggest(press):
    seen = {told.report_id: seen_of(told) for told in table.read((PRESS / "reports.csv").read_bytes()).reports[:FEW]}
    order = list(press.ids)
    Random(3).shuffle(order)

    incidents, homes = {}, {}
    for one in order:
        best = suggest(seen[one], incidents).best
        homes[one] = best.incident_id if best else f"i_{len(incidents):06d}"
        incidents.setdefault(homes[one], []).append(seen[one])

    assert put_in(press, order) == homes


@pytest.mark.parametrize(
    ("before", "after", "leads", "wrong"),
    [
        ([1, 1, 2], [1, 1, 2], {}, 0),
        ([1, 1, 2], [1, 1, 1], {2: 1}, 0),  # merged
        ([1, 1, 1], [1, 1, 2], {}, 0),  # one left
        ([1, 1, 1], [2, 2, 1], {}, 1),  # the id went with the one
        ([1, 1, 2], [3, 3, 2], {}, 1),  # nobody merged, and the id is another
        ([1, 1, 2, 2], [3, 3, 3, 3], {1: 3, 2: 3}, 2),  # merged under an id that neither had
        ([1, 1, 2, 2], [1, 1, 1, 1], {}, 1),  # merged, and the old id leads nowhere
    ],
)
def test_an_id_that_moved_is_seen(before, after, leads, wrong):
    assert ids_changed(before, Growing(homes=after, leads=leads)) == wrong


@pytest.mark.parametrize(
    ("begun", "groups", "leads", "lost"),
    [
        ([1, 2, 3], {1: [], 3: []}, {2: 1}, 0),
        ([1, 2], {1: []}, {2: 1}, 0),
        ([1, 2, 3], {1: []}, {2: 1}, 1),  # the third is nowhere
        ([1, 2, 2], {1: [], 2: []}, {}, 1),  # given twice
        ([1, 2, 3], {1: []}, {2: 1, 3: 2}, 1),  # two steps away
    ],
)
def test_an_id_that_is_lost_is_seen(begun, groups, leads, lost):
    assert ids_lost(begun, Growing(groups=groups, leads=leads)) == lost

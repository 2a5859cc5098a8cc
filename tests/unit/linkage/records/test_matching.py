"""Matching two made-up sets: found without labels, found with labels, several partners, nothing where there is nothing."""

import pytest
from tests.unit.linkage.records import made

from haal.linkage.records.labels import labels_of
from haal.linkage.records.mapping import columns_of
from haal.linkage.records.matching import ALONE_FROM, ASK_FROM, Zone, match
from haal.linkage.records.reading import read
from haal.linkage.scores import of_pairs


@pytest.fixture(scope="module")
def sets():
    left, right, same = made.sets()
    return (
        read(left, columns=columns_of(made.LEFT_COLUMNS), name="left"),
        read(right, columns=columns_of(made.RIGHT_COLUMNS), name="right"),
        same,
        made.judged(same, left),
    )


def _pairs(found, zone=None):
    return {(link.left, link.right) for link in found.links if zone in (None, link.zone)}


def test_without_labels_nearly_all_are_found_and_what_is_linked_alone_is_right(sets):
    left, right, same, _ = sets
    steps = []

    found = match(left, right, labels={}, tell=lambda done, total: steps.append((done, total)))

    assert of_pairs(_pairs(found), same).f1 > 0.93
    assert of_pairs(_pairs(found, Zone.ALONE), same).precision > 0.97
    assert steps[-1][0] == steps[-1][1]


def test_with_labels_of_one_half_the_other_half_is_found(sets):
    left, right, same, (labels, half) = sets

    found = match(left, right, labels=labels_of(labels, name="labels"))

    unseen = {pair for pair in same if pair[0] not in half}
    assert of_pairs({pair for pair in _pairs(found) if pair[0] not in half}, unseen).f1 > 0.93
    assert found.learned.among is not None
    assert found.learned.matches > 10


def test_scores_are_probabilities_and_the_zone_follows_from_them(sets):
    left, right, _, _ = sets

    found = match(left, right, labels={})

    assert all(ASK_FROM <= link.score <= 1 for link in found.links)
    assert all((link.score >= ALONE_FROM) == (link.zone is Zone.ALONE) for link in found.links)


def test_the_order_of_the_records_changes_no_pair(sets):
    left, right, _, _ = sets

    one = match(left, right, labels={})
    other = match(tuple(reversed(left)), tuple(reversed(right)), labels={})

    assert _pairs(one) == _pairs(other)


def test_an_attack_that_the_right_set_has_twice_may_have_two_partners(sets):
    left, _, same, _ = sets
    _, text, _ = made.sets()
    rows = text.splitlines()
    twice = [f"again{row}" for row in rows[1:] if (f"L{row.split(',')[0][1:]}", row.split(",")[0]) in same][:8]
    right = read("\n".join([*rows, *twice]) + "\n", columns=columns_of(made.RIGHT_COLUMNS), name="right")

    found = match(left, right, labels={})

    both = [
        {link.right for link in found.links if link.left == f"L{row.split(',')[0].removeprefix('againR')}"}
        for row in twice
    ]
    assert sum(len(partners) == 2 for partners in both) >= 4


def test_sets_of_different_years_have_no_pair_and_empty_sets_neither(sets):
    left, right, _, _ = sets
    early = [record for record in left if record.first.year == 2010]
    late = [record for record in right if record.first.year == 2012]

    assert match(early, late, labels={}).links == ()
    assert match((), right, labels={}).links == ()
    assert match(left, (), labels={}).links == ()


def test_labels_that_are_too_few_are_counted_and_not_used(sets):
    left, right, same, _ = sets

    found = match(left, right, labels=dict.fromkeys(sorted(same)[:3], True))

    assert found.learned.among is None
    assert 0 < found.learned.matches <= 3
    assert found.links == match(left, right, labels={}).links

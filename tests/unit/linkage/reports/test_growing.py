"""One report after the other makes the groups that all make at once, in any order; ids stay or lead on, and none is used twice."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.factories_press import told_rows

from haal.linkage.reports import pairs
from haal.linkage.reports.cluster import same_page, scored
from haal.linkage.reports.groups import FAR, JOIN, Links, among, grouped
from haal.linkage.reports.growing import Growing, Kind, Shelf
from haal.linkage.reports.seen import seen_of
from haal.linkage.scorer.model import shipped

REPORTS_MAX = 14
SCORES = (FAR, -4.0, -3.0, JOIN, -2.4, -2.0, -1.0, 0.3, 2.0, 6.0)  # few, so that many are equal


@st.composite
def worlds(draw):
    """Reports with scores between some of them, and pages that tell two; and an order of arrival."""
    count = draw(st.integers(1, REPORTS_MAX))
    every = [(one, other) for other in range(count) for one in range(other)]
    some = draw(st.lists(st.sampled_from(every), unique=True)) if every else []
    scores = {pair: draw(st.sampled_from(SCORES)) for pair in some}
    never = draw(st.lists(st.sampled_from(every), unique=True, max_size=2)) if every else []
    return count, scores, never, draw(st.permutations(range(count)))


def name(one):
    return f"r{one:03d}"


def grow(scores, never, order):
    """Yield the groups after each report, and what it changed."""
    growing, come = Growing(), []
    for one in order:
        pairs_of = {name(other): (min(one, other), max(one, other)) for other in come}
        apart = [other for other, pair in pairs_of.items() if pair in never]
        near = {other: scores[pair] for other, pair in pairs_of.items() if pair in scores}
        yield growing, growing.add(name(one), near, never=apart)
        come.append(one)


def partition(growing):
    return {frozenset(growing.ids[one] for one in group) for group in growing.groups.values()}


def batch(scores, never, some):
    links = Links.made(scores, never=never)
    return {frozenset(name(one) for one in group) for group in among(sorted(some), links).groups}


@given(worlds())
def test_after_every_report_the_groups_are_those_of_all_at_once(world):
    _, scores, never, order = world

    for at, (growing, _) in enumerate(grow(scores, never, order), start=1):
        assert partition(growing) == batch(scores, never, order[:at])


@given(worlds())
def test_an_id_that_was_not_merged_stays_with_most_of_its_reports(world):
    _, scores, never, order = world
    before = {}
    for growing, _ in grow(scores, never, order):
        after = {each: growing.group_of(each) for each in growing.ids}
        went = {old: Counter(after[each] for each in before if before[each] == old) for old in set(before.values())}
        for old, where in went.items():
            now = growing.now(old)
            assert where[now] == max(where.values()) or now != old
            assert now in growing.groups
        for new, group in growing.groups.items():
            tenants = {old for old, where in went.items() if growing.now(old) == new}
            assert not tenants or new == min(tenants)
            assert sorted(growing.ids[one] for one in group) == sorted(each for each in after if after[each] == new)
        before = after


@given(worlds())
def test_no_id_is_used_twice_and_one_step_leads_to_what_is_left(world):
    _, scores, never, order = world
    ever, gone = set(), set()

    for growing, changes in grow(scores, never, order):
        begun = {each.to for each in changes if each.kind in {Kind.BEGUN, Kind.SPLIT}}
        assert not begun & ever
        ever |= begun
        gone |= {each.out_of for each in changes if each.kind is Kind.MERGED}
        assert set(growing.groups) == ever - gone
        assert set(growing.leads) == gone
        assert set(growing.leads.values()) <= set(growing.groups)


@given(worlds())
def test_what_is_told_as_changed_is_all_that_changed(world):
    _, scores, never, order = world
    homes = {}
    for growing, changes in grow(scores, never, order):
        for each in changes:
            assert each.out_of in {None, *(homes.get(report) for report in each.report_ids)}
            homes |= dict.fromkeys(each.report_ids, each.to)
        assert homes == {each: growing.group_of(each) for each in growing.ids}


@given(worlds())
def test_reports_without_a_chain_of_near_links_have_no_say_in_each_others_groups(world):
    count, scores, never, order = world
    whole = {
        frozenset(group)
        for group in grouped(count, Links.made(scores, never=never), order=[name(one) for one in range(count)])
    }
    links = Links.made(scores, never=never)
    kin = {one: {one} for one in range(count)}
    for one, near in links.of.items():
        for other, score in near.items():
            if score > JOIN and kin[one] is not kin[other]:
                kin[one] |= kin[other]
                for each in kin[one]:
                    kin[each] = kin[one]

    apart = {
        frozenset(group)
        for part in {id(each): each for each in kin.values()}.values()
        for group in among(sorted(part), links).groups
    }

    assert apart == whole
    order = list(order)
    assert {frozenset(order[one] for one in group) for group in _renamed(order, scores, never)} == whole


def _renamed(order, scores, never):
    """Group the same reports given in another order."""
    at = {one: place for place, one in enumerate(order)}
    given_scores = {(at[one], at[other]): score for (one, other), score in scores.items()}
    links = Links.made(given_scores, never=[(at[one], at[other]) for one, other in never])
    return grouped(len(order), links, order=[name(one) for one in order])


def test_two_groups_that_become_one_keep_the_older_id():
    growing = Growing()
    growing.add("a", {})
    growing.add("b", {})
    growing.add("c", {"b": 3.0})

    (change, joined) = growing.add("d", {"a": 6.0, "b": 6.0, "c": 6.0})

    assert (change.kind, change.to, change.out_of, change.report_ids) == (Kind.MERGED, 1, 2, ("b", "c"))
    assert (joined.kind, joined.to, joined.report_ids) == (Kind.JOINED, 1, ("d",))
    assert growing.now(2) == 1


def test_what_splits_off_gets_an_id_of_its_own():
    growing = Growing()
    growing.add("a", {})
    growing.add("b", {"a": 0.0})

    changes = growing.add("c", {"b": 6.0})

    assert [(each.kind, each.to, each.report_ids) for each in changes] == [
        (Kind.SPLIT, 2, ("b",)), (Kind.JOINED, 2, ("c",)),
    ]  # fmt: skip
    assert growing.group_of("a") == 1


def test_a_report_comes_once():
    growing = Growing()
    growing.add("a", {})

    with pytest.raises(ValueError, match="a"):
        growing.add("a", {})
    with pytest.raises(KeyError):
        growing.add("b", {"nobody": 1.0})


def test_the_press_reports_make_the_same_groups_in_any_order(monkeypatch):
    monkeypatch.setattr(pairs, "FULL_MAX", 0)  # as when there are many: only what shares a key is compared
    seen = [seen_of(told) for told in told_rows()]
    ids = [one.report_id for one in seen]
    links = scored(seen, pairs.candidates(seen), model=shipped("reports"))
    assert list(same_page(seen))
    whole = {frozenset(ids[one] for one in group) for group in grouped(len(seen), links, order=ids)}
    order = list(seen)
    random.Random(7).shuffle(order)

    growing, shelf = Growing(), Shelf(model=shipped("reports"))
    for one in order:
        scores, never = shelf.put(one)
        growing.add(one.report_id, scores, never=never)

    assert partition(growing) == whole

"""The plan is the best one there is, stays so when things change, explains itself, and moves no promise."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.factories_aid import MASTUNG, NOW, NOWHERE, QUETTA, TURBAT, a_need, an_offer

from haal.domain.aid.cost import Lack, Plan, Suggested, Waiting, wait_cost, way_cost
from haal.domain.aid.match import why_not_match
from haal.domain.aid.road import Road, way_km
from haal.domain.need import Area, NeedKind, NeedState, Urgency
from haal.geometry.cells import cell_of
from haal.planning.assignment import kind as kinds
from haal.planning.assignment.kept import Kept, mended, solve
from haal.planning.assignment.mend import is_best
from haal.planning.assignment.net import FAR
from haal.planning.assignment.ways import Ways

AREAS = [MASTUNG, QUETTA, TURBAT, Area(district="Mastung", cell=cell_of(29.6, 66.6, 5)), NOWHERE]
some_needs = st.lists(
    st.builds(
        a_need,
        for_count=st.integers(1, 4),
        area=st.sampled_from(AREAS),
        urgency=st.sampled_from(Urgency),
        ago=st.integers(0, 90),
        until=st.sampled_from([None, NOW + timedelta(hours=3), NOW + timedelta(days=9)]),
        met=st.integers(0, 1),
    ),
    max_size=4,
)
some_offers = st.lists(
    st.builds(
        an_offer,
        for_count=st.integers(1, 5),
        area=st.sampled_from(AREAS),
        radius_km=st.sampled_from([20, 60, 700]),
        until=st.sampled_from([None, NOW + timedelta(hours=3)]),
    ),
    max_size=3,
)


def numbered(needs, offers):
    return (
        [replace(need, id=f"n_{at}") for at, need in enumerate(needs)],
        [replace(offer, id=f"o_{at}") for at, offer in enumerate(offers)],
    )


def plan_of(needs, offers, given_counts):
    """Return the plan that gives so many of each need by each offer, priced by the domain alone."""
    left = {need.id: need.left_count for need in needs}
    suggested = []
    for (need, offer), count in given_counts.items():
        left[need] -= count
        one, other = next(n for n in needs if n.id == need), next(o for o in offers if o.id == offer)
        km = way_km(one.area, other.area)
        suggested.append(Suggested(need_id=need, offer_id=offer, for_count=count, way=way_cost(km, other, now=NOW)))
    waiting = [Waiting(need_id=n.id, for_count=left[n.id], wait=wait_cost(n, now=NOW)) for n in needs if left[n.id]]
    names = {kinds.name_of(need.area) for need in needs}
    lacks = [
        Lack(
            kind=NeedKind.WATER,
            district=name,
            asked_count=sum(n.asked.for_count for n in needs if kinds.name_of(n.area) == name),
            without_count=sum(left[n.id] for n in needs if kinds.name_of(n.area) == name),
        )
        for name in names
    ]
    return Plan(suggested=tuple(suggested), waiting=tuple(waiting), lacks=tuple(lacks))


def cheapest_by_trying_all(needs, offers):
    pairs = [(n, o) for n in needs for o in offers if why_not_match(n, o, now=NOW) is None]
    best = plan_of(needs, offers, {}).cost
    for counts in product(*(range(min(n.left_count, o.left_count) + 1) for n, o in pairs)):
        given_counts = {(n.id, o.id): count for (n, o), count in zip(pairs, counts, strict=True) if count}
        by_need = {n.id: sum(c for (a, _), c in given_counts.items() if a == n.id) for n in needs}
        by_offer = {o.id: sum(c for (_, b), c in given_counts.items() if b == o.id) for o in offers}
        if all(by_need[n.id] <= n.left_count for n in needs) and all(by_offer[o.id] <= o.left_count for o in offers):
            best = min(best, plan_of(needs, offers, given_counts).cost)
    return best


@given(needs=some_needs.filter(lambda few: len(few) <= 3), offers=some_offers.filter(lambda few: len(few) <= 2))
@settings(deadline=None, max_examples=60)
def test_nobody_finds_a_cheaper_plan_by_trying_all(needs, offers):
    needs, offers = numbered(needs, offers)

    assert solve(needs, offers, now=NOW).plan().cost == cheapest_by_trying_all(needs, offers)


@given(needs=some_needs, offers=some_offers)
@settings(deadline=None, max_examples=60)
def test_the_solver_for_many_and_the_way_for_few_end_in_the_same_cost(needs, offers):
    needs, offers = numbered(needs, offers)
    few = solve(needs, offers, now=NOW)
    before = kinds.ONE_BY_ONE_MAX
    kinds.ONE_BY_ONE_MAX = -1
    try:
        many = solve(needs, offers, now=NOW)
    finally:
        kinds.ONE_BY_ONE_MAX = before

    assert few.plan().cost == many.plan().cost
    assert all(is_best(kind.net) for kept in (few, many) for kind in kept.kinds.values())


@given(data=st.data())
@settings(deadline=None, max_examples=60)
def test_a_plan_that_is_mended_is_as_good_as_one_solved_anew(data):
    needs, offers = numbered(data.draw(some_needs), data.draw(some_offers))
    kept = solve(needs, offers, now=NOW)
    for step in range(4):
        come, give = data.draw(some_needs), data.draw(some_offers)
        needs = [need for need in needs if data.draw(st.booleans())]
        needs += [replace(need, id=f"n_{step}_{at}") for at, need in enumerate(come)]
        offers = [offer for offer in offers if data.draw(st.booleans())]
        offers += [replace(offer, id=f"o_{step}_{at}") for at, offer in enumerate(give)]
        kept = mended(kept, needs, offers, now=NOW + timedelta(minutes=step))

        assert kept.at == NOW, "mended, not solved whole"
        assert kept.plan().cost == solve(needs, offers, now=NOW).plan().cost


@given(needs=some_needs, offers=some_offers)
@settings(deadline=None, max_examples=60)
def test_the_explanation_adds_up_to_the_cost_and_nobody_is_counted_twice(needs, offers):
    needs, offers = numbered(needs, offers)
    kept = solve(needs, offers, now=NOW)
    plan = kept.plan()

    assert plan.cost == sum(kind.net.cost() for kind in kept.kinds.values())
    for need in needs:
        served = sum(one.for_count for one in plan.suggested if one.need_id == need.id)
        waits = sum(one.for_count for one in plan.waiting if one.need_id == need.id)
        assert served + waits == need.left_count
    for offer in offers:
        assert sum(one.for_count for one in plan.suggested if one.offer_id == offer.id) <= offer.left_count
    fits = {(n.id, o.id) for n in needs for o in offers if why_not_match(n, o, now=NOW) is None}
    assert {(one.need_id, one.offer_id) for one in plan.suggested} <= fits


def test_what_was_promised_stays_and_only_the_rest_is_planned():
    promised = a_need(n="promised", for_count=10, met=7)
    urgent = a_need(n="urgent", for_count=50, urgency=Urgency.NOW)

    plan = solve([promised, urgent], [an_offer(for_count=20, given=7)], now=NOW).plan()

    assert [(one.need_id, one.for_count) for one in plan.suggested] == [("n_urgent", 13)]
    assert {(one.need_id, one.for_count) for one in plan.waiting} == {("n_promised", 3), ("n_urgent", 37)}


def test_of_two_alike_the_far_one_waits_at_most_an_hour_longer_for_each_hundred_km():
    seat = an_offer(for_count=1, radius_km=700, area=QUETTA)

    def served(*, far_ago):
        near = a_need(n="near", area=QUETTA, for_count=1, ago=1)
        needs = [near, a_need(n="far", area=TURBAT, for_count=1, ago=far_ago)]
        return {one.need_id for one in solve(needs, [seat], now=NOW).plan().suggested}

    assert served(far_ago=1) == {"n_near"}
    assert served(far_ago=1 + 7) == {"n_far"}


def test_a_place_that_went_without_is_served_before_one_that_has_most_of_it():
    needs = [a_need(n="most", area=QUETTA, for_count=100, met=90, ago=5), a_need(n="none", area=MASTUNG, ago=5)]

    plan = solve(needs, [an_offer(for_count=10, area=QUETTA)], now=NOW).plan()

    assert {one.need_id: one.for_count for one in plan.suggested} == {"n_none": 8, "n_most": 2}


def test_no_roof_and_no_ride_is_planned_with_somebody_whom_two_have_not_met():
    need = a_need(kind=NeedKind.SHELTER)

    assert not solve([need], [an_offer(kind=NeedKind.SHELTER, met_by=1)], now=NOW).plan().suggested
    assert solve([need], [an_offer(kind=NeedKind.SHELTER, met_by=2)], now=NOW).plan().suggested


def test_the_order_in_which_needs_and_offers_come_in_changes_nothing():
    needs = [a_need(n=str(n), ago=n) for n in range(5)]
    offers = [an_offer(n="a", for_count=15), an_offer(n="b", for_count=15, area=QUETTA)]

    one, other = solve(needs, offers, now=NOW), solve(reversed(needs), reversed(offers), now=NOW)

    assert one.plan() == other.plan()


def test_what_is_closed_unsorted_or_over_is_not_planned():
    needs = [
        a_need(n="1", state=NeedState.DONE),
        a_need(n="2", kind=NeedKind.OTHER),
        a_need(n="3", until=NOW),
    ]

    assert solve(needs, [an_offer()], now=NOW).plan() == Plan()


def test_after_an_hour_or_with_other_roads_the_plan_is_solved_whole():
    kept = solve([a_need()], [an_offer()], now=NOW)
    later, roads = NOW + timedelta(hours=1), {frozenset({"Mastung", "Quetta"}): Road.CUT}

    assert mended(kept, [a_need()], [an_offer()], now=later).at == later
    assert mended(kept, [a_need()], [an_offer()], now=NOW, roads=roads) is not kept
    assert mended(None, [a_need()], [an_offer()], now=NOW).plan() == kept.plan()


def test_a_kept_plan_that_is_not_the_best_one_is_found_out():
    kept = solve([a_need()], [an_offer(n="a"), an_offer(n="b", area=QUETTA)], now=NOW)
    net = kept.kinds[NeedKind.WATER].net

    net.flow[1] = net.flow[1][::-1].copy()

    assert not is_best(net)


@pytest.mark.parametrize(
    "roads", [{}, {frozenset({"Mastung", "Quetta"}): Road.DIRT}, {frozenset({"Quetta"}): Road.CUT}]
)
@given(
    spots=st.lists(
        st.tuples(st.floats(24, 37), st.floats(61, 77), st.sampled_from(["Mastung", "Quetta", ""])), min_size=2
    )
)
@settings(deadline=None, max_examples=40)
def test_ways_in_arrays_are_the_ways_of_the_rule(roads, spots):
    areas = [Area(district=name, cell=cell_of(lat, lon, 5)) for lat, lon, name in spots] + [NOWHERE]
    offers = [an_offer(n=str(at), area=area, radius_km=400) for at, area in enumerate(areas)]

    found = Ways(roads=roads).cost(areas, offers, at=NOW)

    for row, area in enumerate(areas):
        for column, offer in enumerate(offers):
            km = way_km(area, offer.area, roads=roads)
            fits = km is not None and km <= 400
            assert found[row, column] == (way_cost(km, offer, now=NOW).each if fits else FAR)


def test_a_plan_of_nothing_is_empty():
    assert Kept(at=NOW, roads={}).plan() == Plan()
    assert solve([], [an_offer()], now=NOW).plan().cost == 0

"""10,000 needs and 2,000 offers brought together, beside the exact cost and beside greedy, nearest first.

    python benchmarks/assignment.py [--needs 10000] [--offers 2000]

A made-up bad week of one province (benchmarks/assignment_town.py). Ours is solved kind by kind over groups of people who see the same
offers. The exact cost is found by another program on another model: OR-Tools' minimum-cost flow over every single need and every
single way, not grouped. Greedy serves the most urgent first, then who has waited longest, and gives each the nearest offer that has
something left, as the board did before. Then new needs come one by one: each is mended into the kept plan, and in the end the plan
must cost what the whole solved anew costs.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np

from benchmarks import assignment_town as town
from benchmarks import harness
from haal.domain.aid.cost import AREA_POINTS, Lack, Plan, Suggested, Waiting, wait_cost, way_cost
from haal.domain.need import Need, NeedKind, Urgency
from haal.domain.offer import Offer
from haal.planning.assignment.kept import mended, solve
from haal.planning.assignment.kind import name_of
from haal.planning.assignment.net import FAR
from haal.planning.assignment.ways import Ways

SECONDS_MAX = 10.0
OVER_OPTIMUM_MAX = 1.0  # per cent
ONE_NEED_MS_MAX = 100.0
NEW_NEEDS = 200
SEED = 6
_TURN = {Urgency.NOW: 0, Urgency.TODAY: 1, Urgency.DAYS: 2}


def exact_cost(needs: list[Need], offers: list[Offer]) -> int:
    """Return the least cost there is, by OR-Tools over single needs and single ways."""
    try:
        from ortools.graph.python import min_cost_flow
    except ImportError as error:
        raise harness.PeerMissing("ortools is missing: tools/setup dev") from error
    total = 0
    for kind in NeedKind:
        asked = [need for need in needs if need.asked.kind is kind]
        given = [offer for offer in offers if offer.offered.kind is kind]
        if asked:
            total += _exact(min_cost_flow.SimpleMinCostFlow(), asked, given)
    return total


def _exact(flow, needs: list[Need], offers: list[Offer]) -> int:
    names = sorted({name_of(need.area) for need in needs})
    all_asked = Counter[str]()
    for need in needs:
        all_asked[name_of(need.area)] += need.asked.for_count
    first_offer, first_name = len(needs), len(needs) + len(offers)
    sink = first_name + len(names)
    left = np.array([need.left_count for need in needs])
    way = Ways(roads={}).cost([need.area for need in needs], offers, at=town.NOW)
    row, column = np.nonzero(way < FAR)
    flow.add_arcs_with_capacity_and_unit_cost(row, first_offer + column, left[row], way[row, column])
    rooms = np.array([offer.left_count for offer in offers], dtype=np.int64)
    numbers = np.arange(len(offers))
    flow.add_arcs_with_capacity_and_unit_cost(first_offer + numbers, np.full(len(offers), sink), rooms, 0 * rooms)
    waits = np.array([wait_cost(need, now=town.NOW).each for need in needs])
    to = np.array([first_name + names.index(name_of(need.area)) for need in needs])
    flow.add_arcs_with_capacity_and_unit_cost(np.arange(len(needs)), to, left, waits)
    for at, name in enumerate(names):
        before = 0
        for quarter, points in enumerate(AREA_POINTS, 1):
            upto = all_asked[name] * quarter // 4
            flow.add_arc_with_capacity_and_unit_cost(first_name + at, sink, upto - before, points)
            before = upto
    flow.set_nodes_supplies(np.arange(len(needs)), left)
    flow.set_node_supply(sink, -int(left.sum()))
    if flow.solve() != flow.OPTIMAL:
        raise RuntimeError("the exact solver did not end in the optimum")
    return int(flow.optimal_cost())


def greedy(needs: list[Need], offers: list[Offer]) -> Plan:
    """Return what serving one after the other gives: the most urgent, the longest waiting first, each by the nearest."""
    by_kind: dict[NeedKind, list[Offer]] = defaultdict(list)
    for offer in offers:
        by_kind[offer.offered.kind].append(offer)
    left = {offer.id: offer.left_count for offer in offers}
    ways: dict[NeedKind, dict[object, list[tuple[int, Offer]]]] = defaultdict(dict)
    suggested, waiting = [], []
    for need in sorted(needs, key=lambda need: (_TURN[need.asked.urgency], need.asked_at, need.id)):
        rest, kind = need.left_count, need.asked.kind
        if need.area not in ways[kind]:
            costs = Ways(roads={}).cost([need.area], by_kind[kind], at=town.NOW)[0].tolist()
            near = [(cost, offer) for cost, offer in zip(costs, by_kind[kind], strict=True) if cost < FAR]
            ways[kind][need.area] = sorted(near, key=lambda pair: (pair[0], pair[1].id))
        for _, offer in ways[kind][need.area]:
            count = min(rest, left[offer.id])
            if count:
                km = float(Ways(roads={}).km([need.area], [offer.area])[0, 0])
                way = way_cost(km, offer, now=town.NOW)
                suggested.append(Suggested(need_id=need.id, offer_id=offer.id, for_count=count, way=way))
                left[offer.id] -= count
                rest -= count
        if rest:
            waiting.append(Waiting(need_id=need.id, for_count=rest, wait=wait_cost(need, now=town.NOW)))
    return Plan(suggested=tuple(suggested), waiting=tuple(waiting), lacks=lacks_of(needs, waiting))


def lacks_of(needs: list[Need], waiting: list[Waiting]) -> tuple[Lack, ...]:
    """Return how many are without, by kind and district."""
    asked, without = Counter[tuple[NeedKind, str]](), Counter[tuple[NeedKind, str]]()
    where = {need.id: (need.asked.kind, name_of(need.area)) for need in needs}
    for need in needs:
        asked[where[need.id]] += need.asked.for_count
    for one in waiting:
        without[where[one.need_id]] += one.for_count
    return tuple(
        Lack(kind=kind, district=name, asked_count=count, without_count=without[kind, name])
        for (kind, name), count in asked.items()
    )


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What a plan comes to."""

    cost: int
    km_each: float
    longest_wait_hours: float
    longest_wait_now_hours: float
    unmet_percent: float
    spread_percent: float
    worst_area_unmet_percent: float


def seen(plan: Plan, needs: list[Need]) -> Seen:
    """Return figures that do not depend on how we weigh. Spread: over districts, of the share that is without."""
    by_id = {need.id: need for need in needs}
    served = sum(one.for_count for one in plan.suggested)
    km = sum(one.for_count * (one.way.parts[0].number or 0) for one in plan.suggested)
    hours = {one.need_id: (town.NOW - by_id[one.need_id].asked_at).total_seconds() / 3600 for one in plan.waiting}
    now = [hours[key] for key in hours if by_id[key].asked.urgency is Urgency.NOW]
    asked, without = Counter[str](), Counter[str]()
    for lack in plan.lacks:
        asked[lack.district] += lack.asked_count
        without[lack.district] += lack.without_count
    shares = [100 * without[name] / asked[name] for name in asked]
    return Seen(
        cost=plan.cost,
        km_each=round(km / max(1, served), 1),
        longest_wait_hours=round(max(hours.values(), default=0), 1),
        longest_wait_now_hours=round(max(now, default=0), 1),
        unmet_percent=round(100 * sum(without.values()) / sum(asked.values()), 2),
        spread_percent=round(statistics.pstdev(shares), 2),
        worst_area_unmet_percent=round(max(shares), 1),
    )


def one_by_one(result: harness.Result, kept, needs: list[Need], offers: list[Offer]) -> None:
    """Let new needs come one by one, and hold the plan against one solved anew."""
    took, worked = [], []
    for need in town.needs(NEW_NEEDS, seed=SEED + 100):
        needs.append(need)
        began, before = time.perf_counter(), time.process_time()
        kept.kinds[need.asked.kind].come(need)
        took.append(1000 * (time.perf_counter() - began))
        worked.append(1000 * (time.process_time() - before))
    began = time.perf_counter()
    same = mended(kept, needs, offers, now=town.NOW)
    result.figures["nothing_new_ms"] = round(1000 * (time.perf_counter() - began), 1)
    anew = solve(needs, offers, now=town.NOW).plan().cost
    result.same_work = result.same_work and same is kept and kept.plan().cost == anew
    result.figures["one_need_ms"] = {
        "median": round(statistics.median(took), 2),
        "p95": round(harness.percentile(took, 0.95), 2),
        "max": round(max(took), 2),
        "max_of_processor_time": round(max(worked), 2),  # on a box that does something else besides
    }
    result.bars["one_new_need_max_ms"] = harness.Bar(figure=round(max(took), 2), most=ONE_NEED_MS_MAX)
    result.bars["one_new_need_p95_ms"] = harness.Bar(
        figure=round(harness.percentile(took, 0.95), 2), most=ONE_NEED_MS_MAX
    )


def run(result: harness.Result, count: int, offers_count: int) -> None:
    """Solve, compare, mend."""
    needs, offers = town.needs(count, seed=SEED), town.offers(offers_count, seed=SEED)
    solve(needs[:300], offers, now=town.NOW)  # the solver is loaded
    harness.say(f"assignment: solving {count} needs and {offers_count} offers")
    began = time.perf_counter()
    kept = solve(needs, offers, now=town.NOW)
    plan = kept.plan()
    seconds = time.perf_counter() - began
    harness.say("assignment: the exact cost")
    began = time.perf_counter()
    least = exact_cost(needs, offers)
    exact_seconds = time.perf_counter() - began
    harness.say("assignment: greedy, nearest first")
    began = time.perf_counter()
    other = greedy(needs, offers)
    greedy_seconds = time.perf_counter() - began
    ours, theirs = seen(plan, needs), seen(other, needs)
    result.figures |= {"needs": count, "offers": offers_count, "seconds": round(seconds, 2), "ours": vars(ours)}
    result.peers["exact, OR-Tools over single ways"] = {"cost": least, "seconds": round(exact_seconds, 2)}
    result.peers["greedy, nearest first"] = vars(theirs) | {"seconds": round(greedy_seconds, 2)}
    over = 100 * (ours.cost - least) / least
    for name in ("cost", "km_each", "longest_wait_hours", "unmet_percent", "spread_percent"):
        result.ratios[f"{name}, greedy"] = round(getattr(ours, name) / max(getattr(theirs, name), 0.01), 3)
    people = sum(need.left_count for need in needs)
    result.same_work = all(
        sum(one.for_count for one in (*each.suggested, *each.waiting)) == people for each in (plan, other)
    )
    result.bars["seconds"] = harness.Bar(figure=round(seconds, 2), most=SECONDS_MAX)
    result.bars["over_the_optimum_percent"] = harness.Bar(figure=round(over, 6), least=0.0, most=OVER_OPTIMUM_MAX)
    result.bars["spread_below_greedy_percent"] = harness.Bar(
        figure=round(theirs.spread_percent - ours.spread_percent, 2), least=0.0
    )
    one_by_one(result, kept, list(needs), offers)


def main() -> None:
    """Run it and print the line."""
    reader = argparse.ArgumentParser()
    reader.add_argument("--needs", type=int, default=10_000)
    reader.add_argument("--offers", type=int, default=2_000)
    chosen = reader.parse_args()
    result = harness.Result(name="assignment")
    try:
        run(result, chosen.needs, chosen.offers)
    except harness.PeerMissing as error:
        result.peers_missing = str(error)
    harness.finish(result)


if __name__ == "__main__":
    main()

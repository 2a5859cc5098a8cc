"""Look through a net for the shortest ways at the present prices, and for how many people fit through them, both by SciPy.

The one thing to know: people can go from a row to any offer that fits or to wait in their district, and give way from there back to
their row; at prices under which the plan is the best one no such step costs less than 0. A node is a row, or a column behind all rows.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from haal.planning.assignment.net import FAR, Near, Net, Whole

START = -1


@dataclass(frozen=True, slots=True)
class Arcs:
    """Steps one may take at the present prices: between which nodes, at what cost (never below 0), and how many people at most."""

    tail: Whole
    head: Whole
    cost: Whole
    most: Whole

    def only(self, which: Whole) -> Arcs:
        """Return those of these numbers."""
        return Arcs(self.tail[which], self.head[which], self.cost[which], self.most[which])


@dataclass(frozen=True, slots=True)
class Steps:
    """What stays while people of one row are placed: the ways without prices, and what waiting costs, looked up where it changed."""

    near: Near
    waits: Whole  # of each row: what one more and one fewer costs, and for how many each

    @classmethod
    def of(cls, net: Net) -> Steps:
        """Look at all rows."""
        steps = cls(net.near(), np.zeros((len(net.groups), 4), dtype=np.int64))
        steps.look(net, range(len(net.groups)))
        return steps

    def look(self, net: Net, rows: Iterable[int]) -> None:
        """Look at these rows anew."""
        for row in rows:
            group = net.groups[row]
            self.waits[row] = *group.next_wait(), *group.last_wait()


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """Shortest ways at the present prices, FAR where there is none. A node is a row, or a column behind all rows."""

    arcs: Arcs
    cost: Whole
    before: Whole  # the node on the way to it
    from_end: bool
    end_cost: int
    end_before: int


def search(net: Net, steps: Steps, start: int | None, *, to: int | None, within: int) -> Search:
    """Find the shortest ways from `start` (None: from everything that can be given up) to `to` (None: to any room).

    What costs more than `within` is not looked at: FAR.
    """
    from scipy.sparse import csgraph, csr_array

    rows, columns = len(net.groups), net.column_price.size
    source = rows + columns
    given = -last_costs(net) - net.column_price if start is None else np.zeros(0, dtype=np.int64)
    begins = np.flatnonzero((given >= 0) & (given <= within))
    arcs = _arcs(net, steps, within=within)
    heads = np.concatenate([arcs.head, rows + begins])
    costs = np.concatenate([arcs.cost, given[begins]]).astype(np.float64)
    upto = np.concatenate([[0], np.bincount(arcs.tail, minlength=source), [begins.size]]).cumsum()
    graph = csr_array((costs, heads, upto), shape=(source + 1, source + 1))
    found, before = csgraph.dijkstra(
        graph, indices=source if start is None else start, return_predecessors=True, limit=within
    )
    cost = np.where(np.isinf(found), FAR, found)[:source].astype(np.int64)
    into = cost[rows:] + (next_costs(net) + net.column_price if to is None else 0)
    end = int(into.argmin()) if to is None else to - rows
    before[(before < 0) | (before == source)] = START
    return Search(arcs=arcs, cost=cost, before=before, from_end=start is None, end_cost=int(into[end]), end_before=end)


def _arcs(net: Net, steps: Steps, *, within: int) -> Arcs:
    """Return all steps that cost no more than `within`, in the order of their tails.

    From a row: any offer that fits, and last to wait in its district. From a column: to the rows that have people there.
    """
    near, rows, offers = steps.near, len(net.groups), net.room.size
    cost = near.cost + net.row_price[near.row] - net.column_price[near.column]
    cost[near.waits] += steps.waits[:, 0]
    most = np.full_like(cost, FAR)
    most[near.waits] = steps.waits[:, 1]
    row, used = np.divmod(np.flatnonzero(net.flow > 0), max(1, offers))
    waiting = np.flatnonzero(steps.waits[:, 3])
    there = near.column[near.waits[waiting]]
    points, count = steps.waits[waiting, 2:].T
    back_cost = np.concatenate([np.zeros_like(row), net.column_price[there] - points - net.row_price[waiting]])
    back_most = np.concatenate([net.flow[row, used], count])
    row, used = np.concatenate([row, waiting]), np.concatenate([used, there])
    order = np.argsort(used, kind="stable")
    on, back = np.flatnonzero(cost <= within), order[back_cost[order] <= within]
    return Arcs(
        tail=np.concatenate([near.row[on], rows + used[back]]),
        head=np.concatenate([rows + near.column[on], row[back]]),
        cost=np.concatenate([cost[on], back_cost[back]]),
        most=np.concatenate([most[on], back_most[back]]),
    )


def most_through(arcs: Arcs, *, start: int, most: int, ends: Whole, rooms: Whole) -> tuple[int, list[list[int]]]:
    """Return how many of `most` people at `start` find a room, and each step taken: from node, to node, how many people.

    A step from one of `ends` to the node behind all others is into its room.
    """
    from scipy.sparse import coo_array, csgraph

    sink = int(max(arcs.tail.max(initial=start), arcs.head.max(initial=start), ends.max(initial=start))) + 1
    source = sink + 1
    tails = np.concatenate([arcs.tail, ends, [source]])
    heads = np.concatenate([arcs.head, np.full(ends.size, sink), [start]])
    fits = np.minimum(np.concatenate([arcs.most, rooms, [most]]), most).astype(np.int32)
    found = csgraph.maximum_flow(coo_array((fits, (tails, heads)), shape=(sink + 2, sink + 2)).tocsr(), source, sink)
    moved = found.flow.tocoo()
    forth = (moved.data > 0) & (moved.row != source)
    return int(found.flow_value), np.column_stack([moved.row, moved.col, moved.data])[forth].tolist()


def next_costs(net: Net) -> Whole:
    """Return what one more in each column costs behind it."""
    offers = np.where(net.used < net.room, 0, FAR)
    return np.concatenate([offers, np.array([one.next_step()[0] for one in net.districts], dtype=np.int64)])


def last_costs(net: Net) -> Whole:
    """Return what one fewer in each column saves behind it; as good as nothing where nobody is."""
    offers = np.where(net.used > 0, 0, -FAR)
    steps = [one.last_step() for one in net.districts]
    return np.concatenate([offers, np.array([points if count else -FAR for points, count in steps], dtype=np.int64)])

"""Mend a kept plan when a need or an offer comes, goes or changes: push people along the cheapest way through the net.

The one thing to know: a plan is the best one exactly when every row and column can be given a price at which no swap pays
(`Net.row_price`, `Net.column_price`). What comes new is pushed along the shortest way at those prices (Dijkstra), each person
in turn giving way only where all together gain, and the prices follow. `place` finds a place for people of a group, `settle`
uses what became free. Promises are not in the net at all, so nothing here can move one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from haal.planning.assignment.net import FAR, Net, Whole

_NEAR = FAR // 2  # what is below can be reached
_START = -1


class NotSettled(Exception):
    """The prices do not bear the plan out: it was not the best one. Solve it whole."""


@dataclass(slots=True)
class _Search:
    """Shortest ways at the present prices. A node is a row, or a column behind all rows; `before`: the node on the way to it.

    `open_cost` is FAR for what is settled, `cost` is what was found.
    """

    cost: Whole
    open_cost: Whole
    before: Whole
    used: tuple[Whole, Whole]  # rows and columns between which people are now: few of all there could be
    districts: Whole  # of each row
    waits: Whole  # what it costs that one more of each row waits
    from_end: bool
    end_cost: int = FAR
    end_before: int = _START

    def offer(self, nodes: Whole, costs: Whole, *, by: Whole) -> None:
        """Take shorter ways to these nodes."""
        better = costs < self.cost[nodes]
        nodes, costs = nodes[better], costs[better]
        self.cost[nodes] = self.open_cost[nodes] = costs
        self.before[nodes] = by[better]

    def one(self, node: int, cost: int, *, by: int) -> None:
        """Take a shorter way to this node."""
        if cost < self.cost[node]:
            self.cost[node] = self.open_cost[node] = cost
            self.before[node] = by


def place(net: Net, group: int, count: int) -> None:
    """Find a place for `count` people of a group who have none: at an offer, or waiting. Raises NotSettled."""
    while count:
        found = _search(net, group, to=None)
        if found.end_cost >= _NEAR:
            raise NotSettled
        _reprice(net, found, upto=found.end_cost)
        count -= _push(net, found, found.end_before, most=count, within=False)


def settle(net: Net) -> None:
    """Use room that became free, and even out districts, until no swap makes the plan cheaper."""
    while True:
        into, out_of = _next_costs(net) + net.column_price, -_last_costs(net) - net.column_price
        if into.size and into.min() < 0:
            _fill(net, int(into.argmin()), pays=-int(into.min()))
        elif out_of.size and out_of.min() < 0:
            _empty(net, int(out_of.argmin()), pays=-int(out_of.min()))
        else:
            return


def begin_price(net: Net, row: int) -> None:
    """Give a row that serves nobody yet the lowest price at which it wants nothing."""
    group = net.groups[row]
    wait = net.column_price[net.room.size + group.district] - group.next_wait()[0]
    net.row_price[row] = max(int((net.column_price[: net.room.size] - net.way[row]).max(initial=-FAR)), int(wait))


def is_best(net: Net) -> bool:
    """Return whether the prices bear the plan out: every swap costs as much as it saves, or more."""
    offers = net.room.size
    rest = net.way + net.row_price[:, None] - net.column_price[None, :offers]
    if (rest < 0).any() or (rest[net.flow > 0] != 0).any():
        return False
    for row, group in enumerate(net.groups):
        price = int(net.column_price[offers + group.district] - net.row_price[row])
        if group.next_wait()[0] < price or (group.without and group.last_wait()[0] > price):
            return False
    into, out_of = _next_costs(net) + net.column_price, -_last_costs(net) - net.column_price
    return bool((into >= 0).all() and (out_of >= 0).all())


def _fill(net: Net, column: int, *, pays: int) -> None:
    """Room in `column` pays: bring people there who free somebody else's place, as long as all together gain."""
    found = _search(net, None, to=len(net.groups) + column)
    cost = int(found.cost[len(net.groups) + column])
    _reprice(net, found, upto=min(cost, pays))
    if cost < pays:
        _push(net, found, column)


def _empty(net: Net, column: int, *, pays: int) -> None:
    """One fewer in `column` pays: find another place for people there, as long as all together gain."""
    found = _search(net, len(net.groups) + column, to=None)
    _reprice(net, found, upto=min(found.end_cost, pays))
    if found.end_cost < pays:
        _push(net, found, found.end_before)


def _search(net: Net, start: int | None, *, to: int | None) -> _Search:
    """Find the shortest ways from `start` (None: from everything that can be given up) to `to` (None: to any room)."""
    rows, count = len(net.groups), len(net.groups) + net.column_price.size
    far, before = np.full(count, FAR, dtype=np.int64), np.full(count, _START, dtype=np.int64)
    used = np.divmod(np.flatnonzero(net.flow > 0), max(1, net.room.size))
    found = _Search(
        cost=far,
        open_cost=far.copy(),
        before=before,
        used=used,
        districts=np.fromiter((group.district for group in net.groups), dtype=np.int64, count=rows),
        waits=np.fromiter((group.next_wait()[0] for group in net.groups), dtype=np.int64, count=rows),
        from_end=start is None,
    )
    if start is None:
        given = -_last_costs(net) - net.column_price
        columns = np.flatnonzero((given >= 0) & (given < _NEAR))
        found.offer(rows + columns, given[columns], by=np.full(columns.size, _START))
    else:
        found.one(start, 0, by=_START)
    into = _next_costs(net) + net.column_price if to is None else np.full(net.column_price.size, FAR)
    while True:
        cost = int(found.open_cost.min())
        if cost >= min(found.end_cost, _NEAR) or (to is not None and found.cost[to] <= cost):
            return found
        nodes = np.flatnonzero(found.open_cost == cost)  # all that are as near: one look at the net for them together
        found.open_cost[nodes] = FAR
        at = int(np.searchsorted(nodes, rows))
        columns = nodes[at:] - rows
        if columns.size:
            ends = into[columns]
            end = int(ends.argmin())
            if cost + int(ends[end]) < found.end_cost:
                found.end_cost, found.end_before = cost + int(ends[end]), int(columns[end])
            _turn_back(net, found, columns)
        if at:
            _go_on(net, found, nodes[:at])


def _go_on(net: Net, found: _Search, rows: Whole) -> None:
    """Let people of these rows take any offer that fits, or wait in their district."""
    behind, offers = len(net.groups), net.room.size
    prices = found.cost[rows] + net.row_price[rows]
    ways = net.near(rows)
    costs = ways.cost + np.repeat(prices, ways.counts) - net.column_price[ways.column]
    cheapest = found.cost[behind : behind + offers].copy()
    np.minimum.at(cheapest, ways.column, costs)
    best = (costs == cheapest[ways.column]) & (costs < found.cost[behind + ways.column])
    found.offer(behind + ways.column[best], costs[best], by=np.repeat(rows, ways.counts)[best])
    columns = offers + found.districts[rows]
    costs = prices + found.waits[rows] - net.column_price[columns]
    order = np.argsort(
        -costs, kind="stable"
    )  # several rows wait in one district: the cheapest is written last and stays
    found.offer(behind + columns[order], costs[order], by=rows[order])


def _turn_back(net: Net, found: _Search, columns: Whole) -> None:
    """Let people who are in these columns give way."""
    behind, offers = len(net.groups), net.room.size
    cost = int(found.cost[behind + int(columns[0])])
    taken = columns[columns < offers]
    if taken.size:
        is_taken = np.zeros(offers, dtype=bool)
        is_taken[taken] = True
        rows, there = (ends[is_taken[found.used[1]]] for ends in found.used)
        found.offer(rows, np.full(rows.size, cost), by=behind + there)
    for column in columns[columns >= offers].tolist():
        price = cost + int(net.column_price[column])
        for row in net.rows_of[column - offers]:
            points, count = net.groups[row].last_wait()
            if count:
                found.one(row, price - points - int(net.row_price[row]), by=behind + column)


def _reprice(net: Net, found: _Search, *, upto: int) -> None:
    """Let the prices follow, so that the way found costs nothing more; the price of the end stays 0."""
    rows = len(net.groups)
    change = np.minimum(found.cost, upto) if found.from_end else np.minimum(found.cost - upto, 0)
    net.row_price += change[:rows]
    net.column_price += change[rows:]


def _next_costs(net: Net) -> Whole:
    """Return what one more in each column costs behind it."""
    offers = np.where(net.used < net.room, 0, FAR)
    return np.concatenate([offers, np.array([one.next_step()[0] for one in net.districts], dtype=np.int64)])


def _last_costs(net: Net) -> Whole:
    """Return what one fewer in each column saves behind it; as good as nothing where nobody is."""
    offers = np.where(net.used > 0, 0, -FAR)
    steps = [one.last_step() for one in net.districts]
    return np.concatenate([offers, np.array([points if count else -FAR for points, count in steps], dtype=np.int64)])


@dataclass(frozen=True, slots=True)
class _Hop:
    """One step of a way: people of a row enter a column, or leave it."""

    row: int
    column: int
    enters: bool


def _hops(net: Net, found: _Search, column: int) -> tuple[list[_Hop], int]:
    """Return the way to `column`, backwards, and the column it began with (-1: it began with a row)."""
    hops: list[_Hop] = []
    rows = len(net.groups)
    while True:
        row = int(found.before[rows + column])
        if row == _START:
            return hops, column
        hops.append(_Hop(row, column, enters=True))
        node = int(found.before[row])
        if node == _START:
            return hops, _START
        column = node - rows
        hops.append(_Hop(row, column, enters=False))


def _push(net: Net, found: _Search, end: int, *, most: int = FAR, within: bool = True) -> int:
    """Move as many people as fit along the way to `end`; return how many. `within`: none of them is new in the net."""
    hops, first = _hops(net, found, end)
    given = _given(net, first) if within else most
    count = min(most, given, _room(net, end), *(_fits(net, hop) for hop in hops))
    for hop in hops:
        _move(net, hop, count if hop.enters else -count)
    offers = net.room.size
    if end >= offers:
        net.districts[end - offers].without += count
    if first >= offers:
        net.districts[first - offers].without -= count
    return count


def _room(net: Net, column: int) -> int:
    offers = net.room.size
    return (
        int(net.room[column] - net.used[column]) if column < offers else net.districts[column - offers].next_step()[1]
    )


def _given(net: Net, column: int) -> int:
    offers = net.room.size
    return int(net.used[column]) if column < offers else net.districts[column - offers].last_step()[1]


def _fits(net: Net, hop: _Hop) -> int:
    if hop.column < net.room.size:
        return FAR if hop.enters else int(net.flow[hop.row, hop.column])
    group = net.groups[hop.row]
    return group.next_wait()[1] if hop.enters else group.last_wait()[1]


def _move(net: Net, hop: _Hop, count: int) -> None:
    if hop.column < net.room.size:
        net.flow[hop.row, hop.column] += count
        net.used[hop.column] += count
    else:
        net.groups[hop.row].without += count

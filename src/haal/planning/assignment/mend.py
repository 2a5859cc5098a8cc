"""Mend a kept plan when a need or an offer comes, goes or changes: push people along the cheapest way through the net.

The one thing to know: a plan is the best one exactly when every row and column can be given a price at which no swap pays
(`Net.row_price`, `Net.column_price`). What comes new is pushed along the shortest ways at those prices (`search`), people
giving way only where all together gain, and the prices follow. `place` finds a place for people of a group, `settle`
uses what became free. Promises are not in the net at all, so nothing here can move one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from haal.planning.assignment.net import FAR, Net, Whole
from haal.planning.assignment.search import START, Arcs, Search, Steps, last_costs, most_through, next_costs, search

FIRST_LOOK = 20  # points: mostly the next place is no dearer, and few ways are as cheap
_NEAR = FAR // 2  # what is below can be reached


class NotSettled(Exception):
    """The prices do not bear the plan out: it was not the best one. Solve it whole."""


def place(net: Net, group: int, count: int) -> None:
    """Find a place for `count` people of a group who have none: at an offer, or waiting. Raises NotSettled."""
    steps = Steps.of(net)
    while count:
        found = search(net, steps, group, to=None, within=FIRST_LOOK)
        if found.end_cost > FIRST_LOOK:
            found = search(net, steps, group, to=None, within=_waiting(net, group))
        if found.end_cost >= _NEAR:
            raise NotSettled
        free = _reprice(net, found, upto=found.end_cost)
        moved = _push_all(net, found.arcs, free, start=group, most=count)
        if not moved.count:
            raise NotSettled
        steps.look(net, moved.rows)
        count -= moved.count


def settle(net: Net) -> None:
    """Use room that became free, and even out districts, until no swap makes the plan cheaper."""
    while True:
        into, out_of = next_costs(net) + net.column_price, -last_costs(net) - net.column_price
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
    into, out_of = next_costs(net) + net.column_price, -last_costs(net) - net.column_price
    return bool((into >= 0).all() and (out_of >= 0).all())


def _fill(net: Net, column: int, *, pays: int) -> None:
    """Room in `column` pays: bring people there who free somebody else's place, as long as all together gain."""
    found = search(net, Steps.of(net), None, to=len(net.groups) + column, within=pays)
    cost = int(found.cost[len(net.groups) + column])
    _reprice(net, found, upto=min(cost, pays))
    if cost < pays:
        _push(net, found, column)


def _empty(net: Net, column: int, *, pays: int) -> None:
    """One fewer in `column` pays: find another place for people there, as long as all together gain."""
    found = search(net, Steps.of(net), len(net.groups) + column, to=None, within=pays)
    _reprice(net, found, upto=min(found.end_cost, pays))
    if found.end_cost < pays:
        _push(net, found, found.end_before)


def _waiting(net: Net, row: int) -> int:
    """Return what it costs at the prices that one more of a row waits: no way that is longer is of any use."""
    group = net.groups[row]
    return group.next_wait()[0] + int(net.row_price[row]) + net.districts[group.district].next_step()[0]


def _reprice(net: Net, found: Search, *, upto: int) -> Whole:
    """Let the prices follow, so that the way found costs nothing more; the price of the end stays 0. Return the arcs of such ways."""
    rows = len(net.groups)
    change = np.minimum(found.cost, upto) if found.from_end else np.minimum(found.cost - upto, 0)
    net.row_price += change[:rows]
    net.column_price += change[rows:]
    arcs = found.arcs
    return np.flatnonzero((arcs.cost + change[arcs.tail] == change[arcs.head]) & (found.cost[arcs.tail] <= upto))


@dataclass(frozen=True, slots=True)
class _Hop:
    """One step of a way: people of a row enter a column, or leave it."""

    row: int
    column: int
    enters: bool


def _hops(net: Net, found: Search, column: int) -> tuple[list[_Hop], int]:
    """Return the way to `column`, backwards, and the column it began with (-1: it began with a row)."""
    hops: list[_Hop] = []
    rows = len(net.groups)
    while True:
        row = int(found.before[rows + column])
        if row == START:
            return hops, column
        hops.append(_Hop(row, column, enters=True))
        node = int(found.before[row])
        if node == START:
            return hops, START
        column = node - rows
        hops.append(_Hop(row, column, enters=False))


def _push(net: Net, found: Search, end: int) -> None:
    """Move as many people as fit along the way to `end`; none of them is new in the net."""
    hops, first = _hops(net, found, end)
    given = _given(net, first) if first != START else FAR
    count = min(given, _room(net, end), *(_fits(net, hop) for hop in hops))
    for hop in hops:
        _move(net, hop, count if hop.enters else -count)
    offers = net.room.size
    if end >= offers:
        net.districts[end - offers].without += count
    if first >= offers:
        net.districts[first - offers].without -= count


@dataclass(frozen=True, slots=True)
class _Moved:
    """How many found a place, and the rows in which somebody moved."""

    count: int
    rows: set[int]


def _push_all(net: Net, arcs: Arcs, free: Whole, *, start: int, most: int) -> _Moved:
    """Move as many people as can go from a row to any room by the arcs that are free; return who moved."""
    rows, offers = len(net.groups), net.room.size
    ends = np.flatnonzero(next_costs(net) + net.column_price == 0)
    rooms = np.array([_room(net, column) for column in ends.tolist()])
    count, steps = most_through(arcs.only(free), start=start, most=most, ends=rows + ends, rooms=rooms)
    moved_rows = set()
    for tail, head, people in steps:
        if tail < rows:
            _move(net, _Hop(tail, head - rows, enters=True), people)
            moved_rows.add(tail)
        elif head < rows:
            _move(net, _Hop(head, tail - rows, enters=False), -people)
            moved_rows.add(head)
        elif tail - rows >= offers:
            net.districts[tail - rows - offers].without += people
    return _Moved(count, moved_rows)


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

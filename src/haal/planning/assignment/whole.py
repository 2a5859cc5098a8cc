"""Solve one kind whole, as a linear program (HiGHS): for a plan that begins, or whose numbers have all changed.

The one thing to know: the matrix is that of a flow, so the corner that the simplex ends in is in whole people and whole
prices already; they are rounded only to be rid of the noise of floating numbers, and refused when it was more than noise.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from haal.domain.aid.cost import AREA_POINTS
from haal.planning.assignment.mend import NotSettled, is_best
from haal.planning.assignment.net import FAR, Net, Whole

_NOISE = 1e-4


@dataclass(frozen=True, slots=True, kw_only=True)
class _Columns:
    """Unknowns of one sort: what one more costs, the most there can be, and the rows (+1 in the first, -1 in the second)."""

    cost: Whole
    most: Whole
    plus: Whole
    minus: Whole


def solve(net: Net) -> None:
    """Put the best plan into an empty net. Raises NotSettled: the solver did not end in whole people."""
    from scipy import optimize, sparse

    groups, offers, districts = len(net.groups), net.room.size, len(net.districts)
    if groups == 1:
        return
    row, column = np.nonzero(net.way < FAR)
    ways = _Columns(cost=net.way[row, column], most=np.full(row.size, FAR), plus=row, minus=groups + districts + column)
    parts = (ways, _waits(net), _lacks(net))
    cost, most, plus, minus = (
        np.concatenate([getattr(part, name) for part in parts]) for name in ("cost", "most", "plus", "minus")
    )
    at, count = np.arange(cost.size), groups + districts + offers
    ends = np.concatenate([plus, minus[minus >= 0]]), np.concatenate([at, at[minus >= 0]])
    sign = np.concatenate([np.ones(cost.size), np.where(minus[minus >= 0] < groups + districts, -1.0, 1.0)])
    matrix = sparse.csr_array((sign, ends), shape=(count, cost.size))
    equal = groups + districts
    found = optimize.linprog(
        cost,
        A_eq=matrix[:equal],
        b_eq=np.concatenate([[group.count for group in net.groups], np.zeros(districts)]),
        A_ub=matrix[equal:] if offers else None,
        b_ub=net.room if offers else None,
        bounds=np.column_stack([np.zeros(cost.size), np.where(most < FAR, most, np.inf)]),
        method="highs-ds",
        options={"presolve": False},  # a third quicker: a flow leaves it nothing to do
    )
    if found.x is None:
        raise NotSettled
    _keep(net, _whole(found.x), row=row, column=column)
    prices = _whole(found.eqlin.marginals)
    net.row_price = -prices[:groups]
    net.column_price = np.concatenate([_whole(found.ineqlin.marginals) if offers else net.used, -prices[groups:]])
    if not is_best(net):
        raise NotSettled


def _waits(net: Net) -> _Columns:
    stairs = [(row, group, stair) for row, group in enumerate(net.groups) for stair in group.stairs]
    return _Columns(
        cost=np.array([stair.points for _, _, stair in stairs], dtype=np.int64),
        most=np.array([stair.count for _, _, stair in stairs], dtype=np.int64),
        plus=np.array([row for row, _, _ in stairs], dtype=np.int64),
        minus=np.array([len(net.groups) + group.district for _, group, _ in stairs], dtype=np.int64),
    )


def _lacks(net: Net) -> _Columns:
    steps = []
    for number, district in enumerate(net.districts):
        before = 0
        for quarter, points in enumerate(AREA_POINTS, 1):
            upto = district.asked * quarter // 4
            last = quarter == len(AREA_POINTS)
            steps.append((points, FAR if last else upto - before, len(net.groups) + number))
            before = upto
    cost, most, plus = np.array(steps, dtype=np.int64).T
    return _Columns(cost=cost, most=most, plus=plus, minus=np.full(len(steps), -1))


def _whole(found: NDArray[np.float64]) -> Whole:
    whole = np.rint(found)
    if np.abs(found - whole).max(initial=0) > _NOISE:
        raise NotSettled
    return whole.astype(np.int64)


def _keep(net: Net, found: Whole, *, row: Whole, column: Whole) -> None:
    net.flow[row, column] = found[: row.size]
    net.used = net.flow.sum(axis=0)
    at = row.size
    for group in net.groups:
        group.without = int(found[at : at + len(group.stairs)].sum())
        at += len(group.stairs)
        net.districts[group.district].without += group.without

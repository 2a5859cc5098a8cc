"""Groups of very many reports: the answer of `reports.groups`, reached for all at once.

The one thing to know: average link may join every two groups that are each other's nearest at the same time, since what is joined never
comes nearer to a third than its nearer half was. So joining takes some rounds over arrays instead of a step for every pair. Then a
report that would rather stand elsewhere is looked for in arrays too; where there is one, it and those it concerns are settled one after
the other, in the order that `reports.groups` has. A test holds the two against each other.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from haal.linkage.engines.links import Linked
from haal.linkage.engines.settle import FAR_GRAINS, JOIN_GRAINS, Near, settled
from haal.linkage.engines.tables import Whole
from haal.linkage.reports.groups import FAR, GRAIN, NEAR, NEVER, ROUNDS_MAX

type Pairs = tuple[Whole, Whole]


@dataclass(frozen=True, slots=True, kw_only=True)
class Edges:
    """Scores between groups (or reports), each two once, the lower first: the sum in grains, and of how many pairs."""

    one: Whole
    other: Whole
    total: Whole
    known: Whole

    def only(self, chosen: NDArray[np.bool_] | Whole) -> Edges:
        """Return the chosen ones."""
        return Edges(one=self.one[chosen], other=self.other[chosen], total=self.total[chosen], known=self.known[chosen])

    def plus(self, more: Edges) -> Edges:
        """Return these and others."""
        return Edges(
            one=np.concatenate([self.one, more.one]),
            other=np.concatenate([self.other, more.other]),
            total=np.concatenate([self.total, more.total]),
            known=np.concatenate([self.known, more.known]),
        )

    def mean(self, size: Whole) -> NDArray[np.float64]:
        """Return the mean over all pairs of two groups, in grains; those that were not compared are far."""
        whole = size[self.one] * size[self.other]
        return np.asarray((self.total + FAR_GRAINS * (whole - self.known)) / whole)

    def among(self, home: Whole) -> Edges:
        """Return the scores between the groups in which all stand now."""
        here, there = home[self.one], home[self.other]
        low, high = np.minimum(here, there), np.maximum(here, there)
        apart = np.flatnonzero(low != high)
        turn = apart[np.argsort(low[apart] * np.int64(len(home)) + high[apart], kind="stable")]
        low, high = low[turn], high[turn]
        if not len(turn):
            return self.only(turn)
        begins = np.flatnonzero(np.concatenate([[True], (low[1:] != low[:-1]) | (high[1:] != high[:-1])]))
        total, known = (np.add.reduceat(each[turn], begins) for each in (self.total, self.known))
        return Edges(one=low[begins], other=high[begins], total=total, known=known)


def together(count: int, links: Linked, *, never: Pairs | None = None) -> Whole:
    """Return for each report the lowest number in its group, by the numbers that `links` has.

    Args:
        links: every pair that scores more than `FAR`.
        never: pairs that are two events for sure.
    """
    grains = np.rint(np.clip(links.score, FAR, NEAR) / GRAIN).astype(np.int64)
    one, other = links.one.astype(np.int64), links.other.astype(np.int64)
    home, hard = _plain(count, (one, other), joins=grains > JOIN_GRAINS)
    if never is not None:
        one, other = np.concatenate([one, never[0]]), np.concatenate([other, never[1]])
        grains = np.concatenate([grains, np.full(len(never[0]), round(NEVER / GRAIN))])
    inside = (hard[one] == hard[other]) & (hard[one] >= 0)
    edges = Edges(one=one, other=other, total=grains, known=np.ones_like(grains)).only(inside)
    near = Near.of(count, (edges.one, edges.other), score=edges.total)
    for _ in range(ROUNDS_MAX):
        joined = _joined(home, edges)
        home = settled(joined, near)
        if np.array_equal(home, joined):
            break
    return home


def _plain(count: int, pairs: Pairs, *, joins: NDArray[np.bool_]) -> tuple[Whole, Whole]:
    """Return where all stand who are easily placed, and for the others which lot they are in (-1 for those placed).

    Groups lie within what links above `JOIN` connect; where all of these are linked with all, that is one group.
    """
    one, other = (each[joins] for each in pairs)
    links = coo_array((np.ones(len(one), dtype=np.int8), (one, other)), shape=(count, count))
    lots, lot = connected_components(links, directed=False)
    size = np.bincount(lot, minlength=lots)
    is_plain = np.bincount(lot[one], minlength=lots) == size * (size - 1) // 2
    first = np.full(lots, count, dtype=np.int64)
    np.minimum.at(first, lot, np.arange(count))
    return np.where(is_plain[lot], first[lot], np.arange(count)), np.where(is_plain[lot], -1, lot)


def _joined(home: Whole, edges: Edges) -> Whole:
    """Join nearest groups as long as any two are near enough; of equally near ones those with the first report."""
    size = np.bincount(home, minlength=len(home))
    edges = edges.among(home)
    mean = edges.mean(size)
    while True:
        near = np.flatnonzero(mean > JOIN_GRAINS)
        if not len(near):
            return home
        turn = near[np.lexsort((edges.other[near], edges.one[near], -mean[near]))]
        chosen = turn[_nearest_to_both(edges.one[turn], edges.other[turn], len(home))]
        to = np.arange(len(home))
        to[edges.other[chosen]] = edges.one[chosen]
        size[edges.one[chosen]] += size[edges.other[chosen]]
        home = to[home]
        moved = np.zeros(len(home), dtype=np.bool_)
        moved[edges.one[chosen]] = moved[edges.other[chosen]] = True
        touched = moved[edges.one] | moved[edges.other]
        fresh = edges.only(touched).among(to)
        mean = np.concatenate([mean[~touched], fresh.mean(size)])
        edges = edges.only(~touched).plus(fresh)


def _nearest_to_both(one: Whole, other: Whole, count: int) -> Whole:
    """Return which pairs, given the best first, are the best of both their ends."""
    at = np.arange(len(one))
    best = np.full((2, count), len(one))
    best[0, one[::-1]] = best[1, other[::-1]] = at[::-1]
    first = best.min(axis=0)
    return np.flatnonzero((first[one] == at) & (first[other] == at))

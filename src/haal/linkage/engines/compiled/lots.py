"""Groups by average link within lots that have no link to each other, one lot after the other.

The one thing to know: average link may join every two groups that are each other's nearest at the same time, since what is joined
never comes nearer to a third than its nearer half was. So joining takes some rounds over the links instead of a step for every pair.
Then each report is asked where it fits best (`settled`), as in `reports.groups`.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from haal.linkage.engines.compiled import compiled
from haal.linkage.engines.compiled.settled import FAR_GRAINS, JOIN_GRAINS, near_of, settled
from haal.linkage.engines.tables import Flags, Numbers, Whole
from haal.linkage.reports.groups import ROUNDS_MAX


class Lots(NamedTuple):
    """Lots one after the other: their members from `begins[n]`, in order, and their links from `link_begins[n]`; the ends of a link
    are places within the lot, `grains` its score.
    """

    members: Whole
    begins: Whole
    one: Whole
    other: Whole
    grains: Whole
    link_begins: Whole


class Edges(NamedTuple):
    """Scores between groups (or reports), each two once, the lower first: the sum in grains, and of how many pairs."""

    one: Whole
    other: Whole
    total: Whole
    known: Whole


@compiled
def grouped(span: tuple[int, int], lots: Lots, home: Whole) -> None:
    """Write for each report of the lots from the first to before the second of `span` the lowest number in its group."""
    for lot in range(span[0], span[1]):
        members = lots.members[lots.begins[lot] : lots.begins[lot + 1]]
        links = slice(lots.link_begins[lot], lots.link_begins[lot + 1])
        edges = Edges(lots.one[links], lots.other[links], lots.grains[links], np.ones_like(lots.grains[links]))
        found = _lot(len(members), edges)
        for at in range(len(members)):
            home[members[at]] = members[found[at]]


@compiled
def _lot(count: int, edges: Edges) -> Whole:
    """Return for each report of a lot the first in its group."""
    home: Whole = np.arange(count)
    near = near_of(count, (edges.one, edges.other), edges.total)
    for _ in range(ROUNDS_MAX):
        joined = _joined(home, edges)
        home = settled(joined, near)
        if np.array_equal(home, joined):
            break
    return home


@compiled
def _joined(home: Whole, edges: Edges) -> Whole:
    """Join nearest groups as long as any two are near enough; of equally near ones those with the first report."""
    size = np.zeros(len(home), dtype=np.int64)
    for group in home:
        size[group] += 1
    if size.max() > 1:
        edges = _among(home, np.ones(len(home), dtype=np.bool_), edges)
    home = home.copy()
    while True:
        to, moved = _mutual(edges, size)
        if not moved.any():
            return home
        for at in range(len(home)):
            home[at] = to[home[at]]
        edges = _among(to, moved, edges)


@compiled
def _mutual(edges: Edges, size: Whole) -> tuple[Whole, Flags]:
    """Return where each group goes, and which are moved: those that are each other's nearest go together (`size` hears of it)."""
    best = np.full(len(size), -1, dtype=np.int64)
    mean = np.empty(len(edges.one))
    for at in range(len(mean)):
        one, other = edges.one[at], edges.other[at]
        whole = size[one] * size[other]
        mean[at] = (edges.total[at] + FAR_GRAINS * (whole - edges.known[at])) / whole
        if mean[at] > JOIN_GRAINS:
            for end in (one, other):
                if best[end] < 0 or _is_better(at, best[end], (mean, edges.one, edges.other)):
                    best[end] = at
    to = np.arange(len(size))
    moved = np.zeros(len(size), dtype=np.bool_)
    for at in range(len(mean)):
        one, other = edges.one[at], edges.other[at]
        if best[one] == at and best[other] == at:
            to[other] = one
            size[one] += size[other]
            moved[one] = moved[other] = True
    return to, moved


@compiled
def _is_better(at: int, than: int, by: tuple[Numbers, Whole, Whole]) -> bool:
    mean, one, other = by
    if mean[at] != mean[than]:
        return bool(mean[at] > mean[than])
    if one[at] != one[than]:
        return bool(one[at] < one[than])
    return bool(other[at] < other[than])


@compiled
def _among(to: Whole, moved: Flags, edges: Edges) -> Edges:
    """Return the scores between the groups to which those of `edges` have gone; what has not moved stays as it is."""
    size, count = len(edges.one), 0
    key, which = np.empty(size, dtype=np.int64), np.empty(size, dtype=np.int64)
    found = Edges(
        np.empty(size, dtype=np.int64),
        np.empty(size, dtype=np.int64),
        np.empty(size, dtype=np.int64),
        np.empty(size, dtype=np.int64),
    )
    laid = 0
    for at in range(size):
        one, other = edges.one[at], edges.other[at]
        here, there = to[one], to[other]
        if moved[one] or moved[other]:
            if here != there:
                key[count], which[count] = min(here, there) * len(to) + max(here, there), at
                count += 1
        else:
            found.one[laid], found.other[laid] = one, other
            found.total[laid], found.known[laid] = edges.total[at], edges.known[at]
            laid += 1
    last = -1
    for each in np.argsort(key[:count]):
        if key[each] != last:
            last = key[each]
            found.one[laid], found.other[laid] = divmod(last, len(to))
            found.total[laid], found.known[laid] = 0, 0
            laid += 1
        found.total[laid - 1] += edges.total[which[each]]
        found.known[laid - 1] += edges.known[which[each]]
    return Edges(found.one[:laid], found.other[:laid], found.total[:laid], found.known[:laid])

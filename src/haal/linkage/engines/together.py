"""Groups of very many reports: the answer of `reports.groups`, reached for each lot that hangs together, on all cores.

The one thing to know: groups lie within what links above `JOIN` connect, so each such lot is grouped as if there were no other.
Where all of a lot are linked with all, that is one group. A test holds this against `reports.groups`.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from haal.linkage.engines.compiled.lots import Lots, grouped
from haal.linkage.engines.compiled.settled import JOIN_GRAINS
from haal.linkage.engines.links import CORES, Linked
from haal.linkage.engines.spots import in_order
from haal.linkage.engines.tables import Flags, Whole
from haal.linkage.reports.groups import FAR, GRAIN, NEAR, NEVER

type Pairs = tuple[Whole, Whole]

PARTS = 16  # into which the lots are dealt, of like work


def together(count: int, links: Linked, *, never: Pairs | None = None) -> Whole:
    """Return for each report the lowest number in its group, by the numbers that `links` has.

    Args:
        links: every pair that scores more than `FAR`.
        never: pairs that are two events for sure.
    """
    grains = np.rint(np.clip(links.score, FAR, NEAR) / GRAIN).astype(np.int32)
    one, other = links.one, links.other
    home, lot = _plain(count, (one, other), joins=grains > JOIN_GRAINS)
    if never is not None and len(never[0]):
        one, other = (
            np.concatenate([here, each.astype(np.int32)]) for here, each in zip((one, other), never, strict=True)
        )
        grains = np.concatenate([grains, np.full(len(never[0]), round(NEVER / GRAIN), dtype=np.int32)])
    inside = np.flatnonzero((lot[one] == lot[other]) & (lot[one] >= 0))
    lots = _lots(lot, (one[inside], other[inside]), grains=grains[inside])
    with ThreadPoolExecutor(CORES) as pool:
        list(pool.map(lambda span: grouped(span, lots, home), _shares(lots)))
    return home


def _plain(count: int, pairs: Pairs, *, joins: Flags) -> tuple[Whole, Whole]:
    """Return where all stand who are easily placed, and for the others which lot they are in (-1 for those placed)."""
    one, other = (each[joins] for each in pairs)
    links = coo_array((np.ones(len(one), dtype=np.int8), (one, other)), shape=(count, count))
    lots, lot = connected_components(links, directed=False)
    size = np.bincount(lot, minlength=lots)
    is_plain = np.bincount(lot[one], minlength=lots) == size * (size - 1) // 2
    first = np.full(lots, count, dtype=np.int64)
    np.minimum.at(first, lot, np.arange(count))
    number = np.where(is_plain, -1, np.cumsum(~is_plain) - 1)
    return np.where(is_plain[lot], first[lot], np.arange(count)), number[lot]


def _lots(lot: Whole, pairs: Pairs, *, grains: Whole) -> Lots:
    """Return the members and the links of each lot, the ends of links as places in it."""
    size = int(lot.max(initial=-1)) + 1
    hard = np.flatnonzero(lot >= 0)
    members = hard[in_order(lot[hard], size)]
    begins = np.concatenate([[0], np.cumsum(np.bincount(lot[hard], minlength=size))])
    at = np.zeros(len(lot), dtype=np.int64)
    at[members] = np.arange(len(members)) - begins[lot[members]]
    one, other = np.minimum(*pairs), np.maximum(*pairs)
    of = lot[one]
    turn = in_order(of, size)
    return Lots(
        members=members,
        begins=begins,
        one=at[one[turn]],
        other=at[other[turn]],
        grains=grains[turn].astype(np.int64),
        link_begins=np.concatenate([[0], np.cumsum(np.bincount(of, minlength=size))]),
    )


def _shares(lots: Lots) -> list[tuple[int, int]]:
    """Return stretches of lots with about the same number of links each."""
    size = len(lots.begins) - 1
    marks = np.searchsorted(lots.link_begins, np.linspace(0, lots.link_begins[-1], PARTS + 1)).clip(0, size)
    marks[0], marks[-1] = 0, size
    return [(int(begin), int(end)) for begin, end in pairwise(marks) if end > begin]

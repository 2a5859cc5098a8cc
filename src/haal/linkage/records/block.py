"""Which pairs are looked at: records of nearly the same day, and records a few days further apart that share a rare name.

The one thing to know: no distance is asked for. One true pair in fourteen lies more than 80 km apart because a set has a
wrong point, so that a block by space would lose it before it is seen.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from haal.linkage.records.names import Names
from haal.linkage.records.record import Record

DAYS = 2
DAYS_NAMED = 4
RARE = 2.5  # nats

type Pairs = NDArray[np.int32]  # rows of (left, right)


def pairs_of(left: Sequence[Record], right: Sequence[Record], *, names: Names) -> Pairs:
    """Return the places of the pairs that are to be scored, ordered."""
    order = sorted(range(len(right)), key=lambda at: right[at].first)
    firsts = [right[at].first for at in order]
    longest = max((one.last - one.first for one in right), default=timedelta(0))
    found = []
    for at, mine in enumerate(left):
        low = bisect_left(firsts, mine.first - longest - timedelta(days=DAYS_NAMED + 31))
        high = bisect_right(firsts, mine.last + timedelta(days=DAYS_NAMED + 31))
        for other in order[low:high]:
            gap = days_between(mine, right[other])
            if gap <= DAYS or (gap <= DAYS_NAMED and names.compare(at, other).rarest >= RARE):
                found.append((at, other))
    return np.array(sorted(found), dtype=np.int32).reshape(-1, 2)


def days_between(here: Record, there: Record) -> int:
    """Return how many days lie between two records, 0 when their days can be the same."""
    apart = max((there.first - here.last).days, (here.first - there.last).days, 0)
    return max(0, apart - here.around_days - there.around_days)

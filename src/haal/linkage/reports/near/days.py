"""What the days of two reports weigh, as one list with a place for every case there is: so that many pairs are looked up at once.

The one thing to know: nothing is decided here. The list is made by asking `levels.when` for each of its places, and `places` says in
which of them a pair stands; a test holds the two against `when`.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from haal.linkage.reports.levels import When, when
from haal.linkage.reports.seen import Seen, is_long
from haal.linkage.told import EXACT_DAYS_MAX

type Days = NDArray[np.int64]  # reports x (first, last)
type Places = NDArray[np.int64]

GAP = 33  # 0 to 31 days, and more
LATE_LEAST, LATE_MOST = -32, 366  # days from an event to when it was published; what lies beyond weighs the same
DAYS, SPAN, PUBLISHED, LAG = 0, GAP, 2 * GAP, 3 * GAP
UNDATED = LAG + LATE_MOST - LATE_LEAST + 1
_BLANK = Seen(
    report_id="", day=None, span=None, published=None, readings=(), names=frozenset(), event_type=None, target_kind="",
    killed=None, injured=None, taken=None, page="", words=frozenset(), runs={}, address={},
)  # fmt: skip


def every() -> list[When]:
    """Return what `levels.when` says at every place."""
    day, told = replace(_BLANK, day=(0, 0)), replace(_BLANK, published=(0, 0))
    stretch = replace(_BLANK, span=(-EXACT_DAYS_MAX, 0))
    found = [when(day, replace(_BLANK, day=(gap, gap))) for gap in range(GAP)]
    found += [when(stretch, replace(_BLANK, day=(gap, gap))) for gap in range(GAP)]
    found += [when(told, replace(_BLANK, published=(gap, gap))) for gap in range(GAP)]
    found += [when(day, replace(_BLANK, published=(late, late))) for late in range(LATE_LEAST, LATE_MOST + 1)]
    return [*found, when(_BLANK, _BLANK)]


def places(one: Seen, days: Days, published: Days, *, none: int) -> Places:
    """Return where a report stands with many others; `days`: the event of each, or the stretch in which it lies; `none`: not told."""
    here, mine = one.day or one.span, one.day or one.span or one.published
    if not mine:
        return np.full(len(days), UNDATED)
    dated = days[:, 0] != none
    first, last = np.where(dated[:, None], days, published).T
    gap = np.clip(np.maximum(first - mine[1], mine[0] - last), 0, GAP - 1)
    late = np.clip(first - mine[1] if here else mine[0] - last, LATE_LEAST, LATE_MOST)
    apart = np.where(dated == bool(here), (DAYS if here else PUBLISHED) + gap, LAG - LATE_LEAST + late)
    long = True if is_long(mine) else last - first >= EXACT_DAYS_MAX
    return np.where(first == none, UNDATED, np.where(long, SPAN + gap, apart))

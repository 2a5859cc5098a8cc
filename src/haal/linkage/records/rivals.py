"""A pair among its rivals: how far it is ahead of the next best on either side, and whether parts add up to a whole.

The one thing to know: an absolute likeness says little on a day of many attacks. One record may have several partners (one
attack entered as two, two strikes told as one), so that rivals make a pair less likely and never impossible.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from haal.linkage.records.block import Pairs
from haal.linkage.records.levels import gap_between
from haal.linkage.records.record import Count, Record
from haal.linkage.scorer.model import Form, Levels, Numbers

ALONE = (-6, -5, -4, -3, -2, -1, -0.5, 0, 0.5, 1, 1.5, 2, 3, 4)
AHEAD = (-5, -4, -3, -2, -1.5, -1, -0.5, 0, 0.5, 1, 2, 3)
FORM = Form(
    name="records among rivals",
    codes=("alone", "ahead_left", "ahead_right", "parts"),
    sizes=(len(ALONE) + 2, len(AHEAD) + 2, len(AHEAD) + 2, 4),
)
NOBODY = -30.0
FAR_BEHIND = 6.0  # a part scores no worse than this below the best partner of the whole
LARGE = 5


def levels_among(left: Sequence[Record], right: Sequence[Record], *, pairs: Pairs, scores: Numbers) -> Levels:
    """Return the levels of each pair among its rivals."""
    ahead = [scores - rivals(scores, pairs[:, side]) for side in (0, 1)]
    columns: list[NDArray[np.int16]] = [
        _step(ALONE, scores),
        *(_step(AHEAD, each) for each in ahead),
        _parts(left, right, pairs=pairs, scores=scores),
    ]
    return np.stack(columns, axis=1)


def lessened(scores: Numbers, pairs: Pairs) -> Numbers:
    """Return scores lessened by the rivals of both sides, half by each: what is used when nobody judged a pair."""
    less: Numbers = scores - sum(np.logaddexp(0.0, rivals(scores, pairs[:, side])) for side in (0, 1)) / 2
    return less


def rivals(scores: Numbers, of: NDArray[np.int32]) -> Numbers:
    """Return the log of the summed odds of all other pairs with the same record."""
    found = np.full(len(scores), NOBODY)
    for group in _grouped(of).values():
        if len(group) > 1:
            odds = np.exp(scores[group])
            found[group] = np.log(np.maximum(odds.sum() - odds, np.exp(NOBODY)))
    return found


def _parts(left: Sequence[Record], right: Sequence[Record], *, pairs: Pairs, scores: Numbers) -> NDArray[np.int16]:
    """Return 3 where a toll fits only when another record's is added, 2 where it fits with and without, else 1."""
    found = np.ones(len(pairs), dtype=np.int16)
    for side, (wholes, parts) in enumerate(((left, right), (right, left))):
        for whole, group in _grouped(pairs[:, side]).items():
            counts = wholes[whole].counts.get("killed")
            if counts is not None and len(group) > 1:
                near = group[scores[group] >= scores[group].max() - FAR_BEHIND]
                for at in group:
                    found[at] = max(
                        found[at], _adds_up(counts, [parts[pairs[one, 1 - side]] for one in (at, *near[near != at])])
                    )
    return found


def _adds_up(whole: Count, parts: Sequence[Record]) -> int:
    """Return the level of the first part with any one of the others."""
    first = parts[0].counts.get("killed")
    if first is None:
        return 1
    best = 1
    for other in parts[1:]:
        more = other.counts.get("killed")
        if more is None or abs((other.first - parts[0].first).days) > 1:
            continue
        both = Count(low=first.low + more.low, high=first.high + more.high, best=first.best + more.best)
        off = gap_between(whole, both)
        if off <= 1 and gap_between(whole, first) >= 1 and first.high and more.high:
            return 3
        if off == 0 and whole.high >= LARGE:
            best = 2
    return best


def _step(edges: Sequence[float], values: Numbers) -> NDArray[np.int16]:
    """Return 1 below the first edge, and one more for each edge that is reached."""
    return (np.searchsorted(np.array(edges), values, side="right") + 1).astype(np.int16)


def _grouped(of: NDArray[np.int32]) -> dict[int, NDArray[np.int64]]:
    groups: dict[int, list[int]] = defaultdict(list)
    for at, each in enumerate(of.tolist()):
        groups[each].append(at)
    return {each: np.array(group) for each, group in groups.items()}

"""Learn the weights from headlines whose incidents are known, and be judged on months that were not learned from.

The one thing to know: February and March are one block, April and May the next. No pair with a report of a block is learned
from when that block is judged, and how rare words are is counted without looking at any incident.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from haal.linkage.headlines.levels import FORM, levels_of, pairs_of
from haal.linkage.headlines.reading import Told
from haal.linkage.scorer.fit import calibrate, fit
from haal.linkage.scorer.model import Levels, Model, Numbers

SHRINK = 8.0
PARTS = 8

type Truth = Mapping[str, frozenset[str]]  # report -> its incidents


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """Pairs, their levels, whether they are one incident, and which may be learned from (reports of one incident only)."""

    told: tuple[Told, ...]
    pairs: tuple[tuple[int, int], ...]
    levels: Levels
    same: NDArray[np.bool_]
    single: NDArray[np.bool_]


def judged_of(told: Sequence[Told], truth: Truth) -> Judged:
    """Return all pairs of headlines with what is known of them."""
    pairs = pairs_of(told)
    sets = [truth.get(each.report_id, frozenset()) for each in told]
    return Judged(
        told=tuple(told),
        pairs=tuple(pairs),
        levels=levels_of(told, pairs),
        same=np.array([bool(sets[a] & sets[b]) for a, b in pairs], dtype=bool),
        single=np.array([len(sets[a]) == len(sets[b]) == 1 for a, b in pairs], dtype=bool),
    )


def learn(judged: Judged) -> Model:
    """Return the model of all pairs; its curve is learned from scores of months that were not learned from."""
    unseen = across(judged)
    kept = judged.single & np.isfinite(unseen)
    model = fit(FORM, judged.levels[judged.single], judged.same[judged.single], shrink=SHRINK)
    return calibrate(model, unseen[kept], judged.same[kept])


def across(judged: Judged, *, seed: int = 0) -> Numbers:
    """Return a score for each pair by a model that saw neither of its months; minus infinity between two parts."""
    part = parts_of(judged.told, seed=seed)
    first, second = (np.array([part[pair[side]] for pair in judged.pairs], dtype=int) for side in (0, 1))
    scores = np.full(len(judged.pairs), -np.inf)
    for each in range(PARTS):
        seen = (first != each) & (second != each) & judged.single
        asked = (first == each) & (second == each)
        if asked.any():
            scores[asked] = fit(FORM, judged.levels[seen], judged.same[seen], shrink=SHRINK).scores(
                judged.levels[asked]
            )
    return scores


def parts_of(told: Sequence[Told], *, seed: int) -> list[int]:
    """Return the part of each headline: blocks of two months, dealt out by chance."""
    blocks = [_block(each.day) for each in told]
    order = sorted(set(blocks))
    random.Random(seed).shuffle(order)  # noqa: S311 - the same parts each time
    dealt = {block: place % PARTS for place, block in enumerate(order)}
    return [dealt[block] for block in blocks]


def _block(day: int | None) -> int:
    when = date.fromordinal(day) if day else date.min
    return (12 * when.year + when.month) // 2

"""Places of many reports: each reading and name kept once, and what two places weigh together, for many pairs at a time.

The one thing to know: the same as `reports.levels` says of `km`, `wide` and `name`; a test holds the two against each other.
Distances are great circles, from the straight line between points of the unit ball.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from haal.geometry.distance import EARTH_RADIUS_KM
from haal.linkage.engines.flat import POINTS
from haal.linkage.engines.tables import Side, Whole
from haal.linkage.reports.levels import KM_AT, KM_SAME, NAMES_AT, READINGS, WIDE_KM, WIDE_MORE_KM
from haal.linkage.reports.seen import name_worth
from haal.linkage.scorer.model import Numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class Spots:
    """Places by their number. `points`: spots x readings x 3; `radius`: km, NaN where there is no such reading; `names`: numbers,
    padded with -1; `worth` of each name, the last for the padding.
    """

    points: Numbers
    radius: Numbers
    names: NDArray[np.int64]
    worth: Numbers

    def weights(self, one: Whole, other: Whole, side: Side) -> Numbers:
        """Return what pairs of places weigh."""
        keys, back = np.unique(one * len(self.radius) + other, return_inverse=True)
        here, there = np.divmod(keys, len(self.radius))
        found = side.name[self._name(here, there)]
        wider = np.fmax(self.radius[here, 0], self.radius[there, 0])
        nearest, apart = self._nearest(here, there)
        with np.errstate(invalid="ignore"):
            km = np.where((nearest <= KM_SAME[0]) & (apart <= KM_SAME[1]), 5, _steps(-nearest, KM_AT))
            wide = np.where(apart > wider + WIDE_MORE_KM, 1, 2)
            placed = np.where(wider >= WIDE_KM, side.wide[wide], side.km[km])
        return np.asarray((found + np.where(np.isnan(apart), 0.0, placed))[back])

    def _nearest(self, one: Whole, other: Whole) -> tuple[Numbers, Numbers]:
        """Return km between the nearest edges, and between the first readings; NaN where one has none."""
        apart = _km(self.points[one, 0], self.points[other, 0])
        apart[np.isnan(self.radius[one, 0]) | np.isnan(self.radius[other, 0])] = np.nan
        nearest = np.maximum(0.0, apart - 0.5 * (self.radius[one, 0] + self.radius[other, 0]))
        several = np.flatnonzero(~np.isnan(self.radius[one, 1]) | ~np.isnan(self.radius[other, 1]))
        for at in range(READINGS):
            for beside in range(READINGS):
                a, b = one[several], other[several]
                between = _km(self.points[a, at], self.points[b, beside])
                edges = np.maximum(0.0, between - 0.5 * (self.radius[a, at] + self.radius[b, beside]))
                nearest[several] = np.fmin(nearest[several], edges)
        return nearest, apart

    def _name(self, one: Whole, other: Whole) -> Whole:
        here, there = self.names[one], self.names[other]
        shared = np.zeros(len(one))
        for at in range(here.shape[1]):
            is_shared = (here[:, at, None] == there).any(axis=1) & (here[:, at] >= 0)
            shared += np.where(is_shared, self.worth[here[:, at]], 0.0)
        both = (here[:, 0] >= 0) & (there[:, 0] >= 0)
        return np.where(both, _steps(shared, NAMES_AT), 0)


def spots(rows: Mapping[str, NDArray[np.float64]], names: Sequence[str]) -> Spots:
    """Return the places of columns `POINTS` (NaN: none) and of their names, with spaces between."""
    count = len(names)
    told = np.column_stack([rows[name] for name in POINTS]).reshape(count, READINGS, 4)
    words = [text.split() for text in names]
    every = sorted({word for each in words for word in each})
    number = {word: at for at, word in enumerate(every)}
    padded = np.full((count, max([1, *map(len, words)])), -1, dtype=np.int64)
    for at, each in enumerate(words):
        padded[at, : len(each)] = [number[word] for word in each]
    worth = np.array([*(name_worth(word) for word in every), 0.0])
    return Spots(points=told[:, :, :3], radius=told[:, :, 3], names=padded, worth=worth)


def _km(one: Numbers, other: Numbers) -> Numbers:
    line = np.sqrt(((one - other) ** 2).sum(axis=-1))
    return np.asarray(2 * EARTH_RADIUS_KM * np.arcsin(np.minimum(1.0, 0.5 * line)))


def _steps(value: Numbers, edges: Sequence[float]) -> Whole:
    """Return 1 below the first edge, and one more for every edge that is reached."""
    return np.searchsorted(np.asarray(edges), value, side="right") + 1

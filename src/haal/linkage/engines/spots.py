"""Places of many reports: each reading and name kept once, and lists of what stands in a cell or under a name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from haal.geometry.cells import disk
from haal.linkage.engines.flat import POINTS
from haal.linkage.engines.tables import Numbers, Whole
from haal.linkage.reports.levels import KM_AT, NAMES_AT, READINGS
from haal.linkage.reports.seen import name_worth

RINGS = 2  # two disks of one ring meet
SHARES_MAX = 8_000  # spots: 64 MB


class Lists(NamedTuple):
    """Lists one after the other: list n from `begins[n]` to `begins[n + 1]`."""

    values: Whole
    begins: Whole

    def turned(self, of: Whole, *, only: NDArray[np.bool_] | None = None) -> Lists:
        """Return, for each value, what stands at a place whose list holds it: from what comes first to what comes last.

        Args:
            of: the list that each thing has.
            only: which things count; None: all.
        """
        things = np.arange(len(of)) if only is None else np.flatnonzero(only)
        counts = (self.begins[1:] - self.begins[:-1])[of[things]]
        begins = np.cumsum(counts) - counts
        at = np.arange(int(counts.sum())) + np.repeat(self.begins[of[things]] - begins, counts)
        value, thing = self.values[at], np.repeat(things.astype(np.int32), counts)
        size = int(self.values.max(initial=-1)) + 1
        return Lists(
            values=thing[in_order(value, size)],
            begins=np.concatenate([[0], np.cumsum(np.bincount(value, minlength=size))]),
        )


def in_order(value: Whole, size: int) -> Whole:
    """Return the places of values by value, equal ones as they stand; `size`: more than any value.

    Short numbers are sorted by their bytes, which is several times as quick.
    """
    short = np.uint16 if size <= 2**16 else value.dtype
    return np.argsort(value.astype(short, copy=False), kind="stable")


class Places(NamedTuple):
    """Places by their number. `points`: spots x readings x 3, on the unit ball; `radius`: km, NaN where there is no such reading;
    `names`: numbers, padded with -1; `worth` of each name; `km_at`, `names_at`: where levels begin; `shares`: spots x spots, what two
    places share, written down when first asked for (0: not yet), or empty where there are too many.
    """

    points: Numbers
    radius: Numbers
    names: Whole
    worth: Numbers
    km_at: Numbers
    names_at: Numbers
    shares: Whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Spots:
    """Places by their number, and by place the cells it stands in, those that are near, and its names."""

    places: Places
    cells: Lists
    near: Lists
    words: Lists


def spots(rows: Mapping[str, NDArray[np.float64]], *, names: Sequence[str], cells: Sequence[str]) -> Spots:
    """Return the places of columns `POINTS` (NaN: none), of their names and of their cells, with spaces between."""
    count = len(names)
    told = np.column_stack([rows[name] for name in POINTS]).reshape(count, READINGS, 4)
    words, every = _numbered([text.split() for text in names])
    padded = np.full((count, max([1, *map(len, words)])), -1, dtype=np.int32)
    for at, each in enumerate(words):
        padded[at, : len(each)] = each
    stands, where = _numbered([text.split() for text in cells])
    number = {cell: at for at, cell in enumerate(where)}
    around = [sorted(number[other] for other in disk(cell, RINGS) if other in number) for cell in where]
    places = Places(
        points=np.ascontiguousarray(told[:, :, :3]),
        radius=np.ascontiguousarray(told[:, :, 3]),
        names=padded,
        worth=np.array([name_worth(word) for word in every], dtype=np.float64),
        km_at=np.array(KM_AT, dtype=np.float64),
        names_at=np.array(NAMES_AT, dtype=np.float64),
        shares=np.zeros((count, count) if count <= SHARES_MAX else (0, 0), dtype=np.uint8),
    )
    near = [sorted({other for cell in each for other in around[cell]}) for each in stands]
    return Spots(places=places, cells=_lists(stands), near=_lists(near), words=_lists(words))


def _numbered(every: Sequence[Sequence[str]]) -> tuple[list[list[int]], list[str]]:
    """Return words as numbers, each once, and the words by their number."""
    found = sorted({word for each in every for word in each})
    number = {word: at for at, word in enumerate(found)}
    return [[number[word] for word in each] for each in every], found


def _lists(every: Sequence[Sequence[int]]) -> Lists:
    return Lists(
        values=np.array([value for each in every for value in each], dtype=np.int32),
        begins=np.cumsum([0, *map(len, every)]),
    )

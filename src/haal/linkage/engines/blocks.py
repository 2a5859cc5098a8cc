"""Which of many reports are worth comparing: those that meet in a cell or a name, and in time.

The one thing to know: the blocks of `reports.pairs`. Within a month of all days that are told of it a report meets what stands in its
cell or the cells around, or under one of its names; reports that tell a long stretch and no day, or nothing of when, meet under a name
somewhat longer. As every list is in order of time, what a report meets there is one stretch. A pair can come more than once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from haal.linkage.engines.layout import NEVER, Laid, Lists
from haal.linkage.engines.tables import Whole

MONTH = 31  # days
FAR_DAYS = 93  # days beyond which two stretches are not compared
BATCH = 1_000_000  # pairs of one part
CELLS_MAX = 6_000  # of more there is no table of which are near: a pair is then looked at by cell and by name

type Pairs = tuple[Whole, Whole]
type Bounds = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretches:
    """For each report of `one` what it meets in `lists`: `counts` reports from `starts` on."""

    one: Whole
    starts: NDArray[np.int64]
    counts: NDArray[np.int64]
    lists: Lists

    @property
    def pairs_count(self) -> int:
        """How many pairs there are."""
        return int(self.counts.sum())

    def pairs(self) -> Pairs:
        """Return the pairs, the earlier first."""
        begins = np.cumsum(self.counts) - self.counts
        at = np.arange(int(self.counts.sum())) + np.repeat(self.starts - begins, self.counts)
        return np.repeat(self.one, self.counts), self.lists.turns[at]


class Blocks:
    """The blocks of reports that are laid out."""

    def __init__(self, laid: Laid) -> None:
        """Begin. Holds a table of which cells are near when they are not too many."""
        self._laid = laid
        size = len(laid.near)
        self._near: NDArray[np.bool_] | None = None
        if size <= CELLS_MAX:
            self._near = np.zeros((size + 1, size + 1), dtype=np.bool_)  # the last: several cells or none
            for cell, near in enumerate(laid.near):
                self._near[cell, list(near)] = True

    def parts(self) -> Iterator[Stretches]:
        """Yield what meets, some at a time."""
        for every in (self._by_cell(), self._by_name(), *self._timeless()):
            some: list[Stretches] = []
            pairs = 0
            for each in every:
                some.append(each)
                pairs += each.pairs_count
                if pairs >= BATCH:
                    yield _joined(some)
                    some, pairs = [], 0
            if some:
                yield _joined(some)

    def pairs(self, some: Stretches) -> Pairs:
        """Return the pairs of a part, the earlier first; by name those alone that do not meet by their cells."""
        one, other = some.pairs()
        if self._near is None or some.lists is not self._laid.by_name:
            return one, other
        chosen = np.flatnonzero(~self._near[self._laid.cell[one], self._laid.cell[other]])
        return one[chosen], other[chosen]

    def _by_cell(self) -> Iterator[Stretches]:
        lists = self._laid.by_cell
        for cell, near in enumerate(self._laid.near):
            for beside in near:
                yield from self._met(lists.of(cell), lists, beside)

    def _by_name(self) -> Iterator[Stretches]:
        lists = self._laid.by_name
        for name in lists.numbers:
            yield from self._met(lists.of(name), lists, name)

    def _met(self, here: Whole, lists: Lists, beside: int) -> Iterator[Stretches]:
        """Yield what later ones of a list begin within a month of the days of those given."""
        there = lists.of(beside)
        starts = np.searchsorted(there, here, side="right")
        ends = np.searchsorted(self._laid.first[there], self._laid.last[here] + MONTH, side="right")
        yield from _stretches(here, (starts, ends), lists=lists, number=beside)

    def _timeless(self) -> tuple[Iterator[Stretches], ...]:
        """Return the blocks of reports that tell no day."""
        laid = self._laid
        every = laid.by_name.only(laid.is_timeless)
        long = every.only(laid.is_stretch)
        return self._undated(every), self._far(every, long), self._far(long, every)

    def _undated(self, lists: Lists) -> Iterator[Stretches]:
        """Yield for all what comes after them and tells nothing of when."""
        for name in lists.numbers:
            here = lists.of(name)
            first = np.searchsorted(self._laid.first[here], NEVER)
            starts = np.maximum(first, np.arange(1, len(here) + 1))
            yield from _stretches(here, (starts, np.full(len(here), len(here))), lists=lists, number=name)

    def _far(self, one: Lists, other: Lists) -> Iterator[Stretches]:
        """Yield what begins more than a month after the days of those given, and less than `FAR_DAYS`."""
        laid = self._laid
        for name in one.numbers:
            here, first = one.of(name), laid.first[other.of(name)]
            starts = np.searchsorted(first, laid.last[here] + MONTH, side="right")
            ends = np.searchsorted(first, np.minimum(laid.last[here] + FAR_DAYS, NEVER - 1), side="right")
            yield from _stretches(here, (starts, ends), lists=other, number=name)


def _stretches(one: Whole, ends: tuple[Bounds, Bounds], *, lists: Lists, number: int) -> Iterator[Stretches]:
    """Yield what of one list each report meets, unless it is nothing."""
    counts = np.maximum(ends[1] - ends[0], 0)
    some = np.flatnonzero(counts)
    if len(some):
        yield Stretches(one=one[some], starts=ends[0][some] + lists.begins[number], counts=counts[some], lists=lists)


def _joined(some: list[Stretches]) -> Stretches:
    return Stretches(
        one=np.concatenate([each.one for each in some]),
        starts=np.concatenate([each.starts for each in some]),
        counts=np.concatenate([each.counts for each in some]),
        lists=some[0].lists,
    )

"""The links among many reports: the pairs that `blocks` finds, scored by looking up in `tables`.

The one thing to know: what comes out is what `Model.score` gives for reports without wording. A pair is let go as soon as what is
still missing cannot lift it to `above`; so places, which cost most, are compared for a few of a hundred pairs only.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from haal.linkage.engines import tables
from haal.linkage.engines.blocks import Blocks, Stretches
from haal.linkage.engines.layout import DAY, NOTHING, TOLD, Laid
from haal.linkage.engines.tables import (
    DAYS,
    GAP,
    LAG,
    LATE_LEAST,
    LATE_MOST,
    PUBLISHED,
    SPAN,
    TOLL_SIZE,
    UNDATED,
    Side,
    Tables,
    Whole,
)
from haal.linkage.reports.groups import JOIN
from haal.linkage.scorer.model import Model, Numbers

CHUNK = 65_536  # pairs scored at once: what is looked up and laid down stays near the processor
CORES = 2
KINDS = 4  # of what is known of when
_BASE = np.full(KINDS * KINDS, SPAN, dtype=np.int32)  # where the table of time begins, by what is known of both
_BASE[DAY * KINDS + DAY], _BASE[TOLD * KINDS + TOLD] = DAYS, PUBLISHED
_BASE[NOTHING * KINDS : (NOTHING + 1) * KINDS] = _BASE[NOTHING::KINDS] = UNDATED
_GAP_MOST = np.where(_BASE == UNDATED, 0, GAP - 1).astype(np.int32)


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """Pairs of reports by their numbers in time, the earlier first, and the score of each."""

    one: Whole
    other: Whole
    score: Numbers


def links(laid: Laid, *, model: Model, above: float = JOIN) -> Linked:
    """Return the pairs that score more than `above`, each once."""
    scorer = Scorer.made(laid, model)
    blocks = Blocks(laid)

    def scored(some: Stretches) -> Linked:
        one, other = blocks.pairs(some)
        chunks = range(0, len(one), CHUNK)
        return joined([scorer.above(one[at : at + CHUNK], other[at : at + CHUNK], above=above) for at in chunks])

    found: list[Linked] = []
    with ThreadPoolExecutor(CORES) as pool:
        for done in _ahead(pool, scored, blocks.parts()):
            found.append(done)
    return _once(joined(found), len(laid.place))


def _ahead[T, V](pool: ThreadPoolExecutor, do: Callable[[T], V], every: Iterable[T]) -> Iterator[V]:
    """Yield what is done, in order; never more than a few ahead, so that nothing piles up."""
    under_way: deque[Future[V]] = deque()
    for one in every:
        under_way.append(pool.submit(do, one))
        if len(under_way) > 2 * CORES:
            yield under_way.popleft().result()
    while under_way:
        yield under_way.popleft().result()


def _once(pairs: Linked, count: int) -> Linked:
    """Return each pair once, by their numbers."""
    _, chosen = np.unique(pairs.one * np.int64(count) + pairs.other, return_index=True)
    return Linked(one=pairs.one[chosen], other=pairs.other[chosen], score=pairs.score[chosen])


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorer:
    """The reports with the tables they are looked up in. `tolls`: as places in these."""

    laid: Laid
    tables: Tables
    tolls: tuple[Whole, ...]

    @classmethod
    def made(cls, laid: Laid, model: Model) -> Scorer:
        """Lay out what is looked up."""
        return cls(
            laid=laid,
            tables=tables.tables(model, whats=laid.whats),
            tolls=tuple(np.minimum(each + 1, TOLL_SIZE - 1) for each in laid.tolls),
        )

    def above(self, one: Whole, other: Whole, *, above: float) -> Linked:
        """Return the pairs that score more than `above`; never two reports of one page."""
        at = self._when(one, other)
        score = self.tables.time[at]
        close = self.tables.close[at]
        halves = []
        for is_close in (True, False):
            side = self.tables.side(close=is_close)
            chosen = np.flatnonzero((close == is_close) & np.isfinite(score))
            halves.append(
                self._half(Linked(one=one[chosen], other=other[chosen], score=score[chosen]), side, above=above)
            )
        found = joined(halves)
        return Linked(one=found.one.astype(np.int32), other=found.other.astype(np.int32), score=found.score)

    def _half(self, pairs: Linked, side: Side, *, above: float) -> Linked:
        laid = self.laid
        pairs = _plus(
            pairs,
            side.what[laid.what[pairs.one], laid.what[pairs.other]],
            above - side.most_tolls - side.most_place,
        )
        tolls = sum(self._toll(pairs, at, side) for at in range(len(self.tolls)))
        pairs = _plus(pairs, np.asarray(tolls), above - side.most_place)
        here, there = laid.spot[pairs.one].astype(np.int64), laid.spot[pairs.other].astype(np.int64)
        pairs = _plus(pairs, laid.spots.weights(here, there, side), above)
        page = laid.page[pairs.one]
        return _kept(pairs, (page == 0) | (page != laid.page[pairs.other]))

    def _toll(self, pairs: Linked, at: int, side: Side) -> Numbers:
        here, there = self.tolls[at][pairs.one], self.tolls[at][pairs.other]
        found: Numbers = side.tolls[at][here * TOLL_SIZE + there]
        large = np.flatnonzero((np.maximum(here, there) == TOLL_SIZE - 1) & (np.minimum(here, there) > 0))
        if len(large):
            figures = self.laid.tolls[at]
            levels = tables.toll_levels(figures[pairs.one[large]], figures[pairs.other[large]])
            found[large] = side.by_toll[at][levels]
        return found

    def _when(self, one: Whole, other: Whole) -> Whole:
        """Return the place in the table of time."""
        laid = self.laid
        known = laid.when_known[one] * KINDS + laid.when_known[other]
        gap = np.maximum(laid.begin[one] - laid.end[other], laid.begin[other] - laid.end[one])
        found = _BASE[known] + np.clip(gap, 0, _GAP_MOST[known])
        for kinds, day, told in ((DAY * KINDS + TOLD, one, other), (TOLD * KINDS + DAY, other, one)):
            some = np.flatnonzero(known == kinds)
            late = laid.begin[told[some]] - laid.end[day[some]]
            found[some] = LAG + np.clip(late, LATE_LEAST, LATE_MOST) - LATE_LEAST
        return np.asarray(found)


def joined(every: Sequence[Linked]) -> Linked:
    """Return all pairs in one."""
    if not every:
        return Linked(one=np.empty(0, dtype=np.int32), other=np.empty(0, dtype=np.int32), score=np.empty(0))
    return Linked(
        one=np.concatenate([each.one for each in every]),
        other=np.concatenate([each.other for each in every]),
        score=np.concatenate([each.score for each in every]),
    )


def _plus(pairs: Linked, weights: Numbers, above: float) -> Linked:
    """Return the pairs with these weights added, without those that fall to `above` or below."""
    return _kept(Linked(one=pairs.one, other=pairs.other, score=pairs.score + weights), pairs.score + weights > above)


def _kept(pairs: Linked, mask: NDArray[np.bool_]) -> Linked:
    chosen = np.flatnonzero(mask)
    return Linked(one=pairs.one[chosen], other=pairs.other[chosen], score=pairs.score[chosen])

"""What every level weighs, laid out so that a pair is scored by looking up, many pairs at a time.

The one thing to know: nothing is decided here. The tables are filled by asking `reports.levels` once for every case there is, so
the score of a pair is that of `Model.score` for reports without wording; a test holds the two against each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import inf
from typing import Any

import numpy as np
from numpy.typing import NDArray

from haal.linkage.engines.flat import TYPES
from haal.linkage.reports.levels import VAGUE_TARGET, can_be, is_close, target_level, toll, type_level, when
from haal.linkage.reports.seen import Seen
from haal.linkage.scorer.model import Model, Numbers
from haal.linkage.told import EXACT_DAYS_MAX

type Whole = NDArray[np.integer[Any]]

GAP = 33  # 0 to 31 days, and more
LATE_LEAST, LATE_MOST = -32, 366  # days from an event to when it was published; what lies beyond weighs the same
DAYS, SPAN, PUBLISHED, LAG = 0, GAP, 2 * GAP, 3 * GAP
UNDATED = LAG + LATE_MOST - LATE_LEAST + 1
TOLLS = ("killed", "injured", "taken")
TOLL_SIZE = 128  # 0: not known; then the figure and one; the last: as many or more, looked at one by one
_BLANK = Seen(
    report_id="", day=None, span=None, published=None, readings=(), names=frozenset(), event_type=None, target_kind="",
    killed=None, injured=None, taken=None, page="", words=frozenset(), runs={}, address={},
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """The tables for pairs whose days are known well enough, or for the others. `most_*`: the most that what is still missing adds."""

    what: Numbers  # by (type, target) of one and of the other
    tolls: tuple[Numbers, ...]  # flat, by the places of two figures
    by_toll: tuple[Numbers, ...]  # by level, for the figures that lie beyond
    km: Numbers
    wide: Numbers
    name: Numbers
    most_tolls: float
    most_place: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """Everything that is looked up. `time`: the weight with the prior, by the index of `when`; less than all when it cannot be."""

    time: Numbers
    close: NDArray[np.bool_]
    plain: Side
    marked: Side

    def side(self, *, close: bool) -> Side:
        """Return the tables for one kind of pair."""
        return self.plain if close else self.marked


def tables(model: Model, *, whats: Sequence[tuple[int, str]]) -> Tables:
    """Return the tables of a model; `whats`: every type (as a number) and target that occur together, by their place."""
    weights = {scale.code: np.asarray(scale.weights) for scale in model.scales}
    codes = _times()
    time = np.array([model.prior + weights[code][level] if can_be(code, level) else -inf for code, level in codes])
    return Tables(
        time=time,
        close=np.array([is_close(code, level) for code, level in codes]),
        plain=_side(weights, whats, mark=""),
        marked=_side(weights, whats, mark="?"),
    )


def toll_levels(here: Whole, there: Whole) -> Whole:
    """Return what `levels.toll` says of many figures, both known."""
    low, high = np.minimum(here, there), np.maximum(here, there)
    near = np.where(high < 8, 4, 5)
    apart = np.where(high <= 2 * low, 3, np.where(high <= 4 * low, 2, 1))
    found = np.where((high - low <= 1) | (high <= 1.2 * low), near, apart)
    return np.where(low == high, np.where(high == 0, 4, np.where(high < 4, 5, 6)), found)


def _side(weights: dict[str, Numbers], whats: Sequence[tuple[int, str]], *, mark: str) -> Side:
    tolls = tuple(_toll(weights[code + mark]) for code in TOLLS)
    km, wide, name = (weights[code + mark] for code in ("km", "wide", "name"))
    return Side(
        what=_what(whats, weights["type" + mark], weights["target" + mark]),
        tolls=tolls,
        by_toll=tuple(weights[code + mark] for code in TOLLS),
        km=km,
        wide=wide,
        name=name,
        most_tolls=sum(float(each.max()) for each in tolls),
        most_place=max(float(km.max()), float(wide.max())) + float(name.max()),
    )


def _what(whats: Sequence[tuple[int, str]], types: Numbers, targets: Numbers) -> Numbers:
    known = [None, *TYPES]
    by_type = np.array([[types[type_level(one, other)] for other in known] for one in known])
    names = sorted({VAGUE_TARGET, *(target for _, target in whats)})
    by_target = np.array([[targets[target_level(one, other)] for other in names] for one in names])
    kinds = np.array([number for number, _ in whats], dtype=np.int64)
    marks = np.array([names.index(target) for _, target in whats], dtype=np.int64)
    return np.asarray(by_type[np.ix_(kinds, kinds)] + by_target[np.ix_(marks, marks)])


def _toll(weights: Numbers) -> Numbers:
    found = np.zeros((TOLL_SIZE, TOLL_SIZE))
    for one in range(1, TOLL_SIZE):
        for other in range(1, TOLL_SIZE):
            found[one, other] = weights[toll(one - 1, other - 1)]
    return found.ravel()


def _times() -> list[tuple[str, int]]:
    """Return what `levels.when` says for every index."""
    day, told = replace(_BLANK, day=(0, 0)), replace(_BLANK, published=(0, 0))
    stretch = replace(_BLANK, span=(-EXACT_DAYS_MAX, 0))
    found = [when(day, replace(_BLANK, day=(gap, gap))) for gap in range(GAP)]
    found += [when(stretch, replace(_BLANK, day=(gap, gap))) for gap in range(GAP)]
    found += [when(told, replace(_BLANK, published=(gap, gap))) for gap in range(GAP)]
    found += [when(day, replace(_BLANK, published=(late, late))) for late in range(LATE_LEAST, LATE_MOST + 1)]
    return [*found, when(_BLANK, _BLANK)]

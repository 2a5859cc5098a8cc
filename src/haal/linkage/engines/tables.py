"""What every level weighs, laid out so that a pair is scored by looking up, many pairs at a time.

The one thing to know: nothing is decided here. The tables are filled by asking `reports.levels` once for every case there is, so
the score of a pair is that of `Model.score` for reports without wording; a test holds the two against each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import inf
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from haal.linkage.engines.flat import TYPES
from haal.linkage.reports.levels import REST, VAGUE_TARGET, can_be, is_close, target_level, type_level
from haal.linkage.reports.near.days import every
from haal.linkage.scorer.model import Model

type Whole = NDArray[np.integer[Any]]
type Numbers = NDArray[np.float64]
type Flags = NDArray[np.bool_]

SIDES = ("", "?")
NO_POINT, WIDE_AT = 0, REST["km"]  # in `Weights.placed`
TOLLS = ("killed", "injured", "taken")


class Weights(NamedTuple):
    """The tables; what has two sides is first for pairs whose days are known well enough, then for the others.

    `time`: the weight with the prior, by the index of `when`, less than all when it cannot be; `side`: which side that is; `what`: by
    (type, target) of one and of the other; `toll`: of each of three, by level; `placed`: by the level of `km`, or from `WIDE_AT` on of
    `wide`; `rest`: the most that places add, and places and tolls.
    """

    time: Numbers
    side: Whole
    what: Numbers
    toll: Numbers
    placed: Numbers
    name: Numbers
    rest: Numbers


def tables(model: Model, *, whats: Sequence[tuple[int, str]]) -> Weights:
    """Return the tables of a model; `whats`: every type (as a number) and target that occur together, by their place."""
    weights = {scale.code: np.asarray(scale.weights) for scale in model.scales}
    codes = every()
    placed = np.stack([np.concatenate([weights["km" + mark], weights["wide" + mark]]) for mark in SIDES])
    name = np.stack([weights["name" + mark] for mark in SIDES])
    toll = np.stack([[weights[code + mark] for code in TOLLS] for mark in SIDES])
    most_place = placed.max(axis=1) + name.max(axis=1)
    most_tolls = toll.max(axis=2).sum(axis=1)
    return Weights(
        time=np.array([model.prior + weights[code][level] if can_be(code, level) else -inf for code, level in codes]),
        side=np.array([0 if is_close(code, level) else 1 for code, level in codes], dtype=np.int64),
        what=np.stack([_what(whats, weights["type" + mark], weights["target" + mark]) for mark in SIDES]),
        toll=toll,
        placed=placed,
        name=name,
        rest=np.column_stack([most_place, most_tolls + most_place]),
    )


def _what(whats: Sequence[tuple[int, str]], types: Numbers, targets: Numbers) -> Numbers:
    known = [None, *TYPES]
    by_type = np.array([[types[type_level(one, other)] for other in known] for one in known])
    names = sorted({VAGUE_TARGET, *(target for _, target in whats)})
    by_target = np.array([[targets[target_level(one, other)] for other in names] for one in names])
    kinds = np.array([number for number, _ in whats], dtype=np.int64)
    marks = np.array([names.index(target) for _, target in whats], dtype=np.int64)
    return np.asarray(by_type[np.ix_(kinds, kinds)] + by_target[np.ix_(marks, marks)])

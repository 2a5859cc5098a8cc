"""What one scorer's levels weigh, as the comparison of short forms looks them up: made once for each scorer."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from math import inf
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from haal.linkage.reports.levels import can_be, is_close
from haal.linkage.reports.near.days import every
from haal.linkage.reports.near.pack import WORDINGS
from haal.linkage.scorer.model import Model

type Both = tuple[float, float]  # a weight where the days are known well enough, and where not
type Numbers = NDArray[np.float64]
type Whole = NDArray[np.integer[Any]]

SIDES = ("", "?")
TOLLS = ("killed", "injured", "taken")


class Weighed(NamedTuple):
    """The weights of a scorer.

    `best_place`, `best_name`, `more` (by which wording both have): the most that these can add, and nothing where it is not known;
    `best`: all of them, by wording and side.
    `time`: by the places of `days`, less than all where two cannot be one event; `side`: which side that is; `toll`: for each of
    three, by level and side.
    """

    prior: float
    of: Mapping[str, tuple[float, ...]]
    best_place: Both
    best_name: Both
    more: tuple[Both, ...]
    best: Numbers
    time: Numbers
    side: Whole
    toll: Numbers

    def both(self, code: str, level: int) -> Both:
        """Return what a level weighs on either side."""
        return self.of[code][level], self.of[f"{code}?"][level]


@lru_cache(maxsize=4)
def weighed(model: Model) -> Weighed:
    """Return the weights of a scorer of reports."""
    of = {scale.code: scale.weights for scale in model.scales}
    codes = every()

    def most(*codes: str) -> Both:
        plain, unsure = (max(0.0, *(of[code + side][-1] for code in codes)) for side in SIDES)
        return plain, unsure

    def most_of(wording: int) -> Both:
        told = [code for at, code in enumerate(WORDINGS) if wording & 1 << at]
        plain, unsure = (sum(of[code + side][-1] for code in told) for side in SIDES)
        return plain, unsure

    place, name = most("km", "wide"), most("name")
    more = tuple(most_of(wording) for wording in range(1 << len(WORDINGS)))
    return Weighed(
        prior=model.prior,
        of=of,
        best_place=place,
        best_name=name,
        more=more,
        best=np.array(more) + place + name,
        time=np.array([of[code][level] if can_be(code, level) else -inf for code, level in codes]),
        side=np.array([0 if is_close(code, level) else 1 for code, level in codes]),
        toll=np.array([np.column_stack([of[code + side] for side in SIDES]) for code in TOLLS]),
    )

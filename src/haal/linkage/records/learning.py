"""How the weights of a matching are learned: from decoys always, then moved by the labels there are.

The one thing to know: without labels nothing is used that anybody judged. With labels, each month is scored by weights that
have not seen it, so that what is learned about rivals, and the probabilities, do not come from memory.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from haal.linkage.records import levels as alone_levels
from haal.linkage.records import rivals
from haal.linkage.records.block import Pairs
from haal.linkage.records.decoys import Decoys
from haal.linkage.records.labels import Labels
from haal.linkage.records.record import Record
from haal.linkage.scorer import fit
from haal.linkage.scorer.model import Curve, Levels, Model, Numbers, shipped
from haal.linkage.scorer.towards import fit_against, fit_towards

FOLDS = 5
LEAST_OF_EACH = 10  # matches, and pairs that are none
LEAST_MONTHS = 3
SHRINK = 1.0
STEEP = 2.5  # without labels: scores lessened by rivals are log odds too timid by this factor
TIMID_BY = 0.2  # and by this much
CURVE_HELD = 4.0  # of the squared step of a learned curve away from log odds as they are


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """The pairs of two sets that are looked at, with their levels."""

    left: Sequence[Record]
    right: Sequence[Record]
    pairs: Pairs
    levels: Levels


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """The weights of a pair on its own; those of a pair among its rivals, and its curve, when there were labels enough.

    `matches`, `others`: how many labels were found among the pairs, used or too few.
    """

    alone: Model
    among: Model | None
    matches: int = 0
    others: int = 0

    def probabilities(self, pool: Pool) -> Numbers:
        """Return how likely each pair is one incident."""
        scores = self.alone.scores(pool.levels)
        if self.among is None:
            return timid().at(rivals.lessened(scores, pool.pairs))
        seen = rivals.levels_among(pool.left, pool.right, pairs=pool.pairs, scores=scores)
        return self.among.probabilities(seen)


def learn(pool: Pool, *, decoys: Decoys, labels: Labels, begin: Model | None = None) -> Learned:
    """Learn from the pairs and their decoys, and from labels where there are enough of them among the pairs."""
    first = begin or shipped("records")
    free = fit_against(alone_levels.FORM, pool.levels, decoys.levels, copies=decoys.copies, begin=first)
    if not labels:
        return Learned(alone=free, among=None)
    used, same = _judged(pool, labels, free)
    fold = _folds(pool)
    if not _enough(same[used], fold[used]):
        return Learned(alone=free, among=None, matches=int(same[used].sum()), others=int((~same[used]).sum()))
    scores = _unseen(pool, used=used, same=same, fold=fold, begin=free)
    seen = rivals.levels_among(pool.left, pool.right, pairs=pool.pairs, scores=scores)
    return Learned(
        alone=fit_towards(alone_levels.FORM, pool.levels[used], same[used], begin=free),
        among=_among(seen[used], same[used], fold[used]),
        matches=int(same[used].sum()),
        others=int((~same[used]).sum()),
    )


def timid() -> Curve:
    """Return the curve of scores that were lessened by rivals."""
    whole = fit.sigmoid()
    return Curve(scores=tuple(score / STEEP - TIMID_BY for score in whole.scores), probabilities=whole.probabilities)


def _judged(pool: Pool, labels: Labels, free: Model) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return which pairs teach, and which of them are matches.

    A left record with a label was looked at whole: its other pairs are none, but for those that look like matches.
    """
    named = [(pool.left[mine].record_id, pool.right[yours].record_id) for mine, yours in pool.pairs.tolist()]
    looked_at = {left for left, _ in labels}
    listed = np.array([pair in labels for pair in named], dtype=bool)
    covered = np.array([left in looked_at for left, _ in named], dtype=bool)
    same = np.array([labels.get(pair, False) for pair in named], dtype=bool)
    return listed | (covered & (free.scores(pool.levels) < 0)), same


def _folds(pool: Pool) -> NDArray[np.int64]:
    """Return for each pair the part its month is in; the months take turns."""
    months = [(pool.left[mine].first.year, pool.left[mine].first.month) for mine in pool.pairs[:, 0].tolist()]
    part = {month: place % FOLDS for place, month in enumerate(sorted(set(months)))}
    return np.array([part[month] for month in months], dtype=np.int64)


def _enough(same: NDArray[np.bool_], fold: NDArray[np.int64]) -> bool:
    """Return whether there are labels of both kinds to learn from, and months to be judged on."""
    return min(int(same.sum()), int((~same).sum())) >= LEAST_OF_EACH and len(np.unique(fold)) >= LEAST_MONTHS


def _unseen(
    pool: Pool, *, used: NDArray[np.bool_], same: NDArray[np.bool_], fold: NDArray[np.int64], begin: Model
) -> Numbers:
    """Return the score of each pair by weights that saw no label of its part of the months."""
    scores = np.zeros(len(used))
    for part in np.unique(fold):
        rest = used & (fold != part)
        model = fit_towards(alone_levels.FORM, pool.levels[rest], same[rest], begin=begin)
        scores[fold == part] = model.scores(pool.levels[fold == part])
    return scores


def _among(seen: Levels, same: NDArray[np.bool_], fold: NDArray[np.int64]) -> Model:
    """Learn the weights among rivals, and the curve from parts they have not seen."""
    unseen = np.zeros(len(same))
    for part in np.unique(fold):
        model = fit.fit(rivals.FORM, seen[fold != part], same[fold != part], shrink=SHRINK)
        unseen[fold == part] = model.scores(seen[fold == part])
    return replace(fit.fit(rivals.FORM, seen, same, shrink=SHRINK), curve=_curve(unseen, same))


def _curve(scores: Numbers, same: NDArray[np.bool_]) -> Curve:
    """Return the S of two numbers that fits judged scores best (Platt, 1999), held near the plain one."""
    sign = np.where(same, 1.0, -1.0)

    def cost(shape: Numbers) -> float:
        loss = np.logaddexp(0.0, -sign * (shape[0] + shape[1] * scores)).sum()
        return float(loss + CURVE_HELD / 2 * (shape[1] - 1) ** 2 + shape[0] ** 2 / 2)

    start, slope = minimize(cost, np.array([0.0, 1.0]), method="L-BFGS-B", bounds=[(None, None), (0.1, 10.0)]).x
    plain = fit.sigmoid()
    return Curve(
        scores=tuple(float((score - start) / slope) for score in plain.scores), probabilities=plain.probabilities
    )

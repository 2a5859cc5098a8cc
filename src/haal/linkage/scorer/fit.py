"""Learn the weights: from pairs that somebody judged, or from pairs nobody did.

The one thing to know: both ways give a `Model` of the same form. With labels it is a logistic regression whose steps from
level to level may not be negative; without, it is the expectation-maximisation of Fellegi and Sunter's mixture (Winkler,
1988), with each feature's log ratios made to rise. The curve is learned from scores that each pair got from a model that had
not seen its group, so that a probability is not told by the pupil who wrote the examination.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import isotonic_regression, minimize

from haal.linkage.scorer.model import Curve, Form, Levels, Model, Numbers, Scale

SHRINK = 0.5  # of squared weights against the log-likelihood
CURVE_SHRUNK_BY = 1.0  # pairs of each kind that are added to each end of the curve, so that nothing is ever certain
ROUNDS_MAX = 200
STILL = 1e-6
LEAST = 1e-4  # of a level among matches or among the rest


def fit(
    form: Form, levels: Levels, labels: NDArray[np.bool_], *, weights: Numbers | None = None, shrink: float = SHRINK
) -> Model:
    """Learn from judged pairs. `weights`: what each pair counts. The curve is the model's own; see `calibrate`."""
    steps = _steps(form, levels)
    share = np.ones(len(levels)) if weights is None else weights
    free = {0} | {1 + place for place in _firsts(form)}
    bounds = [(None, None) if column in free else (0.0, None) for column in range(steps.shape[1] + 1)]
    design = np.hstack([np.ones((len(levels), 1)), steps])
    sign = np.where(labels, 1.0, -1.0)

    def cost(beta: Numbers) -> tuple[float, Numbers]:
        margin = sign * (design @ beta)
        loss = float(share @ np.logaddexp(0.0, -margin) + shrink * beta[1:] @ beta[1:] / 2)
        slope = design.T @ (-sign * share / (1 + np.exp(np.clip(margin, -500, 500))))
        slope[1:] += shrink * beta[1:]
        return loss, slope

    start = np.zeros(design.shape[1])
    beta = minimize(cost, start, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 2_000}).x
    return _model(form, beta)


def fit_unlabelled(form: Form, levels: Levels, *, begin: Model, share_max: float = 0.5) -> Model:
    """Learn from pairs that nobody judged, beginning with the weights of `begin`; `share_max`: matches are no more than that.

    "Not known" is left out of both sides: that nobody told a number says nothing about whether two events are one.
    """
    match = 1 / (1 + np.exp(-begin.scores(levels)))
    scales, prior = begin.scales, begin.prior
    for _ in range(ROUNDS_MAX):
        share = float(np.clip(match.mean(), LEAST, share_max))
        scales = tuple(_mixed(scale, levels[:, place], match) for place, scale in enumerate(begin.scales))
        prior = float(np.log(share / (1 - share)))
        now = Model(name=form.name, scales=scales, prior=prior, curve=sigmoid())
        again = 1 / (1 + np.exp(-now.scores(levels)))
        moved, match = float(np.abs(again - match).max()), again
        if moved < STILL:
            break
    return Model(name=form.name, scales=scales, prior=prior, curve=sigmoid())


def calibrate(model: Model, scores: Numbers, labels: NDArray[np.bool_], *, weights: Numbers | None = None) -> Model:
    """Give a model the rising curve that fits judged scores best (isotonic regression); `scores` of pairs it had not seen."""
    share = np.ones(len(scores)) if weights is None else weights
    x = np.concatenate([[scores.min()] * 2, scores, [scores.max()] * 2])
    y = np.concatenate([[0.0, 1.0], labels.astype(float), [0.0, 1.0]])
    few = CURVE_SHRUNK_BY
    share = np.concatenate([[2 * few, few / 20], share, [few / 20, 2 * few]])
    at, place = np.unique(x, return_inverse=True)  # equal scores have one probability
    whole = np.bincount(place, weights=share)
    smooth = isotonic_regression(np.bincount(place, weights=share * y) / whole, weights=whole).x
    return replace(model, curve=_curve(at, smooth))


def sigmoid() -> Curve:
    """Return the curve of a model whose scores are log odds already."""
    x = np.linspace(-10, 10, 81)
    return Curve(scores=tuple(x.tolist()), probabilities=tuple((1 / (1 + np.exp(-x))).tolist()))


def across(groups: Sequence[object]) -> tuple[NDArray[np.bool_], ...]:
    """Return for each group which rows are of it: to learn from the others and be judged on these."""
    every = np.array([repr(group) for group in groups])
    return tuple(every == name for name in sorted(set(every.tolist())))


def _curve(x: Numbers, y: Numbers) -> Curve:
    """Return the corners of a staircase as points: the middle of each tread."""
    edges = np.flatnonzero(np.diff(y)) + 1
    parts = np.split(np.arange(len(x)), edges)
    middles = [(float(x[part].mean()), float(y[part[0]])) for part in parts]
    rising = [middles[0], *(b for a, b in pairwise(middles) if b[0] > a[0])]
    return Curve(scores=tuple(point[0] for point in rising), probabilities=tuple(point[1] for point in rising))


def _firsts(form: Form) -> tuple[int, ...]:
    """Return the column of each feature's first step."""
    firsts, at = [], 0
    for size in form.sizes:
        firsts.append(at)
        at += size - 1
    return tuple(firsts)


def _steps(form: Form, levels: Levels) -> Numbers:
    """Return each level as the steps that lead up to it: columns of 0 and 1."""
    columns = [levels[:, place] >= step for place, size in enumerate(form.sizes) for step in range(1, size)]
    return np.stack(columns, axis=1).astype(float)


def _model(form: Form, beta: Numbers) -> Model:
    scales, at = [], 1
    for code, size in zip(form.codes, form.sizes, strict=True):
        steps = np.cumsum(beta[at : at + size - 1])
        scales.append(Scale(code=code, weights=(0.0, *np.maximum.accumulate(steps).tolist())))
        at += size - 1
    return Model(name=form.name, scales=tuple(scales), prior=float(beta[0]), curve=sigmoid())


def _mixed(scale: Scale, levels: NDArray[np.int16], match: Numbers) -> Scale:
    """Return a feature's weights when each pair is a match with this probability."""
    size = len(scale.weights)
    known = levels > 0
    if not known.any():
        return scale
    ours = np.bincount(levels[known], weights=match[known], minlength=size)[1:] + 0.5
    rest = np.bincount(levels[known], weights=1 - match[known], minlength=size)[1:] + 0.5
    m, u = ours / ours.sum(), rest / rest.sum()
    ratio = np.log(np.maximum(m, LEAST) / np.maximum(u, LEAST))
    rising = isotonic_regression(ratio, weights=ours + rest).x
    return Scale(code=scale.code, weights=(0.0, *rising.tolist()))

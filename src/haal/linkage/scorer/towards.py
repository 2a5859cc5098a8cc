"""Learn weights without labels from pairs that cannot be one event, and move them gently by the labels there are.

The one thing to know: when every record of one set is moved by some weeks, its pairs with the other set are all false, and
are as alike as chance makes them. What real pairs are beyond these decoys is matches; so the weights are learned from real
pairs against decoys (Elias and Gygi, Nature Methods 4, 2007, do it with peptides), features that go together are not counted
twice, and nobody has judged a pair.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from haal.linkage.scorer.fit import _firsts, _model, _steps
from haal.linkage.scorer.model import Form, Levels, Model, Numbers

PULL_UNLABELLED = 2.0  # of squared steps away from where learning begins, against the log-likelihood
PULL_LABELLED = 16.0


def fit_against(
    form: Form, levels: Levels, decoys: Levels, *, copies: int, begin: Model, pull: float = PULL_UNLABELLED
) -> Model:
    """Learn from pairs nobody judged against decoys, of which there are `copies` sets; the score is the log odds of a match.

    Of real pairs there are 1 + exp(score) for each decoy of the same levels.
    """
    real, false = _design(form, levels), _design(form, decoys)

    def cost(beta: Numbers) -> tuple[float, Numbers]:
        mine, theirs = real @ beta, false @ beta
        loss = (_log_2_plus(mine) - np.logaddexp(0.0, mine)).sum() + _log_2_plus(theirs).sum() / copies
        slope = real.T @ (_share(mine, 2.0) - _share(mine, 1.0)) + false.T @ (_share(theirs, 2.0) / copies)
        return float(loss), slope

    return _model(form, _least(form, cost, begin=begin, pull=pull))


def fit_towards(
    form: Form, levels: Levels, labels: NDArray[np.bool_], *, begin: Model, pull: float = PULL_LABELLED
) -> Model:
    """Learn from judged pairs, staying near the weights of `begin` where the labels are few."""
    design, sign = _design(form, levels), np.where(labels, 1.0, -1.0)

    def cost(beta: Numbers) -> tuple[float, Numbers]:
        margin = sign * (design @ beta)
        slope = design.T @ (-sign * _share(-margin, 1.0))
        return float(np.logaddexp(0.0, -margin).sum()), slope

    return _model(form, _least(form, cost, begin=begin, pull=pull))


def _least(form: Form, cost: Callable[[Numbers], tuple[float, Numbers]], *, begin: Model, pull: float) -> Numbers:
    """Return the steps of least cost, none of them downward, pulled towards those of `begin` (the prior is free)."""
    start = _beta(begin)
    free = {0} | {1 + place for place in _firsts(form)}
    bounds = [(None, None) if column in free else (0.0, None) for column in range(len(start))]

    def whole(beta: Numbers) -> tuple[float, Numbers]:
        loss, slope = cost(beta)
        moved = beta - start
        moved[0] = 0.0
        return loss + pull * float(moved @ moved) / 2, slope + pull * moved

    found: Numbers = minimize(whole, start, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 2_000}).x
    return found


def _beta(model: Model) -> Numbers:
    """Return a model's weights as steps from level to level, the prior first."""
    steps = [np.diff(np.concatenate([[0.0], scale.weights[1:]])) for scale in model.scales]
    return np.concatenate([[model.prior], *steps])


def _design(form: Form, levels: Levels) -> Numbers:
    return np.hstack([np.ones((len(levels), 1)), _steps(form, levels)])


def _log_2_plus(scores: Numbers) -> Numbers:
    return np.logaddexp(np.log(2.0), scores)


def _share(scores: Numbers, rest: float) -> Numbers:
    """Return exp(score) / (rest + exp(score))."""
    shares: Numbers = 1.0 / (1.0 + rest * np.exp(-np.clip(scores, -500, 500)))
    return shares

"""The interval of one model by its profile likelihood: the totals that the table does not speak against.

For each total the rest of the model is fitted anew with so many on no list; the interval ends where twice the log-likelihood
has fallen by the quantile of chi-squared (Cormack, 1992). It is not the uncertainty about which model is right: that is the range.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq
from scipy.special import chdtri, gammaln, xlogy

from haal.linkage.estimate.fit import LOG_MAX, RIDGE, STEPS_MAX, STILL, kept_of
from haal.linkage.estimate.models import Model, design
from haal.linkage.estimate.table import Numbers

MISSED_MAX = 10_000  # times the documented: beyond it there is no upper end


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """From the lowest to the highest total; `high` is None where the table sets no upper end. `level`: 0.95 or another."""

    low: float
    high: float | None
    level: float


def profile(table: Numbers, *, lists: int, model: Model, missed: float, level: float) -> Interval:
    """Return the interval around what a model says is missed."""
    likelihood = _likelihood(table, lists=lists, model=model)
    documented = float(table.sum())
    floor = likelihood(missed) - float(chdtri(1, 1 - level)) / 2

    def over(times: float) -> float:
        return likelihood(times) - floor

    low = 0.0 if over(0.0) >= 0 else float(brentq(over, 0.0, missed, xtol=1e-3))
    far = max(2 * missed, 1.0)
    while over(far) > 0 and far < MISSED_MAX * documented:
        far *= 2
    high = None if over(far) > 0 else documented + float(brentq(over, missed, far, xtol=1e-3))
    return Interval(low=documented + low, high=high, level=level)


def _likelihood(table: Numbers, *, lists: int, model: Model) -> Callable[[float], float]:
    """Return the multinomial log-likelihood of a number of missed ones, the rest of the model at its best."""
    kept, empty = kept_of(table[None, :], lists=lists, model=model)
    rows, free = kept[0] > 0, [True] * (1 + lists) + [not gone for gone in empty[0]]
    inner = design(lists, model)[np.ix_(rows, free)]
    x = np.vstack([np.eye(1, inner.shape[1]), inner])

    def likelihood(missed: float) -> float:
        counts = np.append(missed, table[rows])
        total = counts.sum()
        share = _expected(x, counts) / total
        return float(gammaln(total + 1) - gammaln(missed + 1) + xlogy(counts, share).sum())

    return likelihood


def _expected(x: Numbers, counts: Numbers) -> Numbers:
    eta = np.log(counts + 0.5)
    beta = np.zeros(x.shape[1])
    for _ in range(STEPS_MAX):
        expected = np.exp(eta)
        weighted = x * expected[:, None]
        normal = x.T @ weighted + RIDGE * np.eye(x.shape[1])
        before, beta = beta, np.linalg.solve(normal, weighted.T @ eta + x.T @ (counts - expected))
        eta = np.clip(x @ beta, -LOG_MAX, LOG_MAX)
        if np.abs(np.clip(beta - before, -LOG_MAX, LOG_MAX)).max() < STILL:
            break
    return np.asarray(np.exp(eta), dtype=np.float64)

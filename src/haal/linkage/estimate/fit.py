"""Fit log-linear models by weighted least squares, one model on many tables at once, and judge how well it fits.

The one thing to know: an interaction of lists that share nobody has the estimate minus infinity; the patterns that hold it are
then certain to be empty and leave the table, and the rest is fitted as usual (Chan, Silverman, Vincent, 2021). statsmodels fits
the one model that is named (`haal.linkage.estimate.peer`); this one is for the thousands of others, and a test holds them together.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import chdtrc, xlogy

from haal.linkage.estimate.models import Model, design, holding
from haal.linkage.estimate.table import Numbers

STEPS_MAX = 100
STILL = 1e-10
RIDGE = 1e-11  # so that a table without an answer makes no noise; far below what is told
LOG_MAX = 40.0
LEAST_EXPECTED = 1.0  # patterns of which fewer are expected are judged together (Cochran)
NEARLY = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class Fits:
    """One model on many tables, a row each. `missed`: how many are on no list; `parameters`: those at minus infinity too."""

    missed: Numbers
    expected: Numbers
    kept: Numbers
    deviance: Numbers
    free: Numbers
    parameters: int

    def bic(self, documented: Numbers) -> Numbers:
        """Return deviance plus parameters times the logarithm of how many are documented."""
        return np.asarray(self.deviance + self.parameters * np.log(documented), dtype=np.float64)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """How well one model fits: Pearson's statistic over the patterns, the thin ones together; None where nothing is left over."""

    pearson: float
    degrees: int
    probability: float | None
    deviance: float


def kept_of(tables: Numbers, *, lists: int, model: Model) -> tuple[Numbers, Numbers]:
    """Return which patterns stay in each table, and which interactions are at minus infinity in it."""
    holds = holding(lists, model)
    empty = (tables @ holds.T == 0).astype(np.float64)
    return np.asarray(empty @ holds == 0, dtype=np.float64), empty


def fit(tables: Numbers, *, lists: int, model: Model) -> Fits:
    """Fit one model on each row of `tables`; whether there is an answer is asked before (`haal.linkage.estimate.exist`)."""
    x = design(lists, model)
    kept, empty = kept_of(tables, lists=lists, model=model)
    fixed = np.hstack([np.zeros((len(tables), 1 + lists)), empty])
    squares = np.einsum("ci,cj->cij", x, x).reshape(len(x), -1)
    eta = np.log(tables + 0.5)
    expected = np.exp(eta)
    own = (np.arange(len(tables))[:, None], np.arange(x.shape[1]), np.arange(x.shape[1]))
    beta = np.zeros((len(tables), x.shape[1]))
    for _ in range(STEPS_MAX):
        weights = expected * kept
        normal = (weights @ squares).reshape(len(tables), x.shape[1], x.shape[1])
        normal[own] += fixed + RIDGE
        target = (weights * eta + kept * (tables - expected)) @ x
        before, beta = beta, np.linalg.solve(normal, target[..., None])[..., 0]
        eta = np.clip(beta @ x.T, -LOG_MAX, LOG_MAX)
        expected = np.exp(eta)
        if np.abs(np.clip(beta, -LOG_MAX, LOG_MAX) - np.clip(before, -LOG_MAX, LOG_MAX)).max() < STILL:
            break
    gaps = xlogy(tables, np.where(kept > 0, tables / expected, 1.0)) - (tables - expected)
    return Fits(
        missed=np.exp(np.clip(beta[:, 0], -LOG_MAX, LOG_MAX)),
        expected=expected * kept,
        kept=kept,
        deviance=np.asarray(2 * (gaps * kept).sum(axis=1), dtype=np.float64),
        free=np.asarray(x.shape[1] - empty.sum(axis=1), dtype=np.float64),
        parameters=x.shape[1],
    )


def judge(table: Numbers, fits: Fits, *, row: int = 0) -> Judged:
    """Judge the fit of one table."""
    kept = fits.kept[row] > 0
    seen, expected = table[kept], fits.expected[row][kept]
    thin = expected < LEAST_EXPECTED - NEARLY
    if thin.any():
        seen = np.append(seen[~thin], seen[thin].sum())
        expected = np.append(expected[~thin], expected[thin].sum())
    pearson = float(((seen - expected) ** 2 / expected).sum())
    degrees = len(seen) - int(fits.free[row])
    probability = float(chdtrc(degrees, pearson)) if degrees > 0 else None
    return Judged(pearson=pearson, degrees=max(0, degrees), probability=probability, deviance=float(fits.deviance[row]))

"""The named model once more, by statsmodels: what is told is a figure that other people's code gives too."""

from __future__ import annotations

import importlib
import warnings
from typing import Any

import numpy as np

from haal.linkage.estimate.fit import kept_of
from haal.linkage.estimate.models import Model, design
from haal.linkage.estimate.refuse import ExtraMissing
from haal.linkage.estimate.table import Numbers

STEPS_MAX = 200


def total(table: Numbers, *, lists: int, model: Model) -> float:
    """Return the total by a Poisson regression. Raises ExtraMissing when statsmodels is not installed."""
    api = loaded()
    kept, empty = kept_of(table[None, :], lists=lists, model=model)
    rows, free = kept[0] > 0, [True] * (1 + lists) + [not gone for gone in empty[0]]
    x = design(lists, model)[np.ix_(rows, free)]
    with warnings.catch_warnings(), np.errstate(divide="ignore", invalid="ignore"):
        warnings.simplefilter("ignore")  # of a fit with nothing left over; that there is an estimate was asked before
        fitted = api.GLM(table[rows], x, family=api.families.Poisson()).fit(maxiter=STEPS_MAX, tol=1e-12)
    return float(table.sum() + np.exp(fitted.params[0]))


def loaded() -> Any:  # noqa: ANN401 - statsmodels has no types
    """Return statsmodels; it takes a second to load, so only who estimates waits for it."""
    try:
        return importlib.import_module("statsmodels.api")
    except ImportError:
        raise ExtraMissing("haal estimate needs statsmodels: pip install 'haal[estimate]'") from None

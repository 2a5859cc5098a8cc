"""The two rules by which one model is named, and nothing else names one.

Up to four lists: of all models with an estimate, the one with the best BIC (Ball and others, 2002, on Kosovo). With five or more:
pairs are added one at a time, that with the smallest one-sided Poisson p-value of its overlap, while it is below 0.02 and
the model has an estimate (Chan, Silverman and Vincent, 2021).
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from itertools import combinations

import numpy as np
from scipy.special import pdtr, pdtrc

from haal.linkage.estimate.exist import Standing, standing
from haal.linkage.estimate.fit import fit
from haal.linkage.estimate.models import ALL_UP_TO, Model, hierarchical, holding, model_of
from haal.linkage.estimate.table import Numbers

THRESHOLD = 0.02


class Rule(StrEnum):
    """How the model was found."""

    BEST_BIC = "best-bic"
    STEPWISE = "stepwise"


WORDS = {
    Rule.BEST_BIC: "the best BIC of all hierarchical models up to three lists at once that have an estimate",
    Rule.STEPWISE: f"pairs added stepwise, the smallest Poisson p-value first, below {THRESHOLD}",
}


def rule_for(lists: int) -> Rule:
    """Return the rule for so many lists."""
    return Rule.BEST_BIC if lists <= ALL_UP_TO else Rule.STEPWISE


def named_model(table: Numbers, *, lists: int) -> Model | None:
    """Return the model that the rule names; None when not one has an estimate."""
    return named_models(table[None, :], lists=lists)[0]


def named_models(tables: Numbers, *, lists: int) -> list[Model | None]:
    """Return the model that the rule names for each table."""
    if rule_for(lists) is Rule.BEST_BIC:
        return _best_bic(tables, lists=lists, models=hierarchical(lists))
    return [_stepwise(table, lists=lists) for table in tables]


def totals(tables: Numbers, *, lists: int) -> list[float | None]:
    """Return what the rule's model says for each table."""
    return [
        None if model is None else float(table.sum() + fit(table[None, :], lists=lists, model=model).missed[0])
        for table, model in zip(tables, named_models(tables, lists=lists), strict=True)
    ]


def _best_bic(tables: Numbers, *, lists: int, models: Sequence[Model]) -> list[Model | None]:
    documented = tables.sum(axis=1)
    bics = np.array([fit(tables, lists=lists, model=model).bic(documented) for model in models])
    found: list[Model | None] = []
    for table, order in zip(tables, np.argsort(bics, axis=0, kind="stable").T, strict=True):
        best = (models[place] for place in order)
        having = (model for model in best if standing(table, lists=lists, model=model) is Standing.EXISTS)
        found.append(next(having, None))
    return found


def _stepwise(table: Numbers, *, lists: int) -> Model | None:
    model: Model = ()
    if standing(table, lists=lists, model=model) is not Standing.EXISTS:
        return None
    left = list(combinations(range(lists), 2))
    while left:
        expected = fit(table[None, :], lists=lists, model=model).expected[0]
        ordered = sorted((p_value(table, expected, pair=pair, lists=lists), pair) for pair in left)
        below = [model_of((*model, pair)) for value, pair in ordered if value < THRESHOLD]
        having = (more for more in below if standing(table, lists=lists, model=more) is Standing.EXISTS)
        longer = next(having, None)
        if longer is None:
            return model
        model = longer
        left = [pair for pair in left if pair not in model]
    return model


def p_value(table: Numbers, expected: Numbers, *, pair: tuple[int, int], lists: int) -> float:
    """Return how probable so small an overlap is, or so large, if the pair were independent given the model."""
    on = holding(lists, (pair,))[0]
    seen, mean = float(table @ on), float(expected @ on)
    if mean <= 0:
        return 1.0
    at_least = 1.0 if seen == 0 else float(pdtrc(seen - 1, mean))
    return min(float(pdtr(seen, mean)), at_least)

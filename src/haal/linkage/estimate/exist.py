"""Has a model an estimate on a table at all? Asked by a linear program before anything is fitted.

The maximum of the likelihood exists when some table without a single empty pattern has the same margins as the one seen: the
program seeks the table with those margins whose smallest entry is largest, and that entry has to be above 0 (Fienberg and
Rinaldo, 2012; Chan, Silverman and Vincent, 2021). It is one number when the model's matrix has full rank on the patterns that stay.
A fitting program stops at some number all the same, which means nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from enum import StrEnum

import numpy as np
from scipy.optimize import linprog

from haal.linkage.estimate.fit import kept_of
from haal.linkage.estimate.models import Model, Term, design, model_of
from haal.linkage.estimate.table import Numbers

ABOVE_ZERO = 1e-6  # the solver's own tolerance is 1e-7


class Standing(StrEnum):
    """Whether a model has an estimate."""

    EXISTS = "exists"
    NO_MAXIMUM = "no-maximum"  # the likelihood has no highest point
    NOT_ONE = "not-one"  # many sets of parameters say the same


def standing(table: Numbers, *, lists: int, model: Model) -> Standing:
    """Return whether one model has an estimate."""
    kept, empty = kept_of(table[None, :], lists=lists, model=model)
    free = [True] * (1 + lists) + [not gone for gone in empty[0]]
    rows = kept[0] > 0
    return _standing(design(lists, model)[np.ix_(rows, free)], table[rows])


def standings(table: Numbers, *, lists: int, models: Sequence[Model]) -> dict[Model, Standing]:
    """Return it for each of many models.

    What has an estimate keeps it when an interaction with a margin is left out, so models that empty the same patterns are asked
    about together, by their union; only where the union has none is each asked for itself.
    """
    alike: dict[bytes, list[tuple[Model, Model]]] = defaultdict(list)
    for model in models:
        kept, empty = kept_of(table[None, :], lists=lists, model=model)
        free = tuple(term for term, gone in zip(model, empty[0], strict=True) if not gone)
        alike[kept.tobytes()].append((model, free))
    found: dict[Model, Standing] = {}
    for kept_bytes, group in alike.items():
        rows = np.frombuffer(kept_bytes) > 0
        union: set[Term] = {term for _, free in group for term in free}
        matrix = design(lists, model_of(union))[rows]
        if len(group) > 1 and _standing(matrix, table[rows]) is Standing.EXISTS:
            found |= dict.fromkeys((model for model, _ in group), Standing.EXISTS)
        else:
            found |= {model: _standing(design(lists, free)[rows], table[rows]) for model, free in group}
    return found


def _standing(matrix: Numbers, counts: Numbers) -> Standing:
    if np.linalg.matrix_rank(matrix) < matrix.shape[1]:
        return Standing.NOT_ONE
    if (counts > 0).all() or smallest_entry(matrix, counts) > ABOVE_ZERO:
        return Standing.EXISTS
    return Standing.NO_MAXIMUM


def smallest_entry(matrix: Numbers, counts: Numbers) -> float:
    """Return the largest smallest entry that a table with the same margins can have."""
    cells, parameters = matrix.shape
    answer = linprog(
        np.append(np.zeros(cells), -1.0),
        A_ub=np.hstack([-np.eye(cells), np.ones((cells, 1))]),
        b_ub=np.zeros(cells),
        A_eq=np.hstack([matrix.T, np.zeros((parameters, 1))]),
        b_eq=matrix.T @ counts,
        bounds=(0, None),
        method="highs",
    )
    return float(-answer.fun) if answer.status == 0 else 0.0

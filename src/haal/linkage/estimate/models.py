"""Log-linear models of a capture table: which lists depend on which, and the families that are looked through.

A model is the tuple of its interactions, each a tuple of places of lists; every list's own effect is always in it. It is
hierarchical: with A*B*C come A*B, A*C and B*C. Up to four lists the family is every hierarchical model up to three lists at
once; with five, every model of pairs; with more, the models of pairs that lie within two changes of the one that the rule finds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from haal.linkage.estimate.table import Numbers, patterns

Term = tuple[int, ...]
Model = tuple[Term, ...]

ALL_UP_TO = 4  # lists: every hierarchical model
PAIRS_UP_TO = 5  # lists: every model of pairs
REACH = 2  # changes of a pair


def hierarchical(lists: int) -> tuple[Model, ...]:
    """Return every hierarchical model up to three lists at once, but never all lists: that one nothing can judge."""
    pairs = tuple(combinations(range(lists), 2))
    triples = tuple(combinations(range(lists), 3)) if lists > 3 else ()
    found: list[Model] = []
    for chosen in subsets(pairs):
        held = set(chosen)
        free = tuple(triple for triple in triples if held.issuperset(combinations(triple, 2)))
        found.extend(model_of(chosen + more) for more in subsets(free))
    return tuple(found)


def of_pairs(lists: int) -> tuple[Model, ...]:
    """Return every model of pairs."""
    return tuple(model_of(chosen) for chosen in subsets(tuple(combinations(range(lists), 2))))


def near(model: Model, *, lists: int, reach: int = REACH) -> tuple[Model, ...]:
    """Return the models of pairs that differ from one in at most `reach` pairs."""
    pairs = tuple(combinations(range(lists), 2))
    changes = [change for size in range(reach + 1) for change in combinations(pairs, size)]
    return tuple(model_of(set(model) ^ set(change)) for change in changes)


def model_of(terms: Iterable[Term]) -> Model:
    """Return the model in the one order in which models are written."""
    return tuple(sorted(terms, key=lambda term: (len(term), term)))


def named(model: Model, lists: Sequence[str]) -> tuple[str, ...]:
    """Return the interactions by the names of their lists."""
    return tuple("*".join(lists[place] for place in term) for term in model)


def subsets(things: tuple[Term, ...]) -> Iterator[tuple[Term, ...]]:
    """Give every subset, the smaller ones first."""
    for size in range(len(things) + 1):
        yield from combinations(things, size)


@cache
def holding(lists: int, model: Model) -> Numbers:
    """Return for each interaction a row that is 1 at the patterns which hold all its lists."""
    cells = _cells(lists)
    rows = [cells[:, list(term)].all(axis=1) for term in model]
    return np.array(rows, dtype=np.float64).reshape(len(model), len(cells))


@cache
def design(lists: int, model: Model) -> Numbers:
    """Return the matrix from parameters to log counts: the level of all, each list, each interaction."""
    cells = _cells(lists).astype(np.float64)
    return np.hstack([np.ones((len(cells), 1)), cells, holding(lists, model).T])


def _cells(lists: int) -> NDArray[np.int64]:
    return np.array(patterns(lists), dtype=np.int64)

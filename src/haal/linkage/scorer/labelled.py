"""Move weights by what the people of one desk decided, and say whether decisions that were held back are then told better.

The one thing to know: few labels move little, since weights are pulled back to where they began (`towards`); the prior and the curve
stay, because a desk is asked about the doubtful pairs only, which says nothing of how many there are. Pairs of one decision err
together: only a few of them are learned from, and they are held back together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from haal.domain.errors import Malformed
from haal.linkage.scorer.model import Form, Levels, Model, Numbers
from haal.linkage.scorer.towards import fit_towards

LABELS_MIN = 20
DECISIONS_MIN = 5  # of each kind, one for each part
PARTS = 5
PAIRS_MAX = 6  # of one decision
HELD_STILL = 1e6  # a pull at which nothing but the prior moves

type Kinds = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """Judged pairs: their levels, whether they are one event, and of which decision each is."""

    levels: Levels
    same: Kinds
    decisions: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """New weights, and the mean log-loss over decisions held back: `before` as they were, `after` as they are."""

    model: Model
    before: float
    after: float
    pairs: int
    decisions: int


def learn(form: Form, told: Labelled, *, begin: Model) -> Learned:
    """Return weights moved by labels.

    Raises:
        Malformed: there are too few labels, or too few decisions of one kind, to say anything.
    """
    every = np.arange(len(told.same))
    chosen = np.array(
        sorted(at for places in _by_decision(told, every).values() for at in places[:PAIRS_MAX]), dtype=int
    )
    parts = _parts(told, chosen)
    losses = [(_loss(form, told, (chosen[parts != part], chosen[parts == part]), begin=begin)) for part in range(PARTS)]
    before, after = (float(np.concatenate([loss[place] for loss in losses]).mean()) for place in (0, 1))
    moved = fit_towards(form, told.levels[chosen], told.same[chosen], begin=begin)
    return Learned(
        model=replace(moved, name=begin.name, prior=begin.prior, curve=begin.curve),
        before=before,
        after=after,
        pairs=len(chosen),
        decisions=len(_by_decision(told, chosen)),
    )


def _by_decision(told: Labelled, places: NDArray[np.intp]) -> Mapping[tuple[bool, str], list[int]]:
    """Return the pairs of each decision; one that joins and parts is two."""
    found: dict[tuple[bool, str], list[int]] = defaultdict(list)
    for at in places.tolist():
        found[bool(told.same[at]), told.decisions[at]].append(at)
    return found


def _parts(told: Labelled, chosen: NDArray[np.intp]) -> NDArray[np.intp]:
    """Deal the decisions, each with all its pairs, into parts that hold both kinds. Raises Malformed."""
    decisions = {
        kind: sorted(name for same, name in _by_decision(told, chosen) if same is kind) for kind in (True, False)
    }
    if len(told.same) < LABELS_MIN or min(map(len, decisions.values())) < DECISIONS_MIN:
        raise Malformed(
            "labels",
            expected=f"at least {LABELS_MIN} pairs, and {DECISIONS_MIN} decisions of each kind",
            got=f"{len(told.same)} pairs; {len(decisions[True])} decisions for one event, {len(decisions[False])} for two",
        )
    names = sorted({*decisions[True], *decisions[False]}, key=lambda name: (name not in decisions[True], name))
    part = {name: place % PARTS for place, name in enumerate(names)}
    return np.array([part[told.decisions[at]] for at in chosen.tolist()])


def _loss(
    form: Form, told: Labelled, split: tuple[NDArray[np.intp], NDArray[np.intp]], *, begin: Model
) -> tuple[Numbers, Numbers]:
    """Return the mean log-loss of each decision held back, by weights that only know the share and by those that learned."""
    known, held = split
    models = (
        fit_towards(form, told.levels[known], told.same[known], begin=begin, pull=HELD_STILL),
        fit_towards(form, told.levels[known], told.same[known], begin=begin),
    )
    sign = np.where(told.same, 1.0, -1.0)
    groups = list(_by_decision(told, held).values())
    before, after = (
        np.array([np.logaddexp(0.0, -sign[at] * model.scores(told.levels[at])).mean() for at in groups])
        for model in models
    )
    return before, after

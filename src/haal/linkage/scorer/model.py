"""The scorer: a pair is a row of levels, one for each feature; its score is the sum of the weights of these levels.

The one thing to know: level 0 of every feature means "not known" and weighs nothing; from level 1 on the weights rise, so
that more likeness never speaks against (monotone). Weights are natural logarithms of odds (Fellegi and Sunter, JASA 64,
1969, section 2), so a score is explained by its parts: "same day +4.1, 6 km +2.2". What turns a score into a probability is
a rising curve, learned apart. The same numbers run here in numpy, in SQL and in Splink (`haal.linkage.engines`).
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from haal.language import seeds

type Levels = NDArray[np.int16]  # pairs x features
type Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What is to be learned: the name, and for each feature its code and how many levels it has, "not known" included."""

    name: str
    codes: tuple[str, ...]
    sizes: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """One feature: its code (a msgid), and the weight of each level; the first is "not known" and 0, the rest rise."""

    code: str
    weights: tuple[float, ...]

    def __post_init__(self) -> None:
        """Refuse weights that break what every reader counts on."""
        known = self.weights[1:]
        if self.weights[0] != 0 or any(low > high for low, high in pairwise(known)):
            raise ValueError(f"{self.code}: weights must begin with 0 and then rise")


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """From a score to a probability: straight lines between points; flat beyond the ends. Both lists rise."""

    scores: tuple[float, ...]
    probabilities: tuple[float, ...]

    def at(self, scores: Numbers) -> Numbers:
        """Return the probability of each score."""
        return np.interp(scores, self.scores, self.probabilities)

    def score_of(self, probability: float) -> float:
        """Return the lowest score at which the probability is reached; infinity where it never is."""
        at = next((place for place, each in enumerate(self.probabilities) if each >= probability), None)
        if at is None:
            return math.inf
        if at == 0:
            return self.scores[0]
        low, high = self.probabilities[at - 1], self.probabilities[at]
        share = (probability - low) / (high - low)
        return self.scores[at - 1] + share * (self.scores[at] - self.scores[at - 1])


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """Everything that is needed to score: the scales, the score of a pair of which nothing is known, the curve."""

    name: str
    scales: tuple[Scale, ...]
    prior: float
    curve: Curve

    def scores(self, levels: Levels) -> Numbers:
        """Return the score of each row of levels."""
        total = np.full(len(levels), self.prior)
        for place, scale in enumerate(self.scales):
            total += np.asarray(scale.weights)[levels[:, place]]
        return total

    def score(self, levels: Sequence[int]) -> float:
        """Return the score of one row: the same numbers without numpy, for a single pair."""
        return self.prior + sum(scale.weights[level] for scale, level in zip(self.scales, levels, strict=True))

    def probabilities(self, levels: Levels) -> Numbers:
        """Return how likely each row is one event."""
        return self.curve.at(self.scores(levels))

    def parts(self, levels: Sequence[int]) -> tuple[tuple[str, float], ...]:
        """Return what a score is made of: the code and the weight of every feature that is known, strongest first."""
        told = [(scale.code, scale.weights[level]) for scale, level in zip(self.scales, levels, strict=True) if level]
        return tuple(sorted(told, key=lambda part: (-abs(part[1]), part[0])))

    def to_json(self) -> str:
        """Return the text of a model file."""
        value = {
            "name": self.name,
            "prior": round(self.prior, 4),
            "scales": {scale.code: [round(weight, 4) for weight in scale.weights] for scale in self.scales},
            "curve": [
                [round(x, 4), round(y, 5)] for x, y in zip(self.curve.scores, self.curve.probabilities, strict=True)
            ],
        }
        return json.dumps(value, indent=1, ensure_ascii=False) + "\n"


def from_json(text: str) -> Model:
    """Return the model of a file. Raises ValueError when weights do not rise."""
    value: Mapping[str, Any] = json.loads(text)
    return Model(
        name=str(value["name"]),
        prior=float(value["prior"]),
        scales=tuple(
            Scale(code=code, weights=tuple(float(weight) for weight in weights))
            for code, weights in value["scales"].items()
        ),
        curve=Curve(
            scores=tuple(float(point[0]) for point in value["curve"]),
            probabilities=tuple(float(point[1]) for point in value["curve"]),
        ),
    )


_chosen: dict[str, Model] = {}


def choose(model: Model) -> None:
    """Let a model stand in for the shipped one of its name in this process. Raises ValueError when it has another form."""
    mine, theirs = ({scale.code: len(scale.weights) for scale in each.scales} for each in (model, _shipped(model.name)))
    if list(mine.items()) != list(theirs.items()):
        raise ValueError(f"{model.name}: other features or levels than the shipped weights")
    _chosen[model.name] = model


def forget_choice() -> None:
    """Use the shipped models again."""
    _chosen.clear()


def shipped(name: str) -> Model:
    """Return a model that comes with Haal (`data/linkage/NAME.json`), or the one that was chosen in its place."""
    return _chosen.get(name) or _shipped(name)


@cache
def _shipped(name: str) -> Model:
    return from_json(seeds.path(f"linkage/{name}.json").read_text(encoding="utf-8"))

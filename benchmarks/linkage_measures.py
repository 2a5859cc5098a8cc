"""How good pairs of two data sets are: precision, recall, F1, B-cubed, the alone zone; with intervals by month."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np

type Pair = tuple[str, str]
DRAWS = 1_000
SEED = 7


@dataclass(frozen=True, kw_only=True)
class Judged:
    """The true pairs, those nobody can tell, the left records that are scored, and each record's month."""

    truth: frozenset[Pair]
    unclear: frozenset[Pair]
    lefts: frozenset[str]
    month: Mapping[str, str]
    right_month: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Measured:
    """One answer's figures; `by_month`: hits, said, true of each month, and sums of B-cubed."""

    precision: float
    recall: float
    f1: float
    b_cubed: float
    alone_precision: float
    alone_share: float
    by_month: Mapping[str, tuple[float, ...]]

    def as_dict(self) -> dict[str, object]:
        """Return the figures and the intervals of F1 and B-cubed."""
        return {
            "precision": self.precision,
            "recall": self.recall,
            "F1": self.f1,
            "F1_interval": list(_interval([_f1(sums) for sums in drawn(self.by_month)])),
            "b_cubed": self.b_cubed,
            "b_cubed_interval": list(_interval([_b_cubed(sums) for sums in drawn(self.by_month)])),
            "alone_precision": self.alone_precision,
            "alone_share": self.alone_share,
        }

    def words(self) -> str:
        """Return one line for a person."""
        value = self.as_dict()
        return " ".join(f"{key}={one}" for key, one in value.items())


def measured(judged: Judged, answer: Collection[Pair], *, alone: Collection[Pair] = ()) -> Measured:
    """Hold an answer against the truth, on the left records that are scored."""
    linked, sure = ({pair for pair in pairs if pair[0] in judged.lefts} - judged.unclear for pairs in (answer, alone))
    by_month: dict[str, np.ndarray] = defaultdict(lambda: np.zeros(6))
    for pair in linked:
        by_month[judged.month[pair[0]]] += (pair in judged.truth, 1, 0, 0, 0, 0)
    for pair in judged.truth:
        by_month[judged.month[pair[0]]][2] += 1
    for month, precision, recall in _elements(judged, linked):
        by_month[month] += (0, 0, 0, precision, recall, 1)
    whole = sum(by_month.values())
    hit = len(sure & judged.truth)
    return Measured(
        precision=round(float(whole[0] / whole[1]), 4) if whole[1] else 1.0,
        recall=round(float(whole[0] / whole[2]), 4),
        f1=round(_f1(whole), 4),
        b_cubed=round(_b_cubed(whole), 4),
        alone_precision=round(hit / len(sure), 4) if sure else 1.0,
        alone_share=round(hit / len(judged.truth), 4),
        by_month={month: tuple(sums.tolist()) for month, sums in by_month.items()},
    )


def by_other_months(judged: Judged, fold: Mapping[str, int], scored: Mapping[Pair, float]) -> set[Pair]:
    """Return the pairs above a threshold; for each part of the months the one with the best F1 in the others."""
    scored = {pair: score for pair, score in scored.items() if pair[0] in judged.lefts and pair not in judged.unclear}
    found: set[Pair] = set()
    for part in sorted({fold[left] for left in judged.lefts}):
        rest = sorted(((score, pair) for pair, score in scored.items() if fold[pair[0]] != part), reverse=True)
        true = sum(fold[left] != part for left, _ in judged.truth)
        hits = np.cumsum([pair in judged.truth for _, pair in rest])
        best = int(np.argmax(2 * hits / (np.arange(1, len(rest) + 1) + true)))
        found |= {pair for pair, score in scored.items() if fold[pair[0]] == part and score >= rest[best][0]}
    return found


def one_to_one(scored: Mapping[Pair, float]) -> dict[Pair, float]:
    """Return the pairs that are left when each record keeps one partner, best first."""
    lefts: set[str] = set()
    rights: set[str] = set()
    kept: dict[Pair, float] = {}
    for pair in sorted(scored, key=lambda one: (-scored[one], one)):
        if pair[0] not in lefts and pair[1] not in rights:
            lefts.add(pair[0])
            rights.add(pair[1])
            kept[pair] = scored[pair]
    return kept


def best_of(judged: Judged, fold: Mapping[str, int], scored: Mapping[Pair, float]) -> Measured:
    """Return the better of a peer's pairs as they are and one to one."""
    both = (measured(judged, by_other_months(judged, fold, each)) for each in (scored, one_to_one(scored)))
    return max(both, key=lambda one: one.f1)


def ahead_of(ours: Measured, theirs: Measured) -> tuple[float, float]:
    """Return the interval of the difference of F1, months drawn anew for both alike."""
    months = sorted({*ours.by_month, *theirs.by_month})
    nothing = (0.0,) * 6
    both = [{month: one.by_month.get(month, nothing) for month in months} for one in (ours, theirs)]
    return _interval([_f1(mine) - _f1(other) for mine, other in zip(drawn(both[0]), drawn(both[1]), strict=True)])


def drawn(by_month: Mapping[str, tuple[float, ...]]) -> list[np.ndarray]:
    """Return the sums over months drawn anew; the same draws for the same months."""
    table = np.array([by_month[month] for month in sorted(by_month)])
    chance = np.random.default_rng(SEED)
    return [table[chance.integers(0, len(table), len(table))].sum(axis=0) for _ in range(DRAWS)]


def _elements(judged: Judged, linked: set[Pair]) -> list[tuple[str, float, float]]:
    """Return for each record its month and its B-cubed precision and recall; groups are what pairs join."""
    every = {("l", left) for left in judged.lefts} | {("r", right) for _, right in linked | judged.truth}
    ours, theirs = _groups(every, linked), _groups(every, judged.truth)
    both = Counter((ours[one], theirs[one]) for one in every)
    mine, yours = Counter(ours.values()), Counter(theirs.values())
    found = []
    for side, name in every:
        group = both[ours[side, name], theirs[side, name]]
        month = judged.month[name] if side == "l" else judged.right_month[name]
        found.append((month, group / mine[ours[side, name]], group / yours[theirs[side, name]]))
    return found


def _groups(every: set[Pair], pairs: Collection[Pair]) -> dict[Pair, Pair]:
    above = {one: one for one in every}

    def top(one: Pair) -> Pair:
        while above[one] != one:
            one = above[one]
        return one

    for left, right in pairs:
        above[top(("l", left))] = top(("r", right))
    return {one: top(one) for one in every}


def _f1(sums: np.ndarray) -> float:
    return float(2 * sums[0] / (sums[1] + sums[2])) if sums[1] + sums[2] else 0.0


def _b_cubed(sums: np.ndarray) -> float:
    precision, recall = sums[3] / sums[5], sums[4] / sums[5]
    return float(2 * precision * recall / (precision + recall))


def _interval(values: list[float]) -> tuple[float, float]:
    low, high = np.quantile(values, (0.025, 0.975))
    return round(float(low), 4), round(float(high), 4)

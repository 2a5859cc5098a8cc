"""How good is a partition, held against the truth: by pairs, by reports (B-cubed), by incidents; with an interval.

The one thing to know: a report is in one group of the answer and in one of the truth. Pairs are what is right or wrong in
most papers, and a big incident has most of them, so the mean over incidents stands beside it. The interval draws incidents
anew (bootstrap by incident), since reports of one incident err together. B-cubed: Bagga and Baldwin, 1998.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

DRAWS = 400
SURE = 0.95  # of the interval


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """Precision, recall and F1 of something; all 0 to 1."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Their harmonic mean."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """An answer beside the truth. `incidents_f1`: the mean over true incidents of two or more reports."""

    pairs: Scores
    b_cubed: Scores
    incidents_f1: float
    true_pairs: int


def agreement(answer: Mapping[str, str], truth: Mapping[str, str]) -> Agreement:
    """Hold an answer (report -> group) against the truth; what is missing in the answer stands alone."""
    given = {report: answer.get(report, f"\0{report}") for report in truth}
    both = Counter((given[report], true) for report, true in truth.items())
    ours, theirs = Counter(given.values()), Counter(truth.values())
    hit, said, true_pairs = (_pairs(sizes.values()) for sizes in (both, ours, theirs))
    size = max(1, len(truth))
    precision = sum(count * count / ours[mine] for (mine, _), count in both.items()) / size
    recall = sum(count * count / theirs[true] for (_, true), count in both.items()) / size
    return Agreement(
        pairs=Scores(precision=hit / said if said else 1.0, recall=hit / true_pairs if true_pairs else 1.0),
        b_cubed=Scores(precision=precision, recall=recall),
        incidents_f1=_incidents_f1(both, ours, theirs),
        true_pairs=true_pairs,
    )


def of_pairs(answer: set[tuple[str, str]], truth: set[tuple[str, str]]) -> Scores:
    """Hold pairs against true pairs."""
    hit = len(answer & truth)
    return Scores(precision=hit / len(answer) if answer else 1.0, recall=hit / len(truth) if truth else 1.0)


def interval_of(
    answer: Mapping[str, str], truth: Mapping[str, str], what: Callable[[Agreement], float], *, draws: int = DRAWS
) -> tuple[float, float]:
    """Return the middle 95 % of one figure of `agreement` over incidents drawn anew.

    An incident drawn twice is two incidents: first copies meet first copies, second ones second ones, so that wrong joins
    between incidents count as often as both are drawn.
    """
    incidents: dict[str, list[str]] = defaultdict(list)
    for report, true in truth.items():
        incidents[true].append(report)
    names = sorted(incidents)
    chance = random.Random(7)  # noqa: S311 - the same draws each time
    found = []
    for _ in range(draws):
        given: dict[str, str] = {}
        drawn: dict[str, str] = {}
        copies: Counter[str] = Counter()
        for name in chance.choices(names, k=len(names)):
            copy = copies[name] = copies[name] + 1
            for report in incidents[name]:
                given[f"{copy}/{report}"] = f"{copy}/{answer.get(report, report)}"
                drawn[f"{copy}/{report}"] = f"{copy}/{name}"
        found.append(what(agreement(given, drawn)))
    return _middle(sorted(found))


def _middle(found: Sequence[float]) -> tuple[float, float]:
    off = (1 - SURE) / 2
    return found[int(off * len(found))], found[min(len(found) - 1, int((1 - off) * len(found)))]


def _pairs(sizes: Iterable[int]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes)


def _incidents_f1(both: Mapping[tuple[str, str], int], ours: Mapping[str, int], theirs: Mapping[str, int]) -> float:
    """Return the mean, over true incidents with two or more reports, of the F1 of their pairs.

    Of an incident's pairs: true ones that were joined, against its true pairs and all pairs joined with its reports.
    """
    of: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for (mine, true), count in both.items():
        of[true].append((count, ours[mine]))
    found = []
    for true, size in theirs.items():
        if size < 2:
            continue
        hit = sum(count * (count - 1) / 2 for count, _ in of[true])
        said = hit + sum(count * (whole - count) for count, whole in of[true])
        each = Scores(precision=hit / said if said else 0.0, recall=hit / (size * (size - 1) / 2))
        found.append(each.f1)
    return sum(found) / len(found) if found else 1.0

"""Headlines to incidents: ours on months it has not learned from, beside likeness of letters on the same day.

    python -m benchmarks.linkage_headlines --data ../shared/data/linkage

Scored on reports of one incident; the others are there too, as they would be. The peer's threshold is the one that is best for
pairs on the very reports it is scored on, which favours it. Intervals draw
months anew, whole: a wrong join lies between two incidents, and drawing these one by one would lose it. Four ways to deal
the months out.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from statistics import mean

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tools.linkage import headline_rows, incidents_of

from benchmarks import harness
from haal.linkage import scores
from haal.linkage.headlines import grouped
from haal.linkage.headlines.learning import Judged, Truth, across, judged_of
from haal.linkage.headlines.levels import likeness

PAIRS_LEAST, B_CUBED_LEAST, SEEDS = 0.65, 0.91, 4
DRAWS = 400


def named(groups: Sequence[Sequence[int]], judged: Judged) -> dict[str, str]:
    """Return report -> group."""
    return {judged.told[place].report_id: str(at) for at, group in enumerate(groups) for place in group}


def ours(judged: Judged, *, seed: int) -> dict[str, str]:
    """Return the groups when each pair is scored by a model that saw neither of its months."""
    return named(grouped(judged.told, judged.pairs, across(judged, seed=seed)), judged)


def same_day(judged: Judged, truth: Mapping[str, str]) -> dict[str, str]:
    """Return connected components of likely texts of one day, at the threshold that is best for pairs."""
    alike = likeness(judged.told, judged.pairs)
    one_day = np.array([judged.told[a].day == judged.told[b].day for a, b in judged.pairs])
    answers = []
    for least in np.arange(0.1, 0.8, 0.02):
        kept = [pair for pair, near in zip(judged.pairs, (alike >= least) & one_day, strict=True) if near]
        answers.append(named(components(len(judged.told), kept), judged))
    return max(answers, key=lambda answer: scores.agreement(answer, truth).pairs.f1)


def components(size: int, pairs: Sequence[tuple[int, int]]) -> list[list[int]]:
    """Return connected components."""
    of = list(range(size))
    for a, b in pairs:
        old, new = of[b], of[a]
        of = [new if each == old else each for each in of]
    found: dict[int, list[int]] = defaultdict(list)
    for place, each in enumerate(of):
        found[each].append(place)
    return list(found.values())


def drawn(answer: Mapping[str, str], truth: Mapping[str, str], months: Mapping[str, str]) -> list[scores.Agreement]:
    """Return the figures of whole months drawn anew; two copies of a month have nothing to do with each other."""
    of: dict[str, list[str]] = defaultdict(list)
    for report in truth:
        of[months[report]].append(report)
    chance = random.Random(7)
    found = []
    for _ in range(DRAWS):
        picked = [
            (at, report) for at, month in enumerate(chance.choices(sorted(of), k=len(of))) for report in of[month]
        ]
        groups, true = ({f"{at}/{report}": f"{at}/{side[report]}" for at, report in picked} for side in (answer, truth))
        found.append(scores.agreement(groups, true))
    return found


def middle(values: Iterable[float]) -> list[float]:
    """Return the middle 95 %."""
    ordered = sorted(values)
    return [round(ordered[int(0.025 * len(ordered))], 3), round(ordered[int(0.975 * len(ordered))], 3)]


def shown(answer: Mapping[str, str], truth: Mapping[str, str], months: Mapping[str, str]) -> dict[str, object]:
    """Return the figures of one answer with their intervals."""
    found, again = scores.agreement(answer, truth), drawn(answer, truth, months)
    return {
        "precision": round(found.pairs.precision, 3),
        "recall": round(found.pairs.recall, 3),
        "f1": round(found.pairs.f1, 3),
        "f1_interval": middle(each.pairs.f1 for each in again),
        "b_cubed": round(found.b_cubed.f1, 3),
        "b_cubed_interval": middle(each.b_cubed.f1 for each in again),
    }


def main() -> None:
    """Measure and print the line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=harness.ROOT.parent / "shared" / "data" / "linkage")
    data = parser.parse_args().data
    incidents: Truth = incidents_of(data)
    judged = judged_of(headline_rows(data), incidents)
    truth = {report: next(iter(each)) for report, each in incidents.items() if len(each) == 1}
    answers = [ours(judged, seed=seed) for seed in range(SEEDS)]
    found = [scores.agreement(answer, truth) for answer in answers]
    pairs, b_cubed = mean(each.pairs.f1 for each in found), mean(each.b_cubed.f1 for each in found)
    months = {each.report_id: str(date.fromordinal(each.day or 1))[:7] for each in judged.told}
    peer = same_day(judged, truth)
    result = harness.Result(name="linkage_headlines", same_work=set(peer) == set(answers[0]))
    result.figures = {
        "reports": len(judged.told),
        "scored": len(truth),
        "mean_f1": round(pairs, 3),
        "mean_b_cubed": round(b_cubed, 3),
        "first_dealing": shown(answers[0], truth, months),
    }
    result.peers = {"letters_same_day": shown(peer, truth, months)}
    result.ratios = {"f1": round(pairs / scores.agreement(peer, truth).pairs.f1, 2)}
    result.bars = {
        "pairs": harness.Bar(figure=round(pairs, 3), least=PAIRS_LEAST),
        "b_cubed": harness.Bar(figure=round(b_cubed, 3), least=B_CUBED_LEAST),
    }
    harness.finish(result)


if __name__ == "__main__":
    main()

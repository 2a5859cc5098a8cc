"""Press reports to incidents: weights that saw nothing of a report's month, beside the rule of two days and 50 km.

    .venv/bin/python benchmarks/linkage_press.py --corpus ../shared/corpus

Where the coder saw the place is hidden from us (lat, lon, district); the rule is given it. `--parts 0` leaves out one month at a
time (some ten minutes); by default the months are dealt into eight parts. Intervals draw incidents anew. Told once with and once
without the biggest incident, which has a third of all pairs. `--other-words 0.5`: half of the words of every story and place are taken
out of what is judged, though not of what was learned from, as if another had told it.
"""

from __future__ import annotations

import argparse
import csv
import os
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # many small products: threads only get in each other's way
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tools import linkage_reports_learn as learning

from benchmarks import harness
from benchmarks.peers import window_rule
from haal.linkage.reports import table
from haal.linkage.scores import agreement, interval_of, of_pairs

F1_LEAST, B_CUBED_LEAST, INCIDENTS_LEAST = 0.92, 0.95, 0.88
ALONE_LEAST, ALONE_SHARE_LEAST = 0.98, 0.60
HARD_LEAST = 15


def figures(answer: dict[str, str], truth: dict[str, str], *, draws: int) -> dict[str, Any]:
    """Return the figures of a grouping with their intervals."""
    seen = agreement(answer, truth)
    return {
        "pairs_precision": round(seen.pairs.precision, 4),
        "pairs_recall": round(seen.pairs.recall, 4),
        "pairs_f1": round(seen.pairs.f1, 4),
        "pairs_f1_interval": interval_of(answer, truth, lambda one: one.pairs.f1, draws=draws),
        "b_cubed_f1": round(seen.b_cubed.f1, 4),
        "b_cubed_interval": interval_of(answer, truth, lambda one: one.b_cubed.f1, draws=draws),
        "incidents_f1": round(seen.incidents_f1, 4),
        "true_pairs": seen.true_pairs,
    }


def listed(path: Path, place: dict[str, int]) -> list[tuple[int, int]]:
    """Return the pairs of a file that names two reports each."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = [(row["report_id_a"], row["report_id_b"]) for row in csv.DictReader(lines)]
    return [(place[one], place[other]) for one, other in rows if one in place and other in place]


def main() -> None:
    """Judge and print the line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, default=harness.ROOT.parent / "shared" / "corpus")
    parser.add_argument("--parts", type=int, default=8)
    parser.add_argument("--draws", type=int, default=400)
    parser.add_argument("--other-words", type=float, default=0.0, metavar="SHARE")
    args = parser.parse_args()
    result = harness.Result(name="linkage_press")
    began = time.monotonic()
    corpus = learning.corpus_of(args.corpus / "reports.csv")
    parts = corpus.parts(args.parts or len(corpus.incidents))
    harness.say(
        f"linkage: {len(corpus.seen)} reports, {len(corpus.pairs)} pairs, {len(set(parts.tolist()))} parts of months"
    )
    asked = learning.with_fewer_words(corpus, share=args.other_words) if args.other_words else None
    found = learning.grouped_by(corpus, learning.unseen_scores(corpus, parts, asked=asked))
    home = {one: at for at, group in enumerate(found.groups) for one in group}
    answer = {corpus.seen[one].report_id: str(at) for one, at in home.items()}
    truth = corpus.truth
    biggest = Counter(corpus.incidents).most_common(1)[0][0]
    without = {report: incident for report, incident in truth.items() if incident != biggest}
    alone = found.alone(parts)
    joined = {
        (a, b) for group in found.groups for at, a in enumerate(group) for b in group[at + 1 :] if {a, b} <= alone
    }
    true = {
        (a, b)
        for a in range(len(corpus.seen))
        for b in range(a + 1, len(corpus.seen))
        if corpus.incidents[a] == corpus.incidents[b]
    }
    sure = of_pairs({(min(pair), max(pair)) for pair in joined}, true)
    place = {one.report_id: at for at, one in enumerate(corpus.seen)}
    near = [pair for pair in listed(args.corpus / "near_misses.csv", place) if home[pair[0]] == home[pair[1]]]
    hard = [pair for pair in listed(args.corpus / "hard_positives.csv", place) if home[pair[0]] == home[pair[1]]]
    whole, less = (figures(answer, one, draws=args.draws) for one in (truth, without))
    given = table.read((args.corpus / "reports.csv").read_bytes()).reports
    rule = of_pairs(window_rule.pairs_of(given), {(given[a].report_id, given[b].report_id) for a, b in true})
    result.figures = {
        "reports": len(corpus.seen),
        "blocked_pairs_found": round(float(corpus.same.sum()) / len(true), 4),
        "all": whole,
        "without_the_biggest_incident": less,
        "alone_precision": round(sure.precision, 4),
        "alone_share_of_true_pairs": round(sure.recall, 4),
        "near_misses_alone": sum(set(pair) <= alone for pair in near),
        "near_misses_asked": sum(not set(pair) <= alone for pair in near),
        "hard_positives_joined_or_asked": len(hard),
        "seconds": round(time.monotonic() - began, 1),
    }
    result.peers = {
        "two days and 50 km, given the places": {
            "pairs_precision": round(rule.precision, 4), "pairs_recall": round(rule.recall, 4), "pairs_f1": round(rule.f1, 4),
            "grouped": figures(window_rule.groups_of(given), truth, draws=args.draws),
        }
    }  # fmt: skip
    result.same_work = len(given) == len(corpus.seen)
    result.bars = {
        "pairs_f1": harness.Bar(figure=whole["pairs_f1"], least=F1_LEAST),
        "b_cubed_f1": harness.Bar(figure=whole["b_cubed_f1"], least=B_CUBED_LEAST),
        "incidents_f1": harness.Bar(figure=whole["incidents_f1"], least=INCIDENTS_LEAST),
        "alone_precision": harness.Bar(figure=sure.precision, least=ALONE_LEAST),
        "alone_share": harness.Bar(figure=sure.recall, least=ALONE_SHARE_LEAST),
        "near_misses_alone": harness.Bar(figure=result.figures["near_misses_alone"], most=0),
        "hard_positives": harness.Bar(figure=len(hard), least=HARD_LEAST),
    }
    harness.finish(result)


if __name__ == "__main__":
    main()

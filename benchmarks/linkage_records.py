"""Matching two real data sets: ours with labels (by months across) and without, beside Splink, dedupe, recordlinkage, a window.

    python -m benchmarks.linkage_records --data ../shared/data/linkage

Scored on the left records that were judged; pairs that nobody can tell are left out. Every peer's threshold is the best one of
the other months, and the better of its pairs as they are and one to one is told: ours is 0.5 always. Intervals draw months
anew. `without_labels` has seen no label of any data set in its weights; the two numbers of its curve (`STEEP`, `TIMID_BY`) were
chosen by the judged half of both pairs of sets.
"""

from __future__ import annotations

import argparse
import csv
import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from benchmarks import harness
from benchmarks.linkage_measures import Judged, Measured, ahead_of, best_of, measured
from haal.geometry.distance import km_between
from haal.linkage.records.block import pairs_of
from haal.linkage.records.decoys import decoys_of
from haal.linkage.records.labels import Labels, labels_of
from haal.linkage.records.learning import FOLDS, Pool, learn
from haal.linkage.records.levels import around, levels_of
from haal.linkage.records.mapping import columns_of
from haal.linkage.records.matching import ALONE_FROM, ASK_FROM
from haal.linkage.records.names import Names
from haal.linkage.records.reading import read
from haal.linkage.records.record import Record

COLUMNS = Path(__file__).resolve().parent / "linkage"
PEERS = Path(__file__).resolve().parent / "peers"
SETS = {"psa_ged": ("psa", "ged_pak"), "tbij_pda": ("tbij", "pda")}
BARS = {
    "psa_ged": {"with_labels": (0.93, 0.975), "without_labels": (0.90, 0.0)},
    "tbij_pda": {"with_labels": (0.93, 0.965), "without_labels": (0.91, 0.0)},
}
BLOCKED_LEAST, ALONE_LEAST, ALONE_SHARE_LEAST = 0.99, 0.98, 0.60

type Scored = dict[tuple[str, str], float]


@dataclass(frozen=True, kw_only=True)
class Task:
    """Two sets, what was judged of them, and the part of each left record's month."""

    left: tuple[Record, ...]
    right: tuple[Record, ...]
    labels: Labels
    judged: Judged
    fold: Mapping[str, int]


def task_of(data: Path, name: str) -> Task:
    """Read two sets and their gold."""
    left, right = (
        read((data / f"{one}.csv").read_text(), columns=columns_of((COLUMNS / f"{one}.toml").read_text()), name=one)
        for one in SETS[name]
    )
    labels = labels_of((data / f"gold_{name}.dev.csv").read_text(), name=name)
    ours = {row["left"] for row in _rows(data / f"left_{name}.dev.csv")}
    unclear = {(row["left"], row["right"]) for row in _rows(data / "unclear_pairs.csv") if row["set"] == name}
    month = {one.record_id: one.first.isoformat()[:7] for one in left}
    part = {each: place % FOLDS for place, each in enumerate(sorted(set(month.values())))}
    judged = Judged(
        truth=frozenset(pair for pair, match in labels.items() if match) - unclear,
        unclear=frozenset(unclear),
        lefts=frozenset(ours),
        month=month,
        right_month={one.record_id: one.first.isoformat()[:7] for one in right},
    )
    return Task(
        left=left, right=right, labels=labels, judged=judged, fold={one: part[each] for one, each in month.items()}
    )


def ours(task: Task) -> tuple[Scored, Scored, float]:
    """Return our probabilities with labels (each month by the labels of the others) and without, and how complete the pairs are."""
    names = Names(task.left, task.right)
    pairs = pairs_of(task.left, task.right, names=names)
    seen = around(task.left, task.right, names=names)
    pool = Pool(
        left=task.left, right=task.right, pairs=pairs, levels=levels_of(task.left, task.right, pairs=pairs, around=seen)
    )
    decoys = decoys_of(task.left, task.right, around=seen)
    named = [(task.left[mine].record_id, task.right[yours].record_id) for mine, yours in pairs.tolist()]
    without = learn(pool, decoys=decoys, labels={}).probabilities(pool)
    fold = np.array([task.fold[one] for one, _ in named])
    across = np.zeros(len(named))
    for part in range(FOLDS):
        known = {pair: match for pair, match in task.labels.items() if task.fold[pair[0]] != part}
        across[fold == part] = learn(pool, decoys=decoys, labels=known).probabilities(pool)[fold == part]
    complete = len(task.judged.truth & set(named)) / len(task.judged.truth)
    return dict(zip(named, across.tolist(), strict=True)), dict(zip(named, without.tolist(), strict=True)), complete


def window(task: Task) -> Scored:
    """Return the window rule: the same day, nearest first (by km where both have points, else by toll), one to one."""
    by_day: dict[object, list[Record]] = {}
    for one in task.right:
        by_day.setdefault(one.first, []).append(one)
    found = []
    for mine in task.left:
        for yours in by_day.get(mine.first, ()):
            if mine.point and yours.point:
                found.append((-km_between(mine.point, yours.point), mine.record_id, yours.record_id))
            elif not all(any(one.point for one in side) for side in (task.left, task.right)):
                killed = [one.counts.get("killed") for one in (mine, yours)]
                off = abs(killed[0].best - killed[1].best) if killed[0] and killed[1] else 99
                found.append((-float(off), mine.record_id, yours.record_id))
    taken: set[str] = set()
    answer: Scored = {}
    for score, one, other in sorted(found, reverse=True):
        if f"l{one}" not in taken and f"r{other}" not in taken:
            taken |= {f"l{one}", f"r{other}"}
            answer[one, other] = score
    return answer


def peer(name: str, task: Task, python: Path) -> Scored:
    """Run one peer in its own process over the same records."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        _write(folder, task)
        done = subprocess.run(
            [str(python), str(PEERS / f"link_{name}.py"), str(folder)], capture_output=True, text=True, check=False
        )
    if done.returncode:
        raise harness.PeerMissing(f"{name}: {(done.stderr.strip().splitlines() or ['no reason given'])[-1]}")
    return {(one, other): score for one, other, score in json.loads(done.stdout.splitlines()[-1])}


def _write(folder: Path, task: Task) -> None:
    head = ("id", "day", "place", "lat", "lon", "killed_low", "killed_high", "injured_high", "civilians_high", "fold")
    for name, records in (("left", task.left), ("right", task.right)):
        with (folder / f"{name}.csv").open("w", newline="") as lines:
            rows = csv.writer(lines)
            rows.writerow(head)
            for one in records:
                lat, lon = one.point or ("", "")
                killed, injured, civilians = (one.counts.get(kind) for kind in ("killed", "injured", "civilians"))
                numbers = (
                    killed and killed.low,
                    killed and killed.high,
                    injured and injured.high,
                    civilians and civilians.high,
                )
                told = ["" if number is None else number for number in numbers]
                words = " ".join(one.words.values())
                rows.writerow((one.record_id, one.first, words, lat, lon, *told, task.fold.get(one.record_id, 0)))
    with (folder / "labels.csv").open("w", newline="") as lines:
        rows = csv.writer(lines)
        rows.writerow(("left", "right", "match", "fold"))
        rows.writerows((one, other, int(match), task.fold[one]) for (one, other), match in task.labels.items())


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _one_task(name: str, task: Task, python: Path | None, result: harness.Result) -> None:
    across, without, complete = ours(task)
    answers: dict[str, Measured] = {}
    for kind, chances in (("with_labels", across), ("without_labels", without)):
        linked = {pair for pair, chance in chances.items() if chance >= ASK_FROM}
        alone = {pair for pair, chance in chances.items() if chance >= ALONE_FROM}
        answers[kind] = measured(task.judged, linked, alone=alone)
        f1, b_cubed = BARS[name][kind]
        result.bars[f"{name} {kind} F1"] = harness.Bar(figure=answers[kind].f1, least=f1)
        if b_cubed:
            result.bars[f"{name} {kind} B-cubed"] = harness.Bar(figure=answers[kind].b_cubed, least=b_cubed)
        result.bars[f"{name} {kind} alone precision"] = harness.Bar(
            figure=answers[kind].alone_precision, least=ALONE_LEAST
        )
        result.bars[f"{name} {kind} alone share"] = harness.Bar(
            figure=answers[kind].alone_share, least=ALONE_SHARE_LEAST
        )
    result.bars[f"{name} pairs looked at"] = harness.Bar(figure=round(complete, 4), least=BLOCKED_LEAST)
    scored = {"window": window(task)}
    if python is not None:
        scored |= {each: peer(each, task, python) for each in ("splink", "recordlinkage", "dedupe")}
    theirs = {each: best_of(task.judged, task.fold, one) for each, one in scored.items()}
    result.figures[name] = {kind: one.as_dict() for kind, one in answers.items()}
    result.peers[name] = {each: one.as_dict() for each, one in theirs.items()}
    best = max(theirs, key=lambda each: theirs[each].f1)
    result.ratios[f"{name} F1 over the best peer"] = round(answers["with_labels"].f1 / theirs[best].f1, 3)
    low, high = ahead_of(answers["with_labels"], theirs[best])
    result.figures[f"{name} ahead of {best}"] = {
        "F1": round(answers["with_labels"].f1 - theirs[best].f1, 4),
        "interval": [low, high],
    }
    for each, one in {**answers, **theirs}.items():
        harness.say(f"{name:9} {each:15} {one.words()}")


def main() -> None:
    """Measure both pairs of sets."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=harness.ROOT.parent / "shared" / "data" / "linkage")
    args = parser.parse_args()
    result = harness.Result(name="linkage_records", same_work=True)
    python: Path | None = None
    try:
        python = harness.bench_python()
    except harness.PeerMissing as error:
        result.peers_missing = str(error)
    for name in SETS:
        try:
            _one_task(name, task_of(args.data, name), python, result)
        except harness.PeerMissing as error:
            result.peers_missing = str(error)
            _one_task(name, task_of(args.data, name), None, result)
    harness.finish(result)


if __name__ == "__main__":
    main()

"""A million made-up reports to groups in one go, beside Splink's own pipeline on the same files; and whether time grows with the set.

    .venv/bin/python benchmarks/linkage_million.py [--reports 10000,100000,1000000] [--rounds 2]

Ten reports a day, so more reports are a longer time and not a denser one. Each run is a process of its own, from opening the file to
the groups, with its libraries loaded and its code compiled before (`from_start_of_process` counts loading too, and what a side does
after its groups); memory is its peak. Of several rounds, ours and the peer in turn, the best of each counts. Splink is timed at a
probability of 0.9 and then given whichever of seven thresholds suits it best. The truth is in the files, and neither reads it.
"""

from __future__ import annotations

import argparse
import csv
import json
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from benchmarks import harness, linkage_synthetic
from benchmarks.harness import Bar, Result

SIZES = (10_000, 100_000, 1_000_000)
MILLION_SECONDS, MILLION_GB = 48.0, 2.0
LAKH_SECONDS, LAKH_GB = 2.4, 0.4
GROWTH_MOST = 1.3
type Numbers = NDArray[np.int64]


def ours(path: Path, out: Path) -> None:
    """Group one file, and print seconds and memory: what the other process runs."""
    from haal.linkage.engines import batch
    from haal.linkage.engines.compiled import ready
    from haal.linkage.scorer.model import shipped

    model = shipped("reports")
    ready()
    begun = time.perf_counter()
    place, group = batch.groups_of_file(path, model=model)
    seconds, cpu = time.perf_counter() - begun, time.process_time()
    np.save(out, np.column_stack([place, group]))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(json.dumps({"seconds": round(seconds, 2), "processor_seconds": round(cpu, 2), "peak_gb": round(peak, 3)}))


def agreement(group: Numbers, truth: Numbers) -> dict[str, float]:
    """Return precision, recall and F1 of pairs, and B-cubed F1."""
    _, group = np.unique(group, return_inverse=True)
    _, both = np.unique(group.astype(np.int64) * (truth.max() + 1) + truth, return_inverse=True)
    sizes = [np.bincount(each) for each in (both, group, truth)]
    true, given, wanted = (int((each * (each - 1) // 2).sum()) for each in sizes)
    precision, recall = true / max(given, 1), true / max(wanted, 1)
    close, full = (sizes[0][both] / sizes[1][group]).mean(), (sizes[0][both] / sizes[2][truth]).mean()
    return {
        "precision": round(precision, 4),
        "recall": round(recall, 4),
        "f1": round(2 * precision * recall / max(precision + recall, 1e-9), 4),
        "b_cubed": round(float(2 * close * full / (close + full)), 4),
    }


def truth_of(path: Path) -> Numbers:
    """Return the incident of each report by its place."""
    with path.open(encoding="utf-8", newline="") as lines:
        return np.array([int(row["incident"]) for row in csv.DictReader(lines)], dtype=np.int64)


def ran(python: Path, command: list[str]) -> dict[str, Any]:
    """Run one side in a process of its own; return what it prints last."""
    begun = time.perf_counter()
    done = subprocess.run(
        [str(python), *command],
        capture_output=True,
        text=True,
        check=False,
        env=harness.environment({}),
        cwd=harness.ROOT,
    )
    if done.returncode:
        raise harness.PeerMissing(f"{command[0]}: {(done.stderr.strip().splitlines() or ['no reason given'])[-1]}")
    from_start = {"from_start_of_process": round(time.perf_counter() - begun, 2)}
    return dict(json.loads(done.stdout.splitlines()[-1])) | from_start


def our_side(path: Path, folder: Path, truth: Numbers) -> dict[str, Any]:
    """Run ours on one file."""
    out = folder / "ours.npy"
    found = ran(harness.PYTHON, [str(Path(__file__).resolve()), "--ours", str(path), str(out)])
    answer = np.load(out)
    group = np.empty(len(truth), dtype=np.int64)
    group[answer[:, 0]] = answer[:, 1]
    return found | agreement(group, truth) | {"reports": len(answer)}


def peer_side(path: Path, folder: Path, truth: Numbers) -> dict[str, Any]:
    """Run Splink on one file; its figures at the threshold it is timed at and at its best."""
    out = folder / "splink.csv"
    peer = harness.ROOT / "benchmarks" / "peers" / "link_splink_many.py"
    found = ran(harness.bench_python(), [str(peer), str(path), str(out)])
    with out.open(encoding="utf-8", newline="") as lines:
        rows = csv.reader(lines)
        head = next(rows)
        answer = np.array(list(rows), dtype=np.int64)
    scored: dict[str, dict[str, float]] = {}
    for at, name in enumerate(head[1:], 1):
        group = np.empty(len(truth), dtype=np.int64)
        group[answer[:, 0]] = answer[:, at]
        scored[name] = agreement(group, truth)
    best = max(scored, key=lambda name: scored[name]["f1"])
    return found | scored["0.9"] | {"best_at": float(best), "best": scored[best], "reports": len(answer)}


def measured(size: int, rounds: int) -> dict[str, dict[str, Any]]:
    """Return both sides on one size: the quickest round of each."""
    with harness.folder("million") as folder:
        path = folder / "reports.csv"
        harness.say(f"million: making {size} reports")
        linkage_synthetic.written(path, reports=size)
        truth = truth_of(path)
        sides: dict[str, list[dict[str, Any]]] = {"ours": [], "splink": []}
        for _ in range(rounds):
            sides["ours"].append(our_side(path, folder, truth))
            harness.say(f"million: ours {sides['ours'][-1]}")
            sides["splink"].append(peer_side(path, folder, truth))
            harness.say(f"million: splink {sides['splink'][-1]}")
    return {name: min(runs, key=lambda run: float(run["seconds"])) for name, runs in sides.items()}


def bars_of(found: dict[int, dict[str, dict[str, Any]]]) -> dict[str, Bar]:
    """Return the promises that these sizes can show."""
    bars: dict[str, Bar] = {}
    for size, seconds, gigabytes in ((1_000_000, MILLION_SECONDS, MILLION_GB), (100_000, LAKH_SECONDS, LAKH_GB)):
        if size in found:
            bars[f"seconds_{size}"] = Bar(figure=found[size]["ours"]["seconds"], most=seconds)
            bars[f"peak_gb_{size}"] = Bar(figure=found[size]["ours"]["peak_gb"], most=gigabytes)
            bars[f"times_as_quick_as_splink_{size}"] = Bar(figure=_ratio(found[size]), least=1.0)
            ahead = found[size]["ours"]["f1"] - found[size]["splink"]["best"]["f1"]
            bars[f"f1_above_splinks_best_{size}"] = Bar(figure=round(ahead, 4), least=0.0)
    if len(found) > 1:
        each = {size: found[size]["ours"]["seconds"] / size for size in (min(found), max(found))}
        bars["growth_of_seconds_a_report"] = Bar(figure=round(each[max(found)] / each[min(found)], 3), most=GROWTH_MOST)
    return bars


def _ratio(sides: dict[str, dict[str, Any]]) -> float:
    return round(float(sides["splink"]["seconds"]) / float(sides["ours"]["seconds"]), 2)


def main() -> None:
    """Run and tell."""
    if sys.argv[1:2] == ["--ours"]:
        bench = harness.BENCH / "lib" / f"python{sys.version_info.major}.{sys.version_info.minor}" / "site-packages"
        sys.path.append(
            str(bench)
        )  # DuckDB and Numba are an extra: where only the core is installed they come from the peers' folder
        ours(Path(sys.argv[2]), Path(sys.argv[3]))
        return
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--reports", default=",".join(map(str, SIZES)))
    parser.add_argument("--rounds", type=int, default=2)
    args = parser.parse_args()
    result = Result(name="linkage_million")
    try:
        harness.bench_python()
        found = {size: measured(size, args.rounds) for size in (int(each) for each in args.reports.split(","))}
    except harness.PeerMissing as error:
        result.peers_missing = str(error)
        harness.finish(result)
    result.figures = {str(size): sides["ours"] for size, sides in found.items()}
    result.peers = {str(size): {"splink": sides["splink"]} for size, sides in found.items()}
    result.ratios = {str(size): _ratio(sides) for size, sides in found.items()}
    result.same_work = all(
        sides["ours"]["reports"] == sides["splink"]["reports"] == size for size, sides in found.items()
    )
    result.bars = bars_of(found)
    harness.finish(result)


if __name__ == "__main__":
    main()

"""What a ledger that a stranger can check costs: appending, proving, auditing, beside bare SQLite, pymerkle 7 and hashlib.

Appends are durable (WAL, FULL) with tree, tiles and head in each commit; a leaf's own hash is made when its act is kept, and a
checkpoint is signed once an hour. The peer inserts the same rows and hashes nothing. Proofs are made from the stored tiles of a
log that was just opened, at three sizes; pymerkle may keep its cache. Sides take turns, 15 rounds, CPU seconds; the ratio of
each round, its median and quartiles; wall is told beside.
Run: `.venv/bin/python benchmarks/ledger.py [--leaves 1000000]`
"""

from __future__ import annotations

import argparse
import contextlib
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import harness

ROUNDS = 15
BATCHES = {1: 40, 100: 10, 1000: 4}
LEAST = {100: 0.5, 1000: 0.75}
OURS_AT_ONCE = 10
PEER_AT_ONCE = {"sqlite": 1, "memory": 10}
SECONDS_MAX = 270


class Asked:
    """A process that answers one JSON line to each command."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        """Speak to it over its pipes."""
        self._process = process

    def __call__(self, name: str, *values: object) -> dict[str, Any]:
        """Ask, and return the answer."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps([name, *values]) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"{name}: no answer")
        return dict(json.loads(line))


@contextlib.contextmanager
def asked(command: list[str], env: dict[str, str]) -> Iterator[Asked]:
    """Run a process until the block ends."""
    process = subprocess.Popen(
        command,
        cwd=harness.ROOT,
        env=harness.environment(env),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield Asked(process)
    finally:
        process.terminate()
        process.wait(20)


def quartiles(values: list[float]) -> dict[str, float]:
    """Return median and quartiles."""
    low, middle, high = statistics.quantiles(values, n=4)
    return {"median": round(middle, 3), "quartiles": [round(low, 3), round(high, 3)]}  # type: ignore[dict-item]


def appends(box: Asked, result: harness.Result) -> None:
    """Let both sides append the same rows in turn."""
    for batch, batches in BATCHES.items():
        harness.say(f"ledger: appending in batches of {batch}, {ROUNDS} rounds")
        box("appends", batch, batches, True)  # the first one opens files
        rounds = [box("appends", batch, batches, number % 2 == 0) for number in range(ROUNDS)]
        ratios = {
            unit: quartiles([one["bare"][unit] / one["ours"][unit] for one in rounds]) for unit in ("cpu", "wall")
        }
        ours = statistics.median(one["ours"]["wall"] for one in rounds)
        result.figures[f"appends, batch {batch}"] = {
            "durable_per_second": round(batch * batches / ours),
            "cpu_us_each": round(statistics.median(one["ours"]["cpu"] for one in rounds) / batch / batches * 1e6, 1),
            "ratio_cpu": ratios["cpu"],
            "ratio_wall": ratios["wall"],
        }
        result.ratios[f"append cpu, batch {batch}, beside a bare insert"] = ratios["cpu"]["median"]
        if batch in LEAST:
            result.bars[f"append_ratio_{batch}"] = harness.Bar(figure=ratios["cpu"]["median"], least=LEAST[batch])


def proofs(box: Asked, peer: Asked, sizes: list[int], result: harness.Result) -> bool:
    """Grow all logs to each size and prove in turn; return whether all have the same roots."""
    same, medians = True, {}
    for size in sizes:
        harness.say(f"ledger: {size} leaves, {ROUNDS} rounds of proofs")
        roots = {box("grow", size)["root"], *peer("grow", size).values()}
        same = same and len(roots) == 1
        ours, theirs = [], {"sqlite": [], "memory": []}  # type: ignore[var-annotated]
        for number in range(ROUNDS):
            ours.append(box("proofs", size, OURS_AT_ONCE, number)["cpu"] / OURS_AT_ONCE)
            for kind, seen in theirs.items():
                count = PEER_AT_ONCE[kind]
                seen.append(peer("proofs", kind, size, count, number)["cpu"] / count)
        medians[size] = statistics.median(ours)
        result.figures[f"proof, {size} leaves"] = {
            "cpu_ms": round(medians[size] * 1e3, 3),
            "quartiles_ms": [round(one * 1e3, 3) for one in statistics.quantiles(ours, n=4)[::2]],
        }
        for kind, seen in theirs.items():
            result.peers[f"pymerkle 7, {kind}, {size} leaves"] = {
                "cpu_ms": round(statistics.median(seen) * 1e3, 3),
                "quartiles_ms": [round(one * 1e3, 3) for one in statistics.quantiles(seen, n=4)[::2]],
            }
            result.ratios[f"proof cpu, {size} leaves, beside pymerkle {kind}"] = round(
                statistics.median(seen) / medians[size], 2
            )
    largest = sizes[-1]
    result.bars["proof_cpu_ms"] = harness.Bar(figure=round(medians[largest] * 1e3, 3), most=2.0)
    flat = round(max(medians.values()) / min(medians.values()), 2)
    result.bars["proof_flat_times"] = harness.Bar(figure=flat, most=3.0)
    times = result.ratios[f"proof cpu, {largest} leaves, beside pymerkle sqlite"]
    result.bars["proof_times_less_than_pymerkle_sqlite"] = harness.Bar(figure=times, least=50)
    return same


def audits(box: Asked, size: int, result: harness.Result) -> bool:
    """Audit the whole log beside a tree of the same entries in memory; return whether the roots are the same."""
    harness.say(f"ledger: auditing {size} leaves beside a plain hashlib tree")
    rounds = [(box("audit"), box("hash_tree", size)) for _ in range(3)]
    ratio = quartiles([ours["cpu"] / plain["cpu"] for ours, plain in rounds])
    result.figures["audit"] = {
        "leaves": size,
        "cpu_seconds": round(statistics.median(ours["cpu"] for ours, _ in rounds), 2),
        "wall_seconds": round(statistics.median(ours["wall"] for ours, _ in rounds), 2),
        "times_a_hash_tree": ratio,
    }
    result.peers["a plain hashlib tree"] = {
        "cpu_seconds": round(statistics.median(plain["cpu"] for _, plain in rounds), 2)
    }
    result.ratios["audit cpu beside a plain hashlib tree"] = ratio["median"]
    result.bars["audit_times_a_hash_tree"] = harness.Bar(figure=ratio["median"], most=2.5)
    return len({one["root"] for both in rounds for one in both}) == 1


def main() -> None:
    """Run everything and print the line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--leaves", type=int, default=1_000_000)
    largest = parser.parse_args().leaves
    began = time.monotonic()
    result = harness.Result(name="ledger")
    with harness.folder("ledger") as folder:
        homes = [folder / "appends", folder / "log"]
        for home in homes:
            home.mkdir()
        ours = [str(harness.PYTHON), "-m", "benchmarks.ledger_box"]
        env = {"DJANGO_SETTINGS_MODULE": "haal.config", "DATABASE_URL": ""}
        try:
            theirs = [str(harness.bench_python()), "benchmarks/peers/ledger_pymerkle.py", str(folder)]
            with asked(ours, {**env, "HAAL_HOME": str(homes[0])}) as box:
                appends(box, result)
            with asked(ours, {**env, "HAAL_HOME": str(homes[1])}) as box:
                with asked(theirs, {}) as peer:
                    same = proofs(box, peer, [largest // 100, largest // 10, largest], result)
                result.figures["proof file"] = told = box("proof_file")
                result.bars["proof_file_bytes"] = harness.Bar(figure=told["bytes"], most=1500)
                result.same_work = audits(box, largest, result) and same
        except harness.PeerMissing as error:
            result.peers_missing = str(error)
    result.figures["whole_seconds"] = round(time.monotonic() - began, 1)
    result.bars["whole_seconds"] = harness.Bar(figure=round(time.monotonic() - began, 1), most=SECONDS_MAX)
    harness.finish(result)


if __name__ == "__main__":
    main()

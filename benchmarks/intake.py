"""How many reports a second one small box takes in, and how long a person waits for the receipt.

64 people send reports with names, numbers and places to `haal up` for 30 seconds: SQLite FULL, sealing on, ledger and
clock running. Beside it, alternating in the same run, a Django project on its default SQLite settings with the same
endpoint and the same rows, but nothing sealed (benchmarks/peers/django_default.py). Then every accepted report is looked
for in both databases. Run: `.venv/bin/python benchmarks/intake.py`
"""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import box as boxes
from benchmarks import harness

CLIENTS = 64
ROUNDS = 2
ROUND_SECONDS = 15.0
THREADS = 8
PER_SECOND_MIN = 100
P99_SECONDS_MAX = 1.0


@dataclass
class Side:
    """What was seen on one side over all rounds."""

    accepted: list[str] = field(default_factory=list)
    refused: Counter[str] = field(default_factory=Counter)
    latencies: list[float] = field(default_factory=list)
    seconds: float = 0.0

    def add(self, seen: dict[str, Any]) -> None:
        """Add one round."""
        self.accepted += seen["accepted"]
        self.refused.update(seen["refused"])
        self.latencies += seen["latencies"]
        self.seconds += seen["seconds"]

    def figures(self) -> dict[str, object]:
        """Return the figures of this side."""
        sent = len(self.accepted) + self.refused.total()
        return {
            "accepted": len(self.accepted),
            "accepted_per_second": round(len(self.accepted) / self.seconds, 1),
            "refused": self.refused.total(),
            "refused_share": round(self.refused.total() / max(sent, 1), 3),
            "refusals": dict(self.refused),
            "p50_seconds": round(harness.percentile(self.latencies, 0.5), 3),
            "p99_seconds": round(harness.percentile(self.latencies, 0.99), 3),
            "seconds": round(self.seconds, 1),
        }


@contextlib.contextmanager
def peer(folder: Path, *, port: int) -> Iterator[None]:
    """Serve the peer: gunicorn, one worker, as many threads as ours."""
    python = harness.bench_python()
    env = {"PEER_HOME": str(folder), "PYTHONPATH": str(harness.ROOT / "benchmarks" / "peers")}
    make_tables = [str(python), "-c", "import django_default"]
    subprocess.run(make_tables, env={**os.environ, **env, "PEER_MAKE_TABLES": "1"}, check=True)
    command = [
        str(python),
        "-m",
        "gunicorn",
        "-w",
        "1",
        "-k",
        "gthread",
        "--threads",
        str(THREADS),
        "--log-level",
        "error",
    ]
    command += ["--bind", f"127.0.0.1:{port}", "django_default:application"]
    with harness.server(command, url=f"http://127.0.0.1:{port}/healthz", env=env, log=folder / "peer.log"):
        yield


def alternate(ours: Side, theirs: Side, *, box: boxes.Box, folder: Path) -> None:
    """Let both sides take turns under the same load; the other side rests meanwhile."""
    ports = harness.free_port(), harness.free_port()
    with box.serve(ports[0]), peer(folder, port=ports[1]):
        for number in range(ROUNDS):
            for side, name, port, path in (
                (ours, "haal", ports[0], "/api/v1/reports"),
                (theirs, "django", ports[1], "/reports"),
            ):
                harness.say(f"intake: round {number + 1} of {ROUNDS}, {name}, {ROUND_SECONDS:.0f} s, {CLIENTS} people")
                out = folder / f"{name}-{number}.json"
                prefix = f"{name}-{number}"
                side.add(
                    harness.load(port=port, path=path, clients=CLIENTS, seconds=ROUND_SECONDS, prefix=prefix, out=out)
                )


def kept_by_peer(folder: Path) -> Counter[str]:
    """Return how often each mark stands in the peer's database."""
    with contextlib.closing(sqlite3.connect(folder / "peer.sqlite3")) as connection:
        rows = connection.execute("SELECT answers FROM peer_report").fetchall()
    return Counter(json.loads(row[0])["saw"].rsplit(" ", 1)[-1] for row in rows)


def once_each(accepted: list[str], kept: Counter[str]) -> dict[str, int]:
    """Return how many accepted reports are there once, missing, or doubled."""
    return {
        "accepted": len(accepted),
        "kept_once": sum(1 for mark in accepted if kept[mark] == 1),
        "lost": sum(1 for mark in accepted if kept[mark] == 0),
        "doubled": sum(1 for count in kept.values() if count > 1),
    }


def main() -> None:
    """Run both sides and print the line."""
    result = harness.Result(name="intake")
    ours, theirs = Side(), Side()
    with harness.folder("intake") as folder:
        box = boxes.make(folder / "haal")
        try:
            harness.bench_python()
            alternate(ours, theirs, box=box, folder=folder)
            harness.say("intake: reading back what was accepted")
            told = box.read_back()
            kept, kept_theirs = (
                once_each(ours.accepted, Counter(told["marks"])),
                once_each(theirs.accepted, kept_by_peer(folder)),
            )
        except harness.PeerMissing as error:
            result.peers_missing = str(error)
            harness.finish(result)
        finally:
            boxes.close(box)
    beside = {name: told[name] for name in ("sealed", "audit_rows", "acts", "synchronous", "journal_mode")}
    result.figures = {**ours.figures(), "clients": CLIENTS, "read_back": kept, **beside}
    result.peers = {"django default SQLite, gunicorn, nothing sealed": {**theirs.figures(), "read_back": kept_theirs}}
    result.ratios = {
        "accepted_per_second": _ratio("accepted_per_second", ours, theirs),
        "p99": _ratio("p99_seconds", ours, theirs),
    }
    result.same_work = (
        kept["lost"] == kept["doubled"] == kept_theirs["lost"] == kept_theirs["doubled"] == 0 < kept_theirs["kept_once"]
    )
    result.bars = {
        "accepted_per_second": harness.Bar(
            figure=float(str(result.figures["accepted_per_second"])), least=PER_SECOND_MIN
        ),
        "p99_seconds": harness.Bar(figure=float(str(result.figures["p99_seconds"])), most=P99_SECONDS_MAX),
        "refused": harness.Bar(figure=ours.refused.total(), most=0),
        "lost": harness.Bar(figure=kept["lost"], most=0),
        "doubled": harness.Bar(figure=kept["doubled"], most=0),
        "sealed_share": harness.Bar(figure=told["sealed"] / max(len(told["marks"]), 1), least=1),
        "synchronous_full": harness.Bar(figure=told["synchronous"], least=2),
    }
    harness.finish(result)


def _ratio(name: str, ours: Side, theirs: Side) -> float:
    """Return ours divided by theirs."""
    return round(float(str(ours.figures()[name])) / max(float(str(theirs.figures()[name])), 0.001), 2)


if __name__ == "__main__":
    main()

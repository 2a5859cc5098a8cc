"""Kills the sequencer hundreds of times while acts arrive, and asks afterwards: has each act one place, is all signed there?

The sequencer does nothing but give places and publish, on a clock that runs fast, so that each of its steps is often the
one in which it dies. The next one begins in the same hour or in a later one. In the end the product audits itself, and the
files are read without it: every root is computed again from the leaves, every checkpoint that anybody was shown is held
against it. How often a kill fell between two steps is told, so that one sees that it happened.
Run: `.venv/bin/python campaigns/sequencer_kill.py [--kills 500]`; ends with one JSON line, exit 1 when anything was wrong.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import harness

from haal.ledger import checkpoint, frontier, merkle, note
from haal.ledger.frontier import Frontier
from haal.ledger.note import SigningKey

TICKS_MAX = 3  # that a sequencer lives through, before it is killed within the next
HOURS_BETWEEN = 500  # more than one can live through
NONE_OF = ("lost", "not_once", "two_of_a_size", "signed_lost", "signed_wrong", "fell_by_itself")


@dataclass
class Shown:
    """What the world was shown: every published note by its size, and how often two of one size differed."""

    notes: dict[int, str] = field(default_factory=dict)
    two_of_a_size: int = 0

    def see(self, text: str) -> None:
        """Look at one published note."""
        size = checkpoint.parsed(note.parted(text)[0]).size
        self.two_of_a_size += self.notes.setdefault(size, text) != text


@dataclass
class Sequencers:
    """The process that forks sequencers, and what was seen of them. `tick_seconds`: how long the last tick took."""

    process: subprocess.Popen[str]
    home: Path
    tick_seconds: float = 0.02
    shown: Shown = field(default_factory=Shown)
    fell_by_itself: int = 0
    between: Counter[str] = field(default_factory=Counter)

    def kill_one(self, hour: int, chance: random.Random) -> bool:
        """Let one begin in this hour and kill it at a random moment; return whether it was at work until then."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{hour}\n")
        self.process.stdin.flush()
        pid, left, begun, aimed = 0, chance.randint(0, TICKS_MAX), False, False
        while "ended" not in (line := self._read()):
            pid = line.get("pid", pid)
            if "published" in line:
                self.shown.see(line["published"])
            begun = begun or "begins" in line  # it and its number come from two processes, in either order
            if "tick" in line:
                self.tick_seconds, left = line["tick"], left - 1
            if pid and begun and left <= 0 and not aimed:
                aimed = True
                threading.Timer(chance.uniform(0.0, self.tick_seconds), _kill, [pid]).start()
        self.fell_by_itself += line["ended"] != -signal.SIGKILL
        self._look()
        return bool(line["ended"] == -signal.SIGKILL)

    def _look(self) -> None:
        """See what a stranger sees now, and between which steps it fell. The ledger is read in a copy: who comes next repairs it."""
        public = self.home / "public" / "checkpoint"
        text = public.read_text("utf-8") if public.is_file() else ""
        if text:
            self.shown.see(text)
        copy = self.home.parent / "copy"
        shutil.rmtree(copy, ignore_errors=True)
        copy.mkdir()
        for path in self.home.glob("ledger.sqlite3*"):
            if not path.name.endswith("-shm"):
                shutil.copy(path, copy / path.name)
        with closing(sqlite3.connect(copy / "ledger.sqlite3")) as ledger:
            kept = ledger.execute("SELECT note FROM checkpoint ORDER BY size DESC LIMIT 1").fetchone()
            last = ledger.execute('SELECT act FROM leaf WHERE act IS NOT NULL ORDER BY "index" DESC LIMIT 1').fetchone()
        self.between["signed_not_published"] += kept is not None and kept[0] != text
        if last:
            with closing(sqlite3.connect(self.home / "haal.sqlite3")) as main:
                place = main.execute('SELECT "index" FROM act WHERE id = ?', last).fetchone()
            self.between["leaf_without_place"] += place == (None,)

    def _read(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        line: dict[str, Any] = json.loads(self.process.stdout.readline() or '{"ended": 1}')
        return line


@dataclass
class Arrivals:
    """Reads what the process of the tellers says."""

    process: subprocess.Popen[str]
    received: list[str] = field(default_factory=list)

    def run(self) -> None:
        """Read until it ends."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.received.append(json.loads(line)["received"])


def campaign(*, kills: int, seed: int, folder: Path) -> dict[str, Any]:
    """Run it in `folder` and return what was found."""
    started = time.monotonic()
    home = folder / "home"
    subprocess.run(_command("prepare"), cwd=harness.ROOT, env=_environment(home), check=True)
    chance = random.Random(seed)
    killed, hour = 0, 0
    with _running(home, "arrive", str(seed)) as arriving, _running(home, "serve") as serving:
        arrivals, them = Arrivals(arriving), Sequencers(serving, home)
        reader = threading.Thread(target=arrivals.run, daemon=True)
        reader.start()
        while not arrivals.received and reader.is_alive():
            time.sleep(0.01)
        for number in range(kills):
            killed += them.kill_one(hour, chance)
            hour += chance.choice((0, HOURS_BETWEEN))
            if number % 50 == 49:
                harness.say(f"sequencer: {number + 1} of {kills}, {len(arrivals.received)} acts, {dict(them.between)}")
        assert arriving.stdin is not None
        arriving.stdin.close()
        reader.join(30)
    command = _command("finish", str(hour + 2 * HOURS_BETWEEN))
    done = subprocess.run(command, cwd=harness.ROOT, env=_environment(home), check=True, capture_output=True, text=True)
    return {
        "name": "sequencer_kill",
        "kills": killed,
        "seed": seed,
        "received": len(arrivals.received),
        "checkpoints_shown": len(them.shown.notes),
        "two_of_a_size": them.shown.two_of_a_size,
        "fell_by_itself": them.fell_by_itself,
        "fell_between": dict(them.between),
        **_judge(home, received=arrivals.received, shown=them.shown),
        "audit": json.loads(done.stdout),
        "seconds": round(time.monotonic() - started, 1),
    }


def holds(found: dict[str, Any]) -> bool:
    """Return whether nothing was lost, doubled or signed wrongly, and the campaign was one."""
    audit = found["audit"]
    return (
        not any(found[name] for name in NONE_OF)
        and audit["problems"] == []
        and audit["waiting"] == 0
        and found["received"] > 0
        and found["checkpoints_shown"] > 0
    )


def _judge(home: Path, *, received: list[str], shown: Shown) -> dict[str, Any]:
    """Return what the files say without the product."""
    with closing(sqlite3.connect(home / "haal.sqlite3")) as main:
        acts = list(main.execute('SELECT id, subject, "index" FROM act'))
    with closing(sqlite3.connect(home / "ledger.sqlite3")) as ledger:
        leaves = list(ledger.execute('SELECT "index", data, act FROM leaf ORDER BY "index"'))
        kept = dict(ledger.execute("SELECT size, note FROM checkpoint"))
    placed = Counter(act for _index, _data, act in leaves if act is not None)
    places = {act: index for index, _data, act in leaves if act is not None}
    roots = _roots([merkle.leaf_hash(bytes(data)) for _index, data, _act in leaves], sorted(kept))
    key = SigningKey.parse((home / "keys" / "ledger.key").read_text("utf-8")).verify_key
    told = {subject for _act, subject, _index in acts}
    return {
        "acts": len(acts),
        "leaves": len(leaves),
        "checkpoints": len(kept),
        "lost": sum(1 for report_id in received if report_id not in told),
        "not_once": sum(1 for act, _subject, index in acts if placed[act] != 1 or places[act] != index)
        + sum(1 for number, (index, _data, _act) in enumerate(leaves) if number != index),
        "signed_lost": sum(1 for size, text in shown.notes.items() if kept.get(size) != text),
        "signed_wrong": sum(1 for size, text in kept.items() if checkpoint.opened(text, [key]).root != roots.get(size)),
    }


def _roots(hashes: list[bytes], sizes: list[int]) -> dict[int, bytes]:
    """Return the root at each of these sizes, computed from the leaves alone."""
    tree, found = Frontier(), {}
    for size in sizes:
        if size <= len(hashes):
            tree, _rows = frontier.grown(tree, hashes[tree.size : size])
            found[size] = tree.root
    return found


def _kill(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


@contextlib.contextmanager
def _running(home: Path, *words: str) -> Iterator[subprocess.Popen[str]]:
    pipe, env = subprocess.PIPE, _environment(home)
    process = subprocess.Popen(_command(*words), cwd=harness.ROOT, env=env, stdin=pipe, stdout=pipe, text=True)
    try:
        yield process
    finally:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.close()
        process.wait(30)
        process.stdout.close()


def _command(*words: str) -> list[str]:
    return [sys.executable, "-m", "campaigns.sequencer_box", *words]


def _environment(home: Path) -> dict[str, str]:
    return harness.environment({"HAAL_HOME": str(home), "DJANGO_SETTINGS_MODULE": "haal.config", "DATABASE_URL": ""})


def main() -> int:
    """Run the campaign and print its line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--kills", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    with harness.folder("sequencer") as folder:
        found = campaign(kills=args.kills, seed=args.seed, folder=folder)
    print(json.dumps({**found, "ok": holds(found)}))
    return 0 if holds(found) else 1


if __name__ == "__main__":
    sys.exit(main())

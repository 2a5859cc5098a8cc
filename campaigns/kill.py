"""Kills the box again and again while people send reports, and asks afterwards: is every receipt's report there, once?

Each kill is a SIGKILL at a random moment under load, of the parent alone, of the worker alone, or of the whole group in turn.
Whoever lost the answer sends again with the same key, as every form and program does. It cannot speak about power cuts:
a killed process loses nothing that the kernel already holds (docs/explanation/durability.md).
Run: `.venv/bin/python campaigns/kill.py [--kills 60]`; ends with one JSON line, exit 1 when anything was lost or doubled.
"""

from __future__ import annotations

import argparse
import contextlib
import fcntl
import http.client
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import box as boxes
from benchmarks import client, harness

PEOPLE = 8
TARGETS = ("parent", "worker", "group")
ALL_DEAD_SECONDS_MAX = 10.0
UP_SECONDS_MAX = 60.0
LAST_REPORT_SECONDS_MAX = 60.0


@dataclass
class Load:
    """People who send one report after another and send again until they have a receipt."""

    port: int
    acknowledged: list[str] = field(default_factory=list)
    sent_again: int = 0
    refused: Counter[int] = field(default_factory=Counter)
    over: threading.Event = field(default_factory=threading.Event)
    given_up: threading.Event = field(default_factory=threading.Event)

    def start(self) -> list[threading.Thread]:
        """Let everybody begin."""
        threads = [threading.Thread(target=self._person, args=(number,), daemon=True) for number in range(PEOPLE)]
        for thread in threads:
            thread.start()
        return threads

    def _person(self, number: int) -> None:
        count = 0
        while not self.over.is_set():
            mark = f"kill-{number:02}-{count:06}"
            count += 1
            while not self._send(mark) and not self.given_up.is_set():
                self.sent_again += 1
                time.sleep(0.05)

    def _send(self, mark: str) -> bool:
        """Send one report; True when the receipt arrived whole."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            headers = {"Content-Type": "application/json", "Idempotency-Key": f"campaign-{mark}"}
            connection.request("POST", "/api/v1/reports", client.body(mark), headers)
            answer = connection.getresponse()
            receipt = json.loads(answer.read())
        except (OSError, http.client.HTTPException, ValueError):
            return False
        finally:
            connection.close()
        if answer.status not in {200, 201} or not receipt.get("words"):
            self.refused[answer.status] += 1
            return False
        self.acknowledged.append(mark)
        return True


@dataclass
class Watch:
    """Looks ten times a second how many processes of ours hold the database open for pages; more than one is a fault."""

    box: boxes.Box
    sessions: set[int] = field(default_factory=set)
    writers_max: int = 0
    over: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        """Look until told to stop."""
        while not self.over.wait(0.1):
            self.writers_max = max(self.writers_max, len(self.writers()))

    def writers(self) -> set[int]:
        """Return the living processes of our servers that hold the database open."""
        return {pid for pid in living(self.sessions) if holds_open(pid, self.box.home / "haal.sqlite3")}


def living(sessions: set[int]) -> set[int]:
    """Return the processes of these sessions that are not dead."""
    found = set()
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        with contextlib.suppress(OSError, IndexError, ValueError):
            fields = (entry / "stat").read_text().rsplit(")", 1)[1].split()
            if int(fields[3]) in sessions and fields[0] not in "ZX":
                found.add(int(entry.name))
    return found


def holds_open(pid: int, path: Path) -> bool:
    """Return whether a process has the file open."""
    with contextlib.suppress(OSError):
        return any(handle.readlink() == path for handle in Path(f"/proc/{pid}/fd").iterdir())
    return False


def lock_is_free(home: Path) -> bool:
    """Return whether no worker holds the data folder."""
    with (home / "worker.lock").open("a") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
    return True


@dataclass
class Box:
    """The box under fire: starts it, kills one part of it, and sees that nothing of it lives on."""

    box: boxes.Box
    port: int
    watch: Watch
    process: subprocess.Popen[bytes] | None = None
    survivors: int = 0
    second_started: int = 0

    def up(self) -> None:
        """Start it and wait until it answers."""
        with self.box.log.open("ab") as sink:
            self.process = subprocess.Popen(
                self.box.up(self.port),
                cwd=harness.ROOT,
                env=harness.environment(self.box.env),
                stdout=sink,
                stderr=sink,
                start_new_session=True,
            )
        self.watch.sessions.add(self.process.pid)
        url = f"http://127.0.0.1:{self.port}/healthz"
        harness.wait_for(url, process=self.process, log=self.box.log, seconds=UP_SECONDS_MAX)

    def try_second(self) -> None:
        """Start it a second time beside the first: it has to refuse."""
        command = self.box.up(harness.free_port())
        with contextlib.suppress(subprocess.TimeoutExpired):
            done = subprocess.run(
                command,
                cwd=harness.ROOT,
                env=harness.environment(self.box.env),
                capture_output=True,
                timeout=20,
                check=False,
            )
            if done.returncode != 0:
                return
        self.second_started += 1

    def kill(self, target: str) -> None:
        """Kill one part; all of it has to be gone soon after, by itself."""
        assert self.process is not None
        parent = self.process.pid
        workers = [pid for pid in living({parent}) if pid != parent and holds_open(pid, self.box.home / "worker.lock")]
        if target == "group":
            os.killpg(parent, signal.SIGKILL)
        else:
            os.kill(parent if target == "parent" or not workers else workers[0], signal.SIGKILL)
        until = time.monotonic() + ALL_DEAD_SECONDS_MAX
        while time.monotonic() < until:
            self.process.poll()
            if not living({parent}) and lock_is_free(self.box.home):
                self.process.wait(ALL_DEAD_SECONDS_MAX)
                return
            time.sleep(0.02)
        self.survivors += len(living({parent}))
        harness.stop(self.process)


def campaign(
    *, kills: int, seed: int, folder: Path, wait_seconds: tuple[float, float], opened: boxes.Opener = boxes.opened
) -> dict[str, object]:
    """Run it and return what was found."""
    with opened(folder / "haal") as box:
        return _campaign(box, kills=kills, seed=seed, wait_seconds=wait_seconds)


def _campaign(box: boxes.Box, *, kills: int, seed: int, wait_seconds: tuple[float, float]) -> dict[str, object]:
    chance = random.Random(seed)
    load = Load(port=harness.free_port())
    watch = Watch(box=box)
    fired = Box(box=box, port=load.port, watch=watch)
    threading.Thread(target=watch.run, daemon=True).start()
    started = time.monotonic()
    fired.up()
    people = load.start()
    for number in range(kills):
        time.sleep(chance.uniform(*wait_seconds))
        if number == kills // 2:
            fired.try_second()
        fired.kill(TARGETS[number % len(TARGETS)])
        fired.up()
        if number % 10 == 9:
            harness.say(
                f"kill: {number + 1} of {kills}, {len(load.acknowledged)} receipts, {load.sent_again} sent again"
            )
    load.over.set()
    for person in people:
        person.join(LAST_REPORT_SECONDS_MAX)
    load.given_up.set()
    watch.over.set()
    assert fired.process is not None
    harness.stop(fired.process)
    told = box.read_back()
    audit = box.haal("ledger", "audit")
    kept = Counter(told["marks"])
    return {
        "name": "kill",
        "kills": kills,
        "seed": seed,
        "acknowledged": len(load.acknowledged),
        "sent_again": load.sent_again,
        "refused": dict(load.refused),
        "lost": sum(1 for mark in load.acknowledged if not kept[mark]),
        "doubled": sum(1 for count in kept.values() if count > 1),
        "kept_without_receipt": len(set(kept) - set(load.acknowledged)),
        "audit_rows": told["audit_rows"],
        "acts": told["acts"],
        "integrity": told["integrity"],
        "ledger": audit,
        "writers_max": watch.writers_max,
        "survivors": fired.survivors,
        "second_started": fired.second_started,
        "seconds": round(time.monotonic() - started, 1),
    }


def holds(found: dict[str, object]) -> bool:
    """Return whether nothing was lost, doubled, spoiled or written by two."""
    ledger = found["ledger"]
    assert isinstance(ledger, dict)
    none = ("lost", "doubled", "kept_without_receipt", "survivors", "second_started")
    return (
        all(found[name] == 0 for name in none)
        and found["writers_max"] == 1
        and found["integrity"] == "ok"
        and found["refused"] == {}
        and ledger["ok"] is True
        and int(str(found["acknowledged"])) > int(str(found["kills"]))
    )


def main() -> int:
    """Run the campaign and print its line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--kills", type=int, default=60)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    args = parser.parse_args()
    with harness.folder("kill") as folder:
        found = campaign(kills=args.kills, seed=args.seed, folder=folder, wait_seconds=(0.2, 2.0))
    ok = holds(found)
    print(json.dumps({**found, "ok": ok}))
    return 0 if ok else 1


if __name__ == "__main__":
    sys.exit(main())

"""Cuts the power of a busy box thousands of times, on paper, and asks after each cut whether every promise was kept.

A shim below SQLite writes down everything that the real services do to their files; then any moment of it is replayed as a
disk would be found: what a sync covered is there, of the rest any part, torn and reordered (campaigns/powercut_disk.py).
Every answered report must be there once, every checkpoint that anybody could read must agree with the stored log.
Two controls must fail, or the campaign does: the same box with `synchronous=NORMAL`, and a disk that lies about its syncs.
Run: `.venv/bin/python campaigns/powercut.py [--cuts 5000] [--seed N]` (needs gcc); one JSON line, exit 1 when anything broke.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import harness

from campaigns.powercut_check import COUNTS, Log, Told, look
from campaigns.powercut_disk import Disk, Step, steps
from haal.ledger import checkpoint, note
from haal.ledger.note import SigningKey

SHIM = Path(__file__).with_name("powercut_shim.c")
CUTS_A_RECORD = 500
REPORTS = 300  # in each record
GOES_ON_A_RECORD = 12  # boxes that the product itself opens again
CONTROLS = ("normal", "lying")
HARD = frozenset("MSRUT")  # right behind these a cut hurts most
PUBLISHED = b"public/checkpoint"


class NoCompiler(Exception):
    """There is no gcc, or it cannot build the shim; the text says which."""


@dataclass(frozen=True, kw_only=True)
class Task:
    """One record to make and to cut: `control` empty, or the name of what is wrong on purpose."""

    number: int
    seed: int
    cuts: int
    reports: int
    goes_on: int
    folder: Path
    control: str = ""

    @property
    def home(self) -> Path:
        """Return where the box of this record lies."""
        return self.folder / f"record-{self.control}{self.number}"


def build_shim(folder: Path) -> Path:
    """Compile the shim and return its path. Raises NoCompiler."""
    compiler = shutil.which("gcc")
    if compiler is None:
        raise NoCompiler("gcc is not on this machine: install gcc and libc6-dev")
    made = folder / "shim.so"
    command = [compiler, "-O1", "-Wall", "-shared", "-fPIC", "-o", str(made), str(SHIM), "-ldl", "-lpthread"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise NoCompiler(f"gcc cannot build the shim: {done.stderr.strip()[-300:]}")
    return made


def campaign(*, cuts: int, seed: int, folder: Path, reports: int = REPORTS, jobs: int = 2) -> dict[str, Any]:
    """Run it in `folder` and return what was found."""
    started = time.monotonic()
    build_shim(folder)
    subprocess.run(_box("prepare"), cwd=harness.ROOT, env=_environment(folder / "base"), check=True)
    records = max(1, -(-cuts // CUTS_A_RECORD))
    shares = [cuts // records + (number < cuts % records) for number in range(records)]
    plain = Task(number=0, seed=seed, cuts=0, reports=reports, goes_on=min(GOES_ON_A_RECORD, shares[0]), folder=folder)
    tasks = [
        replace(plain, number=number, seed=seed * 1000 + number, cuts=share) for number, share in enumerate(shares)
    ]
    weak = replace(plain, seed=seed, cuts=max(30, cuts // 20), goes_on=0)
    tasks += [replace(weak, control=control) for control in CONTROLS]
    with ProcessPoolExecutor(max_workers=jobs, mp_context=get_context("spawn")) as workers:
        found = list(workers.map(_told_of, tasks))
    return _sum(found, seed=seed, seconds=time.monotonic() - started)


def holds(found: dict[str, Any]) -> bool:
    """Return whether every promise was kept, the record was whole, and both controls failed as they must."""
    return (
        not any(found[name] for name in COUNTS)
        and found["records_whole"]
        and not found["goes_on_bad"]
        and found["cuts"] > 0 < found["checkpoints"]
        and all(one["lost_reports"] and one["signed_lost"] for one in found["controls"].values())
    )


def _told_of(task: Task) -> dict[str, Any]:
    task.home.mkdir()
    trace = _record(task)
    done = list(steps(trace))
    found = {"control": task.control, "steps": len(done), "whole": _is_whole(task, done), **_cut(task, done)}
    shutil.rmtree(task.home)
    harness.say(
        f"powercut: record {task.control or task.number}, {len(done)} calls, {task.cuts} cuts: {found['broken'] or 'kept'}"
    )
    return found


def _record(task: Task) -> Path:
    """Let the box do its work under the shim and return the record."""
    home, trace = task.home / "home", task.home / "trace"
    shutil.copytree(task.folder / "base", home)
    env = _environment(home) | {
        "LD_PRELOAD": str(task.folder / "shim.so"),
        "POWERCUT_HOME": str(home),
        "POWERCUT_TRACE": str(trace),
        "POWERCUT_SYNCHRONOUS": "NORMAL" if task.control == "normal" else "",
    }
    command = _box("load", str(task.reports), str(task.seed))
    subprocess.run(command, cwd=harness.ROOT, env=env, check=True, timeout=300)
    return trace


def _is_whole(task: Task, done: list[Step]) -> bool:
    """Return whether the record, replayed to its end, gives the very bytes that lie in the real folder."""
    disk = Disk(task.folder / "base")
    for step in done:
        disk.do(step)
    real = {
        str(path.relative_to(task.home / "home")): path for path in (task.home / "home").rglob("*") if path.is_file()
    }
    real = {name: path for name, path in real.items() if not name.endswith("-shm")}
    made = disk.whole()
    return made.keys() == real.keys() and all(made[name] == path.read_bytes() for name, path in real.items())


def _cut(task: Task, done: list[Step]) -> dict[str, Any]:
    """Cut the power at so many moments of one record; return what was broken, and what the product says of a sample.

    `asked` counts the answered reports that were looked for, over all cuts: what `lost_reports` is a part of.
    """
    chance = random.Random(f"{task.seed}-{task.control}")
    moments = Counter(_moments(done, task.cuts, chance))
    sample = set(chance.sample(sorted(moments), min(task.goes_on, len(moments))))
    disk = Disk(task.folder / "base", lies=task.control == "lying")
    key = SigningKey.parse((task.folder / "base" / "keys" / "ledger.key").read_text("utf-8")).verify_key
    log, told, broken, bad, asked = Log(key=key), Told(), Counter[str](), [], 0
    with _product(task) as product:
        for number, step in enumerate(done, start=1):
            disk.do(step)
            _hear(step, disk, told)
            for _again in range(moments[number]):
                files = disk.cut(chance)
                asked += len(told.received)
                _write(task.home / "found", files)
                broken.update(look(task.home / "found", told=told, log=log))
                if number in sample:
                    _write(task.home / "after", files)
                    bad += [] if product is None else product.goes_on(told)
    return {
        "cuts": moments.total(),
        "goes_on": sum(moments[number] for number in sample),
        "goes_on_bad": bad,
        "received": len(told.received),
        "asked": asked,
        "checkpoints": len(told.notes),
        "broken": dict(broken),
    }


def _moments(done: list[Step], cuts: int, chance: random.Random) -> Iterator[int]:
    """Yield after how many steps the power is cut: half of them anywhere, half right behind what hurts."""
    hard = [number for number, step in enumerate(done, start=1) if step.op in HARD]
    for number in range(cuts):
        if number % 2:
            yield min(len(done), chance.choice(hard) + chance.randrange(3))
        else:
            yield chance.randint(1, len(done))


def _hear(step: Step, disk: Disk, told: Told) -> None:
    if step.op == "M":
        told.hear(step.first.decode())
    elif step.op == "R" and step.second == PUBLISHED:
        text = (disk.read(PUBLISHED.decode()) or b"").decode()
        told.notes[checkpoint.parsed(note.parted(text)[0]).size] = text


def _write(folder: Path, files: dict[str, bytearray]) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


class Product:
    """The process that opens a box after a cut as the product does."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        """Speak to a process that has just begun."""
        self._process = process

    def goes_on(self, told: Told) -> list[str]:
        """Return what is wrong with the box that lies where it looks."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"received": told.received}) + "\n")
        self._process.stdin.flush()
        return list(json.loads(self._process.stdout.readline() or '["it ended"]'))


@contextlib.contextmanager
def _product(task: Task) -> Iterator[Product | None]:
    if not task.goes_on:
        yield None
        return
    env = _environment(task.home / "after")
    pipe = subprocess.PIPE
    with subprocess.Popen(_box("after"), cwd=harness.ROOT, env=env, stdin=pipe, stdout=pipe, text=True) as process:
        yield Product(process)
        assert process.stdin is not None
        process.stdin.close()


def _box(*words: str) -> list[str]:
    return [sys.executable, "-m", "campaigns.powercut_box", *words]


def _environment(home: Path) -> dict[str, str]:
    more = {"HAAL_HOME": str(home), "DJANGO_SETTINGS_MODULE": "haal.config", "DATABASE_URL": ""}
    return harness.environment(more)


def _sum(found: list[dict[str, Any]], *, seed: int, seconds: float) -> dict[str, Any]:
    """Return one answer for all records, and one for each control."""
    honest = [one for one in found if not one["control"]]
    broken: Counter[str] = Counter()
    for one in honest:
        broken.update(one["broken"])
    counted = {
        name: sum(one[name] for one in honest)
        for name in ("cuts", "steps", "received", "asked", "checkpoints", "goes_on")
    }
    bad = [problem for one in honest for problem in one["goes_on_bad"]]
    controls = {
        one["control"]: {
            "cuts": one["cuts"],
            "asked": one["asked"],
            **{name: one["broken"].get(name, 0) for name in COUNTS},
        }
        for one in found
        if one["control"]
    }
    return {
        "name": "powercut",
        "seed": seed,
        "records": len(honest),
        "records_whole": all(one["whole"] for one in found),
        **counted,
        **{name: broken[name] for name in COUNTS},
        "goes_on_bad": bad[:10],
        "controls": controls,
        "seconds": round(seconds, 1),
    }


def main() -> int:
    """Run the campaign and print its line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--cuts", type=int, default=5_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=min(2, os.cpu_count() or 1))
    args = parser.parse_args()
    with harness.folder("powercut") as folder:
        try:
            found = campaign(cuts=args.cuts, seed=args.seed, folder=folder, jobs=args.jobs)
        except NoCompiler as error:
            print(json.dumps({"name": "powercut", "ok": False, "error": str(error)}))
            return 1
    print(json.dumps({**found, "ok": holds(found)}))
    return 0 if holds(found) else 1


if __name__ == "__main__":
    sys.exit(main())

"""The one convention of every benchmark: ours and its peers in the same run, the same work, one JSON line at the end.

A benchmark builds a `Result` and ends with `finish(result)`: the last line on stdout is one JSON object with the keys
`name, figures, peers, ratios, same_work, bars, ok`; everything else goes to stderr; exit 1 when a bar is not met, the two
sides did not do the same work, or a peer cannot be had (then `peers` says why). Peers live in `.venv-bench`, installed by
hash from requirements-bench.lock; nothing of Haal imports them.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
PYTHON = ROOT / ".venv" / "bin" / "python"
BENCH = ROOT / ".venv-bench"
LOCK = ROOT / "requirements-bench.lock"
LOOPBACK = "127.0.0.1"


class PeerMissing(Exception):
    """A peer cannot be installed or started; the text says why."""


@dataclass(frozen=True, kw_only=True)
class Bar:
    """A promise with a number: `figure` must be at least `least`, or at most `most`."""

    figure: float
    least: float | None = None
    most: float | None = None

    @property
    def met(self) -> bool:
        """Return whether the promise holds."""
        return (self.least is None or self.figure >= self.least) and (self.most is None or self.figure <= self.most)

    def as_dict(self) -> dict[str, object]:
        """Return the bar as the JSON line shows it."""
        limit = {"least": self.least} if self.most is None else {"most": self.most}
        return {"figure": self.figure, **limit, "met": self.met}


@dataclass(kw_only=True)
class Result:
    """What a benchmark found."""

    name: str
    figures: dict[str, object] = field(default_factory=dict)
    peers: dict[str, object] = field(default_factory=dict)
    ratios: dict[str, float] = field(default_factory=dict)
    same_work: bool = False
    bars: dict[str, Bar] = field(default_factory=dict)
    peers_missing: str = ""

    @property
    def ok(self) -> bool:
        """Return whether everything holds."""
        return (
            self.same_work and not self.peers_missing and bool(self.bars) and all(bar.met for bar in self.bars.values())
        )

    def line(self) -> str:
        """Return the one JSON line."""
        peers = {**self.peers, "missing": self.peers_missing} if self.peers_missing else self.peers
        bars = {name: bar.as_dict() for name, bar in self.bars.items()}
        shown = {"name": self.name, "figures": self.figures, "peers": peers, "ratios": self.ratios}
        return json.dumps({**shown, "same_work": self.same_work, "bars": bars, "ok": self.ok})


def finish(result: Result) -> NoReturn:
    """Print the line and end: 0 when everything holds, 1 otherwise."""
    print(result.line(), flush=True)
    sys.exit(0 if result.ok else 1)


def say(text: str) -> None:
    """Tell the person who waits; stdout is for the one line."""
    print(text, file=sys.stderr, flush=True)


def bench_python() -> Path:
    """Return the Python of `.venv-bench`, made from requirements-bench.lock by hash when it is not there or not fresh."""
    python, stamp = BENCH / "bin" / "python", BENCH / ".stamp"
    wanted = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    if python.is_file() and stamp.is_file() and stamp.read_text() == wanted:
        return python
    say("bench: installing the peers into .venv-bench")
    shutil.rmtree(BENCH, ignore_errors=True)
    steps = [
        [str(PYTHON), "-m", "venv", str(BENCH)],
        [str(python), "-m", "pip", "install", "-q", "--require-hashes", "-r", str(LOCK)],
    ]
    for step in steps:
        done = subprocess.run(step, capture_output=True, text=True, check=False)
        if done.returncode:
            last = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
            raise PeerMissing(f"{' '.join(step[1:4])}: {last}")
    stamp.write_text(wanted)
    return python


def free_port() -> int:
    """Return a port of loopback that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def environment(more: dict[str, str]) -> dict[str, str]:
    """Return the environment of a program we start; compiled files may be written, or every start takes seconds."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"} | more


@contextlib.contextmanager
def folder(prefix: str) -> Iterator[Path]:
    """Give a folder on the disk the project lies on (not in memory), removed at the end."""
    build = ROOT / "build"
    build.mkdir(exist_ok=True)
    path = Path(tempfile.mkdtemp(prefix=f"{prefix}-", dir=build))
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


@contextlib.contextmanager
def server(
    command: list[str], *, url: str, env: dict[str, str], log: Path, seconds: float = 40
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server in a process group of its own until the block ends; it has to answer `url` first."""
    with log.open("ab") as sink:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment(env), stdout=sink, stderr=sink, start_new_session=True
        )
    try:
        wait_for(url, process=process, log=log, seconds=seconds)
        yield process
    finally:
        stop(process)


def wait_for(url: str, *, process: subprocess.Popen[bytes], log: Path, seconds: float) -> None:
    """Return when `url` answers 200."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if process.poll() is not None:
            break
        with contextlib.suppress(OSError), urllib.request.urlopen(url, timeout=2) as answer:
            if answer.status == 200:
                return
        time.sleep(0.1)
    tail = log.read_text("utf-8", "replace")[-800:]
    raise RuntimeError(f"{url} did not answer within {seconds} s: {tail}")


def stop(process: subprocess.Popen[bytes]) -> None:
    """End a server and all it started."""
    for sign, seconds in ((signal.SIGTERM, 15), (signal.SIGKILL, 5)):
        if process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, sign)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(seconds)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)


def load(*, port: int, path: str, clients: int, seconds: float, prefix: str, out: Path) -> dict[str, object]:
    """Run the load client in a process of its own and return what it saw."""
    command = [
        str(PYTHON),
        str(ROOT / "benchmarks" / "client.py"),
        "--port",
        str(port),
        "--path",
        path,
        "--clients",
        str(clients),
    ]
    command += ["--seconds", str(seconds), "--prefix", prefix, "--out", str(out)]
    subprocess.run(command, check=True, timeout=seconds + 60)
    return dict(json.loads(out.read_text()))


def percentile(values: list[float], share: float) -> float:
    """Return the value below which `share` (0..1) of the sorted values lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0

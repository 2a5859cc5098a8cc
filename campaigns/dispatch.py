"""Kills the dispatcher of warnings again and again while it sends, and asks afterwards: was anybody missed, or told twice?

Each kill is a SIGKILL at a random moment, of the process that claims, sends and settles; the next one takes over when the
leases have run out. Three kinds of way are tried, each with all the kills: mail, text messages, and text messages by a
gateway that honours our key. The gateways only count, over real sockets. Nobody may be missed; where the key is honoured
nothing comes twice, elsewhere only what the table says is in doubt, marked; and of a warning that runs out in the middle
of it all, nothing leaves after its end. Run: `.venv/bin/python campaigns/dispatch.py [--kills 200]`; one JSON line, exit 1.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from haal.channels import peers
from haal.channels.peers import Peers

ROOT = Path(__file__).resolve().parent.parent
WHOLE_SECONDS_MAX = 240.0
LIFE_SECONDS_MAX = 0.25  # of a dispatcher that is to be killed
WAYS = ("mail", "sms", "sms-honouring")


@dataclass(frozen=True, kw_only=True)
class Size:
    """How many people on each way, how many kills, and in how many seconds the warning runs out that does."""

    people: int
    kills: int
    seed: int
    seconds_left: float = 3.0


class Dispatchers:
    """The process that forks dispatchers, and the pipe to it."""

    def __init__(self, process: subprocess.Popen[bytes], port: Peers, *, honours_key: bool) -> None:
        """Speak to a process that has just begun."""
        self._process = process
        self._send = ["send", port.mail_port, port.counting_port, honours_key]

    def ask(self, *words: object) -> dict[str, Any]:
        """Let a child do it, and return what it said last."""
        self._write(words)
        said: dict[str, Any] = {}
        while "ended" not in (line := self._read()):
            said = line
        if line["ended"]:
            raise RuntimeError(f"{words[0]} ended with {line['ended']}")
        return said

    def send(self) -> bool:
        """Let a child send what it can; return whether more waits."""
        return bool(self.ask(*self._send)["waiting"])

    def kill_one(self, chance: random.Random) -> bool:
        """Start a dispatcher, wait until it begins, kill it at a random moment; return whether it was still at work."""
        self._write(self._send)
        pid, begun = 0, False  # they come from two processes, in either order; and 0 would be all of us
        while True:
            line = self._read()
            pid, begun = line.get("pid", pid), begun or "begins" in line
            if "ended" in line:
                return bool(line["ended"] == -signal.SIGKILL)
            if pid and begun:
                begun = False
                time.sleep(chance.uniform(0.0, LIFE_SECONDS_MAX))
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)

    def _write(self, words: object) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(words).encode() + b"\n")
        self._process.stdin.flush()

    def _read(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        line: dict[str, Any] = json.loads(self._process.stdout.readline() or b'{"ended": 1}')
        return line


def campaign(size: Size, *, folder: Path, ways: tuple[str, ...] = WAYS) -> dict[str, Any]:
    """Run it in `folder` and return what was found, by way."""
    found = {}
    for way in ways:
        home = folder / way
        home.mkdir()
        found[way] = _one_way(way, size, home=home)
    return {"name": "dispatch", "people": size.people, "kills": size.kills, "ways": found}


def holds(found: dict[str, Any]) -> bool:
    """Return whether every promise was kept on every way, and the campaign was one."""
    return all(
        one["missed"] == one["doubled_beyond_promise"] == one["unmarked_repeats"] == 0
        and one["not_settled"] == one["late"] == one["rows_unaccounted"] == 0
        and one["killed"] >= found["kills"]
        for one in found["ways"].values()
    )


def _one_way(way: str, size: Size, *, home: Path) -> dict[str, Any]:
    chance = random.Random(f"{way}-{size.seed}")
    honours_key = way == "sms-honouring"
    with peers.running(home, drops_doubles=honours_key) as running, _dispatchers(home, running, honours_key) as them:
        them.ask("prepare", size.people, size.people if way == "mail" else 0)
        warnings = [them.ask("release", 0)["warning"]]
        killed = tries = 0
        while killed < size.kills and tries < size.kills * 4:
            tries += 1
            killed += (hit := them.kill_one(chance))
            if not hit:  # all is sent: the next warning
                warnings.append(them.ask("release", 0)["warning"])
        _finish(them)
        whole = len(running.arrivals())
        ending = them.ask("release", size.seconds_left)["warning"]
        ends = time.monotonic() + size.seconds_left
        while time.monotonic() < ends - LIFE_SECONDS_MAX:
            killed += them.kill_one(chance)
        time.sleep(max(0.0, ends - time.monotonic()))
        _finish(them)
        states = {warning: them.ask("state", warning) for warning in (*warnings, ending)}
        arrivals = running.arrivals()
    return _judge(states, arrivals, people=size.people, killed=killed, whole=whole, honours_key=honours_key)


def _finish(them: Dispatchers) -> None:
    """Send until nothing waits: leases of the dead run out, and what is in doubt has its turns."""
    ends = time.monotonic() + WHOLE_SECONDS_MAX
    while them.send() and time.monotonic() < ends:
        time.sleep(0.1)


def _judge(
    states: dict[str, Any],
    arrivals: tuple[dict[str, Any], ...],
    *,
    people: int,
    killed: int,
    whole: int,
    honours_key: bool,
) -> dict[str, Any]:
    *lasting, _ending = states
    came = Counter(str(one["key"]) for one in arrivals)
    marked = Counter(str(one["key"]) for one in arrivals if one["repeat"])
    unknown = {key for state in states.values() for key in state["unknown"]}
    of_lasting = Counter(
        str(one["reference"]).rpartition(".")[0] for one in {one["key"]: one for one in arrivals}.values()
    )
    doubled = {key for key, count in came.items() if count > 1}
    totals: Counter[str] = Counter()
    for state in states.values():
        totals.update(state["states"])
    return {
        "warnings": len(states),
        "killed": killed,
        "arrived": len(arrivals),
        "arrived_of_the_one_that_ran_out": len(arrivals) - whole,
        "missed": sum(people - of_lasting[warning] for warning in lasting),
        "doubled": len(doubled),
        "doubled_beyond_promise": len(doubled if honours_key else doubled - unknown),
        "unmarked_repeats": sum(1 for key, count in came.items() if count - marked[key] > 1),
        "most_copies": max(came.values(), default=0),
        "late": sum(1 for one in arrivals if one["late"]),
        "in_doubt_at_some_time": len(unknown),
        "not_settled": sum(totals[name] for name in ("queued", "leased", "sending")),
        "rows_unaccounted": len(states) * people - totals.total(),
        "states": dict(totals),
    }


@contextlib.contextmanager
def _dispatchers(home: Path, running: Peers, honours_key: bool) -> Iterator[Dispatchers]:
    settings = {"HAAL_HOME": str(home), "DJANGO_SETTINGS_MODULE": "haal.config", "DATABASE_URL": ""}
    command = [sys.executable, "-m", "campaigns.dispatcher"]
    process = subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, **settings}, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    try:
        yield Dispatchers(process, running, honours_key=honours_key)
    finally:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.close()
        process.wait(10)
        process.stdout.close()


def main() -> int:
    """Read the arguments, run, print one JSON line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200, help="on each way")
    parser.add_argument("--people", type=int, default=4_000, help="on each way")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="haal-dispatch-") as folder:
        found = campaign(Size(people=args.people, kills=args.kills, seed=args.seed), folder=Path(folder))
    print(json.dumps({**found, "ok": holds(found)}))
    return 0 if holds(found) else 1


if __name__ == "__main__":
    sys.exit(main())

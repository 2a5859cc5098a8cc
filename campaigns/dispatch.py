"""Kills the dispatcher of warnings again and again while it sends, and asks afterwards: was anybody missed, or told twice?

Each kill is a SIGKILL at a random moment, of the process that claims, sends and settles; the next one takes over when the
leases have run out. Both gateways only count, over real sockets. A message may come twice only where its answer was lost
(the table says so, and the repeat is marked); nobody may be missed, and nothing may leave after its end.
Run: `.venv/bin/python campaigns/dispatch.py [--kills 200]`; ends with one JSON line, exit 1 when a promise was broken.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from haal.channels import peers

ROOT = Path(__file__).resolve().parent.parent
WHOLE_SECONDS_MAX = 240.0


@dataclass(frozen=True, kw_only=True)
class Size:
    """How many people, how many of them by mail, and how many kills."""

    people: int
    by_mail: int
    kills: int
    seed: int


def campaign(size: Size, *, folder: Path) -> dict[str, Any]:
    """Run it in `folder` and return what was found."""
    chance = random.Random(size.seed)
    with peers.running(folder) as running:
        warning_id = str(_ask(folder, "prepare", size.people, size.by_mail)["warning"])
        killed = sum(_kill_one(folder, running, chance) for _ in range(size.kills))
        ends = time.monotonic() + WHOLE_SECONDS_MAX
        while _ask(folder, "send", running.mail_port, running.counting_port)["waiting"]:
            if time.monotonic() > ends:
                break
        state = _ask(folder, "state", warning_id)
        arrivals = running.arrivals()
    return _judge(size, killed=killed, state=state, arrivals=arrivals)


def holds(found: dict[str, Any]) -> bool:
    """Return whether every promise was kept, and the campaign was one."""
    return (
        found["missed"] == found["doubled_outside_unknown"] == found["unmarked_repeats"] == found["not_settled"] == 0
        and found["killed"] > 0
    )


def _judge(
    size: Size, *, killed: int, state: dict[str, Any], arrivals: tuple[dict[str, object], ...]
) -> dict[str, Any]:
    came = Counter(str(one["key"]) for one in arrivals)
    repeats = Counter(str(one["key"]) for one in arrivals if one["repeat"])
    unknown = set(state["unknown"])
    return {
        "name": "dispatch",
        "people": size.people,
        "kills": size.kills,
        "killed": killed,
        "arrived": len(arrivals),
        "missed": size.people - len(came),
        "doubled": sum(1 for count in came.values() if count > 1),
        "doubled_outside_unknown": sum(1 for key, count in came.items() if count > 1 and key not in unknown),
        "unmarked_repeats": sum(1 for key, count in came.items() if count - repeats[key] > 1),
        "most_copies": max(came.values(), default=0),
        "unknown": len(unknown),
        "not_settled": state["waiting"],
        "states": state["states"],
    }


def _kill_one(folder: Path, running: peers.Peers, chance: random.Random) -> bool:
    """Start a dispatcher, wait until it begins, kill it at a random moment; return whether it was still at work."""
    process = _start(folder, "send", running.mail_port, running.counting_port)
    assert process.stdout is not None
    process.stdout.readline()  # it says when it begins
    try:
        process.wait(chance.uniform(0.0, 0.35))
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
    process.stdout.close()
    return process.wait() == -signal.SIGKILL


def _ask(folder: Path, *words: object) -> dict[str, Any]:
    process = _start(folder, *words)
    told, _ = process.communicate(timeout=WHOLE_SECONDS_MAX)
    if process.returncode:
        raise RuntimeError(f"{words[0]} ended with {process.returncode}")
    found: dict[str, Any] = json.loads(told.decode().splitlines()[-1])
    return found


def _start(folder: Path, *words: object) -> subprocess.Popen[bytes]:
    settings = {"HAAL_HOME": str(folder), "DJANGO_SETTINGS_MODULE": "haal.config", "DATABASE_URL": ""}
    command = [sys.executable, "-m", "campaigns.dispatcher", *map(str, words)]
    return subprocess.Popen(command, cwd=ROOT, env={**os.environ, **settings}, stdout=subprocess.PIPE)


def main() -> int:
    """Read the arguments, run, print one JSON line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--people", type=int, default=20_000)
    parser.add_argument("--by-mail", type=int, default=3_000)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="haal-dispatch-") as folder:
        size = Size(people=args.people, by_mail=args.by_mail, kills=args.kills, seed=args.seed)
        found = campaign(size, folder=Path(folder))
    print(json.dumps({**found, "ok": holds(found)}))
    return 0 if holds(found) else 1


if __name__ == "__main__":
    sys.exit(main())

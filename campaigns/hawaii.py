"""A false alert to ten thousand people, and one person who takes it back while a gateway is down: how long until they know?

In January 2018 Hawaii warned of a missile that was not there; it took 38 minutes to say so. Here four ways carry the alert:
mail, text messages through a Kannel and through a phone's server, and the feed with its page. Before the correction the
Kannel fails. The first correction has to be handed over within 60 s of the decision, 99 % within five minutes, to exactly
those who were told, each by the channel of the alert. The servers only count; the addresses cannot exist.
Run: `.venv/bin/python campaigns/hawaii.py [--people 10000]`; ends with one JSON line, exit 1 when a promise was broken.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import subprocess
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FIRST_SECONDS_MAX, MOST_SECONDS_MAX, MOST = 60.0, 300.0, 0.99
WAIT_SECONDS_MAX = 330.0


@dataclass(frozen=True, kw_only=True)
class Size:
    """How many people, how many of them by mail, and which gateway fails."""

    people: int
    by_mail: int
    down: str = "kannel"


def campaign(size: Size, *, folder: Path) -> dict[str, Any]:
    """Run it in `folder` and return what was found."""
    log = folder / "arrivals.jsonl"
    peers = _start(["-m", "campaigns.hawaii_peers", str(log)], {})
    try:
        ports = _line(peers)
        box = _start(
            ["-m", "campaigns.hawaii_box", str(size.people), str(size.by_mail), str(WAIT_SECONDS_MAX)],
            settings(folder, ports),
        )
        try:
            alerted = _line(box)
            _say(peers, f"down {size.down}")
            before = _arrivals(log)
            _say(box, "one person decides", answers=False)
            told = _line(box)
        finally:
            _end(box)
    finally:
        _end(peers)
    return _judge(size, alerted | told, before=before, after=_arrivals(log)[len(before) :])


def settings(folder: Path, ports: dict[str, int]) -> dict[str, str]:
    """Return the box's settings: live gateways whose other ends are the counters."""
    home = folder / "box"
    home.mkdir(mode=0o700)
    pace = "rate=5000&burst=1000"
    return {
        "HAAL_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "haal.config",
        "DATABASE_URL": "",
        "SSL_CERT_FILE": str(folder / "peers.pem"),
        "HAAL_SMTP": f"127.0.0.1:{ports['mail']}",
        "HAAL_KANNEL": f"http://name:password@127.0.0.1:{ports['kannel']}/cgi-bin/sendsms?{pace}",
        "HAAL_ANDROID_SMS": f"http://name:password@127.0.0.1:{ports['android']}/messages?sims=1&{pace}",
    }


def holds(found: dict[str, Any]) -> bool:
    """Return whether every promise was kept."""
    first, most = found["first_seconds"], found["most_seconds"]
    return (
        first is not None
        and first <= FIRST_SECONDS_MAX
        and most is not None
        and most <= MOST_SECONDS_MAX
        and found["feed_seconds"] is not None
        and found["alerted"] == found["people"]
        and found["strangers"] == found["by_another_channel"] == found["same_words"] == found["doubled"] == 0
    )


def _judge(
    size: Size, told: dict[str, Any], *, before: list[dict[str, Any]], after: list[dict[str, Any]]
) -> dict[str, Any]:
    warned = {one["to"]: one["by"] == "mail" for one in before}
    heard: dict[str, float] = {}
    for one in after:
        heard.setdefault(one["to"], one["at"] - told["decided_at"])
    waits = sorted(wait for to, wait in heard.items() if to in warned)
    most = math.ceil(MOST * len(warned))
    return {
        "name": "hawaii",
        "people": size.people,
        "down": size.down,
        "alerted": len(warned),
        "alert_seconds": told["alert_seconds"],
        "alert_by": dict(Counter(one["by"] for one in before)),
        "correction_by": dict(Counter(one["by"] for one in after)),
        "act_seconds": told["act_seconds"],
        "feed_seconds": told["feed_seconds"],
        "first_seconds": round(waits[0], 3) if waits else None,
        "most_seconds": round(waits[most - 1], 3) if len(waits) >= most > 0 else None,
        "last_seconds": round(waits[-1], 3) if waits else None,
        "missed": len(set(warned) - set(heard)),
        "strangers": len(set(heard) - set(warned)),
        "by_another_channel": sum(1 for one in after if warned.get(one["to"]) is not (one["by"] == "mail")),
        "same_words": len({one["said"] for one in before} & {one["said"] for one in after}),
        "doubled": len(after) - len(heard),
        "not_settled": told["waiting"],
    }


def _arrivals(log: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.read_text("ascii").splitlines()]


def _start(words: list[str], env: dict[str, str]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, *words],
        cwd=ROOT,
        env={**os.environ, **env},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def _line(process: subprocess.Popen[str]) -> dict[str, Any]:
    assert process.stdout is not None
    line = process.stdout.readline()
    if not line:
        raise RuntimeError(f"{process.args!r} ended early")
    told: dict[str, Any] = json.loads(line)
    return told


def _say(process: subprocess.Popen[str], words: str, *, answers: bool = True) -> None:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(f"{words}\n")
    process.stdin.flush()
    if answers:
        process.stdout.readline()


def _end(process: subprocess.Popen[str]) -> None:
    process.terminate()
    process.communicate(timeout=10)


def main() -> int:
    """Read the arguments, run, print one JSON line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--by-mail", type=int, default=3_000)
    parser.add_argument("--down", choices=["kannel", "android"], default="kannel")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="haal-hawaii-") as folder:
        found = campaign(Size(people=args.people, by_mail=args.by_mail, down=args.down), folder=Path(folder))
    print(json.dumps({**found, "ok": holds(found)}))
    return 0 if holds(found) else 1


if __name__ == "__main__":
    sys.exit(main())

"""Twelve ways in which a gateway, or the box itself, goes wrong, and what becomes of every message.

Messages go over real sockets through a proxy on this machine that spoils the calls it is told to spoil, and behind it the
counting gateway counts. Each kind first goes wrong, then is well again; afterwards every message must stand in a named
state, what the gateway holds must be what the table says, and a breaker that opened must have closed again.
Run: `.venv/bin/python campaigns/faults.py [--people 200]`; prints a table, one JSON line, exit 1 when something was lost.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
KINDS = (
    "refused", "slow", "accepted-then-timeout", "duplicate-receipts", "late-receipts", "half-open", "429", "5xx",
    "garbage", "tls-failure", "disconnect-in-mid-batch", "clock-skew", "disk-full",
)  # fmt: skip


def campaign(people: int, *, folder: Path, kinds: tuple[str, ...] = KINDS) -> dict[str, Any]:
    """Run every kind in a process of its own and return the table."""
    settings = {"HAAL_HOME": str(folder), "DJANGO_SETTINGS_MODULE": "haal.config", "DATABASE_URL": ""}
    done = subprocess.run(
        [sys.executable, "-m", "campaigns.faults_box", str(people), *kinds],
        cwd=ROOT, env={**os.environ, **settings}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(done.stderr[-1500:])
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def holds(found: dict[str, Any]) -> bool:
    """Return whether nothing was lost silently, and every breaker that opened closed again."""
    return all(
        row["sum"] == row["people"]
        and not row["unnamed"]
        and not row["accepted_but_never_came"]
        and row["closed_again"]
        for row in found["table"]
    )


def table(found: dict[str, Any]) -> str:
    """Return the outcomes as a table for people."""
    lines = [
        "| kind | accepted | refused | unknown | came | came twice | of these marked | breaker |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for row in found["table"]:
        states = row["states"]
        breaker = "opened, closed again" if row["opened"] and row["closed_again"] else "stayed closed"
        cells = [row["kind"], *(states.get(name, 0) for name in ("accepted", "refused", "unknown"))]
        cells += [row["came"], row["twice"], row["marked"], breaker]
        lines.append("| " + " | ".join(str(cell) for cell in cells) + " |")
    return "\n".join(lines)


def main() -> int:
    """Read the arguments, run, print the table and one JSON line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=200)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="haal-faults-") as folder:
        found = campaign(args.people, folder=Path(folder))
    print(table(found))
    print(json.dumps({"name": "faults", **found, "ok": holds(found)}))
    return 0 if holds(found) else 1


if __name__ == "__main__":
    sys.exit(main())

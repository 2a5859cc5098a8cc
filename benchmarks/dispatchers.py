"""Rows a second on PostgreSQL with one, two and four dispatchers on the same table, each a process of its own.

What docs/explanation/scale.md says of growth. The server is durable here (fsync, synchronous_commit), on the same cores as
the dispatchers; every message has to be handed over once by exactly one of them.
Run: `.venv/bin/python benchmarks/dispatchers.py [--people 30000]`
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import box as boxes
from benchmarks import harness
from benchmarks.peers import postgis

COUNTS = (1, 2, 4)
DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on", "autovacuum": "on"}


def rounds(home: Path, url: str, people: int) -> dict[int, dict[str, Any]]:
    """Queue everybody anew for each number of dispatchers, and let them drain together."""
    env = {"HAAL_HOME": str(home), "DJANGO_SETTINGS_MODULE": "haal.config", "DATABASE_URL": url}
    command = [str(harness.PYTHON), "-m", "benchmarks.delivery_box"]
    boxes.run(env, [*command, "prepare", str(people)])
    found = {}
    for count in COUNTS:
        boxes.run(env, [*command, "queue"])
        running = [
            subprocess.Popen(
                [*command, "drain"], cwd=harness.ROOT, env=harness.environment(env), stdout=subprocess.PIPE, text=True
            )
            for _ in range(count)
        ]
        told = [json.loads(one.communicate()[0].strip().splitlines()[-1]) for one in running]
        seconds = max(one["seconds"] for one in told)
        handed = sum(one["handed_over"] for one in told)
        found[count] = {"rows_per_second": round(handed / seconds), "handed_over": handed, "seconds": round(seconds, 2)}
        harness.say(f"dispatchers: {count}: {found[count]}")
    return found


def main() -> None:
    """Start the server, run, print the line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=30_000)
    args = parser.parse_args()
    result = harness.Result(name="dispatchers")
    postgis.SETTINGS.update(DURABLE)
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
    if not programs:
        result.peers_missing = "PostgreSQL is not installed"
        harness.finish(result)
    folder = Path(tempfile.mkdtemp(prefix="haal-bench-pg-", dir="/var/tmp"))
    with harness.folder("dispatchers") as home, postgis._serving(folder, programs[-1].parent) as url:
        found = rounds(home, url, args.people)
    result.figures = {"people": args.people, "dispatchers": {str(count): row for count, row in found.items()}}
    result.same_work = all(row["handed_over"] == args.people for row in found.values())
    result.bars = {
        "rows_per_second": harness.Bar(figure=min(row["rows_per_second"] for row in found.values()), least=500)
    }
    harness.finish(result)


if __name__ == "__main__":
    main()

"""Spark on this machine and DuckDB over the same reports: the same links, but for pairs within a millionth of the bar.

    .venv/bin/python -m campaigns.linkage_spark [--reports 100000] [--seed 7]

Needs the extra `spark` and Java 17. Ends with one line of JSON; exit 1 when a link differs.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from benchmarks import linkage_synthetic

from haal.linkage.engines import layout, spark
from haal.linkage.engines.links import links
from haal.linkage.reports.groups import JOIN
from haal.linkage.scorer.model import shipped

WITHIN = 1e-6


def of_duckdb(path: Path) -> dict[tuple[int, int], float]:
    """Return the links that DuckDB and arrays find, a little below the bar too."""
    with layout.opened() as con:
        laid = layout.from_file(con, path)
    found = links(laid, model=shipped("reports"), above=JOIN - WITHIN)
    ends = np.sort(np.column_stack([laid.place[found.one], laid.place[found.other]]), axis=1)
    return dict(zip(map(tuple, ends.tolist()), found.score.tolist(), strict=True))


def of_spark(path: Path, *, memory: str) -> dict[tuple[int, int], float]:
    """Return the links that Splink finds on Spark."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows: list[dict[str, object]] = [dict(row) for row in csv.DictReader(lines)]
    session = spark.local(memory=memory)
    try:
        found = spark.links(session, rows, model=shipped("reports"), above=JOIN - WITHIN)
        return {(one, other): score for one, other, score in found}
    finally:
        session.stop()


def main() -> int:
    """Run both and compare."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--reports", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--memory", default="4g", help="of Java")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "reports.csv"
        linkage_synthetic.written(path, reports=args.reports, seed=args.seed)
        seconds = [time.monotonic()]
        ours = of_duckdb(path)
        seconds.append(time.monotonic())
        theirs = of_spark(path, memory=args.memory)
        seconds.append(time.monotonic())
    differ = [pair for pair in ours.keys() ^ theirs.keys() if abs((ours.get(pair) or theirs[pair]) - JOIN) > WITHIN]
    apart = max((abs(ours[pair] - theirs[pair]) for pair in ours.keys() & theirs.keys()), default=0.0)
    value = {
        "reports": args.reports,
        "links": len(ours),
        "links_of_spark": len(theirs),
        "differ": len(differ),
        "scores_apart_at_most": apart,
        "seconds": {"duckdb": round(seconds[1] - seconds[0], 1), "spark": round(seconds[2] - seconds[1], 1)},
        "ok": bool(ours) and not differ and apart <= WITHIN,
    }
    print(json.dumps(value))
    return 0 if value["ok"] else 1


if __name__ == "__main__":
    sys.exit(main())

"""Learn the weights that ship in `data/linkage`, from data that does not.

    .venv/bin/python tools/linkage.py headlines --data DIR     # reports.dev.csv and reports_gold.dev.csv

Only weights are written, never a row of what they were learned from.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections import defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))

from haal.linkage.headlines import read, told_of
from haal.linkage.headlines.learning import Truth, judged_of, learn
from haal.linkage.headlines.reading import Told

WEIGHTS = Path(__file__).resolve().parent.parent / "data" / "linkage"


def headline_rows(data: Path) -> tuple[Told, ...]:
    """Return the headlines of a folder."""
    rows, _ = read((data / "reports.dev.csv").read_text(encoding="utf-8"), name="reports.dev.csv")
    return tuple(told_of(row) for row in rows)


def incidents_of(data: Path) -> Truth:
    """Return the incidents of each report."""
    truth: dict[str, set[str]] = defaultdict(set)
    with (data / "reports_gold.dev.csv").open(encoding="utf-8", newline="") as lines:
        for line in csv.DictReader(lines):
            truth[line["report"]].add(line["ged"])
    return {report: frozenset(incidents) for report, incidents in truth.items()}


def headlines(args: argparse.Namespace) -> None:
    """Write `headlines.json`."""
    model = learn(judged_of(headline_rows(args.data), incidents_of(args.data)))
    (WEIGHTS / "headlines.json").write_text(model.to_json(), encoding="utf-8")


def main() -> None:
    """Run one subcommand."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ways = parser.add_subparsers(required=True)
    for name, run in {"headlines": headlines}.items():
        way = ways.add_parser(name, help=run.__doc__)
        way.add_argument("--data", type=Path, required=True, metavar="DIR")
        way.set_defaults(run=run)
    args = parser.parse_args()
    args.run(args)


if __name__ == "__main__":
    main()

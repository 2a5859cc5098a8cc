"""Learn the weights that ship in `data/linkage`, from data that does not.

    .venv/bin/python tools/linkage.py headlines --data DIR     # reports.dev.csv and reports_gold.dev.csv

Only weights are written, never a row of what they were learned from.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))

from haal.linkage.headlines import read, told_of
from haal.linkage.headlines.learning import Truth, judged_of, learn
from haal.linkage.headlines.reading import Told
from haal.linkage.records.levels import FORM
from haal.linkage.records.mapping import columns_of
from haal.linkage.records.matching import match
from haal.linkage.records.reading import read as read_records
from haal.linkage.scorer.fit import sigmoid
from haal.linkage.scorer.model import Model, Scale

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


def records(args: argparse.Namespace) -> None:
    """Write `records.json`: what two sets under open licences teach without a label, beginning from nothing."""
    columns = Path(__file__).resolve().parent.parent / "benchmarks" / "linkage"
    left, right = (
        read_records(
            (args.data / f"{one}.csv").read_text(), columns=columns_of((columns / f"{one}.toml").read_text()), name=one
        )
        for one in ("psa", "ged_pak")
    )
    scales = tuple(Scale(code=code, weights=(0.0,) * size) for code, size in zip(FORM.codes, FORM.sizes, strict=True))
    nothing = Model(name="records", scales=scales, prior=-5.5, curve=sigmoid())
    learned = match(left, right, labels={}, begin=nothing).learned.alone
    weights = [Scale(code=one.code, weights=tuple(round(each, 1) for each in one.weights)) for one in learned.scales]
    model = replace(learned, name="records", scales=tuple(weights), prior=round(learned.prior, 1))
    (WEIGHTS / "records.json").write_text(model.to_json(), encoding="utf-8")


def main() -> None:
    """Run one subcommand."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ways = parser.add_subparsers(required=True)
    for name, run in {"headlines": headlines, "records": records}.items():
        way = ways.add_parser(name, help=run.__doc__)
        way.add_argument("--data", type=Path, required=True, metavar="DIR")
        way.set_defaults(run=run)
    args = parser.parse_args()
    args.run(args)


if __name__ == "__main__":
    main()

"""How many were killed and injured, as the reports tell it: lowest and highest of every incident beside the coded ones.

    .venv/bin/python benchmarks/casualties.py --corpus ../shared/corpus

Rows are read by the importer's own codec, so what a note says of a figure (mistranslated, a part only, taken back) counts by its
general rules. `said`: of everything ever said but what is put aside, as the coder counts; `stands`: after later replaced earlier
within a line and corrections were heard, as is published. Beside it the plain smallest and largest number of the rows.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import harness
from haal.domain.casualties import Claim, Range, ranges
from haal.domain.ids import ReportId
from haal.domain.report import Counted, Scope
from haal.formats.press import incoming_of
from haal.linkage.origin.groups import sure_lines
from haal.linkage.origin.witness import Witness

EQUAL_LEAST = 0.90
OURS = {
    "killed_reported": "killed",
    "killed_civilians_reported": "killed_civilians",
    "injured_reported": "injured",
    "summary_own_words": "summary",
}
READ = (
    "report_id", "outlet", "published_date", "origin", "killed_reported", "killed_civilians_reported", "injured_reported", "notes",
    "summary_own_words",
)  # fmt: skip


def ranges_of(rows: list[dict[str, str]]) -> dict[Counted, Range]:
    """Return the ranges of one incident that count all who were hit, attackers left out."""
    told = {row["report_id"]: incoming_of({OURS.get(name, name): row[name] for name in READ}) for row in rows}
    lines = sure_lines(
        Witness(report_id=name, outlet=one.source.outlet, credit=row["origin"], published=one.source.published)
        for (name, one), row in zip(told.items(), rows, strict=True)
    )
    claims = [
        Claim(
            counted=figure.counted, scope=figure.scope, low=figure.low, high=figure.high, line=str(lines[name]),
            report_id=ReportId(name), said_at=one.source.published, is_supported=True, corrects=figure.corrects,
            aside=figure.aside,
        )
        for name, one in told.items()
        for figure in one.answers.figures
    ]  # fmt: skip
    return {one.counted: one for one in ranges(claims) if one.scope is Scope.ALL}


@dataclass(kw_only=True)
class Compared:
    """One count, over all incidents for which the coder gives both ends."""

    given: int = 0
    equal: int = 0
    standing_equal: int = 0
    plain: int = 0
    differ: list[dict[str, Any]] = field(default_factory=list)
    corrections: list[dict[str, Any]] = field(default_factory=list)

    def add(self, name: str, found: Range | None, *, coded: tuple[str, str], numbers: list[int]) -> None:
        """Hold one incident beside what was coded."""
        self.corrections += [
            {"incident": name, "was": one.was, "now": one.now.low, "how": one.how.value}
            for one in (found.corrections if found else ())
        ]
        if not all(coded):
            return
        true = (int(coded[0]), int(coded[1]))
        said = (found.said_lowest.low, found.said_highest.size[1]) if found else None
        stands = (found.standing[0].low, found.highest.size[1]) if found else None
        self.given += 1
        self.equal += said == true
        self.standing_equal += stands == true
        self.plain += bool(numbers) and (min(numbers), max(numbers)) == true
        if said != true or stands != true:
            self.differ.append(
                {"incident": name, "said": said, "stands": stands, "coded": true, "numbers": sorted(numbers)}
            )

    def figures(self) -> dict[str, object]:
        """Return what the line shows."""
        share = {
            "share": round(self.equal / self.given, 4),
            "standing_share": round(self.standing_equal / self.given, 4),
        }
        shown = {"incidents": self.given, "equal": self.equal, "standing_equal": self.standing_equal, **share}
        return {**shown, "differ": self.differ, "corrections": self.corrections}


def main() -> None:
    """Compare and print the line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, default=harness.ROOT.parent / "shared" / "corpus")
    args = parser.parse_args()
    incidents: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in _rows(args.corpus / "reports.csv"):
        incidents[row["incident_id"]].append(row)
    compared = {Counted.KILLED: Compared(), Counted.INJURED: Compared()}
    for gold in _rows(args.corpus / "incidents.csv"):
        rows = incidents[gold["incident_id"]]
        found = ranges_of(rows)
        for counted, one in compared.items():
            column = f"{counted.value}_reported"
            numbers = [int(row[column]) for row in rows if row[column].isdigit()]
            coded = (gold[f"{counted.value}_low"], gold[f"{counted.value}_high"])
            one.add(gold["incident_id"], found.get(counted), coded=coded, numbers=numbers)
    result = harness.Result(name="casualties", same_work=True)
    result.figures = {counted.value: one.figures() for counted, one in compared.items()}
    result.peers = {
        "smallest and largest of the rows": {
            counted.value: {"equal": one.plain, "share": round(one.plain / one.given, 4)}
            for counted, one in compared.items()
        }
    }
    result.bars = {
        f"{counted.value} equal": harness.Bar(figure=one.equal / one.given, least=EQUAL_LEAST)
        for counted, one in compared.items()
    }
    harness.finish(result)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


if __name__ == "__main__":
    main()

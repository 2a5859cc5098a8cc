"""How many were killed, as the reports tell it: lowest and highest of every incident beside the coded ones.

    .venv/bin/python benchmarks/casualties.py --corpus ../shared/corpus

Rows are read by the importer's own codec, so what a note says of a figure (mistranslated, a part only, taken back) counts by its
general rules. Beside it the plain smallest and largest number of the rows. Differences are listed; corrections downwards too.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections import defaultdict
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


def range_of(rows: list[dict[str, str]]) -> Range | None:
    """Return the range of the killed of one incident, or None when nobody gave a number."""
    told = {row["report_id"]: incoming_of({OURS.get(name, name): row[name] for name in READ}) for row in rows}
    lines = sure_lines(
        Witness(report_id=name, outlet=one.source.outlet, credit=row["origin"], published=one.source.published)
        for (name, one), row in zip(told.items(), rows, strict=True)
    )
    claims = [
        Claim(
            counted=figure.counted, scope=figure.scope, low=figure.low, high=figure.high, line=str(lines[name]),
            report_id=ReportId(name), said_at=one.source.published, corrects=figure.corrects, aside=figure.aside,
        )
        for name, one in told.items()
        for figure in one.answers.figures
    ]  # fmt: skip
    found = [one for one in ranges(claims) if one.counted is Counted.KILLED and one.scope is Scope.ALL]
    return found[0] if found else None


def main() -> None:
    """Compare and print the line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, default=harness.ROOT.parent / "shared" / "corpus")
    args = parser.parse_args()
    incidents: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in _rows(args.corpus / "reports.csv"):
        incidents[row["incident_id"]].append(row)
    given = equal = plain = 0
    differ: list[dict[str, Any]] = []
    down: list[dict[str, Any]] = []
    for gold in _rows(args.corpus / "incidents.csv"):
        rows, found = incidents[gold["incident_id"]], range_of(incidents[gold["incident_id"]])
        down += [
            {"incident": gold["incident_id"], "was": one.was, "now": one.now.low, "how": one.how.value}
            for one in (found.corrections if found else ())
        ]
        if not gold["killed_low"] or not gold["killed_high"]:
            continue
        given += 1
        true = (int(gold["killed_low"]), int(gold["killed_high"]))
        ours = (found.said_lowest.low, found.said_highest.size[1]) if found else None
        numbers = [int(row["killed_reported"]) for row in rows if row["killed_reported"].isdigit()]
        plain += bool(numbers) and (min(numbers), max(numbers)) == true
        equal += ours == true
        if ours != true:
            differ.append({"incident": gold["incident_id"], "ours": ours, "coded": true, "said": sorted(numbers)})
    result = harness.Result(name="casualties", same_work=True)
    result.figures = {
        "incidents": given,
        "equal": equal,
        "share": round(equal / given, 4),
        "differ": differ,
        "corrections": down,
    }
    result.peers = {"smallest and largest of the rows": {"equal": plain, "share": round(plain / given, 4)}}
    result.bars = {"equal": harness.Bar(figure=equal / given, least=EQUAL_LEAST)}
    harness.finish(result)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


if __name__ == "__main__":
    main()

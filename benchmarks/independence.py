"""Which reports of one incident go back to one newsroom or agency: our origin groups beside the coded ones.

    .venv/bin/python benchmarks/independence.py --corpus ../shared/corpus

Scored over pairs of reports of one incident: the pairs said to be of one origin against the pairs coded so. Beside it the rule that
only equal outlets are one.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections import defaultdict
from datetime import date
from itertools import combinations
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import harness
from haal.linkage.origin.groups import groups
from haal.linkage.origin.witness import Witness
from haal.linkage.scores import of_pairs
from haal.linkage.told import place_words

F1_LEAST = 0.85

type Pairs = set[tuple[str, str]]


def _day(words: str) -> date | None:
    return date.fromisoformat(words) if len(words) == len("2026-03-21") else None


def witness(row: dict[str, str]) -> Witness:
    """Return one row of the corpus as it is looked at."""
    figures = {
        (counted, "all", int(row[column]))
        for counted, column in (("killed", "killed_reported"), ("injured", "injured_reported"))
        if row[column].isdigit()
    }
    day = _day(row["event_date_as_reported"])
    return Witness(
        report_id=row["report_id"],
        outlet=row["outlet"],
        credit=row["origin"],
        published=_day(row["published_date"]),
        text=row["summary_own_words"],
        figures=frozenset(figures),
        places=place_words(row["place_name_as_reported"], district=""),
        days=frozenset({day} if day else ()),
        language=row["language"],
    )


def _together(members: dict[str, str]) -> Pairs:
    ordered = sorted(members)
    return {(one, other) for one, other in combinations(ordered, 2) if members[one] == members[other]}


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def main() -> None:
    """Judge and print the line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, default=harness.ROOT.parent / "shared" / "corpus")
    args = parser.parse_args()
    coded = {row["report_id"]: row for row in _rows(args.corpus / "source_groups.csv")}
    incidents: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in _rows(args.corpus / "reports.csv"):
        incidents[row["incident_id"]].append(row)
    ours: Pairs = set()
    outlets: Pairs = set()
    truth: Pairs = set()
    sure: set[str] = set()
    for rows in incidents.values():
        found = groups(witness(row) for row in rows)
        ours |= _together({name: str(at) for at, group in enumerate(found) for name in group.reports})
        outlets |= _together({row["report_id"]: row["outlet"] for row in rows})
        truth |= _together({row["report_id"]: coded[row["report_id"]]["source_group"] for row in rows})
        sure |= {row["report_id"] for row in rows if coded[row["report_id"]]["group_certain"] == "yes"}
    whole, rule = of_pairs(ours, truth), of_pairs(outlets, truth)
    certain = of_pairs({pair for pair in ours if set(pair) <= sure}, {pair for pair in truth if set(pair) <= sure})
    result = harness.Result(name="independence", same_work=True)
    result.figures = {
        "true_pairs": len(truth),
        "precision": round(whole.precision, 4),
        "recall": round(whole.recall, 4),
        "f1": round(whole.f1, 4),
        "f1_where_the_coder_was_certain": round(certain.f1, 4),
    }
    result.peers = {
        "equal outlets": {
            "precision": round(rule.precision, 4),
            "recall": round(rule.recall, 4),
            "f1": round(rule.f1, 4),
        }
    }
    result.bars = {"f1": harness.Bar(figure=whole.f1, least=F1_LEAST)}
    harness.finish(result)


if __name__ == "__main__":
    main()

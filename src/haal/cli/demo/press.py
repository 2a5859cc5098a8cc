"""The press reports, through the same door as any report; then linked, graded and counted by the rules alone.

The gold labels are read only here, and only to say how well the rules did; nothing that links or grades ever sees them.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations

from haal.cli.demo.box import Box
from haal.domain.ids import ReportId
from haal.language import seeds
from haal.services import flow
from haal.services.assess import bulk, queries
from haal.services.intake.importing import import_press

SEED = "press/reports.csv"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What came of the press reports. `rows` are the new report ids, in the order of the file."""

    rows: tuple[ReportId, ...]
    incidents: int
    languages: int
    source_lines: int
    alone: int
    asked: int
    precision: float
    recall: float

    def as_dict(self) -> dict[str, object]:
        """Return it as the demo's JSON has it."""
        return {
            "reports": len(self.rows),
            "incidents": self.incidents,
            "languages": self.languages,
            "source_lines": self.source_lines,
            "links": {"alone": self.alone, "asked": self.asked, "precision": self.precision, "recall": self.recall},
        }


def rows_count() -> int:
    """Return how many press reports the seed has."""
    return len(_names())


def run(*, box: Box, now: datetime, step: Callable[[], None]) -> Told:
    """Take in, link, grade, count; `step` is called three times a report."""
    raw = seeds.path(SEED).read_bytes()
    taken = import_press(raw=raw, by=None, now=now, step=step).taken
    first, second = box.actors["desk, first"], box.actors["desk, second"]
    linked = bulk.link_all(report_ids=taken, by=first, now=now, step=step)
    bulk.grade_all(report_ids=taken, first=first, second=second, now=now, step=step)
    while flow.drain(now=now, limit=200):
        """The corridor does what still waits."""
    members = {report: incident for report, (incident, _how) in queries.membership().items()}
    precision, recall = _against_gold(taken, members)
    return Told(
        rows=taken,
        incidents=queries.incidents_count(),
        languages=len({row["language"] for row in _rows()}),
        source_lines=queries.lines_count(),
        alone=linked.alone,
        asked=linked.asked,
        precision=precision,
        recall=recall,
    )


def biggest(told: Told) -> str:
    """Return the incident that most reports tell of: the demo's bundle is of this one."""
    counts: dict[str, int] = defaultdict(int)
    for report, (incident, _how) in queries.membership().items():
        if report in told.rows:
            counts[incident] += 1
    return max(sorted(counts), key=lambda incident: counts[incident])


def _rows() -> list[dict[str, str]]:
    with seeds.path(SEED).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _names() -> list[str]:
    return [row["report_id"] for row in _rows()]


def _against_gold(taken: Sequence[ReportId], members: Mapping[ReportId, str]) -> tuple[float, float]:
    """Return precision and recall over all pairs of reports that tell of one incident."""
    with seeds.path("press/gold.csv").open(encoding="utf-8", newline="") as file:
        gold = {row["report_id"]: row["incident_id"] for row in csv.DictReader(file)}
    ours = _pairs({name: members[report] for name, report in zip(_names(), taken, strict=True) if report in members})
    true = _pairs(gold)
    hits = len(ours & true)
    return round(hits / max(1, len(ours)), 3), round(hits / max(1, len(true)), 3)


def _pairs(group_of: Mapping[str, str]) -> set[tuple[str, str]]:
    groups: dict[str, list[str]] = defaultdict(list)
    for member, group in group_of.items():
        groups[group].append(member)
    return {pair for group in groups.values() for pair in combinations(sorted(group), 2)}

"""The press reports, through the same door as any report; then graded, linked and counted by the rules alone.

The gold labels are read only here and only to say how well the rules did; nothing that links ever sees them.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations

from haal.domain import seeds
from haal.services import flow
from haal.services.assess import bulk
from haal.services.assess import queries as assessed
from haal.services.intake.importing import import_press

from haal.cli.demo.box import Box


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What came of the press reports."""

    reports: int
    incidents: int
    languages: int
    source_lines: int
    alone: int
    asked: int
    precision: float
    recall: float

    def as_dict(self) -> dict[str, object]:
        """Return it as the demo's JSON has it."""
        links = {"alone": self.alone, "asked": self.asked, "precision": self.precision, "recall": self.recall}
        counts = {"reports": self.reports, "incidents": self.incidents, "languages": self.languages}
        return counts | {"source_lines": self.source_lines, "links": links}


def take_in(*, now: datetime, step: Callable[[], None]) -> int:
    """Take the seed's press reports in; return how many."""
    raw = seeds.path("press/reports.csv").read_bytes()
    return len(import_press(raw=raw, by=None, now=now, step=step).taken)


def link(*, now: datetime) -> None:
    """Let the corridor do what waits: each report finds its incident, or waits for a person."""
    while flow.drain(now=now, limit=100):
        pass


def assess(*, box: Box, now: datetime) -> None:
    """Two people at the desk grade and answer what the rules ask, each blind to the other."""
    bulk.work_through(first=box.actors["desk, first"], second=box.actors["desk, second"], now=now)
    link(now=now)


def count(*, box: Box) -> Told:
    """Say what there is now, and how well the rules did against the gold labels."""
    summary = assessed.summary(by=box.actors["desk, first"])
    members = {report: incident for report, incident in summary.members}
    precision, recall = _against_gold(members, summary.row_names)
    return Told(
        reports=summary.reports,
        incidents=summary.incidents,
        languages=summary.languages,
        source_lines=summary.source_lines,
        alone=summary.alone,
        asked=summary.asked,
        precision=precision,
        recall=recall,
    )


def _against_gold(members: dict[str, str], row_names: dict[str, str]) -> tuple[float, float]:
    with seeds.path("press/gold.csv").open(encoding="utf-8", newline="") as file:
        gold = {row["report_id"]: row["incident_id"] for row in csv.DictReader(file)}
    ours = _pairs({row_names[report]: incident for report, incident in members.items() if row_names.get(report) in gold})
    true = _pairs(gold)
    hit = len(ours & true)
    return round(hit / max(1, len(ours)), 3), round(hit / max(1, len(true)), 3)


def _pairs(member_of: dict[str, str]) -> set[tuple[str, str]]:
    groups: dict[str, list[str]] = defaultdict(list)
    for member, group in member_of.items():
        groups[group].append(member)
    return {pair for group in groups.values() for pair in combinations(sorted(group), 2)}

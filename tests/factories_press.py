"""The press reports of data/press as linking sees them, read by the importer's own codec; no database."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

from haal.domain.report import Incoming, Report
from haal.formats import press
from haal.linkage.told import Told, told_of

PRESS = Path(__file__).resolve().parent.parent / "data" / "press"


def press_rows() -> list[dict[str, str]]:
    """Return the rows of data/press/reports.csv."""
    with (PRESS / "reports.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def gold_rows() -> list[dict[str, str]]:
    """Return the rows of data/press/gold.csv."""
    with (PRESS / "gold.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def gold_incidents() -> dict[str, str]:
    """Return report id -> incident, as read by people."""
    return {row["report_id"]: row["incident_id"] for row in gold_rows()}


def press_reports() -> list[Report]:
    """Return the press reports as the desk would read them; ids are those of the file."""
    _header, rows = press.read((PRESS / "reports.csv").read_bytes(), row_bytes_max=100_000)
    good = [row for row in rows if isinstance(row, press.Row)]
    return [report_of(row.incoming, row.cells[0]) for row in good]


def told_rows() -> list[Told]:
    """Return the press reports as linking sees them."""
    return [told_of(report) for report in press_reports()]


def report_of(incoming: Incoming, report_id: str, *, taken_in_by: str | None = None) -> Report:
    """Return what the desk reads once `incoming` was taken in."""
    return Report(
        id=report_id,
        kind=incoming.kind,
        channel=incoming.channel,
        language=incoming.language,
        knows=incoming.knows,
        answers=incoming.answers,
        consents=incoming.consents,
        source=incoming.source,
        taken_in_by=taken_in_by,
        received_day=date(2026, 11, 1),
        has_sealed=False,
    )

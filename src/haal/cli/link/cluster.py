"""`haal link cluster`: which reports of a file tell of one incident; no database is needed, and nothing is kept."""

from __future__ import annotations

import argparse
import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from haal.cli import output
from haal.domain.errors import Malformed
from haal.linkage.reports import cluster as reports
from haal.linkage.reports import table

NAME = "cluster"
HELP = "group the reports of a file by the incident they tell of"
COLUMNS = ("report_id", "cluster_id", "zone", "score")
NOTES_SHOWN = 20

type Placed = tuple[
    str, str, bool, float
]  # report, group, whether it is joined without asking, how likely it belongs there
type Tell = Callable[[int, int], None]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument(
        "reports", type=Path, metavar="CSV", help="the reports, UTF-8 with a header (docs/how-to/link.md)"
    )
    words = "press: coded reports with day, place and figures; headlines: rows of report,outlet,date,headline"
    parser.add_argument("--as", dest="kind", choices=("press", "headlines"), required=True, help=words)
    parser.add_argument("--hide", default="", metavar="COL,COL", help="columns that are not looked at")
    words = "where to write report_id,cluster_id,zone,score: alone, or ask where a person should look"
    parser.add_argument("--out", type=Path, required=True, metavar="CSV", help=words)


def run(args: argparse.Namespace) -> int:
    """Read, group, write."""
    raw = output.text_of(args.reports).encode()
    hide = tuple(name.strip() for name in args.hide.split(",") if name.strip())
    with output.bar("comparing") as tell:
        placed, notes = (_press if args.kind == "press" else _headlines)(raw, hide, tell)
    write(args.out, placed)
    groups = len({group for _, group, _, _ in placed})
    asked = sum(not alone for _, _, alone, _ in placed)
    value = {"ok": True, "reports": len(placed), "clusters": groups, "ask": asked, "notes": notes}
    words = f"{args.out}: {len(placed)} reports in {groups} groups, {asked} of them to ask a person about"
    shown = [
        f"  row {one['row']}, {one['field']}: expected {one['expected']}, got {one['got']}"
        for one in notes[:NOTES_SHOWN]
    ]
    more = [f"  and {len(notes) - NOTES_SHOWN} more"] if len(notes) > NOTES_SHOWN else []
    if notes:
        shown.insert(0, f"{len(notes)} cells were not understood and count as not told:")
    output.answer(value, as_json=args.json, words="\n".join([words, *shown, *more]))
    return 0


def write(path: Path, placed: Sequence[Placed]) -> None:
    """Write one row for each report. Raises Malformed when the file cannot be written."""
    lines = io.StringIO()
    rows = csv.writer(lines, lineterminator="\n")
    rows.writerow(COLUMNS)
    rows.writerows(
        (report, group, "alone" if alone else "ask", f"{score:.4f}") for report, group, alone, score in placed
    )
    try:
        path.write_text(lines.getvalue(), encoding="utf-8")
    except OSError as error:
        raise Malformed(path.name, expected="a file that can be written", got=type(error).__name__) from None


def _press(raw: bytes, hide: Sequence[str], tell: Tell) -> tuple[list[Placed], list[dict[str, Any]]]:
    read = table.read(raw, hide=hide)
    found = reports.cluster(read.reports, tell=tell)
    return [(one.report_id, one.group, one.is_alone, one.score) for one in found], [asdict(note) for note in read.notes]


def _headlines(raw: bytes, hide: Sequence[str], tell: Tell) -> tuple[list[Placed], list[dict[str, Any]]]:
    from haal.linkage import headlines  # its patterns take a third of a second to build

    if hide:
        raise Malformed("--hide", expected="nothing to hide with --as headlines", got=",".join(hide))
    rows, errors = headlines.read(raw.decode(), name="headlines")
    found = headlines.cluster(rows)
    tell(len(rows), len(rows))
    notes = [{"row": error.where, "field": "row", "expected": error.expected, "got": error.got} for error in errors]
    return [(one.report_id, one.cluster_id, one.zone.value == "alone", one.score) for one in found], notes

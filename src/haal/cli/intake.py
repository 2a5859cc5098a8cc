"""`haal intake import FILE.csv --as press`: many reports from a file; bad rows are written beside it."""

from __future__ import annotations

import argparse
import csv
import sys
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from haal.cli import output
from haal.cli.clock import now
from haal.services.intake.importing import Imported, import_press

NAME = "intake"
HELP = "take reports in from a file"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    below = parser.add_subparsers(dest="what", required=True)
    own = below.add_parser(
        "import", help="import a CSV file; good rows go in, bad rows are written to FILE.rejected.csv"
    )
    own.add_argument("file", type=Path)
    own.add_argument("--as", dest="form", choices=["press"], required=True, help="what the rows are")
    own.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="one JSON object on the last line")


def run(args: argparse.Namespace) -> int:
    """Import and say what became of each row; exit 1 when any row was left out."""
    try:
        raw = args.file.read_bytes()
    except OSError as error:
        return output.fail(f"cannot read {args.file.name}: {error.strerror}", code="file", as_json=args.json)
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("reports", total=max(1, raw.count(b"\n") - 1))
        done = import_press(raw=raw, by=None, now=now(), step=lambda: progress.advance(task))
    try:
        beside = _write_rejected(args.file, done)
    except OSError as error:
        sys.stderr.write(f"haal: the rows left out could not be written beside the file: {error.strerror}\n")
        beside = None
    for fault in done.faults[:20]:
        sys.stderr.write(f"row {fault.number}, {fault.field}: expected {fault.expected}, got {fault.got}\n")
    if beside:
        sys.stderr.write(f"{len(done.faults)} rows were left out; they are in {beside.name}, with the reason\n")
    summary = {"ok": not done.faults, "taken": len(done.taken), "repeated": done.repeated, "rejected": len(done.faults)}
    output.answer(summary, as_json=args.json, words=f"{len(done.taken)} taken in, {done.repeated} were there already")
    return 1 if done.faults else 0


def _write_rejected(source: Path, done: Imported) -> Path | None:
    """Write the rows that were left out beside the file, with the reason of each; nothing is lost."""
    if not done.faults:
        return None
    beside = source.with_suffix(".rejected.csv")
    with beside.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["row", "field", "expected", "got", *done.header])
        for fault in done.faults:
            writer.writerow([fault.number, fault.field, fault.expected, fault.got, *fault.cells])
    return beside

"""`haal demo`: everything Haal does, once, on real press reports; then the site.

One JSON object on the last line of stdout with `--json`; all else goes to stderr. The folder is fresh at each run.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from rich.console import Console
from rich.table import Table

from haal.cli import output
from haal.cli.clock import now
from haal.cli.demo import box as boxes
from haal.cli.demo import drill, help_end, press, public, record

NAME = "demo"
HELP = "run the main job on real press reports in a fresh folder, then serve the site"
STDERR = Console(stderr=True)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("--no-serve", action="store_true", help="stop after the summary")
    parser.add_argument("--port", type=int, default=8000)


def run(args: argparse.Namespace) -> int:
    """Run the demo; then replace this process by `haal up` on the demo's folder."""
    folder = Path(settings.HAAL_HOME)
    began = time.monotonic()
    box = boxes.make(now=now())
    try:
        result = _all(box, folder)
        result["seconds"] = round(time.monotonic() - began, 1)
    except BaseException:
        boxes.close(now=now())
        raise
    _summary(result, box)
    if args.json:
        output.show(result)
    faults = _faults(result)
    if args.no_serve or faults:
        boxes.close(now=now())
        return output.fail("; ".join(faults), code="demo", as_json=False) if faults else 0
    STDERR.print(f"\nThe site: [bold]http://127.0.0.1:{args.port}/[/bold] (stop with Ctrl-C)\n")
    os.environ["HAAL_HOME"] = str(folder)
    return os.execv(sys.executable, [sys.executable, "-m", "haal", "up", "--port", str(args.port)])  # noqa: S606


def _faults(result: dict[str, Any]) -> list[str]:
    """Return what the demo promised and did not do."""
    warning, ledger = result["warning"], result["ledger"]
    promised = {
        "somebody was not told, or told twice": warning["delivered"] == warning["updated"] == warning["headcount"]
        and warning["duplicates"] == 0,
        "the ending did not reach exactly those who were told": warning["same_people"],
        "the bundle does not verify": ledger["verified"],
        "help did not come": result["help"]["matched"] == result["help"]["needs"],
        "a silence was not noticed": result["help"]["overdue_noticed"] == 1,
    }
    return [fault for fault, kept in promised.items() if not kept]


def _all(box: boxes.Box, folder: Path) -> dict[str, Any]:
    with output.progress() as progress:
        reports = progress.add_task("press reports: taken in, linked, graded", total=3 * press.rows_count())
        told = press.run(box=box, now=now(), step=lambda: progress.advance(reports))
        public_task = progress.add_task("public: drafted by one, agreed by another", total=public.incidents_count())
        shown = public.run(box=box, now=now(), step=lambda: progress.advance(public_task))
        STDERR.print(f"{shown.released} incidents are public, {shown.held_back} are held back by a rule")
        warning_task = progress.add_task("drill: warn, update, cancel", total=drill.STEPS)
        warned = drill.run(box=box, folder=folder / "drill", step=lambda: progress.advance(warning_task))
        help_task = progress.add_task("help: a need matched, a check-in overdue", total=2)
        helped = help_end.run(box=box, now=now(), step=lambda: progress.advance(help_task))
        ledger_task = progress.add_task("record: a bundle, checked by a stranger's program", total=1)
        kept = record.keep(incident_id=press.biggest(told), box=box, folder=folder, now=now())
        progress.advance(ledger_task)
    return told.as_dict() | {"warning": warned, "help": helped.as_dict(), "ledger": kept.as_dict()}


def _summary(result: dict[str, Any], box: boxes.Box) -> None:
    table = Table(title="What happened", show_header=False)
    links, warning, helped, ledger = result["links"], result["warning"], result["help"], result["ledger"]
    for what, says in (
        ("reports", f"{result['reports']} in {result['languages']} languages, {result['source_lines']} source lines"),
        ("incidents", f"{result['incidents']}; linked alone {links['alone']}, asked {links['asked']}"),
        ("against the gold labels", f"precision {links['precision']}, recall {links['recall']}"),
        ("drill", f"{warning['status']}: head-count {warning['headcount']}, delivered {warning['delivered']}"),
        ("updated / cancelled / doubled", f"{warning['updated']} / {warning['cancelled']} / {warning['duplicates']}"),
        (
            "help",
            f"{helped['matched']} of {helped['needs']} needs matched, overdue noticed {helped['overdue_noticed']}",
        ),
        ("ledger", f"{ledger['size']} leaves, the bundle {'verifies' if ledger['verified'] else 'DOES NOT VERIFY'}"),
        ("seconds", str(result["seconds"])),
    ):
        table.add_row(what, says)
    STDERR.print(table)
    people = Table(title="Sign-ins of the demo's people, shown this once", show_header=True)
    for column in ("who", "pseudonym", "passphrase"):
        people.add_column(column, overflow="fold")
    for name, founder in zip(box.actors, box.founders, strict=True):
        people.add_row(name, founder.pseudonym, founder.passphrase)
    STDERR.print(people)

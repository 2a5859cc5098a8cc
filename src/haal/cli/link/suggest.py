"""`haal link suggest REPORT`: to which incidents may a report of the box belong, and why. Nothing is kept."""

from __future__ import annotations

import argparse
from typing import Any

from haal.cli import output
from haal.cli.link.explain import ABSENT, LOCKED, part, parts
from haal.domain.errors import KeysLocked, NotFound
from haal.domain.ids import ReportId
from haal.linkage.reports.suggest import Candidate
from haal.services.assess.decide import side

NAME = "suggest"
HELP = "say to which incidents a report of the box may belong, and why; nothing is kept"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("report", metavar="REPORT_ID", help="the id of a report in the box")


def run(args: argparse.Namespace) -> int:
    """Answer; exit 1 when there is no such report."""
    try:
        found = side.suggestion(report_id=ReportId(args.report))
    except NotFound:
        return output.fail(ABSENT, code="not-found", as_json=args.json)
    except KeysLocked:
        return output.fail(LOCKED, code="keys-locked", as_json=args.json)
    value = {
        "ok": True,
        "report": args.report,
        "zone": found.zone.value,
        "likely": round(found.likely, 4),
        "candidates": [_candidate(each) for each in found.candidates],
    }
    lines = [f"{found.zone.value} (likely {found.likely:.2f})"]
    lines += [f"{each.incident_id} {each.score:+.2f}: {parts(each.features)}" for each in found.candidates]
    output.answer(value, as_json=args.json, words="\n".join(lines))
    return 0


def _candidate(candidate: Candidate) -> dict[str, Any]:
    return {
        "incident": candidate.incident_id,
        "score": candidate.score,
        "parts": [part(each) for each in candidate.features],
    }

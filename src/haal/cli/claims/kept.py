"""`haal claims import FILE.csv` and `haal claims list`: claims into the box, and what is there with the verdicts of today."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from haal.cli import output
from haal.cli.clock import now
from haal.domain.errors import Malformed
from haal.services.testify.claim_check import enter, queries


class Import:
    """`haal claims import`."""

    NAME = "import"
    HELP = "keep the claims of a file on the desk; nothing is public by it, two people confirm each"

    @staticmethod
    def add_arguments(parser: argparse.ArgumentParser) -> None:
        """Say what the command takes."""
        parser.add_argument(
            "file", type=Path, metavar="FILE.csv", help="claims, with the columns of docs/reference/claims-csv.md"
        )

    @staticmethod
    def run(args: argparse.Namespace) -> int:
        """Import, and name each row that was left out; exit 1 when there is one."""
        try:
            raw = args.file.read_bytes()
        except OSError as error:
            raise Malformed(args.file.name, expected="a file that can be read", got=type(error).__name__) from None
        total, done = max(1, raw.count(b"\n") - 1), iter(range(1, raw.count(b"\n") + 2))
        with output.bar("claims") as step:
            found = enter.import_file(raw=raw, by=None, now=now(), step=lambda: step(next(done), total))
        for fault in found.faults[:20]:
            sys.stderr.write(f"row {fault.number}, {fault.field}: expected {fault.expected}, got {fault.got}\n")
        value = {"ok": not found.faults, "kept": list(found.claim_ids), "rejected": len(found.faults)}
        output.answer(value, as_json=args.json, words=f"{len(found.claim_ids)} kept, {len(found.faults)} left out")
        return 1 if found.faults else 0


class List:
    """`haal claims list`."""

    NAME = "list"
    HELP = "list the claims that are kept; with --verdicts what the reports say of each today"

    @staticmethod
    def add_arguments(parser: argparse.ArgumentParser) -> None:
        """Say what the command takes."""
        parser.add_argument("--verdicts", action="store_true", help="compute the verdicts as well")

    @staticmethod
    def run(args: argparse.Namespace) -> int:
        """List."""
        rows = [
            {
                "id": kept.id,
                "claim_id": claim.id,
                "state": kept.state.value,
                "call_to_violence": kept.calls_to_violence,
                "verdict": found.verdict.value if found else None,
            }
            for kept, claim, found in queries.every(with_verdicts=args.verdicts)
        ]
        lines = [f"{row['id']}  {row['claim_id']}  {row['state']}  {row['verdict'] or ''}".rstrip() for row in rows]
        output.answer({"ok": True, "claims": rows}, as_json=args.json, words="\n".join(lines) or "no claims are kept")
        return 0

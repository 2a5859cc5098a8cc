"""`haal claims check CLAIMS.csv --reports REPORTS.csv`: the verdict on each claim of a file, without a database."""

from __future__ import annotations

import argparse
import csv
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from haal.cli import output
from haal.domain.claim.evidence import Evidence
from haal.domain.claim.stated import Checkable, Claim
from haal.domain.claim.verdict import Judgement
from haal.domain.claim.words import calls_to_violence
from haal.domain.errors import Malformed
from haal.formats.claims import reports, table
from haal.formats.claims.table import Fault
from haal.linkage.claims import check_all, together
from haal.linkage.reports import cluster
from haal.linkage.reports import table as linked

NAME = "check"
HELP = "compute the verdict on each claim of a file from a file of press reports; needs no data folder"
COLUMNS = ("claim_id", "verdict", "press_says", "report_ids", "reasons", "searches", "call_to_violence")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument(
        "file", type=Path, metavar="CLAIMS.csv", help="claims, with the columns of docs/reference/claims-csv.md"
    )
    parser.add_argument(
        "--reports", type=Path, required=True, metavar="REPORTS.csv", help="press reports, one row per page and event"
    )
    parser.add_argument(
        "--incidents", default="", metavar="COLUMN", help="the column that says which reports tell of one incident"
    )
    parser.add_argument(
        "--search", action="store_true", help="look for reports for every claim, also where the file names some"
    )
    parser.add_argument("--out", type=Path, metavar="OUT.csv", help="write the verdicts into this file")


def run(args: argparse.Namespace) -> int:
    """Check, and say what was found; exit 1 when a row could not be read."""
    claims, faults = _claims(args.file)
    told, more = _reports(args.reports, incidents=args.incidents)
    search = args.search or not any(claim.linked for claim in claims)
    with output.bar("claims") as step:
        found = check_all(claims, told, search=search, step=step)
    rows = [row_of(claim, judgement) for claim, judgement in zip(claims, found, strict=True)]
    if args.out is not None:
        write(args.out, rows)
    for name, fault in [*((args.file.name, one) for one in faults), *((args.reports.name, one) for one in more)][:20]:
        sys.stderr.write(f"{name} row {fault.number}, {fault.field}: expected {fault.expected}, got {fault.got}\n")
    failed = len(faults) + len(more)
    value = {"ok": not failed, "rejected": failed, **summary(claims, found), "rows": rows}
    output.answer(value, as_json=args.json, words="\n".join(_line(row) for row in rows))
    return 1 if failed else 0


def summary(claims: Sequence[Claim], found: Sequence[Judgement]) -> dict[str, Any]:
    """Return how many of each verdict, and how many agree with what a person coded in the file."""
    coded = [
        (claim, one)
        for claim, one in zip(claims, found, strict=True)
        if claim.coded.says and claim.checkable is not Checkable.NO
    ]
    return {
        "claims": len(claims),
        "verdicts": dict(Counter(one.verdict.value for one in found)),
        "coded": len(coded),
        "agree": sum(one.coded.value == claim.coded.says for claim, one in coded),
    }


def row_of(claim: Claim, judgement: Judgement) -> dict[str, Any]:
    """Return one claim's verdict as a row."""
    return {
        "claim_id": claim.id,
        "verdict": judgement.verdict.value,
        "press_says": judgement.coded.value,
        "report_ids": list(judgement.report_ids),
        "reasons": [f"{one.facet.value} {one.finding.value}: {one.words}" for one in judgement.answers],
        "searches": list(judgement.searches),
        "call_to_violence": calls_to_violence(claim.words),
    }


def write(path: Path, rows: Sequence[dict[str, Any]]) -> None:
    """Write the rows as CSV; lists are joined."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for row in rows:
            listed = {"report_ids": " ".join(row["report_ids"]), "reasons": "; ".join(row["reasons"])}
            cells = {**row, **listed, "searches": "; ".join(row["searches"])}
            cells["call_to_violence"] = "yes" if row["call_to_violence"] else "no"
            writer.writerow([cells[name] for name in COLUMNS])


def _claims(path: Path) -> tuple[list[Claim], list[Fault]]:
    rows = list(table.read(_bytes_of(path)))
    return [row.claim for row in rows if isinstance(row, table.Row)], [row for row in rows if isinstance(row, Fault)]


def _reports(path: Path, *, incidents: str) -> tuple[list[Evidence], list[Fault]]:
    raw = _bytes_of(path)
    rows = list(reports.read(raw, incidents=incidents))
    told = [row for row in rows if isinstance(row, Evidence)]
    if not incidents:
        told = together(told, groups={one.report_id: one.group for one in cluster.cluster(linked.read(raw).reports)})
    return told, [row for row in rows if isinstance(row, Fault)]


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Malformed(path.name, expected="a file that can be read", got=type(error).__name__) from None


def _line(row: dict[str, Any]) -> str:
    return f"{row['claim_id']}  {row['verdict']}  ({len(row['report_ids'])} reports)  {'; '.join(row['reasons'])}"

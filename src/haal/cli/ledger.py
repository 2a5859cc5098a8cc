"""`haal ledger status|audit`: the head of the ledger, and whether all of it fits together."""

from __future__ import annotations

import argparse
from pathlib import Path

from haal.cli import output
from haal.services.testify import audit, queries

NAME = "ledger"
HELP = "show the ledger's head, or check all of it"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    below = parser.add_subparsers(dest="what", required=True)
    own = below.add_parser("status", help="size, newest checkpoint, key")
    own.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="one JSON object on the last line")
    own = below.add_parser("audit", help="recompute everything from the leaves; exit 1 when anything does not fit")
    own.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="one JSON object on the last line")
    own.add_argument("--against", type=Path, help="a signed checkpoint from elsewhere, to be held against ours")


def run(args: argparse.Namespace) -> int:
    """Answer the question; 1 when the audit finds anything."""
    return _status(as_json=args.json) if args.what == "status" else _audit(args)


def _status(*, as_json: bool) -> int:
    seen = queries.ledger()
    value = {
        "ok": bool(seen.note),
        "size": seen.size,
        "signed_size": seen.signed_size,
        "root": seen.root,
        "signed_at": seen.signed_at.isoformat() if seen.signed_at else None,
        "waiting": seen.waiting,
        "vkey": seen.vkey,
        "fingerprint": seen.fingerprint,
    }
    words = (
        f"{seen.size} leaves, {seen.waiting} acts waiting; signed: {seen.signed_size} leaves\n"
        f"{seen.note or 'nothing has been signed yet'}\nkey {seen.vkey or 'none: run haal init'}\n"
        f"fingerprint {seen.fingerprint or '-'}"
    )
    output.answer(value, as_json=as_json, words=words)
    return 0


def _audit(args: argparse.Namespace) -> int:
    try:
        against = args.against.read_text("utf-8") if args.against else None
    except (OSError, UnicodeDecodeError):
        return output.fail(f"cannot read {args.against.name}", code="file", as_json=args.json)
    found = audit.audit(against=against)
    value = {
        "ok": not found.problems,
        "size": found.size,
        "root": found.root.hex(),
        "checkpoints": found.checkpoints,
        "waiting": found.waiting,
        "behind": found.behind,
        "problems": list(found.problems),
    }
    state = (
        "all of it fits" if not found.problems else "\n".join(f"DOES NOT FIT: {problem}" for problem in found.problems)
    )
    words = f"{found.size} leaves, {found.checkpoints} checkpoints, {found.waiting} acts waiting: {state}"
    output.answer(value, as_json=args.json, words=words)
    return 1 if found.problems else 0

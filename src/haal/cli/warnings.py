"""`haal warnings folder DIR`: tonight's warnings as files for a memory stick. `haal warnings addresses`: what gateways need to know.

Both read what is public, or the box's own settings; neither sends anything.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from haal.cli import output
from haal.cli.clock import now
from haal.services.warn import gateways
from haal.services.warn.paper import folder

NAME = "warnings"
HELP = "write tonight's warnings into a folder, or show the addresses that text message gateways call"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    below = parser.add_subparsers(dest="what", required=True)
    own = below.add_parser("folder", help="feed, CAP files, posters, scripts, sound and text messages, with checksums")
    own.add_argument("to", type=Path, metavar="DIR", help="a new or empty folder")
    own.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="one JSON object on the last line")
    own = below.add_parser("addresses", help="where a Kannel and a phone report to this box; keep them to yourself")
    own.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="one JSON object on the last line")


def run(args: argparse.Namespace) -> int:
    """Do it."""
    return _folder(args) if args.what == "folder" else _addresses(as_json=args.json)


def _folder(args: argparse.Namespace) -> int:
    written = folder.write(to=args.to, now=now())
    value = {"ok": True, "files": written.files_count, "warnings": written.warnings_count, "folder": str(args.to)}
    words = f"{args.to}: {written.files_count} files of {written.warnings_count} warnings"
    output.answer(value, as_json=args.json, words=words)
    return 0


def _addresses(*, as_json: bool) -> int:
    found = {
        "kannel_text": f"{gateways.kannel_url('text')}?from=%p&text=%a",
        "kannel_receipt": gateways.kannel_url("receipt"),
        "phone": gateways.phone_url(),
    }
    words = "\n".join(f"{name.replace('_', ' ')}: {address}" for name, address in found.items())
    output.answer({"ok": True, **found}, as_json=as_json, words=words)
    return 0

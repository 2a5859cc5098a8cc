"""`haal shelters export`: what two released of families driven out, of room and of help given, as a file for other bodies.

The one thing to know: it writes what anybody may read (`/displaced/`) and nothing else: no name, no number, no address, no shelter's
place. Where nothing was released it ends with 1. docs/how-to/shelters.md says what they mean.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from haal.cli import output
from haal.domain.errors import NotFound
from haal.services.help.shelters import files
from haal.services.help.shelters.files import FileKind

NAME = "shelters"
HELP = "write what was released of families driven out, of room and of help given"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    below = parser.add_subparsers(dest="what", required=True)
    own = below.add_parser("export", help="write it as 3W, 4W, a displacement table (dtm) or GeoJSON")
    own.add_argument("--as", dest="kind", required=True, choices=[kind.value for kind in FileKind], help="which file")
    own.add_argument("--out", type=Path, required=True, metavar="FILE", help="the file to write")
    own.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="one JSON object on the last line")


def run(args: argparse.Namespace) -> int:
    """Write it."""
    try:
        made = files.of(kind=FileKind(args.kind))
    except NotFound:
        return output.fail("two people have released nothing yet", code="nothing-released", as_json=args.json)
    try:
        args.out.write_bytes(made.content)
    except OSError as error:
        return output.fail(f"cannot be written: {type(error).__name__}", code="no-file", as_json=args.json)
    value = {"ok": True, "as": args.kind, "rows": made.rows, "bytes": len(made.content)}
    output.answer(value, as_json=args.json, words=f"{args.out}: {made.rows} rows")
    return 0

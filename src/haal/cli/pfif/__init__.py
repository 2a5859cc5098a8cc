"""`haal pfif check`, `import` and `export`: look at a PFIF file of anybody, bring it in, write what two let out of ours.

`check` keeps nothing, needs no data folder, and prints no name: records are told by their place in the file and their id. `export`
writes the public part of what was published, and placeholders for what was wiped. docs/reference/pfif.md says what is asked of a file.
"""

from __future__ import annotations

import argparse
import os
from dataclasses import asdict
from pathlib import Path

from haal.cli import output
from haal.cli.clock import now
from haal.cli.pfif import bring
from haal.formats.pfif.model import Reading
from haal.formats.pfif.read import BYTES_MAX, reading
from haal.services.help.tracing.pfif.public import public_file

NAME = "pfif"
HELP = "check or bring in a PFIF 1.1 to 1.4 file of persons sought; write what was published of ours"
SHOWN_MAX = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    below = parser.add_subparsers(dest="what", required=True)
    own = below.add_parser("check", help="say what of the file can go in, and what not and why")
    own.add_argument("file", type=Path, metavar="FILE", help="PFIF, alone or inside an Atom or RSS feed")
    own.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="one JSON object on the last line")
    own = below.add_parser(
        "import", help="bring in the persons sought of others: each once, what cannot go in is named"
    )
    own.add_argument("file", type=Path, metavar="FILE", help="PFIF, alone or inside an Atom or RSS feed")
    own.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="one JSON object on the last line")
    bring.add_arguments(own)
    own = below.add_parser("export", help="write the persons sought whom two published, and what was wiped")
    own.add_argument("file", type=Path, metavar="FILE", help="the PFIF 1.4 file to write")
    own.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="one JSON object on the last line")


def run(args: argparse.Namespace) -> int:
    """Do it."""
    return {"check": _check, "import": bring.run, "export": _export}[args.what](args)


def _export(args: argparse.Namespace) -> int:
    body = public_file(now=now())
    try:
        args.file.write_bytes(body)
    except OSError as error:
        return output.fail(f"cannot be written: {type(error).__name__}", code="no-file", as_json=args.json)
    told = reading(body)
    value = {"ok": True, "persons": len(told.persons), "wiped": len(told.wiped), "bytes": len(body)}
    output.answer(value, as_json=args.json, words=f"{args.file}: {len(told.persons)} persons, {len(told.wiped)} wiped")
    return 0


def _check(args: argparse.Namespace) -> int:
    """Read it and say what was found; 1 when anything in it breaks the rules."""
    try:
        with args.file.open("rb") as file:
            told = reading(file.read(BYTES_MAX + 1))
    except OSError as error:
        return output.fail(f"cannot be read: {type(error).__name__}", code="no-file", as_json=args.json)
    is_right = not (told.refused or told.complaints)
    value = {
        "ok": is_right,
        "file": os.fsencode(args.file).decode("utf-8", "replace"),
        "version": told.version,
        "refused": told.refused,
        "persons": len(told.persons),
        "notes": len(told.notes),
        "wiped": len(told.wiped),
        "skipped": told.skipped,
        "complaints": [asdict(one) for one in told.complaints],
        "repairs": list(told.repairs),
        "dropped": dict(told.dropped),
    }
    output.answer(value, as_json=args.json, words=_words(told))
    return 0 if is_right else 1


def _words(told: Reading) -> str:
    if told.refused:
        return f"Refused: {told.refused}"
    went_in = f"{len(told.persons)} persons, {len(told.notes)} notes, {len(told.wiped)} wiped"
    lines = [f"PFIF {told.version}: {went_in}; {told.skipped} records cannot go in"]
    lines += map(str, told.complaints[:SHOWN_MAX])
    if len(told.complaints) > SHOWN_MAX:
        lines.append(f"... and {len(told.complaints) - SHOWN_MAX} more complaints; all of them with --json")
    if told.dropped:
        kept_of_nobody = ", ".join(f"{name} ({count})" for name, count in told.dropped.items())
        lines.append(f"Fields that Haal keeps of nobody: {kept_of_nobody}")
    return "\n".join((*lines, *told.repairs))

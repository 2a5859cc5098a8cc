"""`haal geo import FILE`: district outlines or places from GeoJSON, kept in the data folder; `--forget` takes them out.

A file of OpenStreetMap's own (Overpass JSON, pbf) holds gathering places and goes to the register: see `gathering`.

Good features go in. What does not fit is told on stderr with its number and field, and written beside the file as
`NAME.refused.geojson`.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import asdict
from pathlib import Path

from haal.cli import output
from haal.cli.geo import gathering
from haal.domain.errors import Malformed
from haal.formats.places.geojson import KINDS, Problem
from haal.services.help.gathering.bring import is_of_map
from haal.services.intake import places
from haal.services.intake.places import Done

NAME = "import"
HELP = "take district outlines, places or gathering places from a file, or take out what it brought"
GATHERING = "gathering"
SHOWN_MAX = 20
BYTES_MAX = 500_000_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument(
        "file", type=Path, metavar="FILE", help="GeoJSON (a collection, or one feature a line), Overpass JSON, or pbf"
    )
    parser.add_argument(
        "--as", dest="kind", choices=(*KINDS, GATHERING), default="", help="what it holds; else the file decides"
    )
    parser.add_argument("--forget", action="store_true", help="take out what this file brought (not gathering places)")
    parser.add_argument("--dry-run", action="store_true", help="gathering places: only say what would change")
    parser.add_argument(
        "--box",
        default="",
        metavar="S,W,N,E",
        help="gathering places: the area of which the file tells all; what is known there and not in it is marked",
    )


def run(args: argparse.Namespace) -> int:
    """Import or forget."""
    if args.kind == GATHERING or (not args.kind and not args.forget and is_of_map(args.file)):
        return gathering.run(args)
    return _forget(args) if args.forget else _bring(args)


def _bring(args: argparse.Namespace) -> int:
    raw = _bytes_of(args.file)
    with output.bar(f"Features of {args.file.name}") as tell:
        done = places.bring(raw=raw, name=args.file.name, kind=args.kind, tell=tell)
    for problem in done.problems[:SHOWN_MAX]:
        sys.stderr.write(f"haal: {args.file.name}: {_words(problem)}\n")
    if len(done.problems) > SHOWN_MAX:
        sys.stderr.write(f"haal: {args.file.name}: and {len(done.problems) - SHOWN_MAX} more\n")
    beside = args.file.with_suffix(".refused.geojson")
    if done.refused:
        _write(beside, done.refused)
    value = {
        "ok": bool(done.taken),
        "as": done.kind,
        "taken": done.taken,
        "known": done.known,
        "repeated": done.repeated,
        "refused": len(done.problems),
        "properties": dict(done.used),
        "problems": [asdict(problem) for problem in done.problems],
    }
    output.answer(value, as_json=args.json, words=_sentence(done, beside))
    return 0 if done.taken else 1


def _sentence(done: Done, beside: Path) -> str:
    used = ", ".join(f"{name} ({count})" for name, count in done.used.items())
    words = f"{done.taken} {done.kind} taken" if not done.repeated else "This file was taken before: nothing changed"
    if done.taken and not done.repeated:
        words += f", {done.known} of them known before; names from {used}"
    return words + (f"; {len(done.problems)} refused, see {beside}" if done.problems else "")


def _words(problem: Problem) -> str:
    return f"feature {problem.row}, {problem.field}: expected {problem.expected}, got {problem.got}"


def _forget(args: argparse.Namespace) -> int:
    raw = _bytes_of(args.file) if args.file.exists() else None
    gone = places.forget(name=args.file.name, raw=raw)
    words = "What this file brought is out." if gone else "Nothing came from this file."
    output.answer({"ok": True, "forgotten": gone}, as_json=args.json, words=words)
    return 0


def _bytes_of(path: Path) -> bytes:
    try:
        if path.stat().st_size > BYTES_MAX:
            raise Malformed(path.name, expected=f"at most {BYTES_MAX} bytes", got="more")
        return path.read_bytes()
    except OSError as error:
        raise Malformed(path.name, expected="a file that can be read", got=type(error).__name__) from None


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, "utf-8")
    except OSError as error:
        raise Malformed(path.name, expected="a folder that can be written", got=type(error).__name__) from None

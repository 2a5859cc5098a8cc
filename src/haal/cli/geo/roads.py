"""`haal geo roads FILE`: of what class the roads between districts are, from a file of three columns."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from haal.cli import output
from haal.cli.clock import now
from haal.services.help.aid import roads

NAME = "roads"
HELP = "take road classes between districts from a CSV file with the columns one,other,road"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("file", type=Path, metavar="FILE", help="road is paved, gravel, dirt, cut or not-known")


def run(args: argparse.Namespace) -> int:
    """Import; 1 when any line was left out."""
    try:
        raw = args.file.read_bytes()
    except OSError as error:
        return output.fail(f"cannot read {args.file.name}: {error.strerror}", code="file", as_json=args.json)
    done = roads.bring(raw=raw, now=now())
    for line, expected in done.faults:
        sys.stderr.write(f"line {line}: expected {expected}\n")
    value = {"ok": not done.faults, "kept": done.kept, "refused": len(done.faults)}
    output.answer(value, as_json=args.json, words=f"{done.kept} roads kept, {len(done.faults)} lines left out")
    return 1 if done.faults else 0

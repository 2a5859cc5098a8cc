"""`haal claims`: what somebody states, held against what reports tell."""

from __future__ import annotations

import argparse

from haal.cli.claims import check
from haal.cli.claims.kept import Import, List

NAME = "claims"
HELP = "hold claims against reports: a verdict on each, with its reports and its reasons"
BELOW = (Import, check, List)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    below = parser.add_subparsers(dest="what", required=True)
    for module in BELOW:
        own = below.add_parser(module.NAME, help=module.HELP, description=module.HELP)
        own.add_argument(
            "--json", action="store_true", default=argparse.SUPPRESS, help="one JSON object on the last line"
        )
        module.add_arguments(own)


def run(args: argparse.Namespace) -> int:
    """Do it."""
    return int(next(module for module in BELOW if args.what == module.NAME).run(args))

"""`haal link`: which reports tell of one incident, in the box or in files of any kind, and what people said of it."""

from __future__ import annotations

import argparse

from haal.cli.link import cluster, evaluate, explain, labels, learn, match, suggest
from haal.cli.link import run as night

NAME = "link"
HELP = "find which reports and records tell of the same incident, and say how well that was done"
PARTS = (night, suggest, explain, labels, learn, cluster, match, evaluate)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    below = parser.add_subparsers(dest="part", required=True, metavar="WHAT")
    for module in PARTS:
        own = below.add_parser(module.NAME, help=module.HELP, description=module.HELP)
        own.add_argument(
            "--json", action="store_true", default=argparse.SUPPRESS, help="one JSON object on the last line"
        )
        module.add_arguments(own)
        own.set_defaults(part=module)


def run(args: argparse.Namespace) -> int:
    """Run the part that was asked for."""
    return int(args.part.run(args))

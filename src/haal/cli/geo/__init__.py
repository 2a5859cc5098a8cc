"""`haal geo resolve|import|roads|reviews`: what place words may mean; places, outlines and roads from files; plans to be read again.

`resolve` looks at nothing but the gazetteer and needs no data folder. docs/how-to/places.md says where files come from.
"""

from __future__ import annotations

import argparse

from haal.cli.geo import bring, resolve, reviews, roads

NAME = "geo"
MODULES = (resolve, bring, roads, reviews)
HELP = "say what place words may mean; take district outlines and places from files; count plans to be read again"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    below = parser.add_subparsers(dest="what", required=True)
    for module in MODULES:
        own = below.add_parser(module.NAME, help=module.HELP, description=module.HELP)
        own.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="one JSON object at the end")
        module.add_arguments(own)


def run(args: argparse.Namespace) -> int:
    """Do it."""
    return int(next(module.run(args) for module in MODULES if args.what == module.NAME))

"""`haal geo resolve|import`: what place words may mean, and more places and district outlines from the operator's files.

`resolve` looks at nothing but the gazetteer and needs no data folder. docs/how-to/places.md says where files come from.
"""

from __future__ import annotations

import argparse

from haal.cli.geo import bring, resolve

NAME = "geo"
HELP = "say what place words may mean; take district outlines and places from files"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    below = parser.add_subparsers(dest="what", required=True)
    for module in (resolve, bring):
        own = below.add_parser(module.NAME, help=module.HELP, description=module.HELP)
        own.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="one JSON object at the end")
        module.add_arguments(own)


def run(args: argparse.Namespace) -> int:
    """Do it."""
    return {resolve.NAME: resolve.run, bring.NAME: bring.run}[args.what](args)

"""The list of commands, and how one is found and run.

Exit codes: 0 done; 1 it could not be done, and the reason is on stderr; 2 the words of the call are off. With `--json` the
answer is one JSON object on the last line of stdout. Commands are thin: they read the clock, call one service, print.
"""

from __future__ import annotations

import argparse
from types import ModuleType, SimpleNamespace

from haal.cli import (
    box,
    bundle,
    cap,
    claims,
    drill,
    estimate,
    geo,
    intake,
    keys,
    ledger,
    link,
    pfif,
    rota,
    shelters,
    warnings,
)
from haal.cli.demo import run as demo
from haal.cli.output import fail
from haal.domain.errors import HaalError, Refused
from haal.language.words import words_for

COMMANDS: tuple[ModuleType | SimpleNamespace, ...] = (
    *box.COMMANDS,
    *keys.COMMANDS,
    intake,
    ledger,
    bundle,
    drill,
    warnings,
    cap,
    claims,
    estimate,
    geo,
    link,
    pfif,
    rota,
    shelters,
    demo,
)


def run(arguments: list[str], *, more: tuple[ModuleType, ...] = ()) -> int:
    """Run one command line and return its exit code; `more` are commands of the floor above."""
    parser = argparse.ArgumentParser(
        prog="haal", description="Haal: a report taken in once warns, helps and testifies."
    )
    below = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for module in (*COMMANDS, *more):
        own = below.add_parser(module.NAME, help=module.HELP, description=module.HELP)
        own.add_argument("--json", action="store_true", help="print one JSON object on the last line")
        module.add_arguments(own)
        own.set_defaults(module=module)
    args = parser.parse_args(arguments)
    try:
        return int(args.module.run(args))
    except Refused as error:
        return fail(words_for(error.reason, "en", **error.details), code=error.reason.value, as_json=args.json)
    except HaalError as error:
        return fail(str(error) or type(error).__name__, code=type(error).__name__, as_json=args.json)
    except KeyboardInterrupt:
        return fail("stopped", code="stopped", as_json=args.json)

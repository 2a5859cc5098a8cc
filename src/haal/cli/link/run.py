"""`haal link run`: where would every report stand if all had come together? Says so, and with --propose asks the desk about it.

The one thing to know: nothing is ever moved or merged by it. Meant for every night, by the machine's own timer.
"""

from __future__ import annotations

import argparse

from haal.cli import output
from haal.cli.clock import now
from haal.cli.link.explain import LOCKED
from haal.domain.errors import KeysLocked
from haal.services.assess.decide import nightly

NAME = "run"
HELP = "group all reports of the box anew and say what differs; with --propose the desk is asked, nothing is rewritten"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    words = "keep what differs as questions for people at the desk; what was refused once is not asked again"
    parser.add_argument("--propose", action="store_true", help=words)


def run(args: argparse.Namespace) -> int:
    """Look, and propose when asked to."""
    try:
        with output.bar("comparing") as tell:
            found = nightly.look(tell=tell)
        kept = 0
        if args.propose:
            with output.bar("proposing") as step:
                kept = nightly.propose(found=found, now=now(), step=step)
    except KeysLocked:
        return output.fail(LOCKED, code="keys-locked", as_json=args.json)
    links = sum(move.out_of is None for move in found.moves)
    value = {
        "ok": True,
        "reports": found.reports,
        "groups": found.groups,
        "links": links,
        "moves": len(found.moves) - links,
        "merges": len(found.merges),
        "apart": [list(each) for each in found.apart],
        "proposed": kept,
    }
    words = (
        f"{found.reports} reports in {found.groups} groups; of what waits {links} would be linked, {len(found.moves) - links} would "
        f"move, {len(found.merges)} pairs of incidents may be one, {len(found.apart)} groups may be incidents of their own"
    )
    asked = f"\n{kept} new questions for the desk" if args.propose else "\nnothing was kept: --propose asks the desk"
    output.answer(value, as_json=args.json, words=words + asked)
    return 0

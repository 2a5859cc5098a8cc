"""`haal drill people|send`: people who do not exist for drills, and the only way by which a drill is sent.

A drill is drafted and agreed at the desk like a warning. Its messages go to two counting servers that this command
starts on this machine and ends again; the clock of the box has no gateway for drills.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from pathlib import Path

from haal.cli import clock, output
from haal.services.warn import drill

NAME = "drill"
HELP = "subscribe simulated people, or send the drills that wait to counting gateways"
COUNT_MAX = 200_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    below = parser.add_subparsers(dest="what", required=True)
    own = below.add_parser("people", help="subscribe people who do not exist at a place")
    own.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="one JSON object on the last line")
    own.add_argument("place", help="a name of the gazetteer")
    own.add_argument("--count", type=int, default=1000, help="how many")
    own.add_argument("--by-mail", type=int, default=30, help="how many of them by mail, the others by text message")
    own.add_argument("--radius-km", type=float, default=8.0, help="how far around the place")
    own = below.add_parser("send", help="send every drill that two people have agreed to")
    own.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="one JSON object on the last line")


def run(args: argparse.Namespace) -> int:
    """Do it; 1 when the place is unknown, the number is off, or a message arrived twice."""
    return _people(args) if args.what == "people" else _send(args)


def _people(args: argparse.Namespace) -> int:
    cells = drill.cells_of_place(place=args.place, radius_km=args.radius_km)
    if not cells:
        return output.fail("this place is not in the gazetteer", code="place-unknown", as_json=args.json)
    if not 0 <= args.by_mail <= args.count <= COUNT_MAX:
        return output.fail(f"between 0 and {COUNT_MAX} people", code="count", as_json=args.json)
    kept = drill.add_simulated(count=args.count, by_mail=args.by_mail, cells=cells, clock=clock.now)
    output.answer({"ok": True, "people": kept}, as_json=args.json, words=f"{kept} simulated people subscribed")
    return 0


def _send(args: argparse.Namespace) -> int:
    with tempfile.TemporaryDirectory(prefix="haal-drill-") as folder:
        sent = drill.send_waiting(folder=Path(folder), owner=f"drill-{os.getpid()}", clock=clock.now)
    value = {"ok": not sent.duplicates, "states": sent.states, "arrived": sent.arrived, "duplicates": sent.duplicates}
    told = ", ".join(f"{state} {count}" for state, count in sent.states.items()) or "no drill waits"
    output.answer(value, as_json=args.json, words=f"{told}; arrived {sent.arrived}, doubled {sent.duplicates}")
    return 1 if sent.duplicates else 0

"""`haal pfif import FILE`: persons sought out of a file of others become cases; what cannot go in is named, and nothing twice.

The one thing to know: no name is printed. Records are told by their place in the file and their id there.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import asdict

from haal.cli import output
from haal.cli.clock import now
from haal.domain.access import SYSTEM
from haal.domain.tracing.told import Situation
from haal.formats.pfif.read import BYTES_MAX
from haal.services.help.tracing.pfif.bring import Brought, bring

SITUATIONS = {
    "separated": Situation.SEPARATED,
    "after-event": Situation.AFTER_EVENT,
    "taken": Situation.TAKEN,
}
SHOWN_MAX = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes besides the file."""
    words = "what happened to them; only a separation ends by itself, and by the file's own expiry (default: separated)"
    parser.add_argument("--as", dest="situation", choices=list(SITUATIONS), default="separated", help=words)


def run(args: argparse.Namespace) -> int:
    """Bring it in; 1 when anything could not go in."""
    try:
        with args.file.open("rb") as file:
            raw = file.read(BYTES_MAX + 1)
    except OSError as error:
        return output.fail(f"cannot be read: {type(error).__name__}", code="no-file", as_json=args.json)
    with output.bar("Records") as shown:
        done = bring(raw=raw, situation=SITUATIONS[args.situation], by=SYSTEM, now=now(), step=shown)
    for fault in done.faults[:SHOWN_MAX]:
        sys.stderr.write(f"haal: {fault}\n")
    if len(done.faults) > SHOWN_MAX:
        sys.stderr.write(f"haal: and {len(done.faults) - SHOWN_MAX} more; --json lists all\n")
    is_right = not (done.faults or done.reading.refused)
    value = {
        "ok": is_right,
        "version": done.reading.version,
        "refused": done.reading.refused,
        "taken": done.taken,
        "changed": done.changed,
        "repeated": done.repeated,
        "notes": done.notes,
        "linked": done.linked,
        "wiped": done.wiped,
        "kept": done.kept,
        "expired": done.expired,
        "superseded": done.reading.superseded,
        "skipped": done.reading.skipped,
        "dropped": dict(done.reading.dropped),
        "problems": [asdict(fault) for fault in done.faults],
    }
    output.answer(value, as_json=args.json, words=_words(done))
    return 0 if is_right else 1


def _words(done: Brought) -> str:
    if done.reading.refused:
        return f"Refused: {done.reading.refused}"
    words = f"{done.taken} taken in, {done.changed} changed, {done.repeated} were there already; {done.notes} notes"
    if done.linked:
        words += f"; {done.linked} pairs that a note links are proposed to family finders"
    if done.wiped:
        words += f"; {done.wiped} wiped, since they are where they came from"
    if done.kept:
        words += f"; {done.kept} wiped there go on here: only the family ends such a search"
    if done.expired:
        words += f"; {done.expired} left out, since they have expired"
    return f"{words}; {len(done.faults)} things could not go in" if done.faults else words

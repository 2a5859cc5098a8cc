"""`haal geo import FILE` for gathering places out of OpenStreetMap: what is new, what changed, what a person must look at.

The same command as for districts and places (`bring`), which asks here when the file is OpenStreetMap's own. It needs the
box's keys, since what people said of a place is compared with what the map says.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any

from haal.cli import output
from haal.cli.clock import now
from haal.domain.access import SYSTEM
from haal.domain.gathering.again import Did, Step
from haal.services.help.gathering import bring
from haal.services.help.gathering.bring import Done, Tell

SHOWN_MAX = 20
WORDS = {"read": "Elements read", "keep": "Places kept"}


def run(args: argparse.Namespace) -> int:
    """Import; ends with 1 when there was no gathering place in the file."""
    began = time.perf_counter()
    box = bring.box_of(args.box) if args.box else None
    with _bars() as tell:
        done = bring.bring(path=args.file, by=SYSTEM, now=now(), dry_run=args.dry_run, box=box, tell=tell)
    seconds = round(time.perf_counter() - began, 2)
    for line in _lines(done, dry_run=args.dry_run):
        sys.stderr.write(f"haal: {line}\n")
    found = sum(done.counts.values()) - done.counts[Did.GONE]
    value = {
        "ok": bool(found),
        "as": "gathering",
        "dry_run": args.dry_run,
        **{did.value: count for did, count in done.counts.items()},
        "drawn_anew": sum(step.drawn_anew for step in done.steps),
        "drawn_twice": done.twice,
        "nameless": done.nameless,
        "refused": len(done.faults),
        "whole": done.is_whole,
        "seconds": seconds,
        "steps": [_told(step) for step in done.steps] if args.dry_run else [],
        "looks": [_told(step) for step in done.steps if step.did in {Did.KEPT, Did.GONE}],
        "problems": [asdict(fault) for fault in done.faults],
    }
    output.answer(value, as_json=args.json, words=_sentence(done, seconds=seconds, dry_run=args.dry_run))
    return 0 if found else 1


def _sentence(done: Done, *, seconds: float, dry_run: bool) -> str:
    counts = done.counts
    would = "Nothing was written. It would be: " if dry_run else ""
    words = f"{would}{counts[Did.NEW]} new, {counts[Did.CHANGED]} changed, {counts[Did.SAME]} as before"
    if counts[Did.KEPT]:
        words += f"; of {counts[Did.KEPT]} the map says otherwise than people here, whose word stands"
    if counts[Did.GONE]:
        words += f"; {counts[Did.GONE]} are no longer on the map: look at them, nothing was deleted"
    if done.nameless:
        words += f"; {done.nameless} without a name were left out"
    if done.faults:
        words += f"; {len(done.faults)} refused"
    return f"{words} ({seconds:g} s)"


def _lines(done: Done, *, dry_run: bool) -> Iterator[str]:
    """Yield what a person should read; never what people here call a place, since that lies in a box."""
    for fault in done.faults[:SHOWN_MAX]:
        yield f"{fault.element}, {fault.field}: expected {fault.expected}, got {fault.got}"
    if not done.is_whole:
        yield "the query behind this file ran out of time: something is missing, so nothing counts as gone"
    shown = [step for step in done.steps if dry_run or step.did in {Did.KEPT, Did.GONE}]
    for step in shown[:SHOWN_MAX]:
        told = _told(step)
        about = f" ({', '.join(step.differs)})" if step.differs else ""
        yield f"{told['did']}: {told['map_id']} {told['kind']} {told['name']}{about}"
    if len(shown) > SHOWN_MAX:
        yield f"and {len(shown) - SHOWN_MAX} more; --json lists all"


def _told(step: Step) -> dict[str, Any]:
    """Return a step as the map tells it."""
    said = step.said
    return {
        "did": step.did.value,
        "map_id": said.map_id if said else "",
        "kind": said.kind.value if said else "",
        "name": said.name if said else "",
        "place": step.before.id if step.before else "",
        "differs": list(step.differs),
        "drawn_anew": step.drawn_anew,
    }


@contextmanager
def _bars() -> Iterator[Tell]:
    """Show a bar for reading and one for keeping."""
    with output.progress() as shown:
        tasks = {what: shown.add_task(words, total=None, visible=what == "read") for what, words in WORDS.items()}
        yield lambda what, done, total: shown.update(tasks[what], completed=done, total=total or None, visible=True)

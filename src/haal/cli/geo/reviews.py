"""`haal geo reviews`: how many plans of gathering places wait to be read again, in numbers and never which.

Needs no keys. Each place's own helpers read it at the desk, on their first page; the box keeper learns whether they do.
"""

from __future__ import annotations

import argparse
from dataclasses import asdict

from haal.cli import output
from haal.cli.clock import now
from haal.services.help.gathering import reviews
from haal.services.help.gathering.reviews import SOON_DAYS

NAME = "reviews"
HELP = "say how many plans of gathering places are past the day on which they are read again; exit 1 when some are for two weeks"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes: nothing of its own."""


def run(args: argparse.Namespace) -> int:
    """Tell the numbers; 1 when a plan has waited so long that somebody should speak with the place helpers."""
    seen = reviews.counted(now=now())
    words = (
        f"{seen.plans_count} plans, {seen.due_count} past their day, {seen.soon_count} more within {SOON_DAYS} days. "
        "Which ones is told to their own helpers, on their first page at the desk."
    )
    if seen.long_count:
        words += f"\n{seen.long_count} for more than {SOON_DAYS} days: ask the place helpers whether somebody still looks after them."
    output.answer({"ok": not seen.long_count, **asdict(seen)}, as_json=args.json, words=words)
    return 1 if seen.long_count else 0

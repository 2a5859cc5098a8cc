"""`haal rota plan`: how a rota of all places would come out, in numbers.

The one thing to know: it keeps nothing and names nobody. A rota is taken by a place's own helpers on their page; who keeps the box
learns how many shifts could be held, and which rule stands in the way of the others.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from datetime import date
from typing import Any

from haal.cli import output
from haal.cli.clock import now
from haal.domain.errors import Malformed
from haal.domain.rota.wish import WEEKS_MAX
from haal.domain.warning_text import LAND_TIME
from haal.language.words import words_for
from haal.services.help.rota import proposing
from haal.services.help.rota.gathered import Weeks

NAME = "rota"
HELP = "tell how a rota of all places would come out; keeps nothing and names nobody"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    below = parser.add_subparsers(dest="what", required=True)
    own = below.add_parser("plan", help=HELP, description=HELP)
    own.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="one JSON object at the end")
    own.add_argument("--from", dest="since", metavar="DAY", help="the first day, such as 2026-12-01; else today")
    own.add_argument("--weeks", type=int, default=4, help=f"how many weeks, at most {WEEKS_MAX}; 4 unless told")


def run(args: argparse.Namespace) -> int:
    """Plan and tell; ends with 1 when no shift at all could be held."""
    at, began = now(), time.perf_counter()
    weeks = Weeks(since=_day(args.since) if args.since else at.astimezone(LAND_TIME).date(), count=args.weeks)
    with output.bar("Places planned") as tell:
        found = proposing.town(weeks=weeks, now=at, tell=tell)
    closed = sum((Counter(counts) for counts in found.places.values()), Counter())
    for name in ("wanted", "held"):
        del closed[name]
    for reason, count in sorted(closed.items()):
        sys.stderr.write(f"haal: {count} not held: {words_for(reason)}\n")
    for clash in found.clashes:
        sys.stderr.write(f"haal: {_clash(clash)}\n")
    value = {
        "ok": bool(found.held_count),
        "since": weeks.since.isoformat(),
        "weeks": weeks.count,
        "wanted": found.wanted_count,
        "held": found.held_count,
        "closed": dict(sorted(closed.items())),
        "left_over": {reason.value: count for reason, count in sorted(found.left_over.items())},
        "places": {place_id: dict(counts) for place_id, counts in found.places.items()},
        "clashes": [_told(clash) for clash in found.clashes],
        "is_best": found.is_best,
        "seconds": round(time.perf_counter() - began, 2),
    }
    words = (
        f"{found.held_count} of {found.wanted_count} shifts could be held ({value['seconds']:g} s). Nothing was kept."
    )
    output.answer(value, as_json=args.json, words=words)
    return 0 if found.held_count else 1


def _day(word: str) -> date:
    try:
        return date.fromisoformat(word)
    except ValueError:
        raise Malformed("--from", expected="a day such as 2026-12-01", got=f"{len(word)} letters") from None


def _clash(clash: proposing.Clash) -> str:
    times = ", ".join(f"{one.starts_at.astimezone(LAND_TIME):%Y-%m-%d %H:%M}" for one in clash.times)
    rules = " ".join(words_for(reason) for reason in clash.reasons) or "There are too few people."
    return f"cannot all be held: {times}. {rules}"


def _told(clash: proposing.Clash) -> dict[str, Any]:
    return {
        "shifts": [one.starts_at.isoformat() for one in clash.times],
        "rules": [reason.value for reason in clash.reasons],
    }

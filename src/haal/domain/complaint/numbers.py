"""What is published of complaints: how many a month and how many days until an answer, so that nobody can be picked out.

The one thing to know: numbers are shown in steps of five, one to four as fewer than five, and days only of five answers or more. The
running month is left out: who complained this morning must not see the number move. Nothing says about whom.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from statistics import median

STEP = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """One month. `received`: a multiple of five, 0 for none, None for one to four. `days`: half took no longer; None: too few."""

    first: date
    received: int | None
    days: float | None


def months(days: Iterable[tuple[date, date | None]], *, today: date) -> tuple[Month, ...]:
    """Return every past month in which a complaint came, newest first, from (received on, answered on)."""
    running = today.replace(day=1)
    by_month: dict[date, list[int | None]] = defaultdict(list)
    for received_on, answered_on in days:
        if (month := received_on.replace(day=1)) < running:
            by_month[month].append((answered_on - received_on).days if answered_on else None)
    return tuple(_month(first, by_month[first]) for first in sorted(by_month, reverse=True))


def _month(first: date, waited: list[int | None]) -> Month:
    answered = [days for days in waited if days is not None]
    return Month(
        first=first,
        received=len(waited) // STEP * STEP if len(waited) >= STEP else None,
        days=float(median(answered)) if len(answered) >= STEP else None,
    )

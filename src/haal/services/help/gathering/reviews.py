"""Plans whose day has come to be read again, in numbers, for the box keeper.

The one thing to know: which places these are is told to nobody but their own helpers, on their first page (`people.home`) and
beside the place. Opens no box.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from haal.domain.gathering.place import is_due
from haal.storage.gathering import place as rows

SOON_DAYS = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviews:
    """Plans of open places. `due_count`: past their day; `soon_count`: within two weeks; `long_count`: past it for as long."""

    plans_count: int
    due_count: int
    soon_count: int
    long_count: int


def counted(*, now: datetime) -> Reviews:
    """Return how many plans there are, and how many of them wait to be read again."""
    days, soon = rows.review_days(), timedelta(days=SOON_DAYS)
    due = sum(is_due(day, now=now) for day in days)
    return Reviews(
        plans_count=len(days),
        due_count=due,
        soon_count=sum(is_due(day, now=now + soon) for day in days) - due,
        long_count=sum(is_due(day, now=now - soon) for day in days),
    )

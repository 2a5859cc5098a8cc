"""Check-in circles for tests: opened as at the desk, and looked at by the clock."""

from __future__ import annotations

from datetime import datetime, timedelta

from tests import factories_help

from haal.domain.access import Actor, Role
from haal.domain.check_in.word import Saying
from haal.domain.ids import PersonId
from haal.services.help.circles import opening, saying, watch

EVERY = 240
GRACE = 30
LABEL = "the teacher by the canal"
PLAN = "Call the school\nGo in pairs"


def minutes(count: float) -> timedelta:
    """Return so many minutes."""
    return timedelta(minutes=count)


def opener(*, now: datetime) -> Actor:
    """Return somebody of the desk who may open circles."""
    return factories_help.colleague(Role.AID, now=now)


def circle(*accounts: PersonId | None, by: Actor, now: datetime, **changes: object) -> opening.Opened:
    """Open a circle of these accounts, or of two people without any, and let the clock look once."""
    asked: dict[str, object] = {
        "label": LABEL, "plan": PLAN, "members": accounts or (None, None), "every_minutes": EVERY, **changes,
    }  # fmt: skip
    opened = opening.open_circle(opening=opening.Opening(**asked), by=by, now=now)  # type: ignore[arg-type]
    watch.watch(now=now)
    return opened


def well(code: str, *, now: datetime) -> saying.Said:
    """Say that all is well."""
    return saying.say(code=code, saying=Saying.WELL, now=now)


def silent(start: datetime, until: int) -> tuple[int, int]:
    """Let the clock look every five minutes; return how many alarms and turns came."""
    found = [watch.watch(now=start + minutes(at)) for at in range(5, until + 1, 5)]
    return sum(watched.overdue_count for watched in found), sum(watched.turns_count for watched in found)

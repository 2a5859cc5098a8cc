"""Look at every check-in circle: silence becomes an alarm, an alarm goes on to the next who acts.

It runs while the keys are away, and a gap in its own running makes nobody late (see `haal.domain.check_in`).
"""

from __future__ import annotations

from datetime import datetime

from haal.services.help import check_in


def run(now: datetime) -> int:
    """Look once; return how many alarms and turns came."""
    watched = check_in.watch(now=now)
    return watched.overdue_count + watched.turns_count

"""What time does to event plans: 72 hours after the debrief they are gone, and after a season those that nobody debriefed.

The one thing to know: it opens nothing, so it runs while the keys are away. Only now does the audit say that there was a plan,
and neither which nor whose.
"""

from __future__ import annotations

from datetime import datetime

from haal.domain.access import SYSTEM
from haal.domain.event_plan.debrief import Left, month_of
from haal.domain.warning_text import LAND_TIME
from haal.storage import audit, work
from haal.storage.event_plan import left as left_rows
from haal.storage.event_plan import plan as rows


def shred(*, now: datetime) -> int:
    """Delete the plans whose time is over, from the database and its log; return how many."""
    with work.atomic():
        gone = rows.delete_gone(now=now)
        for was_debriefed in gone:
            if not was_debriefed:
                left_rows.keep(Left(month=month_of(now.astimezone(LAND_TIME).date())))
            audit.write(by=SYSTEM, what="event-plan-shredded", subject="", now=now)
    return len(gone)

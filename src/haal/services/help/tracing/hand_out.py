"""Who has which case: handed out by the box to the family finder with the fewest, and on by whoever has it.

The one thing to know: there is no list of all cases for anybody to choose from; a finder sees what was handed to them.
"""

from __future__ import annotations

from datetime import datetime

from haal.domain.access import SYSTEM, Actor, Permission, Role, require
from haal.domain.errors import NotFound
from haal.domain.ids import PersonId, TracingId
from haal.storage import audit, person, work
from haal.storage.tracing import case as case_rows


def hand(*, case_id: TracingId, now: datetime) -> PersonId | None:
    """Give a case to the finder with the fewest; None when there is no finder yet (the clock tries again)."""
    finder = fewest(but=None)
    if finder:
        case_rows.hand(case_id, to=finder)
        audit.write(by=SYSTEM, what="tracing-handed", subject=case_id, now=now)
    return finder


def fewest(*, but: PersonId | None) -> PersonId | None:
    """Return the active finder with the fewest open cases, other than `but`."""
    counts = case_rows.open_counts()
    finders = [finder for finder in person.holders_of(Role.TRACER) if finder != but]
    return min(finders, key=lambda finder: (counts.get(finder, 0), finder), default=None)


def hand_on(*, case_id: TracingId, to: str, by: Actor, now: datetime) -> None:
    """Hand one's own case to another finder by pseudonym. Raises NotFound."""
    require(by, Permission.TRACE)
    other = person.find(to)
    with work.atomic():
        case = case_rows.get(case_id, for_change=True)
        if case.handed_to != by.person_id or other is None or other not in person.holders_of(Role.TRACER):
            raise NotFound
        case_rows.hand(case_id, to=other)
        audit.write(by=by, what="tracing-handed-on", subject=case_id, now=now)


def hand_out_waiting(*, now: datetime) -> int:
    """Hand out what nobody has; return how many."""
    handed = 0
    with work.atomic():
        for case_id in case_rows.unhanded():
            handed += hand(case_id=case_id, now=now) is not None
    return handed

"""Say "I am here"; and notice, ten minutes after a shift began, who did not come.

The one thing to know: only the clock looks over all places, and it opens nothing; it works while the keys are away. Nobody is
missing for minutes in which the box was down. Who is missing is out of the shift, and no more is kept of it: there is no list of
who did not come.
"""

from __future__ import annotations

from datetime import datetime

from haal.domain.access import SYSTEM, Actor, Permission, require
from haal.domain.errors import GeneralReason, NotFound, Refused
from haal.domain.ids import ShiftId
from haal.domain.policy import DEFAULT, Policy
from haal.domain.rota.absence import heard, missing
from haal.domain.rota.shift import RotaReason
from haal.services.help.rota.shifts import take_out
from haal.storage import rota as rows
from haal.storage import work


def say_here(*, shift_id: ShiftId, by: Actor, now: datetime) -> None:
    """Keep that one is at one's shift. Raises NotFound, Refused."""
    require(by, Permission.OWN_PLACE)
    with work.atomic():
        shift = rows.get(shift_id, for_change=True)
        if by.person_id not in shift.people:
            raise NotFound
        if now >= shift.ends_at:
            raise Refused(RotaReason.SHIFT_IS_OVER)
        if not rows.put_came(shift_id, by.person_id, now=now):
            raise Refused(GeneralReason.ALREADY_DONE)


def look(*, now: datetime, policy: Policy = DEFAULT) -> int:
    """Look at every shift that runs; return how many people are newly missing."""
    with work.atomic():
        hearing = heard(rows.hearing(), now=now)
        rows.set_hearing(hearing)
        rows.forget_swaps(begun_before=now)
        count = 0
        for shift in rows.running(now=now):
            came, came_in_at = rows.came(shift.id), rows.came_in_at(shift.id)
            gone = missing(shift, came=came, came_in_at=came_in_at, hearing=hearing, now=now)
            if gone:
                take_out(shift=shift, gone=gone, by=SYSTEM, now=now, policy=policy)
                count += len(gone)
        return count

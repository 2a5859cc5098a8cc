"""Say "I am here"; and notice, ten minutes after a shift began, who did not come.

The one thing to know: only the clock looks over all places, and it opens nothing; it works while the keys are away. Nobody is
missing for minutes in which the box was down. Who is missing is out of the shift, and no more is kept of it: there is no list of
who did not come.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from haal.domain.access import SYSTEM, Actor, Permission, Role, require
from haal.domain.errors import GeneralReason, NotFound, Refused
from haal.domain.ids import ShiftId
from haal.domain.policy import DEFAULT, Policy
from haal.domain.rota.absence import heard, missing, why_not_here
from haal.services.help.rota.shifts import take_out
from haal.storage import person, work
from haal.storage import rota as rows

AHEAD = timedelta(days=1)


def say_here(*, shift_id: ShiftId, by: Actor, now: datetime) -> None:
    """Keep that one is at one's shift. Raises NotFound, Refused."""
    require(by, Permission.OWN_PLACE)
    with work.atomic():
        shift = rows.get(shift_id, for_change=True)
        if by.person_id not in shift.people:
            raise NotFound
        if reason := why_not_here(shift, now=now):
            raise Refused(reason)
        if not rows.put_came(shift_id, by.person_id, now=now):
            raise Refused(GeneralReason.ALREADY_DONE)


def look(*, now: datetime, policy: Policy = DEFAULT) -> int:
    """Look at every shift that runs or begins within a day; return how many people are out of one by it.

    Out is who did not come, and who was suspended or helps no more: nobody waits for them at a gate.
    """
    with work.atomic():
        hearing = heard(rows.hearing(), now=now)
        rows.set_hearing(hearing)
        rows.forget_swaps(begun_before=now)
        active = set(person.holders_of(Role.STEWARD))
        count = 0
        for shift in rows.ahead(now=now, until=now + AHEAD):
            came, came_in_at = rows.came(shift.id), rows.came_in_at(shift.id)
            late = missing(shift, came=came, came_in_at=came_in_at, hearing=hearing, now=now)
            gone = tuple(one for one in shift.people if one in late or one not in active)
            if gone:
                take_out(shift=shift, gone=gone, by=SYSTEM, now=now, policy=policy)
                count += len(gone)
        return count

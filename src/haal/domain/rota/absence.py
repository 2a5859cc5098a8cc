"""Who did not come: noticed ten minutes after a shift began, and never while the box could not hear.

The one thing to know: somebody is missing only if the box has been listening, without a gap, for all the minutes in which they
could have said "here". After a gap, or when the clock was moved, those minutes begin anew. Who came in while the shift ran has to
get there first, and has longer.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from haal.domain.ids import PersonId
from haal.domain.rota.shift import RotaReason, Shift

GAP_MINUTES = 3  # looks are a minute apart; a longer gap is the box having been down
WAIT_MINUTES = 10
STAND_IN_MINUTES = 30
EARLY_MINUTES = 30  # who says "here" the day before has not come


@dataclass(frozen=True, slots=True, kw_only=True)
class Hearing:
    """When the clock looked last, and since when it has looked without a gap."""

    looked_at: datetime
    since: datetime


def why_not_here(shift: Shift, *, now: datetime) -> RotaReason | None:
    """Return what forbids saying that one is there, or None."""
    if now >= shift.ends_at:
        return RotaReason.SHIFT_IS_OVER
    early = shift.starts_at - timedelta(minutes=EARLY_MINUTES)
    return RotaReason.SHIFT_NOT_YET if now < early else None


def heard(before: Hearing | None, *, now: datetime) -> Hearing:
    """Return the hearing after one more look at `now`."""
    if before is None or not timedelta(0) <= now - before.looked_at <= timedelta(minutes=GAP_MINUTES):
        return Hearing(looked_at=now, since=now)
    return Hearing(looked_at=now, since=before.since)


def missing(
    shift: Shift,
    *,
    came: Collection[PersonId],
    came_in_at: Mapping[PersonId, datetime],
    hearing: Hearing,
    now: datetime,
) -> tuple[PersonId, ...]:
    """Return who of a running shift did not come, in its order. `came_in_at`: since when each is of the shift."""
    if shift.closed_at is not None or not shift.starts_at <= now < shift.ends_at:
        return ()
    heard_since = max(shift.starts_at, hearing.since) + timedelta(minutes=WAIT_MINUTES)
    found = []
    for person_id in shift.people:
        late_at, in_at = heard_since, came_in_at.get(person_id)
        if in_at is not None and in_at > shift.starts_at:
            late_at = max(late_at, in_at + timedelta(minutes=STAND_IN_MINUTES))
        if person_id not in came and now >= late_at:
            found.append(person_id)
    return tuple(found)

"""Keep each helper's calendar true to the shifts, and hand it out to whoever has its secret address.

The one thing to know: `note` runs inside every change of a shift, so the calendar never says what the rota does not. The number of
an entry (UID) belongs to one shift and one person: two calendars side by side do not show who stands together.
"""

from __future__ import annotations

import uuid
from datetime import datetime

from haal.domain.access import Actor
from haal.domain.ids import PersonId, ShiftId
from haal.domain.rota.calendar import Shown, entry_after, forget_entries_before
from haal.domain.rota.shift import Shift
from haal.storage.gathering import place as place_rows
from haal.storage.ground import secret
from haal.storage.steward import calendar as rows


def note(*, shift: Shift, now: datetime) -> None:
    """Bring every calendar up to a shift as it stands now, inside the caller's transaction."""
    told = rows.told_of(shift.id)
    for person_id in sorted({*told, *rows.with_calendar(shift.people)}):
        before = told.get(person_id)
        entry = entry_after(before, shift, person_id=person_id, now=now)
        if entry is not None and entry != before:
            rows.put_entry(person_id, entry)


def of_actor(*, by: Actor, now: datetime) -> tuple[Shown, ...]:
    """Return what the calendar of whoever has its code says. Raises KeysLocked: names of places cannot be read now."""
    entries = [one for one in rows.entries_of(by.person_id) if one.ends_at >= forget_entries_before(now=now)]
    names = {place.id: place.name for place in place_rows.many({one.place_id for one in entries})}
    return tuple(
        Shown(
            uid=_uid(by.person_id, one.shift_id),
            place_name=names.get(one.place_id, ""),
            starts_at=one.starts_at,
            ends_at=one.ends_at,
            changed_at=one.changed_at,
            sequence=one.sequence,
            is_off=one.is_off,
        )
        for one in entries
    )


def _uid(person_id: PersonId, shift_id: ShiftId) -> str:
    return str(uuid.UUID(bytes=secret.digest("shift-uid", person_id, shift_id)[:16], version=4))

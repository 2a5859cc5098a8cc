"""The shifts of one helper as their own telephone keeps them, behind an address of six secret words.

The one thing to know: an entry remembers what was told last, so that a shift that is off is told as off, and a change has a higher
number than what it changes. It says whose turn it is not by a word: why somebody no longer stands in a shift is nowhere.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from haal.domain.ids import PersonId, PlaceId, ShiftId
from haal.domain.rota.shift import Shift

KEPT_HOURS = 24  # after the shift; then a telephone has had the time to hear of it


class Use(StrEnum):
    """What a helper's own code is for. One is never good for the other."""

    CALENDAR = "calendar"
    TEXT = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One shift in one helper's calendar, as it was told last. `is_off`: they no longer stand in it, or nobody does."""

    shift_id: ShiftId
    place_id: PlaceId
    starts_at: datetime
    ends_at: datetime
    changed_at: datetime
    sequence: int = 0
    is_off: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """An entry as a telephone reads it: a place by the name its people use, from when to when. Nothing else is known."""

    uid: str
    place_name: str
    starts_at: datetime
    ends_at: datetime
    changed_at: datetime
    sequence: int
    is_off: bool


def entry_after(before: Entry | None, shift: Shift, *, person_id: PersonId, now: datetime) -> Entry | None:
    """Return how the shift stands in this person's calendar now; None: it is not in it and never was."""
    is_off = person_id not in shift.people
    if before is None:
        if is_off:
            return None
        return Entry(
            shift_id=shift.id,
            place_id=shift.place_id,
            starts_at=shift.starts_at,
            ends_at=shift.ends_at,
            changed_at=now,
        )
    if (before.starts_at, before.ends_at, before.is_off) == (shift.starts_at, shift.ends_at, is_off):
        return before
    return replace(
        before,
        starts_at=shift.starts_at,
        ends_at=shift.ends_at,
        is_off=is_off,
        sequence=before.sequence + 1,
        changed_at=max(now, before.changed_at),
    )


def forget_entries_before(*, now: datetime) -> datetime:
    """Return the instant: what ended before it is no longer in any calendar."""
    return now - timedelta(hours=KEPT_HOURS)

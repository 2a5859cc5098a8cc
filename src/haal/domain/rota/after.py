"""After a shift: a word for the next pair, and the talk before going home.

The one thing to know: the word is read by who stands next at this place and by nobody else, and is gone when they have stood. It is
about the place (the side gate sticks, the school ends early), not about people: what looks like a number of somebody is refused.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from haal.domain.ids import PersonId, PlaceId, ShiftId
from haal.domain.rota.shift import RotaReason, Shift

NOTE_CHARS_MAX = 300
DIGITS_MAX = 6  # a telephone, a card and most number plates with a year have more


class AfterReason(StrEnum):
    """Why something after a shift is not kept."""

    LONG_OVER = "shift-long-over"
    NOTE_HAS_NUMBERS = "note-has-numbers"


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteKept:
    """That there is a word, unopened: of which shift, and until when it is kept if nobody comes to read it."""

    shift_id: ShiftId
    place_id: PlaceId
    starts_at: datetime
    until: datetime


def why_not_after(shift: Shift, *, note: str, hours: int, now: datetime) -> AfterReason | RotaReason | None:
    """Return what forbids saying something after the shift, or None."""
    if now < shift.starts_at:
        return RotaReason.SHIFT_NOT_YET
    if now > note_until(shift, hours=hours):
        return AfterReason.LONG_OVER
    digits = sum(letter.isdigit() for letter in note)
    return AfterReason.NOTE_HAS_NUMBERS if digits > DIGITS_MAX else None


def note_until(shift: Shift, *, hours: int) -> datetime:
    """Return until when a word is kept that nobody comes to read."""
    return shift.ends_at + timedelta(hours=hours)


def next_after(note: NoteKept, shifts: Iterable[Shift]) -> Shift | None:
    """Return the shift whose people the word is for: the first at the place that begins later and is not closed."""
    later = [one for one in shifts if one.starts_at > note.starts_at and one.place_id == note.place_id]
    held = [one for one in later if one.closed_at is None]
    return min(held, key=lambda one: (one.starts_at, one.id), default=None)


def may_read(note: NoteKept, person_id: PersonId, *, shifts: Iterable[Shift], now: datetime) -> bool:
    """Return whether the word is for this person now."""
    following = next_after(note, shifts)
    return following is not None and person_id in following.people and not is_gone(note, following, now=now)


def is_gone(note: NoteKept, following: Shift | None, *, now: datetime) -> bool:
    """Return whether nobody reads it any more: those it was for have stood, or nobody came in time."""
    if following is not None and following.starts_at <= note.until:
        return now >= following.ends_at
    return now >= note.until

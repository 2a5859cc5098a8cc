"""After a shift: what was done, the talk, a word for the next pair, and, for oneself alone, that it was hard.

The one thing to know: whether it was hard leaves no trace that others could read: one's box is made anew either way, is always as
long, and the audit says only that something was said after the shift. The word goes when those it was for have stood.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from haal.domain.access import Actor, Permission, require
from haal.domain.errors import NotFound, Refused
from haal.domain.ids import PlaceId, ShiftId
from haal.domain.incoming import check_text
from haal.domain.policy import DEFAULT, Policy
from haal.domain.rota.after import NOTE_CHARS_MAX, is_gone, may_read, next_after, note_until, why_not_after
from haal.domain.rota.practice import Practice
from haal.domain.rota.shift import Shift
from haal.services.help.rota import own_terms
from haal.storage import audit, work
from haal.storage import rota as shift_rows
from haal.storage.gathering import place as place_rows
from haal.storage.ground.fields import DeskBox
from haal.storage.steward import after as rows
from haal.storage.steward import terms as term_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What is said after a shift."""

    practices: frozenset[Practice] = frozenset()
    note: str = ""
    talked: bool = False
    was_hard: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AfterSeen:
    """The page after one's own shift."""

    shift: Shift
    place_name: str
    practices: frozenset[Practice]
    talked: bool
    has_note: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Over:
    """A shift of one's own that is over and of which nothing was said yet."""

    shift_id: ShiftId
    place_id: PlaceId
    starts_at: datetime


def seen(*, shift_id: ShiftId, by: Actor) -> AfterSeen:
    """Return what was said so far. Raises NotFound: not one's own shift. KeysLocked."""
    shift = _own(shift_id, by)
    return AfterSeen(
        shift=shift,
        place_name=place_rows.get(shift.place_id).name,
        practices=rows.done_in(shift_id),
        talked=rows.has_talked(shift_id),
        has_note=rows.has_note(shift_id),
    )


def keep(*, shift_id: ShiftId, said: Said, by: Actor, now: datetime, policy: Policy = DEFAULT) -> None:
    """Keep what is said after one's own shift; an empty word leaves the one there is.

    Raises:
        NotFound: not one's own shift.
        Refused: it has not begun, is long over, or the word holds a number of somebody.
        KeysLocked: nothing can be kept in a box now.
    """
    shift = _own(shift_id, by)
    note = said.note.strip()
    check_text(note, field="note", chars_max=NOTE_CHARS_MAX)
    if reason := why_not_after(shift, note=note, hours=policy.shift_note_hours, now=now):
        raise Refused(reason)
    box = own_terms.after_shift(was_hard=said.was_hard, by=by, now=now, policy=policy)
    note_box = DeskBox.shut(note) if note else None
    with work.atomic():
        term_rows.put(by.person_id, box)
        rows.put_done(shift_id, said.practices, talked=said.talked)
        if note_box is not None:
            rows.put_note(shift_id, note_box, until=note_until(shift, hours=policy.shift_note_hours))
        audit.write(by=by, what="shift-after-kept", subject=shift_id, now=now)


def words_for(*, by: Actor, places: Collection[PlaceId], now: datetime) -> dict[ShiftId, str]:
    """Return the words that are for this person, by the shift they are for. Raises KeysLocked."""
    found: dict[ShiftId, str] = {}
    for note in rows.notes(places=places):
        shifts = shift_rows.of_place(note.place_id, since=note.starts_at)
        if may_read(note, by.person_id, shifts=shifts, now=now):
            following = next_after(note, shifts)
            assert following is not None, "it may be read by somebody"
            found[following.id] = rows.open_note(note.shift_id)
    return found


def over(*, by: Actor, now: datetime, policy: Policy = DEFAULT) -> tuple[Over, ...]:
    """Return one's own shifts that are over and of which nothing was said yet."""
    since = now - timedelta(hours=policy.shift_note_hours)
    return tuple(
        Over(shift_id=shift.id, place_id=shift.place_id, starts_at=shift.starts_at)
        for shift in shift_rows.of_person(by.person_id, since=since)
        if shift.ends_at <= now and not rows.has_talked(shift.id) and not rows.done_in(shift.id)
    )


def forget_notes(*, now: datetime) -> int:
    """Forget every word that nobody reads any more; opens none. Return how many."""
    with work.atomic():
        gone = [
            note
            for note in rows.notes()
            if is_gone(note, next_after(note, shift_rows.of_place(note.place_id, since=note.starts_at)), now=now)
        ]
        for note in gone:
            rows.forget_note(note.shift_id)
    return len(gone)


def _own(shift_id: ShiftId, by: Actor) -> Shift:
    require(by, Permission.OWN_PLACE)
    shift = shift_rows.get(shift_id)
    if by.person_id not in shift.people:
        raise NotFound
    return shift

"""A note on a person sought, in PFIF's words: what was heard since, or that two records are one person.

The one thing to know: duplicates are linked by a note and never deleted, so a wrong link is undone by a later note. A note
never says "dead" to anybody by itself: a death is told by a person (see `haal.domain.tracing.telling`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class NoteStatus(StrEnum):
    """PFIF's five words for how the person is."""

    SOUGHT = "information_sought"
    AUTHOR = "is_note_author"
    ALIVE = "believed_alive"
    MISSING = "believed_missing"
    DEAD = "believed_dead"


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One note. `note_id`, `record_id` and `linked_record_id` are whole ids, as PFIF writes them (`domain/local`).

    `linked_record_id` is another record of the same person, "" for none; `status` None: the note says nothing of it.
    `author_name` is empty unless a consent lets it out.
    """

    note_id: str
    record_id: str
    text: str
    source_date: datetime
    status: NoteStatus | None = None
    linked_record_id: str = ""
    author_name: str = ""


def links(note: Note) -> bool:
    """Return whether the note says that another record is of the same person."""
    return bool(note.linked_record_id) and note.linked_record_id != note.record_id

"""Write persons and notes as PFIF 1.4: UTF-8, every field in its order, and only if no rule of the schema is broken.

The one thing to know: it takes the public nouns and nothing else, so a name leaves only by the consent that made its `Sought`.
A record past its expiry is written as a placeholder, id and dates, and its notes are not written at all. The area where somebody was
last seen has no field of a person in PFIF: it is written as a note of ours, whose id ends in `LAST_SEEN`. A note whose author no
consent lets out is signed with the domain of its id, since PFIF asks for an author.
To take bytes apart see `haal.formats.pfif.read`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from xml.sax.saxutils import escape

from haal.domain.errors import Malformed
from haal.domain.tracing.note import Note, NoteStatus
from haal.domain.tracing.person import Sex, Sought, years_of
from haal.formats.pfif import grammar, values
from haal.formats.pfif.model import Wiped

LAST_SEEN = ".last-seen"
LAST_SEEN_TEXT = "Where the person was last seen, as an area."
_HEAD = f'<?xml version="1.0" encoding="UTF-8"?>\n<pfif:pfif xmlns:pfif="{grammar.NAMESPACE}">\n'
_END = "</pfif:pfif>\n"
type Fields = dict[str, str]


def write(
    persons: Iterable[Sought],
    notes: Iterable[Note] = (),
    wiped: Iterable[Wiped] = (),
    *,
    source_name: str,
    now: datetime,
) -> bytes:
    """Return a PFIF file; each note stands in its person, or beside the persons when that one is not in the file.

    Args:
        persons: the public part of each record; past its expiry only id and dates are written.
        notes: what was heard of them, and which records are of one person.
        wiped: what stays of records that were wiped before.
        source_name: the name of this repository, for people.
        now: when the file is made, as its `entry_date`: clients ask for what came since.

    Raises:
        Malformed: a rule of the schema would be broken; it says in which record and field.
    """
    people, erased = tuple(persons), tuple(wiped)
    over = {one.record_id for one in people if _is_over(one, now)} | {one.record_id for one in erased}
    of_person: dict[str, list[Note]] = {one.record_id: [] for one in people}
    alone: list[Note] = []
    for note in notes:
        if note.record_id not in over:
            of_person.get(note.record_id, alone).append(note)
    parts = [_HEAD]
    for one in people:
        own = of_person[one.record_id]
        parts += _over(one, now) if _is_over(one, now) else _person(one, own, source_name=source_name, now=now)
    parts += [line for gone in erased for line in _placeholder(gone, now)]
    parts += [line for note in alone for line in _note(note, now, depth=1)]
    return "".join((*parts, _END)).encode()


def _is_over(one: Sought, now: datetime) -> bool:
    return one.expiry_date is not None and one.expiry_date <= now


def _person(one: Sought, notes: Iterable[Note], *, source_name: str, now: datetime) -> Iterator[str]:
    years = years_of(one.age_band)
    fields: Fields = {
        "person_record_id": one.record_id,
        "entry_date": values.write_time(now),
        "expiry_date": values.write_time(one.expiry_date) if one.expiry_date else "",
        "author_name": one.author_name,
        "source_name": source_name,
        "source_date": values.write_time(one.source_date),
        "full_name": one.full_name,
        "alternate_names": "\n".join(one.other_names),
        "description": one.description,
        "sex": "" if one.sex is Sex.UNKNOWN else one.sex.value,
        "age": values.write_age(years) if years else "",
    }
    if not one.full_name:
        raise Malformed(f"{one.record_id}: full_name", expected="a name", got="nothing")
    if any(not name.strip() or "\n" in name for name in one.other_names):
        raise Malformed(f"{one.record_id}: alternate_names", expected="names of one line", got="none, or more lines")
    yield "  <pfif:person>\n"
    yield from _lines(fields, order=grammar.PERSON, record=one.record_id, depth=2)
    if one.last_seen_area:
        yield from _last_seen(one, now)
    for note in notes:
        yield from _note(note, now, depth=2)
    yield "  </pfif:person>\n"


def _last_seen(one: Sought, now: datetime) -> Iterator[str]:
    fields: Fields = {
        "note_record_id": one.record_id + LAST_SEEN,
        "person_record_id": one.record_id,
        "entry_date": values.write_time(now),
        "author_name": values.domain_of(one.record_id),
        "source_date": values.write_time(one.source_date),
        "status": NoteStatus.SOUGHT.value,
        "last_known_location": one.last_seen_area,
        "text": LAST_SEEN_TEXT,
    }
    yield from _block("note", _lines(fields, order=grammar.NOTE, record=one.record_id, depth=3), depth=2)


def _note(note: Note, now: datetime, *, depth: int) -> Iterator[str]:
    fields: Fields = {
        "note_record_id": note.note_id,
        "person_record_id": note.record_id,
        "linked_person_record_id": note.linked_record_id,
        "entry_date": values.write_time(now),
        "author_name": note.author_name or values.domain_of(note.note_id),
        "source_date": values.write_time(note.source_date),
        "status": note.status.value if note.status else "",
        "text": note.text,
    }
    if note.status is NoteStatus.DEAD:
        raise Malformed(f"{note.note_id}: status", expected="no death: a person tells it", got=note.status.value)
    lines = _lines(fields, order=grammar.NOTE, record=note.note_id, depth=depth + 1, empty=frozenset({"text"}))
    yield from _block("note", lines, depth=depth)


def _over(one: Sought, now: datetime) -> Iterator[str]:
    assert one.expiry_date is not None
    yield from _placeholder(Wiped(record_id=one.record_id, source_date=now, expiry_date=one.expiry_date), now)


def _placeholder(one: Wiped, now: datetime) -> Iterator[str]:
    fields: Fields = {
        "person_record_id": one.record_id,
        "entry_date": values.write_time(now),
        "expiry_date": values.write_time(one.expiry_date),
        "source_date": values.write_time(one.source_date),
    }
    lines = _lines(fields, order=grammar.PERSON, record=one.record_id, depth=2, empty=frozenset({"full_name"}))
    yield from _block("person", lines, depth=1)


def _block(name: str, lines: Iterable[str], *, depth: int) -> Iterator[str]:
    yield f"{'  ' * depth}<pfif:{name}>\n"
    yield from lines
    yield f"{'  ' * depth}</pfif:{name}>\n"


def _lines(
    fields: Fields, *, order: Iterable[str], record: str, depth: int, empty: frozenset[str] = frozenset()
) -> Iterator[str]:
    """Yield a line for each field that has a value, in the order of the standard. Raises Malformed."""
    for name in order:
        text = fields.get(name, "")
        wrong = values.why_not_own_id(text) if name.endswith("record_id") and text else values.why_not_text(text)
        if wrong or (name in {"note_record_id", "person_record_id"} and not text):
            expected = wrong or values.EXPECTED_ID
            raise Malformed(f"{record[:80]}: {name}", expected=expected, got=values.shape_of(text))
        if text or name in empty:
            yield f"{'  ' * depth}<pfif:{name}>{escape(text)}</pfif:{name}>\n"

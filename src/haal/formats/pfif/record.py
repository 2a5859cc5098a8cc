"""One record of a file: its fields, and the public noun that they make.

The one thing to know: a person needs an id, a date and a name; a note an id, a person, a date and an author. Everything else may be
missing or wrong. A person without a name but with an expiry is a placeholder: its content is gone at the source too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from haal.domain.tracing.note import Note, NoteStatus
from haal.domain.tracing.person import AgeBand, Sex, Sought, band_of
from haal.formats.cap.reading.tree import Node
from haal.formats.pfif import grammar, values
from haal.formats.pfif.grammar import Kind
from haal.formats.pfif.model import Complaint, Wiped
from haal.formats.pfif.values import Misfit, domain_of
from haal.formats.pfif.write import LAST_SEEN

_LABEL = "description:"
_EXPECTED_SEX = ", ".join(grammar.SEXES)
_EXPECTED_STATUS = ", ".join(NoteStatus)


@dataclass(slots=True, kw_only=True)
class Fields:
    """The texts of one record by their names in 1.4, and what was noticed."""

    place: str
    texts: dict[str, str] = field(default_factory=dict)
    version: str = grammar.VERSION
    complaints: list[Complaint] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)

    def complain(self, name: str, *, expected: str, got: str) -> None:
        """Tell what is wrong with a field."""
        self.complaints.append(Complaint(record=self.place, field=name, expected=expected, got=got))

    def value[V](self, name: str, read: Callable[[str], V], *, needed: bool = False) -> V | None:
        """Return what a field says; None when it is not there or does not fit, with a complaint where one is due."""
        text = self.texts.get(name, "")
        if not text and not needed:
            return None
        try:
            return read(text)
        except Misfit as misfit:
            self.complain(name, expected=str(misfit), got=values.shape_of(text))
            return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """Where somebody was last seen, as an area, and when that was told."""

    area: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """A note, and what it says of the place; `note` None: it says nothing else."""

    record_id: str
    note: Note | None
    seen: Seen | None


def id_of(person: Node | None) -> str:
    """Return the id of the person a note stands in, "" for none."""
    if person is None:
        return ""
    return next((child.text.strip() for child in person.children if child.name == "person_record_id"), "")


def fields_of(node: Node, *, place: int) -> Fields:
    """Return the fields of a person or a note; unknown ones and those that Haal keeps of nobody are counted."""
    kinds = grammar.PERSON if node.name == "person" else grammar.NOTE
    found = Fields(place=f"record {place} ({node.name})", version=grammar.VERSIONS[node.space])
    own_id = f"{node.name}_record_id"
    for child in node.children:
        name = grammar.OLD_NAMES.get(child.name, child.name) if child.space == node.space else ""
        if child.space == node.space and child.name == "note" and node.name == "person":
            continue
        text = "".join(child.texts()).strip()
        if name not in kinds:
            found.complain("an element", expected="the fields of the standard", got=values.shape_of(child.name))
        elif name in found.texts:
            found.complain(name, expected="it once", got="it again; the first counts")
        elif text and kinds[name] is Kind.OTHER:
            found.dropped.append(name)
        else:
            found.texts[name] = text
    if values.why_not_own_id(found.texts.get(own_id, "")) == "":
        found.place += f" {found.texts[own_id]}"
    return found


def person(fields: Fields) -> Sought | Wiped | None:
    """Return the person, the placeholder of one that was wiped, or None: it cannot go in."""
    record_id = fields.value("person_record_id", values.read_id, needed=True)
    expiry = fields.value("expiry_date", values.read_time)
    at = _source_date(fields)
    name = _full_name(fields)
    if record_id is None or at is None:
        return None
    if not name and expiry is not None:
        return Wiped(record_id=record_id, source_date=at, expiry_date=expiry)
    if not name:
        fields.complain("full_name", expected="a name", got="nothing")
        return None
    return Sought(
        record_id=record_id,
        full_name=name,
        other_names=_lines(fields.texts.get("alternate_names", "")),
        source_date=at,
        age_band=_age(fields, at=at),
        sex=fields.value("sex", _sex) or Sex.UNKNOWN,
        description=_description(fields),
        expiry_date=expiry,
        author_name=fields.texts.get("author_name", ""),
    )


def note(fields: Fields, *, owner: str) -> Noted | None:
    """Return the note, or None: it cannot go in. `owner`: the id of the person it stands in, "" for none."""
    note_id = fields.value("note_record_id", values.read_id, needed=True)
    record_id = fields.value("person_record_id", values.read_id, needed=not owner) or owner
    at = fields.value("source_date", values.read_time, needed=True)
    if owner and record_id != owner:
        fields.complain("person_record_id", expected="the id of the person it stands in", got="another one")
        return None
    if note_id is None or not record_id or at is None:
        return None
    for needed in ("author_name", "text"):
        if needed not in fields.texts:
            fields.complain(needed, expected="the element, even an empty one", got="nothing")
    area = values.without_points(fields.texts.get("last_known_location", ""))
    if fields.texts.get("last_known_location") and not area:
        fields.dropped.append("last_known_location")
    told = Note(
        note_id=note_id,
        record_id=record_id,
        text=fields.texts.get("text", ""),
        source_date=at,
        status=fields.value("status", _status),
        linked_record_id=fields.value("linked_person_record_id", values.read_id) or "",
        author_name=_author(fields, note_id),
    )
    is_place_only = note_id == record_id + LAST_SEEN
    seen = Seen(area=area, at=at) if area else None
    return Noted(record_id=record_id, note=None if is_place_only else told, seen=seen)


def placed(one: Sought, seen: Mapping[str, Seen]) -> Sought:
    """Return the person with the area that the latest note about a place tells."""
    last = seen.get(one.record_id)
    return replace(one, last_seen_area=last.area) if last else one


def _source_date(fields: Fields) -> datetime | None:
    """Return the date of the record; before 1.3 it could be missing, and then the date of the copy stands for it."""
    if fields.version in grammar.WITHOUT_FULL_NAME and not fields.texts.get("source_date"):
        fields.texts["source_date"] = fields.texts.get("entry_date", "")
    return fields.value("source_date", values.read_time, needed=True)


def _full_name(fields: Fields) -> str:
    name = "\n".join(_lines(fields.texts.get("full_name", "")))
    if name or fields.version not in grammar.WITHOUT_FULL_NAME:
        return name
    return " ".join(filter(None, (fields.texts.get(part, "") for part in ("given_name", "family_name"))))


def _lines(text: str) -> tuple[str, ...]:
    return tuple(filter(None, (line.strip() for line in text.split("\n"))))


def _age(fields: Fields, *, at: datetime) -> AgeBand:
    """Return the band of the age; of a day of birth only the band is kept."""
    years = fields.value("age", values.read_age)
    if years is None:
        years = fields.value("date_of_birth", lambda text: values.read_birth(text, at=at))
    elif fields.texts.get("date_of_birth"):
        fields.dropped.append("date_of_birth")
    return band_of(*years) if years else AgeBand.UNKNOWN


def _description(fields: Fields) -> str:
    """Return the description; before 1.4 it was one labelled part of `other`, kept whole when there are other parts."""
    text = fields.texts.get("description", "")
    if fields.version == grammar.VERSION or not text.startswith(_LABEL):
        return text
    first, *more = text.split("\n")
    if any(line[:1].strip() and line.split(maxsplit=1)[0].endswith(":") for line in more):
        return text
    return "\n".join((first.removeprefix(_LABEL).strip(), *(line.strip() for line in more))).strip()


def _author(fields: Fields, note_id: str) -> str:
    """Return who wrote a note; the domain of its id stands for nobody named."""
    name = fields.texts.get("author_name", "")
    return "" if name == domain_of(note_id) else name


def _sex(text: str) -> Sex:
    if text not in grammar.SEXES:
        raise Misfit(_EXPECTED_SEX)
    return Sex(text)


def _status(text: str) -> NoteStatus:
    if text not in set(NoteStatus):
        raise Misfit(_EXPECTED_STATUS)
    return NoteStatus(text)

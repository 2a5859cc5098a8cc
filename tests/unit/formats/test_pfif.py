"""PFIF: what is written keeps the element rules of the schema, is read again as it was, and holds what consent let out."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from lxml import etree
from tests.factories import NOW

from haal.domain.errors import Malformed
from haal.domain.tracing.note import Note, NoteStatus
from haal.domain.tracing.person import AgeBand, Sex, Sought
from haal.formats.pfif import grammar
from haal.formats.pfif.model import Wiped
from haal.formats.pfif.read import reading
from haal.formats.pfif.write import write

RULES = etree.RelaxNG(etree.parse(Path(__file__).resolve().parents[2] / "vectors" / "pfif" / "element-rules.rng"))
TAG = f"{{{grammar.NAMESPACE}}}"
SOURCE = "Haal of the valley"

letters = some.characters(codec="utf-8", exclude_characters="\r\x7f\ufffe\uffff", exclude_categories=("Cc", "Cs", "Cn"))
lines = some.text(letters, max_size=40).map(str.strip)
names = lines.filter(bool)
texts = some.lists(lines, max_size=3).map("\n".join).map(str.strip)
instants = some.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2026, 1, 1), timezones=some.just(UTC))
locals_ = some.text("abcdefghijklmnopqrstuvwxyz0123456789-._~/", min_size=1, max_size=20)
domains = some.sampled_from(("haal.example", "other.example.org", "a.b-c.d"))
ids = some.tuples(domains, locals_).map("/".join)


@some.composite
def people(draw) -> Sought:
    """Draw one public record that does not expire before it is written."""
    return Sought(
        record_id=draw(ids),
        full_name=draw(names),
        other_names=tuple(draw(some.lists(names, max_size=2))),
        source_date=draw(instants),
        age_band=draw(some.sampled_from(AgeBand)),
        sex=draw(some.sampled_from(Sex)),
        description=draw(texts),
        last_seen_area=draw(lines.filter(lambda text: "." not in text)),
        expiry_date=draw(some.none() | some.just(NOW + timedelta(days=9))),
        author_name=draw(lines),
    )


@some.composite
def notes_on(draw, record_id: str) -> Note:
    """Draw one note on a record."""
    return Note(
        note_id=draw(ids.map(lambda one: one + ".n")),
        record_id=record_id,
        text=draw(texts),
        source_date=draw(instants),
        status=draw(some.none() | some.sampled_from([one for one in NoteStatus if one is not NoteStatus.DEAD])),
        linked_record_id=draw(some.just("") | ids),
        author_name=draw(lines),
    )


@some.composite
def files(draw) -> tuple[list[Sought], list[Note]]:
    """Draw the records of a file: some notes are on persons that are not in it."""
    records = draw(some.lists(people(), max_size=3, unique_by=lambda one: one.record_id))
    about = [one.record_id for one in records] + [draw(ids)]
    drawn = [draw(notes_on(record_id)) for record_id in about for _ in range(draw(some.integers(0, 2)))]
    return records, list({note.note_id: note for note in drawn}.values())


def told(records=(), notes=(), wiped=()):
    """Return the bytes and their root."""
    body = write(records, notes, wiped, source_name=SOURCE, now=NOW)
    return body, etree.fromstring(body)


SOUGHT = Sought(
    record_id="haal.example/p-1",
    full_name="زرینہ بلوچ",
    other_names=("Zarina Baloch",),
    source_date=NOW - timedelta(days=3),
    age_band=AgeBand.MIDDLE,
    sex=Sex.FEMALE,
    description="Went to the market with her brother.",
    last_seen_area="Mastung",
    expiry_date=NOW + timedelta(days=60),
)
NOTE = Note(
    note_id="haal.example/n-1",
    record_id=SOUGHT.record_id,
    text="A record of another desk is of the same person.",
    source_date=NOW - timedelta(days=1),
    status=NoteStatus.SOUGHT,
    linked_record_id="other.example/p-9",
)


@settings(deadline=None, max_examples=100)
@given(files())
def test_whatever_is_written_keeps_the_element_rules_and_the_order_of_the_standard(drawn) -> None:
    records, notes = drawn
    _body, root = told(records, notes)

    RULES.assertValid(root)
    for tag, order in (("person", list(grammar.PERSON)), ("note", list(grammar.NOTE))):
        for record in root.iter(TAG + tag):
            found = [order.index(child.tag.removeprefix(TAG)) for child in record if child.tag != TAG + "note"]
            assert found == sorted(set(found))
            assert not [child for child in record[: len(found)] if child.tag == TAG + "note"]
    for note in root.iter(TAG + "note"):
        owner = note.getparent()
        assert owner.tag == TAG + "pfif" or owner.findtext(TAG + "person_record_id") == note.findtext(
            TAG + "person_record_id"
        )


@settings(deadline=None, max_examples=100)
@given(files())
def test_read_again_it_is_the_same(drawn) -> None:
    records, notes = drawn
    body, _root = told(records, notes)

    again = reading(body)

    assert not again.refused
    assert (again.version, again.complaints, again.skipped, again.dropped, again.repairs) == ("1.4", (), 0, {}, ())
    assert set(again.persons) == set(records)
    assert set(again.notes) == set(notes)


def test_nothing_leaves_but_the_fields_that_the_consent_let_out() -> None:
    _body, root = told([SOUGHT], [NOTE])

    person = root.find(TAG + "person")
    said = {child.tag.removeprefix(TAG) for child in person}
    assert said == {
        "person_record_id", "entry_date", "expiry_date", "source_name", "source_date", "full_name", "alternate_names",
        "description", "sex", "age", "note",
    }  # fmt: skip
    assert person.findtext(TAG + "age") == "30-44"
    assert datetime.fromisoformat(person.findtext(TAG + "entry_date")) == NOW
    shown = {field.name for field in fields(Sought)} | {field.name for field in fields(Note)}
    assert not shown & {"phone", "email", "home", "street", "photo", "born", "cell", "lat", "lon"}


def test_a_note_without_a_named_author_is_signed_by_the_repository_and_read_as_nobodys() -> None:
    body, root = told([SOUGHT], [NOTE])

    assert [one.text for one in root.iter(TAG + "author_name")] == ["haal.example", "haal.example"]
    assert reading(body).notes == (NOTE,)


def test_past_its_expiry_only_the_id_and_dates_are_written_and_no_note() -> None:
    over = replace(SOUGHT, expiry_date=NOW)
    gone = Wiped(record_id="haal.example/p-2", source_date=NOW - timedelta(days=1), expiry_date=NOW - timedelta(days=2))
    on_gone = replace(NOTE, note_id="haal.example/n-2", record_id=gone.record_id)

    body, root = told([over], [NOTE, on_gone], [gone])

    RULES.assertValid(root)
    assert {child.tag for child in root} == {TAG + "person"}
    for person in root:
        filled = {child.tag.removeprefix(TAG) for child in person if child.text}
        assert filled == {"person_record_id", "entry_date", "expiry_date", "source_date"}
    assert "زرینہ" not in body.decode()
    assert "market" not in body.decode()
    assert reading(body).wiped == (
        Wiped(record_id=over.record_id, source_date=NOW, expiry_date=NOW), gone,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"record_id": "p-1"}, "person_record_id"),
        ({"record_id": "Haal.Example/p-1"}, "person_record_id"),
        ({"record_id": "haal.example/a b"}, "person_record_id"),
        ({"full_name": ""}, "full_name"),
        ({"full_name": " Zarina"}, "full_name"),
        ({"full_name": "Za\x00rina"}, "full_name"),
        ({"other_names": ("a\nb",)}, "alternate_names"),
        ({"description": "one\rtwo"}, "description"),
    ],
)
def test_a_record_that_would_break_a_rule_is_not_written_and_the_error_names_record_and_field(changed, says) -> None:
    with pytest.raises(Malformed, match=says) as refused:
        told([replace(SOUGHT, **changed)])

    assert "Zarina" not in str(refused.value)


def test_a_death_is_never_written_in_a_file() -> None:
    with pytest.raises(Malformed, match=r"n-1: status: expected no death"):
        told([SOUGHT], [replace(NOTE, status=NoteStatus.DEAD)])


def test_a_time_without_a_zone_is_a_bug() -> None:
    with pytest.raises(ValueError, match="zone"):
        told([replace(SOUGHT, source_date=datetime(2026, 1, 1))])

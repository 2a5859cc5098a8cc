"""PFIF of others: four versions, feeds, hostile files and records that do not fit; the rest goes in, and all of it is told."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from haal.domain.tracing.note import NoteStatus
from haal.domain.tracing.person import AgeBand, Sex
from haal.formats.pfif import values
from haal.formats.pfif.read import BYTES_MAX, reading

AT = "2026-11-20T08:00:00Z"


def xml(inside: str, *, version: str = "1.4") -> bytes:
    """Return a file of this version."""
    return f'<pfif:pfif xmlns:pfif="http://zesty.ca/pfif/{version}">{inside}</pfif:pfif>'.encode()


def record(kind: str, **texts: str) -> str:
    """Return one record with these fields."""
    return f"<pfif:{kind}>{''.join(f'<pfif:{name}>{text}</pfif:{name}>' for name, text in texts.items())}</pfif:{kind}>"


def person(inside: str = "", **texts: str) -> str:
    """Return one person with what it must have."""
    given_ = {"person_record_id": "a.example/p1", "source_date": AT, "full_name": "Zarina", **texts}
    return record("person", **given_).replace("</pfif:person>", f"{inside}</pfif:person>")


def note(**texts: str) -> str:
    """Return one note with what it must have."""
    return record(
        "note", **{"note_record_id": "a.example/n1", "author_name": "B", "source_date": AT, "text": "t", **texts}
    )


def only(told):
    """Return the one person of a reading."""
    assert not told.refused
    (one,) = told.persons
    return one


def test_a_record_of_the_first_version_has_its_name_put_together_and_its_date_from_the_copy() -> None:
    old = record(
        "person", person_record_id="a.example/p1", entry_date=AT, first_name="ZARINA GUL", last_name="BALOCH", home_zip="87300",
        other="description:\n  Tall.\n  Wears glasses.",
    )  # fmt: skip
    told = reading(xml(old, version="1.1"))

    assert told.version == "1.1"
    assert (only(told).full_name, only(told).description) == ("ZARINA GUL BALOCH", "Tall.\nWears glasses.")
    assert only(told).source_date == datetime(2026, 11, 20, 8, tzinfo=UTC)
    assert told.dropped == {"home_postal_code": 1}
    assert not told.complaints


@pytest.mark.parametrize(
    ("version", "names"),
    [
        ("1.2", {"first_name": "Zarina", "last_name": "Baloch"}),
        ("1.3", {"full_name": "Zarina Baloch", "first_name": "Zarina", "last_name": "Baloch"}),
        ("1.4", {"full_name": "Zarina Baloch", "given_name": "Zarina", "family_name": "Baloch"}),
    ],
)
def test_every_version_gives_the_same_person(version, names) -> None:
    texts = {"person_record_id": "a.example/p1", "source_date": AT, **names, "sex": "female", "age": "30-34"}
    told = reading(xml(record("person", **texts), version=version))

    assert (only(told).full_name, only(told).sex, only(told).age_band) == ("Zarina Baloch", Sex.FEMALE, AgeBand.MIDDLE)
    assert (told.version, told.complaints) == (version, ())


def test_other_parts_of_an_old_description_are_kept_whole() -> None:
    text = "description: Tall.\nclothing: blue"
    texts = {"person_record_id": "a.example/p1", "source_date": AT, "full_name": "Z", "other": text}

    assert only(reading(xml(record("person", **texts), version="1.3"))).description == text


def test_records_inside_a_feed_are_found() -> None:
    feed = (
        '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:pfif="http://zesty.ca/pfif/1.4"><entry><title>Zarina</title>'
        f"{person()}</entry><entry>{note(person_record_id='a.example/p1')}</entry></feed>"
    )
    told = reading(feed.encode())

    assert only(told).full_name == "Zarina"
    assert [one.record_id for one in told.notes] == ["a.example/p1"]


def test_names_and_places_of_several_lines_and_the_latest_place_come_through_and_points_do_not() -> None:
    notes = (
        note(last_known_location="Quetta")
        + note(
            note_record_id="a.example/n2", source_date="2026-11-21T08:00:00.5Z", last_known_location="Mastung bazaar"
        )
        + note(
            note_record_id="a.example/n3", source_date="2026-11-22T08:00:00Z", last_known_location="29.8001, 66.8455"
        )
    )
    told = reading(xml(person(notes, full_name="Zarina\n زرینہ", alternate_names="Zari\nZ.", home_city="Quetta")))

    assert only(told).full_name == "Zarina\nزرینہ"
    assert only(told).other_names == ("Zari", "Z.")
    assert only(told).last_seen_area == "Mastung bazaar"
    assert told.dropped == {"home_city": 1, "last_known_location": 1}


def test_of_a_day_of_birth_only_the_band_is_kept() -> None:
    told = reading(xml(person(date_of_birth="2008-11-21")))

    assert only(told).age_band is AgeBand.YOUTH  # 17 on the day of the record, 18 on the next
    assert "2008" not in str(told)
    assert reading(xml(person(date_of_birth="2008-11-20"))).persons[0].age_band is AgeBand.YOUNG


@pytest.mark.parametrize(
    ("texts", "field", "got"),
    [
        ({"sex": "Female"}, "sex", "Xxxxxx"),
        ({"age": "40-30"}, "age", "99-99"),
        ({"age": "121"}, "age", "999"),
        ({"date_of_birth": "20 May"}, "date_of_birth", "99 Xxx"),
        ({"expiry_date": "2026-13-01T00:00:00Z"}, "expiry_date", "9999-99-99X99:99:99X"),
        ({"person_record_id": "p1"}, "person_record_id", "x9"),
        ({"source_date": "2026-11-20"}, "source_date", "9999-99-99"),
        ({"source_date": "2026-11-20T08:00:00+05:00"}, "source_date", "9999-99-99X99:99:99+99:99"),
        ({"full_name": "  "}, "full_name", "nothing"),
        ({"tribe": "x"}, "an element", "xxxxx"),
    ],
)
def test_a_complaint_names_the_record_the_field_and_the_shape_of_what_came(texts, field, got) -> None:
    good = person().replace("a.example/p1", "a.example/good")
    told = reading(xml(good + person(**texts)))

    (complaint,) = told.complaints
    assert (complaint.field, complaint.got) == (field, got)
    assert complaint.record.startswith("record 2 (person)")
    needed = field in {"person_record_id", "source_date", "full_name"}
    assert (len(told.persons), told.skipped) == ((1, 1) if needed else (2, 0))


def test_a_note_that_names_another_person_than_the_one_it_stands_in_does_not_go_in() -> None:
    told = reading(xml(person(note(person_record_id="a.example/p2"))))

    assert (told.notes, told.skipped, len(told.persons)) == ((), 1, 1)
    assert told.complaints[0].expected == "the id of the person it stands in"


def test_a_note_alone_needs_its_person() -> None:
    told = reading(xml(note() + note(person_record_id="a.example/p1", linked_person_record_id="b.example/p2")))

    assert [one.linked_record_id for one in told.notes] == ["b.example/p2"]
    assert [one.field for one in told.complaints] == ["person_record_id"]


def test_an_unknown_status_is_told_and_the_note_goes_in_without_one() -> None:
    told = reading(xml(person(note(status="found") + note(note_record_id="a.example/n2", status="believed_dead"))))

    assert [one.status for one in told.notes] == [None, NoteStatus.DEAD]
    assert [one.field for one in told.complaints] == ["status"]


def test_of_one_id_twice_the_later_date_counts_whichever_comes_first() -> None:
    later = person(full_name="Corrected", source_date="2026-11-21T08:00:00Z")

    assert only(reading(xml(person() + later))).full_name == "Corrected"
    assert only(reading(xml(later + person()))).full_name == "Corrected"


def test_a_placeholder_takes_the_place_of_what_was_known_and_its_notes_go() -> None:
    texts = {
        "person_record_id": "a.example/p1",
        "source_date": "2026-11-21T08:00:00Z",
        "expiry_date": AT,
        "full_name": "",
    }
    told = reading(xml(person(note()) + record("person", **texts)))

    assert (told.persons, told.notes) == ((), ())
    assert [one.record_id for one in told.wiped] == ["a.example/p1"]


def test_no_contact_address_or_picture_is_kept() -> None:
    planted = {
        "author_email": "p@lanted", "author_phone": "0300 planted", "home_street": "planted", "photo_url": "planted",
        "profile_urls": "planted", "source_url": "planted", "home_city": "planted",
    }  # fmt: skip
    found = {"email_of_found_person": "p@lanted", "phone_of_found_person": "planted", "author_made_contact": "true"}
    told = reading(xml(person(note(**found), **planted)))

    assert "lanted" not in str((told.persons, told.notes, told.complaints))
    assert set(told.dropped) == {*planted, *found}


def test_nothing_hostile_is_read() -> None:
    laughs = "<!DOCTYPE a [<!ENTITY a 'ha'><!ENTITY b '&a;&a;'>]>"
    local = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    for head in (laughs, local):
        assert reading(head.encode() + xml(person(full_name="&b;"))).refused.startswith("doctype")
    assert reading(b"").refused.startswith("empty")
    assert reading(b"<a/>").refused.startswith("namespace")
    assert reading(b"<pfif").refused.startswith("not-well-formed")
    assert reading(b" " * (BYTES_MAX + 1)).refused.startswith("too-large")
    assert reading(xml("<a>" * 70 + "</a>" * 70)).refused.startswith("too-deep")


@settings(deadline=None, max_examples=100)
@given(some.binary(max_size=200), some.integers(0, 400))
def test_a_damaged_file_never_raises(noise, at) -> None:
    whole = xml(person(note(status="is_note_author"), age="30", sex="male"))

    reading(noise)
    reading(whole[:at] + noise + whole[at:])


@given(some.text(max_size=80))
def test_a_shape_tells_nothing_of_letters_and_digits(text) -> None:
    assert not [sign for sign in values.shape_of(text).split("...")[0] if sign.isalnum() and sign not in "9xXnothing"]


def test_ages_at_a_day_are_counted_as_people_count_them() -> None:
    at = datetime(2026, 3, 1, tzinfo=UTC)
    for born, years in (
        ("2000", (25, 26)), ("2000-03", (25, 26)), ("2000-02", (26, 26)), ("2000-02-29", (26, 26)), ("2000-03-02", (25, 25)),
        ("2026", (0, 0)),
    ):  # fmt: skip
        assert values.read_birth(born, at=at) == years
    for wrong in ("2027", "1890", "2000-13", "2000-00", "00-01-01"):
        with pytest.raises(values.Misfit):
            values.read_birth(wrong, at=at)

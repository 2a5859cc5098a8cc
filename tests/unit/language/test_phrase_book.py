"""A phrase book is whole or is refused, and is known by the hash of its file."""

from __future__ import annotations

import hashlib

import pytest

from haal.language import phrase_book, seeds
from haal.language.disguise import folded
from haal.language.phrase_book import BookBroken, read

ENGLISH = seeds.path("phrases/en.toml").read_bytes()


def test_a_book_is_known_by_the_hash_that_anybody_can_work_out():
    assert read(ENGLISH).sha256 == hashlib.sha256(ENGLISH).hexdigest()
    assert read(ENGLISH + b"\n").sha256 != read(ENGLISH).sha256


def test_the_source_stands_first_and_every_book_has_the_same_sentences():
    keys = [key for key, _line in phrase_book.book("en").sentences()]

    assert phrase_book.languages()[0] == "en"
    assert all([key for key, _ in phrase_book.book(one).sentences()] == keys for one in phrase_book.languages())


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"{hazard} at {place}. {action}. {ground}.", b"{hazard}. {action}. {ground}."),  # the place left out
        (b"This warning ends by itself at {until}.", b"It ends at {until}, says {name}."),  # a slot nobody fills
        (b'action = "Stay away"', b'action = "Stay away from {place}"'),  # a slot where none is filled
        (b'action = "Stay away"', b'action = ""'),
        (b'action = "Stay away"\n', b""),
        (b'told = "Told, not yet confirmed"', b'told = "Told {"'),
        (b"[ground]", b"[grounds]"),
        (b'after = "Danger', b'later = "Danger'),
        (b'name = "English"', b"name = English"),
        (b'name = "English"', b'name = "\xff"'),
    ],
)
def test_a_book_that_is_not_whole_is_refused(before, after):
    assert before in ENGLISH

    with pytest.raises(BookBroken):
        read(ENGLISH.replace(before, after))


def test_a_book_has_a_limit():
    read(ENGLISH + b"#" * (phrase_book.BYTES_MAX - len(ENGLISH)))

    with pytest.raises(BookBroken):
        read(ENGLISH + b"#" * (phrase_book.BYTES_MAX - len(ENGLISH) + 1))


@pytest.mark.parametrize(
    ("typed", "read_as"),
    [
        ("s.a.f.e", "safe"),
        ("Gо tо", "go to"),
        ("5 km, 22.11.2026 at 17:00", "5 km 22 11 2026 at 17 00"),
        ("R3 road", "r3 road"),
        ("مَحفُوظ", "محفوظ"),
    ],
)
def test_a_text_is_read_as_the_eye_reads_it_and_numbers_stay_numbers(typed, read_as):
    assert read_as in folded(typed)

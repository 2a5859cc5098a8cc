"""Words, names, digits and message sizes in the scripts of the region."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import DamerauLevenshtein

from haal.language import locales, receipt_words, words
from haal.language.keys import name_key
from haal.language.neutral import sided_words
from haal.language.numerals import to_ascii_digits
from haal.language.sms import measure


@pytest.mark.parametrize(
    "spellings",
    [
        ("Khuzdar", "Hozdar", "Khozdar", "خضدار", "Хуздар"),
        ("Quetta", "Kwetta", "کوئٹہ", "کویته"),
        ("Turbat", "تربت", "Turbet"),
        ("Panjgur", "Punjgoor", "پنجگور"),
        ("Noshki", "Nushki", "نوشکی"),
        ("Kalat", "Qalat", "قلات"),
        ("Machh", "Mach", "مچھ"),
        ("Musakhel", "Musakhail", "موسیٰخیل"),
        ("Barkhan", "بارکھان"),
        ("Mushkaf", "Mushqaf"),
    ],
)
def test_one_name_has_one_key_in_every_spelling(spellings):
    assert len({name_key(spelling) for spelling in spellings}) == 1


@given(st.text(max_size=200))
def test_any_text_has_a_key_and_never_fails(text):
    assert isinstance(name_key(text), str)


@pytest.mark.parametrize(
    ("typed", "plain"), [("۱۲۳", "123"), ("٤٥٦", "456"), ("03۰۰", "0300"), ("۱٫۵", "1.5"), ("five", "five")]
)
def test_digits_of_any_script_are_understood(typed, plain):
    assert to_ascii_digits(typed) == plain


@pytest.mark.parametrize(
    ("text", "alphabet", "parts"),
    [
        ("a" * 160, "gsm-7", 1),
        ("a" * 161, "gsm-7", 2),
        ("€" * 80, "gsm-7", 1),
        ("€" * 81, "gsm-7", 2),
        ("خ" * 70, "ucs-2", 1),
        ("خ" * 71, "ucs-2", 2),
        ("خ" * 134, "ucs-2", 2),
        ("خ" * 135, "ucs-2", 3),
        ("🙂" * 35, "ucs-2", 1),
        ("", "gsm-7", 1),
    ],
)
def test_an_sms_is_counted_as_the_networks_count_it(text, alphabet, parts):
    size = measure(text)

    assert (size.alphabet, size.parts) == (alphabet, parts)


def test_the_words_of_a_code_cannot_be_taken_for_each_other():
    listed = receipt_words.WORDS

    assert len(set(listed)) == receipt_words.COUNT == len(listed)
    assert all(word.isascii() and word.isalpha() and word.islower() and 3 <= len(word) <= 11 for word in listed)
    near = [
        pair for pair in itertools.combinations(listed, 2) if DamerauLevenshtein.distance(*pair, score_cutoff=1) <= 1
    ]
    assert near == []


@pytest.mark.parametrize(
    "word", ["martyr", "police", "attack", "mosque", "bomb", "kill", "soldier", "enemy", "prison", "god"]
)
def test_no_word_of_a_code_speaks_of_what_codes_must_not_speak_of(word):
    assert word not in receipt_words.WORDS


def test_words_are_said_even_when_a_number_is_missing_or_the_language_unknown():
    assert words.words_for("too-long", "xx/../..", field="saw") == "The field saw is too long: at most … letters."
    assert words.words_for("never-heard-of") == "Not possible: never heard of."


def test_languages_say_their_direction_and_whether_a_speaker_read_them():
    assert locales.locale("ur-PK").direction == "rtl"
    assert locales.locale("nonsense").code == "en"
    assert [one.code for one in locales.LOCALES if one.reviewed] == ["en"]


@pytest.mark.parametrize(
    ("text", "words_found"),
    [
        ("Twelve people were killed and thirty injured.", []),
        ("Twelve people were martyred.", ["martyred"]),
        ("Terrorists killed three.", ["Terrorists"]),
        ("The occupiers shot three; the traitor fled.", ["occupiers", "traitor"]),
        ("A party said: “Our martyrs will not be forgotten” (source: Dawn).", []),
        ("A party said: “Our martyrs will not be forgotten”.", ["martyrs"]),
        ("Ma\u200brtyrs", ["Martyrs"]),
        ("بارہ افراد ہلاک ہوئے", []),
        ("بارہ افراد شہید ہوئے", ["شہید"]),
        ("بارہ افراد شهيد ہوئے", ["شہید"]),
        ("شہـــید", ["شہید"]),
        ("دہشت گردوں نے حملہ کیا", ["دہشت گردوں"]),
        ("تروریست‌ها", ["تروریستها"]),
        ("ترهګرو برید وکړ", ["ترهګرو"]),
        ("«شہید» (ذریعہ: ڈان)", []),
    ],
)
def test_a_word_that_takes_a_side_stands_only_in_its_sources_mouth(text, words_found):
    found = [one.word for one in sided_words(text)]

    assert len(found) == len(words_found)
    assert all(word in words_found or not word.isascii() for word in found)


@pytest.mark.parametrize("side", ["the army", "the armed group", "the Levies", "the separatists"])
def test_who_did_it_never_changes_what_the_lint_says(side):
    assert [one.word for one in sided_words(f"Three martyrs, said {side}; {side} killed two.")] == ["martyrs"]

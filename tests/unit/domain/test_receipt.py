"""The code a teller gets can be said, typed by another hand, and never misread for another."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haal.domain import receipt

WORDS = tuple(f"w{chr(97 + a)}{chr(97 + b)}{chr(97 + c)}" for a in range(8) for b in range(16) for c in range(16))


@given(st.binary(min_size=32, max_size=32))
def test_what_is_said_aloud_is_found_again(digest):
    words = receipt.words_of(digest, WORDS)
    digits = receipt.digits_of(digest)

    assert receipt.normalise(words.upper().replace(" ", " - ")) == words.replace(" ", "-")
    assert receipt.normalise(digits) == digits.replace(" ", "")


def test_six_words_use_sixty_six_bits_of_the_digest():
    first = bytes(32)
    every_bit = [bytes([128 >> bit % 8 if place == bit // 8 else 0 for place in range(32)]) for bit in range(66)]

    codes = {receipt.words_of(digest, WORDS) for digest in [first, *every_bit]}

    assert len(codes) == 67


@pytest.mark.parametrize("typed", ["123 456 7890", "123-456-7890", "۱۲۳ ۴۵۶ ۷۸۹۰", "١٢٣٤٥٦٧٨٩٠", " 1234567890\n"])
def test_ten_digits_are_understood_in_any_script(typed):
    assert receipt.normalise(typed) == "1234567890"


@pytest.mark.parametrize(
    "typed", ["", "one two three", "123", "12345678901", "a b c d e f g", "a b c d e 1", "' OR 1=1 --"]
)
def test_what_cannot_be_a_code_is_no_code(typed):
    assert receipt.normalise(typed) is None


def test_a_word_list_of_another_length_is_a_bug():
    with pytest.raises(ValueError, match="2048"):
        receipt.words_of(hashlib.sha256(b"").digest(), WORDS[:-1])

"""The code a teller gets: six words, or ten digits that can be said and dialled. No site name, no order, no time.

Both forms name the same report; only a keyed hash of each is stored, so a seized disk does not open anybody's thread.
Six words of 2,048 are 66 bits; ten digits are 33 bits and are therefore only taken by slow channels (budgets in
`haal.services.intake.follow`). What a report is bound to is its id; the code only finds it.
"""

from __future__ import annotations

import re
import secrets
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

WORDS_COUNT = 6
DIGITS_COUNT = 10
_SEPARATORS = re.compile(r"[\s\-_.,;:+/]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What is told back: the code in both forms, and which questions are still open."""

    words: str
    digits: str
    open_questions: tuple[str, ...] = ()
    repeated: bool = False


def new_words(word_list: Sequence[str]) -> str:
    """Return six random words, joined by spaces."""
    return " ".join(secrets.choice(word_list) for _ in range(WORDS_COUNT))


def new_digits() -> str:
    """Return ten random digits in groups that can be said: `123 456 7890`."""
    number = f"{secrets.randbelow(10**DIGITS_COUNT):010d}"
    return f"{number[:3]} {number[3:6]} {number[6:]}"


def normalise(code: str) -> str | None:
    """Return the code as it is hashed (words joined by `-`, or ten digits), or None when it cannot be a code.

    Digits of any script, any case and any separator are understood, since codes are said aloud and typed by others.
    """
    folded = unicodedata.normalize("NFKC", code).strip().lower()
    digits = "".join(str(unicodedata.decimal(letter)) for letter in folded if unicodedata.decimal(letter, None) is not None)
    if len(digits) == DIGITS_COUNT and not any(letter.isalpha() for letter in folded):
        return digits
    words = [word for word in _SEPARATORS.split(folded) if word]
    if len(words) == WORDS_COUNT and all(word.isascii() and word.isalpha() for word in words):
        return "-".join(words)
    return None

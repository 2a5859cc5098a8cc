"""The code a teller gets: six words, or ten digits that can be said and dialled. No site name, no order, no time.

Both forms name the same report. They are derived from a keyed digest of what came in, so nothing that opens a thread is
stored: the same message sent again gives the same code, and a seized disk holds only keyed hashes of codes.
Six words of 2,048 are 66 bits; ten digits are 33 bits, which is why failed look-ups are budgeted.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

WORDS_COUNT = 6
DIGITS_COUNT = 10
WORD_LIST_LENGTH = 2048
_BITS_A_WORD = 11
_SEPARATORS = re.compile(r"[\s\-_.,;:+/]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What is told back: the code in both forms, and which questions are still open.

    `repeated` is true when the very same message had come before; nothing was stored again.
    """

    words: str
    digits: str
    open_questions: tuple[str, ...] = ()
    repeated: bool = False


def words_of(digest: bytes, word_list: Sequence[str]) -> str:
    """Return six words from the first 66 bits of `digest` (at least 16 bytes), joined by spaces."""
    if len(word_list) != WORD_LIST_LENGTH:
        msg = f"the word list has {len(word_list)} words, not {WORD_LIST_LENGTH}"
        raise ValueError(msg)
    number = int.from_bytes(digest[:9], "big") >> (72 - WORDS_COUNT * _BITS_A_WORD)
    indices = [(number >> (_BITS_A_WORD * place)) % WORD_LIST_LENGTH for place in reversed(range(WORDS_COUNT))]
    return " ".join(word_list[index] for index in indices)


def digits_of(digest: bytes) -> str:
    """Return ten digits from the last 8 bytes of `digest`, in groups that can be said: `123 456 7890`."""
    number = f"{int.from_bytes(digest[-8:], 'big') % 10**DIGITS_COUNT:010d}"
    return f"{number[:3]} {number[3:6]} {number[6:]}"


def normalise(code: str) -> str | None:
    """Return the code as it is hashed (words joined by `-`, or ten digits), or None when it cannot be a code.

    Digits of any script, any case and any separator are understood, since codes are said aloud and typed by others.
    """
    folded = unicodedata.normalize("NFKC", code).strip().lower()
    decimals = [unicodedata.decimal(letter, None) for letter in folded]
    digits = "".join(str(value) for value in decimals if value is not None)
    if len(digits) == DIGITS_COUNT and not any(letter.isalpha() for letter in folded):
        return digits
    words = [word for word in _SEPARATORS.split(folded) if word]
    if len(words) == WORDS_COUNT and all(word.isascii() and word.isalpha() for word in words):
        return "-".join(words)
    return None

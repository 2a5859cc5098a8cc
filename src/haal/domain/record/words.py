"""A checkpoint as eight words that can be read out on the radio, printed, or sent as a text message.

The one thing to know: 8 x 11 bits of the SHA-256 of the checkpoint's three lines. Somebody who wants another log with the
same eight words has 2**88 to try; whoever hears the words needs no computer to keep them, only paper.

The words are those of receipts, `haal.language.receipt_words`; the lines are `haal.ledger.checkpoint`.
"""

from __future__ import annotations

from hashlib import sha256

from haal.language.receipt_words import WORDS

WORDS_COUNT = 8
BITS = 11


def words_of(text: str) -> tuple[str, ...]:
    """Return the eight words of a checkpoint's text (three lines, without signatures)."""
    number = int.from_bytes(sha256(text.encode()).digest()) >> (256 - WORDS_COUNT * BITS)
    return tuple(WORDS[number >> (BITS * place) & (2**BITS - 1)] for place in reversed(range(WORDS_COUNT)))

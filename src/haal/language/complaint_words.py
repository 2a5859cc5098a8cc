"""How people say that they complain, in every language that Haal speaks, as the first word of a text message.

The one thing to know: a message that begins with such a word and says more is a complaint, whole and to the letter; the word alone
complains of nothing, and is answered with how to do it. Roman spellings stand beside each script's own.
"""

from __future__ import annotations

from haal.language.stop_words import folded

COMPLAIN: dict[str, tuple[str, ...]] = {
    "en": ("complaint", "complain", "complaints"),
    "ur": ("شکایت", "shikayat", "shikayet", "shikaayat"),
    "bal": ("شکایت", "گلہ", "gila"),
    "brh": ("شکایت", "گلہ", "gila"),
    "ps": ("شکایت", "شکایات", "shikayat"),
    "fa": ("شکایت", "shekayat"),
    "sd": ("شڪايت", "shikayat"),
}
_WORDS = frozenset(folded(word) for words in COMPLAIN.values() for word in words)


def complained(text: str) -> str | None:
    """Return what a text message complains of, "" for the word alone; None: it is no complaint."""
    first, _space, rest = text.strip().partition(" ")
    if "\n" in first:
        first, _line, more = first.partition("\n")
        rest = f"{more} {rest}".strip()
    return rest.lstrip(" \t\r\n:،,.-").rstrip() if folded(first) in _WORDS else None

"""Digits of any script to ASCII: people type ۱۲۳, ١٢٣ and 123, often in one number."""

from __future__ import annotations

import unicodedata

_ARABIC_MARKS = str.maketrans({"٫": ".", "٬": "", "،": ","})  # decimal point, thousands mark, comma


def to_ascii_digits(text: str) -> str:
    """Return `text` with every decimal digit as 0-9 and Arabic number marks as Latin ones; all else stays."""
    return "".join(_digit(letter) for letter in text).translate(_ARABIC_MARKS)


def _digit(letter: str) -> str:
    value = unicodedata.decimal(letter, None)
    return letter if value is None else str(value)

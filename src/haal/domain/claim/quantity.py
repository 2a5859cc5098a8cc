"""How many a claim says, read from its words: "more than 30 killed" is 31 or more, "dozens" is 24 or more.

The one thing to know: a number in words of vagueness is read as the least that the word can honestly mean; a figure in
brackets behind it ("dozens (24 or more)") is the claimant's own reading and is taken first.
"""

from __future__ import annotations

import re

from haal.domain.claim.stated import Quantity
from haal.domain.report import Counted
from haal.language.keys import words_of
from haal.language.numerals import to_ascii_digits

_VAGUE = {
    "hundreds of thousands": 200_000, "tens of thousands": 20_000, "thousands": 2_000, "hundreds": 200, "scores": 40,
    "dozens": 24, "several": 3, "many": 3, "some": 2, "a few": 2,
}  # fmt: skip
_ONES = {
    word: at
    for at, word in enumerate(
        words_of(
            "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
            "sixteen seventeen eighteen nineteen"
        )
    )
} | {"no": 0, "none": 0, "nobody": 0, "half a dozen": 6, "one and a half dozen": 18, "two dozen": 24, "a dozen": 12}
_TENS = {
    word: ten for ten, word in enumerate(words_of("twenty thirty forty fifty sixty seventy eighty ninety"), start=2)
}
_SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000}
_TEN = "|".join(_TENS)
_ONE = "|".join(sorted(_ONES, key=len, reverse=True))
_NUMBER = re.compile(
    rf"(?P<digits>\d[\d,]*)(?:\s+(?P<scaled>{'|'.join(_SCALES)}))?"
    rf"|\b(?:(?P<ten>{_TEN})(?:[\s-](?P<unit>{_ONE}))?|(?P<one>{_ONE}))\b(?:\s+(?P<scale>{'|'.join(_SCALES)})\b)?",
    re.IGNORECASE,
)
_OVER = re.compile(r"\b(?:more than|over|above|upwards of)\s*$", re.IGNORECASE)
_LEAST = re.compile(r"\b(?:at least|no (?:fewer|less) than|minimum)\s*$", re.IGNORECASE)
_MOST = re.compile(r"\b(?:at most|up to|no more than)\s*$", re.IGNORECASE)
_UNDER = re.compile(r"\b(?:fewer than|less than|under)\s*$", re.IGNORECASE)
_ABOUT = re.compile(r"\b(?:about|around|nearly|almost|some|roughly|approximately|close to)\s*$", re.IGNORECASE)
_TO = re.compile(r"^\s*(?:to|-|–|and|or)\s*$", re.IGNORECASE)
_MORE = re.compile(r"^\s*(?:or more|\+|and more|plus\b)", re.IGNORECASE)
_UNITS: tuple[tuple[Counted, re.Pattern[str]], ...] = (
    (Counted.INJURED, re.compile(r"\b(?:injur|wound|hurt)\w*", re.IGNORECASE)),
    (Counted.DISPLACED, re.compile(r"\b(?:displac|evacuat)\w*|from (?:their )?homes|\bfled\b|\btrapped\b", re.IGNORECASE)),
    (Counted.TAKEN, re.compile(r"\b(?:taken|abduct|kidnap|hostage|missing|disappear|captive|detain)\w*", re.IGNORECASE)),
    (Counted.KILLED, re.compile(r"\b(?:kill|dead|died|dies|deaths?|slain|martyr|lost their lives|bodies)\w*", re.IGNORECASE)),
)  # fmt: skip
ABOUT = 0.1  # "about 30" is 27 to 33


def quantity_of(words: str, *, beside: str = "") -> Quantity | None:
    """Return what the words say; `beside`: the claim's own sentence, asked for the unit when the words have none.

    None when no number is in them. A unit that neither names stays None: then nothing is compared.
    """
    if not words.strip():
        return None
    plain = to_ascii_digits(words)
    low, high = _bounds(plain)
    if low is None:
        return None
    return Quantity(low=low, high=high, counted=_unit(plain) or _only_unit(beside), words=words)


def number_in(words: str) -> int | None:
    """Return the least that words like "thousands trapped" say, or None."""
    return _bounds(to_ascii_digits(words))[0]


def size_words(low: int, high: int | None) -> str:
    """Return an interval in words of numbers: `24 or more`, `4 to 18`, `31`."""
    if high is None:
        return f"{low} or more"
    return str(low) if low == high else f"{low} to {high}"


def _bounds(text: str) -> tuple[int | None, int | None]:
    inner = re.search(r"\(([^()]*\d[^()]*)\)", text)
    if inner and (found := _bounds(inner.group(1)))[0] is not None:
        return found
    for word, least in _VAGUE.items():
        if re.search(rf"\b{word}\b(?!\s+\d)", text, re.IGNORECASE) and not re.search(r"\d", text):
            return least, None
    numbers = list(_NUMBER.finditer(text))
    if not numbers:
        return None, None
    return _interval(text, numbers)


def _interval(text: str, numbers: list[re.Match[str]]) -> tuple[int, int | None]:
    first = numbers[0]
    value, before = _value(first), text[: first.start()]
    if len(numbers) > 1 and _TO.match(text[first.end() : numbers[1].start()]):
        return value, max(value, _value(numbers[1]))
    if _OVER.search(before):
        return value + 1, None
    if _LEAST.search(before) or _MORE.match(text[first.end() :]):
        return value, None
    if _MOST.search(before):
        return 0, value
    if _UNDER.search(before):
        return 0, max(0, value - 1)
    if _ABOUT.search(before):
        return round(value * (1 - ABOUT)), round(value * (1 + ABOUT))
    return value, value


def _value(match: re.Match[str]) -> int:
    if match["digits"]:
        return int(match["digits"].replace(",", "")) * _SCALES.get((match["scaled"] or "").lower(), 1)
    value = _TENS[match["ten"].lower()] * 10 + _ONES.get((match["unit"] or "zero").lower(), 0) if match["ten"] else 0
    if match["one"]:
        value = _ONES[match["one"].lower()]
    return value * _SCALES.get((match["scale"] or "").lower(), 1)


def _unit(text: str) -> Counted | None:
    return next((counted for counted, pattern in _UNITS if pattern.search(text)), None)


def _only_unit(text: str) -> Counted | None:
    """Return the unit that a sentence names, when it names but one."""
    found = [counted for counted, pattern in _UNITS if pattern.search(text)]
    return found[0] if len(found) == 1 else None

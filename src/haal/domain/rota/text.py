"""Shifts by text message: what a helper asks with their ten numbers, and what is answered.

The one thing to know: an answer holds hours and nothing else, no place and no name, since it lies open on the way and in the
telephone. Words follow the numbers: nothing (when are my shifts), SWAP, CANNOT, HERE, and behind them which one; YES and NO to
what one is asked.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from haal.domain.warn.message import said
from haal.domain.warning_text import LAND_TIME
from haal.language.stop_words import folded, says_yes

LISTED_MAX = 3
_CODE = re.compile(r"\s*((?:\d[\s\-]*){10})(?!\d)(.*)", re.DOTALL)


class Ask(StrEnum):
    """What is asked."""

    WHEN = "when"
    SWAP = "swap"
    CANNOT = "cannot"
    HERE = "here"
    YES = "yes"
    NO = "no"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a message asks. `number`: which of one's coming shifts, from 1."""

    code: str
    ask: Ask
    number: int = 1


_WORDS: Mapping[Ask, tuple[str, ...]] = MappingProxyType(
    {
        Ask.SWAP: ("swap", "change", "بدل", "بدلی", "تبدیل", "تبدیلی", "badal", "badli", "tabdeel", "tabdeeli"),
        Ask.CANNOT: ("cannot", "cant", "can't", "can not", "ناغہ", "غیر حاضر", "nagha", "naagha", "ghair hazir"),
        Ask.HERE: ("here", "یہاں", "حاضر", "پہنچ گیا", "پہنچ گئی", "yahan", "yahaan", "hazir", "haazir"),
        Ask.NO: ("no", "n", "نہیں", "نہ", "nahi", "nahin", "naheen", "na"),
    }
)
_BY_WORD = {folded(word): ask for ask, words in _WORDS.items() for word in words}

_WHEN = MappingProxyType({"en": "Your shifts: {list}.", "ur": "آپ کی باریاں: {list}۔"})
_NONE = MappingProxyType({"en": "No shift of yours is planned.", "ur": "آپ کی کوئی باری طے نہیں۔"})
_OFFERED = MappingProxyType(
    {
        "en": "Somebody asks: {theirs} for your {yours}. Answer with your numbers and YES or NO.",
        "ur": "کوئی پوچھتا ہے: آپ کی {yours} کے بدلے {theirs}۔ اپنا نمبر اور ہاں یا نہیں لکھیں۔",
    }
)
_ASKED = MappingProxyType(
    {
        "en": "Asked. Until somebody says yes the shift is yours: {at}.",
        "ur": "پوچھ لیا گیا۔ جب تک کوئی ہاں نہ کہے باری آپ کی ہے: {at}۔",
    }
)
_NOBODY = MappingProxyType(
    {
        "en": "Nobody can change places with you for it. The shift is yours: {at}.",
        "ur": "اس کے لیے کوئی جگہ نہیں بدل سکتا۔ باری آپ کی ہے: {at}۔",
    }
)
_AGREED = MappingProxyType({"en": "Agreed. Your shift now: {at}.", "ur": "طے ہوا۔ اب آپ کی باری: {at}۔"})
_SAID_NO = MappingProxyType({"en": "Said no. Nothing has changed.", "ur": "انکار پہنچا دیا۔ کچھ نہیں بدلا۔"})
_NOT_ASKED = MappingProxyType({"en": "Nothing is asked of you now.", "ur": "ابھی آپ سے کچھ نہیں پوچھا گیا۔"})
_OUT = MappingProxyType(
    {
        "en": "You are out of the shift: {at}. Nobody asks why.",
        "ur": "آپ اس باری میں نہیں رہے: {at}۔ وجہ کوئی نہیں پوچھتا۔",
    }
)
_HERE = MappingProxyType({"en": "Good that you are here.", "ur": "شکریہ، آپ پہنچ گئے۔"})
_CANNOT_BE = MappingProxyType(
    {"en": "This cannot be done now. Please look at your page.", "ur": "یہ ابھی نہیں ہو سکتا۔ اپنا صفحہ دیکھیں۔"}
)


def read(text: str) -> Asked | None:
    """Return what a message asks; None: it does not begin with ten numbers, or asks nothing that there is."""
    found = _CODE.fullmatch(text)
    if found is None:
        return None
    words = folded(found[2]).split()
    number = 1
    if words and words[-1].isdecimal() and len(words[-1]) <= 2:
        number = int(words.pop())
    rest = " ".join(words)
    code = found[1].strip(" -\t\r\n")
    if not rest:
        return Asked(code=code, ask=Ask.WHEN) if number == 1 and not folded(found[2]) else None
    if says_yes(rest):
        return Asked(code=code, ask=Ask.YES)
    ask = _BY_WORD.get(rest)
    return Asked(code=code, ask=ask, number=number) if ask else None


def of_shifts(times: Sequence[datetime], *, language: str) -> str:
    """Return when one's coming shifts are, numbered."""
    if not times:
        return said(_NONE, language)
    numbered = "، " if language == "ur" else ", "
    listed = numbered.join(f"{number}) {_hour(at)}" for number, at in enumerate(times[:LISTED_MAX], 1))
    return said(_WHEN, language).format(list=listed)


def of_offer(*, theirs: datetime, yours: datetime, language: str) -> str:
    """Return what one is asked: their hours for one's own."""
    return said(_OFFERED, language).format(theirs=_hour(theirs), yours=_hour(yours))


def of_swap(at: datetime, *, asked_count: int, language: str) -> str:
    """Return what is answered to who wants to change places."""
    return said(_ASKED if asked_count else _NOBODY, language).format(at=_hour(at))


def of_yes(at: datetime, *, language: str) -> str:
    """Return what is answered to who agreed."""
    return said(_AGREED, language).format(at=_hour(at))


def of_no(*, was_asked: bool, language: str) -> str:
    """Return what is answered to a no, or to a yes or no that nobody asked for."""
    return said(_SAID_NO if was_asked else _NOT_ASKED, language)


def of_cannot(at: datetime, *, language: str) -> str:
    """Return what is answered to who cannot come."""
    return said(_OUT, language).format(at=_hour(at))


def of_here(language: str) -> str:
    """Return what is answered to who is there."""
    return said(_HERE, language)


def of_refused(language: str) -> str:
    """Return what is answered to what cannot be, whatever the rule."""
    return said(_CANNOT_BE, language)


def _hour(at: datetime) -> str:
    return f"{at.astimezone(LAND_TIME):%d.%m. %H:%M}"

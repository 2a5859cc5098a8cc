"""Which words a warning may not say, and why.

A warning names the place in danger and the hazard. It never says who stands or moves where (that is scouting), never
where to gather or which way to take (that herds people into the next danger), never a word of a side, never "safe".
The patterns err towards refusing: a person can always say it with fewer words. English and Urdu, since texts are
written in these.

Not a judge of truth, and not the lint of published pages (that one knows quotations).
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum

from haal.language.neutral import sided_words


class SpeechReason(StrEnum):
    """Why a text may not be said. Doors translate these."""

    EMPTY = "warning-text-empty"
    TOO_LONG = "warning-text-too-long"
    NOT_PLAIN = "warning-text-not-plain"
    SAYS_FORCES = "warning-says-forces"
    SAYS_GATHERING = "warning-says-gathering-point"
    SAYS_ROUTE = "warning-says-route"
    SAYS_SIDE = "warning-says-side-word"
    SAYS_SAFE = "warning-says-safe"


TEXT_CHARS_MAX = 1200

_FORCES = (
    r"convoys?", r"troops?", r"soldiers?", r"army", r"military", r"infantry", r"patrols?", r"platoons?", r"battalions?",
    r"brigades?", r"regiments?", r"frontier corps", r"levies", r"rangers", r"paramilitar\w+", r"police(?:men|man)?",
    r"check ?points?", r"check ?posts?", r"picket(?:s|ed|ing)?", r"gunm[ae]n", r"fighters?", r"militants?", r"insurgents?",
    r"rebels?", r"commanders?", r"armou?red", r"tanks?", r"helicopters?", r"gunships?", r"drones?", r"ambush\w*",
    r"armed (?:men|people|persons?|groups?)", r"forces", r"advanc(?:ing|e[ds]?) (?:on|to|towards?)",
    r"فوج", r"فوجی", r"قافلہ", r"قافلے", r"چوکی", r"چوکیاں", r"گشت", r"سپاہی", r"اہلکار", r"لیویز", r"ایف سی", r"پولیس",
    r"جنگجو", r"مسلح افراد", r"عسکریت پسند", r"کمانڈر", r"ہیلی کاپٹر", r"ڈرون",
)  # fmt: skip
_GATHERING = (
    r"gather(?:ing)?", r"assembl(?:e|y|ing)", r"rally", r"meet(?:ing)? (?:at|in|near|point)", r"muster", r"congregat\w+",
    r"come to", r"go to", r"head to", r"report to", r"wait at", r"collect at", r"shelter at", r"run to", r"flee to",
    r"move to", r"evacuate to",
    r"جمع ہو\w*", r"اکٹھ[ےا] ہو\w*", r"پہنچیں", r"پہنچ جائیں", r"کی طرف جائیں", r"تشریف لائیں",
)  # fmt: skip
_ROUTE = (
    r"routes?", r"detours?", r"by ?pass(?:es)?", r"via", r"turn (?:left|right)", r"drive (?:through|along|by)", r"shortcuts?",
    r"(?:take|use|follow) (?:the |another |an? )?(?:\w+ ){0,3}(?:road|way|highway|path|street|track|bridge)",
    r"leave by", r"exit (?:by|through)", r"instead (?:use|take)", r"road is (?:open|clear)",
    r"متبادل راست\w+", r"راستہ اختیار", r"راستے سے جائیں", r"سڑک سے جائیں", r"سڑک کھلی",
)  # fmt: skip
_SAFE = (
    r"safe(?:ly|r|st|ty)?", r"secure[ds]?", r"all ?clear", r"no (?:more )?(?:danger|risk|threat)", r"danger (?:is )?over",
    r"harmless", r"risk free", r"nothing to fear", r"محفوظ", r"خطرہ ٹل", r"خطرہ نہیں", r"سب ٹھیک", r"خیریت",
)  # fmt: skip


def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(r"(?<!\w)(?:" + "|".join(words) + r")(?!\w)", re.IGNORECASE)


_RULES: tuple[tuple[SpeechReason, re.Pattern[str]], ...] = (
    (SpeechReason.SAYS_SAFE, _pattern(_SAFE)),
    (SpeechReason.SAYS_FORCES, _pattern(_FORCES)),
    (SpeechReason.SAYS_GATHERING, _pattern(_GATHERING)),
    (SpeechReason.SAYS_ROUTE, _pattern(_ROUTE)),
)
_QUOTES = re.compile('[“”«»"]')
_DISGUISE = str.maketrans({"-": " ", "‑": " ", "–": " ", "_": " ", "ي": "ی", "ك": "ک"})


def why_not_say(text: str) -> SpeechReason | None:
    """Return what forbids `text` in a warning, or None.

    Hidden letters (soft hyphens, joiners, marks of direction) and width variants are folded first, so that they hide
    nothing.
    """
    if not text.strip():
        return SpeechReason.EMPTY
    if len(text) > TEXT_CHARS_MAX:
        return SpeechReason.TOO_LONG
    if not is_plain(text):
        return SpeechReason.NOT_PLAIN
    folded = _folded(text)
    if sided_words(_QUOTES.sub(" ", folded)):  # in a warning nobody is quoted
        return SpeechReason.SAYS_SIDE
    return next((reason for reason, pattern in _RULES if pattern.search(folded)), None)


def is_plain(text: str) -> bool:
    """Return whether `text` is free of mark-up, addresses and letters that XML or a phone cannot carry."""
    if "<" in text or ">" in text or "&" in text or "://" in text or "www." in text.lower():
        return False
    return not any(unicodedata.category(letter) in {"Cc", "Cs", "Co", "Cn"} and letter != "\n" for letter in text)


def _folded(text: str) -> str:
    letters = (letter for letter in unicodedata.normalize("NFKC", text) if unicodedata.category(letter) != "Cf")
    return re.sub(r"\s+", " ", "".join(letters).translate(_DISGUISE))

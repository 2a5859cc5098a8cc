"""Words of no side: what a public text may not call anybody, and in whose mouth it may stand.

Everybody who kills is "armed group" or "state force", everybody who dies is "killed". A word that takes a side
passes only inside a quotation that names its source straight after it: “the martyrs of Monday” (source: Dawn). The
list is one per language and the same for every side: swapping the parties of a text never changes the answer.

Not a judge of truth or tone, and not the rule book of warnings, which is stricter (`haal.domain.warning_words`).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

# language -> words of praise or blame, as patterns of whole words; endings of the language are spelt out
_SIDED: dict[str, tuple[str, ...]] = {
    "en": (
        r"martyr\w*", r"shahe+ds?", r"shaha?dat", r"terroris[tm]\w*", r"terrorize\w*", r"occupiers?", r"occupying",
        r"invaders?", r"traitors?", r"treacher\w+", r"enem(?:y|ies)", r"infidels?", r"kafirs?", r"apostates?", r"heretics?",
        r"jihad\w*", r"mujahid\w*", r"crusaders?", r"khaw?arij\w*", r"fitna\w*", r"freedom fighters?", r"sarmachars?",
        r"liberat(?:or|ors|ion)", r"heroes|heroic|hero", r"miscreants?", r"stooges?", r"puppets?", r"collaborators?",
        r"mercenar(?:y|ies)", r"coward\w*", r"barbari\w+", r"brutal\w*", r"savages?", r"thugs?", r"butchers?", r"vermin",
        r"neutrali[sz]ed?", r"eliminated", r"sent to hell", r"cleansed", r"genocid\w+", r"proxy|proxies",
    ),
    "ur": (
        r"شہید\w*", r"شہداء?", r"شہادت\w*", r"دہشت ?گرد\w*", r"غدار\w*", r"قابض\w*", r"غاصب\w*", r"دشمن\w*", r"مجاہد\w*",
        r"جہاد\w*", r"کافر\w*", r"کفار", r"مرتد\w*", r"خوارج", r"خارجی", r"فتنہ\w*", r"سرمچار\w*", r"شرپسند\w*", r"ہیرو",
        r"بزدل\w*", r"درندے|درندہ", r"جہنم واصل", r"واصل جہنم", r"ہلاک شدگان دشمن", r"آلہ ?کار", r"ایجنٹ\w*",
    ),
    "fa": (
        r"شهید\w*", r"شهدا\w*", r"شهادت\w*", r"تروریس[تم]\w*", r"خائن\w*", r"اشغالگر\w*", r"دشمن\w*", r"مجاهد\w*", r"جهاد\w*",
        r"کافر\w*", r"کفار", r"مرتد\w*", r"خوارج", r"فتنه\w*", r"قهرمان\w*", r"مزدور\w*", r"بزدل\w*", r"به درک واصل",
        r"به هلاکت رسید\w*",
    ),
    "ps": (
        r"شهید\w*", r"شهیدان\w*", r"شهادت\w*", r"ترهګر\w*", r"تروریس[تم]\w*", r"غدار\w*", r"خاین\w*", r"اشغالګر\w*",
        r"دښمن\w*", r"مجاهد\w*", r"جهاد\w*", r"کافر\w*", r"خوارج", r"فتنه\w*", r"اتل\w*", r"مزدور\w*", r"مردار\w*",
    ),
    "bal": (r"شهید\w*", r"شهیدانی", r"سرمچار\w*", r"دژمن\w*", r"غدار\w*", r"قابض\w*", r"مجاہد\w*"),
}  # fmt: skip
_FIND = re.compile(
    "|".join(rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)" for patterns in _SIDED.values()),
    re.IGNORECASE,
)
_QUOTED = re.compile(
    r"(?:“[^”]{1,400}”|«[^»]{1,400}»|\"[^\"]{1,400}\")\s*\((?:source|ذریعہ|منبع|سرچینه)\s*:\s*[^)]{2,80}\)",
    re.IGNORECASE,
)
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad\u0640]")
_ONE_LETTER = str.maketrans({"ي": "ی", "ك": "ک", "ه": "ہ", "ۀ": "ہ", "ة": "ہ"})


@dataclass(frozen=True, slots=True, kw_only=True)
class SidedWord:
    """A word that takes a side, as it stands in the text (after hidden letters are removed), and where."""

    word: str
    at: int


def sided_words(text: str) -> tuple[SidedWord, ...]:
    """Return the words of `text` that take a side outside a source's marked quotation, in order; empty when clean.

    Every language's list is asked, since texts mix them; hidden letters and stretched letters do not hide a word.
    """
    plain = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    bare = "".join(letter for letter in plain if unicodedata.category(letter) != "Mn")
    open_text = _QUOTED.sub(lambda quotation: " " * len(quotation.group()), bare)
    found = {match.start(): match.group() for match in _FIND.finditer(open_text)}
    one_letter = {match.start(): match.group() for match in _FIND_FOLDED.finditer(open_text.translate(_ONE_LETTER))}
    return tuple(SidedWord(word=word, at=at) for at, word in sorted({**one_letter, **found}.items()))


# Arabic keyboards type ي, ك and ه where Urdu has ی, ک and ہ: the folded list finds those too.
_FIND_FOLDED = re.compile(_FIND.pattern.translate(_ONE_LETTER), re.IGNORECASE)

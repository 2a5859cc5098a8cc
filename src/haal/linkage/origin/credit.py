"""Whose words a page prints, by its own credit: `wire:AFP`, `syndicated:Dawn`, or an agency's tag in outlet or text.

The one thing to know: a given credit is certain; a tag that is only mentioned is not. Names are compared without case,
article, brackets, relay ("via ...") and language edition, since a newsroom's Urdu page is not another newsroom. The
agencies are those of the world, by their own short names; no outlet is listed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from haal.domain.source import LineKind, SourceLine, line_of
from haal.linkage.origin.witness import Witness

_LANGUAGES = (
    "arabic|bengali|chinese|dari|english|french|german|gujarati|hindi|indonesian|italian|japanese|kannada|korean|kurdish"
    "|malay|malayalam|marathi|nepali|pashto|persian|portuguese|punjabi|russian|sindhi|sinhala|spanish|swahili|tagalog"
    "|tamil|telugu|turkish|urdu|vietnamese"
)
_EDITION = re.compile(rf"(?<=\S)\s+(?:{_LANGUAGES})$")
_BRACKETS = re.compile(r"\s*[(\[].*?[)\]]\s*")
_RELAY = re.compile(r"\s+(?:via|through|courtesy of|as carried by)\s+.*$")
_NOT_LETTERS = re.compile(r"[\W_]+")
_LONG_NAMES = {
    "agence france presse": "afp",
    "associated press": "ap",
    "thomson reuters": "reuters",
    "deutsche presse agentur": "dpa",
    "press trust of india": "pti",
    "asian news international": "ani",
    "associated press of pakistan": "app",
    "indo asian news service": "ians",
    "united press international": "upi",
    "anadolu agency": "anadolu",
}
_SHORT_NAMES = (
    "AFP|AP|Reuters|DPA|EFE|ANSA|TASS|Xinhua|UPI|PTI|ANI|IANS|APP|NNI|IHA|DHA|Anadolu|IRNA|WAM|KUNA|SPA|Kyodo"
)
_TAG = re.compile(rf"(?<![\w-])(?:{_SHORT_NAMES})(?![\w-])")
_LONG_TAG = re.compile(rf"\b(?:{'|'.join(name.replace(' ', '[ -]') for name in _LONG_NAMES)})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """Whose words: the line, and `key`, equal for equal origins. `is_given`: the page says so itself.

    `tag`: an agency only mentioned by a page that gives no credit; empty else.
    """

    line: SourceLine
    key: str
    is_given: bool
    tag: str = ""


def credit_of(witness: Witness) -> Credit:
    """Return whose words a witness prints, as far as it or its outlet's name tells."""
    line = line_of(witness.credit, outlet=witness.outlet, report_id=witness.report_id)
    match line.kind:
        case LineKind.TELLER:
            return Credit(line=line, key=str(line), is_given=True)
        case LineKind.UNKNOWN:
            outlet = name_key(line.name) or witness.report_id
            return Credit(line=line, key=f"?{outlet}", is_given=False, tag=_tag(witness))
        case _:
            return Credit(line=line, key=name_key(line.name), is_given=True)


def name_key(name: str) -> str:
    """Return what two spellings of one newsroom or agency have in common."""
    plain = _RELAY.sub("", _BRACKETS.sub(" ", name.casefold()).strip())
    words = _NOT_LETTERS.sub(" ", plain).strip().removeprefix("the ")
    return _LONG_NAMES.get(words) or _EDITION.sub("", words)


def _tag(witness: Witness) -> str:
    """Return the one agency that outlet or text names; none when they name several, since that is a mixture."""
    words = f"{witness.outlet} {witness.text}"
    found = {name_key(match.group()) for match in (*_TAG.finditer(words), *_LONG_TAG.finditer(words))}
    return found.pop() if len(found) == 1 else ""

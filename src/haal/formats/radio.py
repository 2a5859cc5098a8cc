"""A warning as a script for radio, loudspeaker and the one who reads it from the roof: slow, twice, times in words.

The one thing to know: the reader reads what stands in the frame and nothing else; everything for the reader alone stands
outside it. A drill says so at the beginning and at the end of each reading. Plain text, so that any machine can show it.
"""

# ruff: noqa: E501 - a sentence stands on one line

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from haal.domain.warn.message import said
from haal.domain.warning_text import in_words
from haal.formats.sheet import Sheet
from haal.language.spoken_time import can_say_times, times_in_words

READINGS = 2
_DRILL = MappingProxyType(
    {
        "en": "TEST. This is only a drill. Nothing has happened.",
        "ur": "TEST مشق۔ یہ صرف مشق ہے۔ کچھ نہیں ہوا۔",
        "fa": "TEST تمرین. این فقط تمرین است. چیزی نشده است.",
    }
)
_AGAIN = MappingProxyType({"en": "Once more.", "ur": "ایک بار پھر۔", "fa": "یک بار دیگر."})
_CHECK = MappingProxyType(
    {
        "en": "If you get this as a message, check it: its code is {code}.",
        "ur": "اگر یہ آپ کو پیغام میں ملے تو تصدیق کریں: اس کا کوڈ ہے {code}۔",
        "fa": "اگر این را به صورت پیام گرفتید، بررسی کنید: کد آن {code} است.",
    }
)
_SOURCE = MappingProxyType(
    {
        "en": "This comes from {operator}, not from an authority.",
        "ur": "یہ {operator} کی طرف سے ہے، کسی سرکاری ادارے کی نہیں۔",
        "fa": "این از {operator} است، نه از یک اداره دولتی.",
    }
)
_NOTE = MappingProxyType(
    {
        "en": "FOR THE READER, NOT TO BE READ OUT. Read slowly, one line a breath, all of it: the text comes twice. Add nothing. Do not read it after {at}.",
        "ur": "پڑھنے والے کے لیے، یہ بلند آواز سے نہ پڑھیں۔ آہستہ پڑھیں، ایک سانس میں ایک سطر، سب کچھ: متن دو بار ہے۔ اپنی طرف سے کچھ نہ بڑھائیں۔ {at} کے بعد نہ پڑھیں۔",
        "fa": "برای خواننده؛ این را بلند نخوانید. آهسته بخوانید، هر سطر یک نفس، همه را: متن دو بار آمده است. چیزی نیفزایید. پس از {at} نخوانید.",
    }
)
_FIGURES = "Say the times aloud in your language; they stand here in figures."
_RULE = "=" * 40
_SENTENCE = re.compile(r"(?:TEST[^.۔]*[.۔]\s+)?.+?(?:[.۔!?؟](?=\s|$)|$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """What is read out, line by line, and what is only for the reader."""

    language: str
    lines: tuple[str, ...]
    note: str


def script_of(sheet: Sheet) -> Script:
    """Return the script: every reading begins with the warning's first line."""
    language = sheet.text.language
    once = lines_of(sheet)
    read: list[str] = []
    for reading in range(READINGS):
        read += ([said(_AGAIN, language)] if reading else []) + list(once)
    read.append(said(_SOURCE, language).format(operator=sheet.operator))
    mark = "TEST. " if sheet.is_drill else ""
    note = mark + said(_NOTE, language).format(at=in_words(sheet.expires_at))
    return Script(language=language, lines=tuple(read), note=note if can_say_times(language) else f"{note}\n{_FIGURES}")


def lines_of(sheet: Sheet) -> tuple[str, ...]:
    """Return one reading, without who it comes from."""
    language = sheet.text.language
    drill = (said(_DRILL, language),) if sheet.is_drill else ()
    spoken = [
        sentence
        for part in (sheet.text.headline, sheet.text.instruction, sheet.text.description)
        for sentence in sentences(times_in_words(part, language))
    ]
    check = said(_CHECK, language).format(code=" ".join(sheet.code))
    return (*drill, *spoken, check, *drill)


def sentences(text: str) -> tuple[str, ...]:
    """Return the sentences of a text, each with its full stop; the mark of a drill stays with what follows it."""
    return tuple(found[0].strip() for found in _SENTENCE.finditer(text) if found[0].strip())


def write(script: Script) -> str:
    """Return the script as plain text."""
    return "\n".join((script.note, "", _RULE, "", *(f"{line}\n" for line in script.lines), _RULE, ""))


def spoken(script: Script) -> str:
    """Return what a voice reads, one sentence a line."""
    return "\n".join(script.lines) + "\n"


def words_by_language() -> Mapping[str, Mapping[str, str]]:
    """Return the sentences this module adds of its own, for the lint and for reviewers."""
    return MappingProxyType({"drill": _DRILL, "again": _AGAIN, "check": _CHECK, "source": _SOURCE, "note": _NOTE})

"""A warning as one person gets it: a text message of at most two parts whose first is enough to act on, or a mail.

The one thing to know: a text message begins with the headline (hazard, place, what to do), then the check code, then
until when; a repeat says so at the end, so that TEST stays the first word of a drill. When even two parts are too few,
the longer sentence gives way to the bare time, and then that too; the headline and the code never do.

Not the words of a warning (`warning_text`), and not how it is sent (`haal.channels`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from haal.domain.delivery import Channel
from haal.domain.warning_text import Text, in_words, reading_language, reading_order
from haal.language.sms import measure, parts_of

SMS_PARTS_MAX = 2
_SENTENCE = re.compile(r"(?:TEST[^.۔]*[.۔] )?[^.۔]+[.۔]")  # the first one, after the mark of a drill
CODE_SHAPE = "XXXXXX"  # as long as any code: for counting parts before a code is known

_REPEAT = MappingProxyType({"en": "(repeat)", "ur": "(دوبارہ)", "fa": "(تکرار)"})
_CODE = MappingProxyType({"en": "Code", "ur": "کوڈ", "fa": "کد"})
_UNTIL = MappingProxyType({"en": "Until {at}", "ur": "{at} تک", "fa": "تا {at}"})
_CHECK = MappingProxyType(
    {
        "en": "Check this message: {url} (code {code}). If place and times differ there, it is not ours.",
        "ur": "اس پیغام کی تصدیق کریں: {url} (کوڈ {code})۔ اگر وہاں جگہ اور وقت مختلف ہوں تو یہ ہمارا نہیں۔",
        "fa": "این پیام را بررسی کنید: {url} (کد {code}). اگر جا و زمان آنجا فرق داشت، از ما نیست.",
    }
)
_STOP = MappingProxyType({"en": "Get no more warnings:", "ur": "اطلاعات بند کریں:", "fa": "دیگر هشدار نفرستید:"})
_CONFIRM_HEAD = MappingProxyType(
    {
        "en": "Confirm that you want warnings",
        "ur": "تصدیق کریں کہ آپ کو اطلاعات چاہئیں",
        "fa": "تأیید کنید که هشدار می‌خواهید",
    }
)
_CONFIRM = MappingProxyType(
    {
        "en": "Somebody, probably you, asked that warnings be sent here. Open this page to confirm. If it was not you, do nothing.",
        "ur": "کسی نے، غالباً آپ نے، یہاں اطلاعات بھیجنے کو کہا ہے۔ تصدیق کے لیے یہ صفحہ کھولیں۔ اگر آپ نے نہیں کہا تو کچھ نہ کریں۔",
        "fa": "کسی، شاید خود شما، خواسته است هشدارها اینجا فرستاده شود. برای تأیید این صفحه را باز کنید. اگر شما نبودید، کاری نکنید.",
    }
)
_CONFIRM_BY_TEXT = MappingProxyType(
    {
        "en": "Do you want warnings of danger here? Answer YES. If you did not ask for them, do nothing.",
        "ur": "کیا آپ کو خطرے کی اطلاعات چاہئیں؟ جواب میں ہاں لکھیں۔ اگر آپ نے نہیں کہا تو کچھ نہ کریں۔",
        "fa": "آیا هشدار خطر می‌خواهید؟ در پاسخ بنویسید بله. اگر شما نخواسته‌اید، کاری نکنید.",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What goes with the words of a version: how to check it, how to stop, until when it holds."""

    code: str = CODE_SHAPE
    until: datetime | None = None
    page_url: str = ""
    stop_url: str = ""
    is_repeat: bool = False


def headline(text: Text, *, is_repeat: bool) -> str:
    """Return the first line: of a mail, its subject."""
    return f"{text.headline} {said(_REPEAT, text.language)}" if is_repeat else text.headline


def body(text: Text, *, channel: Channel, around: Around) -> str:
    """Return what the channel carries."""
    return sms(text, around=around) if channel is Channel.SMS else mail(text, around=around)


def sms(text: Text, *, around: Around) -> str:
    """Return the text message: at most two parts, what to do first, then the check code."""
    first = text.short or text.headline
    until = said(_UNTIL, text.language).format(at=in_words(around.until)) if around.until else ""
    code = f"{said(_CODE, text.language)} {around.code}"
    repeat = said(_REPEAT, text.language) if around.is_repeat else ""
    wishes = (
        (first, code, text.description, repeat),
        (first, code, until, repeat),
        (first, code, repeat),
    )
    lines = ["\n".join(line for line in wish if line) for wish in wishes]
    return next((line for line in lines if measure(line).parts <= SMS_PARTS_MAX), lines[-1])


def mail(text: Text, *, around: Around) -> str:
    """Return the body of a mail: the whole warning, how to check it, how to stop."""
    check = said(_CHECK, text.language).format(url=around.page_url, code=around.code)
    stop = f"{said(_STOP, text.language)} {around.stop_url}"
    lines = (headline(text, is_repeat=around.is_repeat), text.description, text.instruction, check, stop)
    return "\n\n".join(line for line in lines if line) + "\n"


def fits_sms(text: Text) -> bool:
    """Return whether line, code and the mark of a repeat take two parts at most, what to do whole within the first."""
    whole = sms(text, around=Around(is_repeat=True))
    begins = _SENTENCE.match(text.short or text.headline)
    first = begins[0] if begins else whole
    return measure(whole).parts <= SMS_PARTS_MAX and parts_of(whole)[0].startswith(first)


def text_for(texts: tuple[Text, ...], language: str) -> Text:
    """Return the words for somebody who asked for `language`: that language, or the nearest that they read and that is ready."""
    by_language = {text.language: text for text in texts}
    return next((by_language[one] for one in reading_order(language) if one in by_language), texts[0])


def first_message(*, language: str, channel: Channel, confirm_url: str) -> tuple[str, str]:
    """Return headline and body of the message that asks to confirm: by a link, or by an answer where there may be no page."""
    if channel is Channel.SMS:
        return said(_CONFIRM_HEAD, language), said(_CONFIRM_BY_TEXT, language)
    return said(_CONFIRM_HEAD, language), f"{said(_CONFIRM, language)}\n\n{confirm_url}\n"


def said(words: Mapping[str, str], language: str) -> str:
    """Return the words in `language`, in the nearest one that its readers read, or in English."""
    return words.get(language) or words.get(reading_language(language)) or words["en"]

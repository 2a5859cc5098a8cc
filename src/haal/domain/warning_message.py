"""A warning as one person gets it: a mail, or a short text whose first part alone is enough to act on.

Every message says how to check it (the page) and a mail how to stop. A repeat says that it is one, at the end, so
that TEST stays the first word of a drill.
"""

from __future__ import annotations

from types import MappingProxyType

from haal.domain.delivery import Channel
from haal.domain.warning_text import Text, reading_language

_REPEAT = MappingProxyType({"en": "(repeat)", "ur": "(دوبارہ)"})
_CHECK = MappingProxyType({"en": "Check this message:", "ur": "اس پیغام کی تصدیق کریں:"})
_STOP = MappingProxyType({"en": "Get no more warnings:", "ur": "اطلاعات بند کریں:"})
_CONFIRM_HEAD = MappingProxyType({"en": "Confirm that you want warnings", "ur": "تصدیق کریں کہ آپ کو اطلاعات چاہئیں"})
_CONFIRM = MappingProxyType(
    {
        "en": "Somebody, probably you, asked that warnings be sent here. Open this page to confirm. If it was not you, do nothing.",
        "ur": "کسی نے، غالباً آپ نے، یہاں اطلاعات بھیجنے کو کہا ہے۔ تصدیق کے لیے یہ صفحہ کھولیں۔ اگر آپ نے نہیں کہا تو کچھ نہ کریں۔",
    }
)


def headline(text: Text, *, is_repeat: bool) -> str:
    """Return the first line."""
    return f"{text.headline} {_REPEAT[text.language]}" if is_repeat else text.headline


def body(text: Text, *, channel: Channel, page_url: str, stop_url: str, is_repeat: bool) -> str:
    """Return what the channel carries."""
    first = headline(text, is_repeat=is_repeat)
    if channel is Channel.SMS:
        return f"{first}\n{text.description}"
    lines = (first, text.description, text.instruction, f"{_CHECK[text.language]} {page_url}")
    return "\n\n".join((*lines, f"{_STOP[text.language]} {stop_url}")) + "\n"


def text_for(texts: tuple[Text, ...], language: str) -> Text:
    """Return the words for somebody who asked for `language`."""
    wanted = reading_language(language)
    return next((text for text in texts if text.language == wanted), texts[0])


def first_message(*, language: str, confirm_url: str) -> tuple[str, str]:
    """Return headline and body of the message that asks to confirm."""
    said = reading_language(language)
    return _CONFIRM_HEAD[said], f"{_CONFIRM[said]}\n\n{confirm_url}\n"

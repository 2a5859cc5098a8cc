"""What is answered by text message: to a check code, and to somebody who wants no more warnings.

Short on purpose, two parts at most, in the script of the question. The answer to a code is the warning's own first line,
never what the asker typed; to everything that is not of ours it says so, and not to act on it. Nothing here says safe.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from haal.domain.warn.check_code import Standing
from haal.domain.warn.message import SMS_PARTS_MAX, said
from haal.domain.warning_text import Text, in_words
from haal.language.sms import measure

_STANDS = MappingProxyType({"en": "Ours, and it stands until {at}.", "ur": "یہ ہماری ہے اور {at} تک ہے۔"})
_CHANGED = MappingProxyType({"en": "Ours, but there is a newer one:", "ur": "یہ ہماری ہے، مگر اب نئی یہ ہے:"})
_ENDED = MappingProxyType(
    {"en": "Ours, but it has ended. Danger may remain.", "ur": "یہ ہماری تھی، مگر ختم ہو گئی ہے۔ خطرہ باقی ہو سکتا ہے۔"}
)
_UNKNOWN = MappingProxyType(
    {
        "en": "No such warning of ours. Do not act on it and do not pass it on. Ask your place helper.",
        "ur": "ہماری ایسی کوئی اطلاع نہیں۔ اس پر عمل نہ کریں، آگے نہ بھیجیں۔ اپنے خدمت گار سے پوچھیں۔",
    }
)
_STOPPED = MappingProxyType(
    {"en": "You will get no more warnings from us.", "ur": "اب آپ کو ہماری اطلاعات نہیں آئیں گی۔"}
)
_CONFIRMED = MappingProxyType(
    {
        "en": "If you asked us for warnings, you get them from now on. Send STOP to end it.",
        "ur": "اگر آپ نے اطلاعات مانگی تھیں تو اب سے آئیں گی۔ روکنے کے لیے بند لکھ کر بھیجیں۔",
    }
)
_LATER = MappingProxyType(
    {
        "en": "We cannot do this just now. Please send it again in an hour.",
        "ur": "ابھی یہ نہیں ہو سکتا۔ ایک گھنٹے بعد دوبارہ بھیجیں۔",
    }
)
_COMPLAINED = MappingProxyType(
    {
        "en": "Two people outside the news desk will read your complaint. Your code: {code}. With it you find the answer.",
        "ur": "ڈیسک سے باہر کے دو لوگ آپ کی شکایت پڑھیں گے۔ آپ کا کوڈ: {code}۔ جواب اسی سے ملے گا۔",
    }
)
_COMPLAIN_HOW = MappingProxyType(
    {
        "en": "Write COMPLAINT and then what was wrong, in one message. No name is needed.",
        "ur": "ایک ہی پیغام میں شکایت لکھیں، پھر کیا غلط ہوا۔ نام ضروری نہیں۔",
    }
)
_BY_STANDING: Mapping[Standing, Mapping[str, str]] = MappingProxyType(
    {Standing.STANDS: _STANDS, Standing.CHANGED: _CHANGED, Standing.ENDED: _ENDED, Standing.UNKNOWN: _UNKNOWN}
)


def of_code(standing: Standing, *, language: str, text: Text | None, expires_at: datetime | None) -> str:
    """Return the answer to a code: two parts at most; the warning's first line follows where there is room."""
    answer = said(_BY_STANDING[standing], language).format(at=in_words(expires_at) if expires_at else "")
    whole = f"{answer}\n{text.headline}" if text is not None and standing is not Standing.ENDED else answer
    return whole if measure(whole).parts <= SMS_PARTS_MAX else answer


def of_stop(language: str) -> str:
    """Return what is answered to who wants no more, whether we knew them or not."""
    return said(_STOPPED, language)


def of_yes(language: str) -> str:
    """Return what is answered to a yes, whether we had asked them or not."""
    return said(_CONFIRMED, language)


def of_complaint(language: str, *, digits: str) -> str:
    """Return what is answered to a complaint: its code in digits, "" when nothing was complained of."""
    return said(_COMPLAINED, language).format(code=digits) if digits else said(_COMPLAIN_HOW, language)


def of_later(language: str) -> str:
    """Return what is answered while the box cannot find who is warned, since its keys are away."""
    return said(_LATER, language)


def language_of(text: str) -> str:
    """Return in which language to answer: Urdu to what is written in Arabic letters, else English."""
    return "ur" if any(unicodedata.name(letter, "").startswith("ARABIC") for letter in text) else "en"

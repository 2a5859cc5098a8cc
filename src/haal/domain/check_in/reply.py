"""What is said by text message in a circle: the answer to a word, the gentle reminder, the call to a member.

The one thing to know: the words are the same for both codes, and say nothing to a stranger who picks up the telephone: no
name, no danger, nothing of a circle.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from haal.domain.check_in.circle import State
from haal.domain.warn.message import said
from haal.domain.warning_text import in_words

_KEPT = MappingProxyType({"en": "Thank you. Next before {at}.", "ur": "شکریہ۔ اگلی بار {at} سے پہلے۔"})
_RESTS = MappingProxyType({"en": "Thank you. Nobody waits now.", "ur": "شکریہ۔ اب کوئی انتظار نہیں کر رہا۔"})
_ENDED = MappingProxyType({"en": "This has ended.", "ur": "یہ ختم ہو چکا ہے۔"})
_HOURS = MappingProxyType({"en": "From 1 to 168 hours, please.", "ur": "ایک سے 168 گھنٹے تک لکھیں۔"})
_REMINDER = MappingProxyType({"en": "A reminder: you wanted to be in touch.", "ur": "یاد دہانی: آپ نے رابطہ کرنا تھا۔"})
_CALL = MappingProxyType(
    {
        "en": "Somebody waits for word from you. Please look at your page, with your six words.",
        "ur": "کوئی آپ کی خبر کا منتظر ہے۔ اپنے چھ الفاظ سے اپنا صفحہ دیکھیں۔",
    }
)


def of_word(state: State, *, due_at: datetime, language: str) -> str:
    """Return the answer to a word that was kept."""
    words: Mapping[State, Mapping[str, str]] = {State.WATCHING: _KEPT, State.PAUSED: _RESTS, State.ENDED: _ENDED}
    return said(words[state], language).format(at=in_words(due_at))


def of_ended(language: str) -> str:
    """Return the answer to a word for a circle that has ended."""
    return said(_ENDED, language)


def of_hours(language: str) -> str:
    """Return the answer to hours that are too few or too many."""
    return said(_HOURS, language)


def reminder_in(language: str) -> str:
    """Return the gentle reminder to the person."""
    return said(_REMINDER, language)


def call_in(language: str) -> str:
    """Return the call to a member whose turn has come."""
    return said(_CALL, language)

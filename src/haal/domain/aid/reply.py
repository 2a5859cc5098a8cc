"""How a need or an offer stands, in the same words by text message, on the page of the code and to a program.

The one thing to know: the words say neither what was asked for nor by whom, since others read over the shoulder and the
operator reads all. A promise that was moved is told to the side that did not move it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from haal.domain.aid.match import EndedBy, Match, MatchState
from haal.domain.need import Need, NeedState
from haal.domain.offer import Offer
from haal.domain.warn.message import said
from haal.language.words import words_for

_OF_NEED: Mapping[NeedState, Mapping[str, str]] = MappingProxyType(
    {
        NeedState.ASKED: {
            "en": "Asked: we have it, nobody has read it yet. You need not ask twice.",
            "ur": "مانگا گیا: ہمیں مل گیا ہے، ابھی کسی نے پڑھا نہیں۔ دوبارہ مانگنے کی ضرورت نہیں۔",
        },
        NeedState.SEEN: {
            "en": "Seen: a person has read it and looks for somebody. You need not ask twice.",
            "ur": "دیکھا گیا: ایک شخص نے پڑھ لیا ہے اور کسی کو ڈھونڈ رہا ہے۔ دوبارہ مانگنے کی ضرورت نہیں۔",
        },
        NeedState.PROMISED: {"en": "Promised: somebody has promised it.", "ur": "وعدہ: کسی نے وعدہ کیا ہے۔"},
        NeedState.ON_THE_WAY: {"en": "On the way.", "ur": "راستے میں ہے۔"},
        NeedState.DONE: {
            "en": "Done. If nothing came, say so with your code on our page or to the desk.",
            "ur": "ہو گیا۔ اگر کچھ نہیں پہنچا تو اپنے کوڈ کے ساتھ ہمارے صفحے پر یا ڈیسک کو بتائیں۔",
        },
        NeedState.COULD_NOT: {"en": "It could not be done.", "ur": "نہیں ہو سکا۔"},
    }
)
_TAKEN_BACK = MappingProxyType(
    {
        "en": "A promise was taken back; we look for another.",
        "ur": "ایک وعدہ واپس لیا گیا؛ ہم کسی اور کو ڈھونڈ رہے ہیں۔",
    }
)
_OPEN = MappingProxyType(
    {
        "en": "Your offer stands: free for {left} of {all} people.",
        "ur": "آپ کی پیشکش قائم ہے: {all} میں سے {left} لوگوں کے لیے باقی ہے۔",
    }
)
_ASKED_FOR = MappingProxyType(
    {
        "en": "Somebody asks for it: say yes or no with your code on our page or to the desk.",
        "ur": "کسی نے مانگا ہے: اپنے کوڈ کے ساتھ ہمارے صفحے پر یا ڈیسک کو ہاں یا نہیں کہیں۔",
    }
)
_NOT_WAITED_FOR = MappingProxyType(
    {
        "en": "What you promised last is not waited for any more.",
        "ur": "آپ نے آخری جو وعدہ کیا تھا، اب اس کا انتظار نہیں۔",
    }
)
_OVER = MappingProxyType({"en": "Your offer has ended. Thank you.", "ur": "آپ کی پیشکش ختم ہو گئی۔ شکریہ۔"})


_KEPT = MappingProxyType(
    {
        "en": "We have it. Your code: {digits}. Send it here to see how it stands; you need not ask twice.",
        "ur": "ہمیں مل گیا۔ آپ کا کوڈ: {digits}۔ حال جاننے کے لیے یہی بھیجیں؛ دوبارہ مانگنے کی ضرورت نہیں۔",
    }
)
_NOT_READ = MappingProxyType(
    {
        "en": "We could not read it. Write: NEED WATER 12 MASTUNG, then a full stop, then your words.",
        "ur": "ہم پڑھ نہیں سکے۔ یوں لکھیں: مدد پانی 12 مستونگ۔ پھر اپنے الفاظ۔",
    }
)


_TOO_MANY = MappingProxyType(
    {
        "en": "Much has come from this number. What you asked before is kept; write again in an hour, or go to the desk.",
        "ur": "اس نمبر سے بہت کچھ آ چکا ہے۔ پہلے کا محفوظ ہے؛ ایک گھنٹے بعد لکھیں یا ڈیسک پر آئیں۔",
    }
)


def of_too_many(language: str) -> str:
    """Return that a number has asked for much within a short time."""
    return said(_TOO_MANY, language)


def of_kept(language: str, *, digits: str) -> str:
    """Return that it was kept, with the code."""
    return said(_KEPT, language).format(digits=digits)


def of_not_read(language: str) -> str:
    """Return how a message is written so that it can be read."""
    return said(_NOT_READ, language)


def of_need(need: Need, matches: Iterable[Match] = (), *, language: str) -> str:
    """Return how a need stands, with the reason where it could not be done, and that a promise was taken back."""
    parts = [said(_OF_NEED[need.state], language)]
    if need.could_not:
        parts.append(words_for(need.could_not, language))
    last = _last_moved(matches)
    if need.state is NeedState.SEEN and last and last.ended_by is not EndedBy.ASKER:
        parts.append(said(_TAKEN_BACK, language))
    return " ".join(parts)


def of_offer(offer: Offer, matches: Iterable[Match] = (), *, language: str) -> str:
    """Return how an offer stands, whether somebody asks for it, and that a promise is not waited for any more."""
    if offer.withdrawn:
        return said(_OVER, language)
    of_it = tuple(matches)
    parts = [said(_OPEN, language).format(left=offer.left_count, all=offer.offered.for_count)]
    if any(match.state is MatchState.PROPOSED for match in of_it):
        parts.append(said(_ASKED_FOR, language))
    last = _last_moved(of_it)
    if last and last.ended_by is not EndedBy.OFFERER:
        parts.append(said(_NOT_WAITED_FOR, language))
    return " ".join(parts)


def _last_moved(matches: Iterable[Match]) -> Match | None:
    """Return the match that moved last when it was promised and came to nothing; the other side is told."""
    dated = [(match.changed_at, match) for match in matches if match.changed_at]
    last = max(dated, key=lambda pair: pair[0])[1] if dated else None
    return last if last and last.state is MatchState.FELL_THROUGH and last.was_promised else None

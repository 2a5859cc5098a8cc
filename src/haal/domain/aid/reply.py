"""What is answered by text message to the code of a need or an offer: one line, in the script of the question.

The one thing to know: the line says neither what was asked for nor by whom, since others read over the shoulder and the
operator reads all.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from haal.domain.need import Need, NeedState
from haal.domain.offer import Offer
from haal.domain.warn.message import said
from haal.language.words import words_for

_OF_NEED: Mapping[NeedState, Mapping[str, str]] = MappingProxyType(
    {
        NeedState.ASKED: {
            "en": "We have it; nobody has read it yet. You need not ask twice.",
            "ur": "ہمیں مل گیا ہے، ابھی کسی نے پڑھا نہیں۔ دوبارہ مانگنے کی ضرورت نہیں۔",
        },
        NeedState.SEEN: {
            "en": "A person has read it and looks for somebody. You need not ask twice.",
            "ur": "ایک شخص نے پڑھ لیا ہے اور کسی کو ڈھونڈ رہا ہے۔ دوبارہ مانگنے کی ضرورت نہیں۔",
        },
        NeedState.PROMISED: {"en": "Somebody has promised it.", "ur": "کسی نے وعدہ کیا ہے۔"},
        NeedState.ON_THE_WAY: {"en": "It is on the way.", "ur": "راستے میں ہے۔"},
        NeedState.DONE: {
            "en": "It is done. If nothing came, say so with your code on our page or to the desk.",
            "ur": "ہو گیا ہے۔ اگر کچھ نہیں پہنچا تو اپنے کوڈ کے ساتھ ہمارے صفحے پر یا ڈیسک کو بتائیں۔",
        },
        NeedState.COULD_NOT: {"en": "It could not be done.", "ur": "یہ نہیں ہو سکا۔"},
    }
)
_OPEN = MappingProxyType(
    {
        "en": "Your offer stands: free for {left} of {all} people.",
        "ur": "آپ کی پیشکش قائم ہے: {all} میں سے {left} لوگوں کے لیے باقی ہے۔",
    }
)
_OVER = MappingProxyType({"en": "Your offer has ended. Thank you.", "ur": "آپ کی پیشکش ختم ہو گئی۔ شکریہ۔"})


def of_need(need: Need, *, language: str) -> str:
    """Return how a need stands, with the reason where it could not be done."""
    answer = said(_OF_NEED[need.state], language)
    return f"{answer} {words_for(need.could_not, language)}" if need.could_not else answer


def of_offer(offer: Offer, *, language: str) -> str:
    """Return how an offer stands."""
    if offer.withdrawn:
        return said(_OVER, language)
    return said(_OPEN, language).format(left=offer.left_count, all=offer.offered.for_count)

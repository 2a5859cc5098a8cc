"""The words by which a text message asks for help or offers it, in the languages of this land and in Latin letters.

The one thing to know: the first word says that it is one; the next says of what kind, if it is among these; everything after is left
as it was written. Codes of kinds are those of `haal.domain.need.NeedKind`; a word that is not here is for a person to sort.
"""

from __future__ import annotations

from haal.language.stop_words import folded

ASK = ("need", "needs", "مدد", "madad", "ضرورت", "zaroorat", "zarurat", "کمک", "komak", "مرسته", "mrasta")
OFFER = ("offer", "give", "پیشکش", "peshkash", "دیتا", "دیتے", "دے سکتے")
KINDS: dict[str, tuple[str, ...]] = {
    "water": ("water", "پانی", "pani", "paani", "آپ", "دیر", "اوبه", "آب"),
    "food": ("food", "ration", "کھانا", "khana", "راشن", "rashan", "ورگ", "خوراک"),
    "baby-milk": ("milk", "babymilk", "دودھ", "doodh", "dudh", "شیر"),
    "sanitary-things": ("pads", "sanitary", "soap", "صابن", "sabun"),
    "shelter": ("shelter", "roof", "tent", "چھت", "خیمہ", "khaima", "رہائش"),
    "medicine": ("medicine", "دوا", "دوائی", "dawa", "dawai"),
    "blood": ("blood", "خون", "khoon"),
    "ambulance": ("ambulance", "ایمبولینس"),
    "safe-transport": ("ride", "transport", "سواری", "sawari", "گاڑی", "gari"),
    "bringing-home-the-dead": ("dead", "body", "میت", "mayyat", "جنازہ"),
    "winter-things": ("blankets", "blanket", "winter", "کمبل", "kambal", "رضائی", "razai"),
    "fuel-and-charging": ("fuel", "charging", "petrol", "diesel", "پٹرول", "ڈیزل", "چارجنگ"),
    "school": ("school", "books", "سکول", "اسکول", "کتابیں"),
    "legal": ("lawyer", "legal", "وکیل", "wakeel"),
    "someone-to-talk-to": ("talk", "بات", "baat"),
    "papers": ("papers", "certificate", "کاغذات", "kaghzat", "سرٹیفکیٹ"),
    "information": ("information", "معلومات", "maloomat"),
}
_ASK = frozenset(map(folded, ASK))
_OFFER = frozenset(map(folded, OFFER))
_KIND_OF = {folded(word): kind for kind, words in KINDS.items() for word in words}


def asks(word: str) -> bool:
    """Return whether a first word asks for help."""
    return folded(word) in _ASK


def offers(word: str) -> bool:
    """Return whether a first word offers help."""
    return folded(word) in _OFFER


def kind_of(word: str) -> str | None:
    """Return the code of the kind that a word means, or None."""
    return _KIND_OF.get(folded(word))

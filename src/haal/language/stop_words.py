"""How people say "send me no more", "yes", and that they complain, in every language of Haal, as they type it on a phone.

The one thing to know: it errs towards stopping, since a warning can be asked for again in a minute; but only a message
that begins with such a word and says little else is one, so that "stop the bleeding how" is not. Roman spellings stand
beside each script's own. Nobody has to send it in the language they are warned in. A message that
begins with a word of complaint and says more is a complaint, to the letter; the word alone is answered with how to do it.
"""

from __future__ import annotations

import re
import unicodedata

WORDS_MAX = 4
STOP: dict[str, tuple[str, ...]] = {
    "en": ("stop", "stopall", "unsubscribe", "quit", "end", "cancel", "remove", "no more", "opt out"),
    "ur": ("بند", "بند کریں", "بند کرو", "بند کر دیں", "روکیں", "روک دیں", "مت بھیجیں", "ختم", "band", "band karo", "band karen",
           "band karein", "rok do", "rokein", "mat bhejo", "mat bhejein", "khatam"),
    "bal": ("بند", "بند کن", "بند کنت", "مه دیم دئیت", "بس", "band kan", "band kanet", "bas"),
    "brh": ("بند", "بند کر", "بند کبو", "بس", "band kar", "band kabo", "bas"),
    "ps": ("بند", "بند کړه", "بند کړئ", "ودروه", "ودروئ", "بس", "مه لېږئ", "band kra", "wadrawa", "bas"),
    "fa": ("لغو", "قطع", "توقف", "بس", "پایان", "نفرستید", "laghv", "ghat", "bas"),
    "sd": ("بند", "بند ڪريو", "بند ڪر", "روڪيو", "نه موڪليو", "band kar", "roko"),
}  # fmt: skip
YES: dict[str, tuple[str, ...]] = {
    "en": ("yes", "y", "ok", "start"),
    "ur": ("ہاں", "جی", "جی ہاں", "haan", "han", "ji", "ji haan", "ji han"),
    "bal": ("ہو", "اڑے", "ho"),
    "brh": ("ہاں", "جی", "haan"),
    "ps": ("هو", "هاو", "ho", "hao"),
    "fa": ("بله", "بلی", "آری", "bale"),
    "sd": ("ها", "هائو", "جي", "haa"),
}
COMPLAIN: dict[str, tuple[str, ...]] = {
    "en": ("complaint", "complain", "complaints"),
    "ur": ("شکایت", "shikayat", "shikayet", "shikaayat"),
    "bal": ("شکایت", "گلہ", "gila"),
    "brh": ("شکایت", "گلہ", "gila"),
    "ps": ("شکایت", "شکایات", "shikayat"),
    "fa": ("شکایت", "shekayat"),
    "sd": ("شڪايت", "shikayat"),
}
_ONE_LETTER = str.maketrans({"ي": "ی", "ى": "ی", "ك": "ک", "ڪ": "ک", "ه": "ہ", "ھ": "ہ", "ة": "ہ", "ې": "ی", "ئ": "ی"})
_NOT_WORDS = re.compile(r"[^\w\s]+")


def says_stop(text: str) -> bool:
    """Return whether a message asks for no more warnings."""
    words = folded(text).split()
    if not words or len(words) > WORDS_MAX:
        return False
    return any(words[: len(phrase)] == list(phrase) for phrase in _PHRASES)


def says_yes(text: str) -> bool:
    """Return whether a message says yes and nothing else."""
    return tuple(folded(text).split()) in _ASSENT


def complained(text: str) -> str | None:
    """Return what a text message complains of, "" for the word alone; None: it is no complaint."""
    first, _space, rest = text.strip().partition(" ")
    if "\n" in first:
        first, _line, more = first.partition("\n")
        rest = f"{more} {rest}".strip()
    return rest.lstrip(" \t\r\n:،,.-").rstrip() if folded(first) in _COMPLAINTS else None


def folded(text: str) -> str:
    """Return the text with one letter for those that phones mix up, no marks, in lower case."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    letters = (letter for letter in plain if unicodedata.category(letter) not in {"Mn", "Cf"})
    return _NOT_WORDS.sub(" ", "".join(letters).translate(_ONE_LETTER)).strip()


_PHRASES = frozenset(tuple(folded(phrase).split()) for phrases in STOP.values() for phrase in phrases)
_ASSENT = frozenset(tuple(folded(phrase).split()) for phrases in YES.values() for phrase in phrases)
_COMPLAINTS = frozenset(folded(word) for words in COMPLAIN.values() for word in words)

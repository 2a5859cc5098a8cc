"""One key for a name in any script and spelling: Khuzdar, Hozdar and خضدار meet in it.

The key keeps consonants by their class and drops vowels, since no script of the region writes them the same way: kh
and h at the start, both t, both d, k and q, s and sh fold; w/o/u, y/e/i and h fall away inside a word. It is for
finding candidates; two different names may share a key, so callers compare what they find. Not for names of persons
on its own: it is far too coarse to say "the same".
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii

# Arabic-script letters by consonant class; vowel letters and signs are left out on purpose.
_LETTERS = {
    **dict.fromkeys("بٻ", "b"), **dict.fromkeys("پ", "p"), **dict.fromkeys("تٹطټةٽ", "t"), **dict.fromkeys("ثسصښ", "s"),
    **dict.fromkeys("جڄځ", "j"), **dict.fromkeys("چڅ", "c"), "خ": "kh", **dict.fromkeys("حهھہۀۂۃە", "h"),
    **dict.fromkeys("دڈډ", "d"),
    **dict.fromkeys("ذزضظژږ", "z"), **dict.fromkeys("رڑړ", "r"), **dict.fromkeys("ش", "s"), **dict.fromkeys("غگګ", "g"),
    **dict.fromkeys("ف", "f"), **dict.fromkeys("قکكݢ", "k"), **dict.fromkeys("لڷ", "l"), **dict.fromkeys("م", "m"),
    **dict.fromkeys("نںڼݨ", "n"), **dict.fromkeys("و", "w"), **dict.fromkeys("یيئېۍۓے", "y"), **dict.fromkeys("عء", ""),
    **dict.fromkeys("اآأإٱٲ", "a"), **dict.fromkeys("ۏؤۆۇۈۋ", "w"),
}  # fmt: skip
_DIGRAPHS = (
    ("kh", "k"), ("gh", "g"), ("tch", "c"), ("sh", "s"), ("ch", "c"), ("zh", "z"), ("th", "t"), ("dh", "d"), ("ph", "f"),
    ("bh", "b"), ("jh", "j"), ("ck", "k"), ("q", "k"), ("x", "ks"), ("v", "w"),
)  # fmt: skip
_HARD_C = re.compile(r"c(?=[aoulrkt])")
_WORDS = re.compile(r"[^\W_]+")
_VOWELS = re.compile(r"[aeiouwyh']")
_DOUBLED = re.compile(r"(.)\1+")
_ASPIRATED = re.compile("(?<=[بپتٹجچدڈرڑگلمن])ھ")


@lru_cache(maxsize=65_536)
def word_key(word: str) -> str:
    """Return the consonant skeleton of one word; its first letter is kept, as a vowel class `a` if it is a vowel."""
    plain = _latin(unicodedata.normalize("NFKC", word).lower())
    if plain.startswith("kh"):  # Khuzdar is Hozdar on the spot, Barkhan is never Barhan
        plain = plain[1:]
    for pair, one in _DIGRAPHS:
        plain = plain.replace(pair, one)
    if not plain:
        return ""
    first = "a" if plain[0] in "aeiou'" else plain[0]
    return _DOUBLED.sub(r"\1", first + _VOWELS.sub("", plain[1:]))


def name_key(text: str) -> str:
    """Return the keys of all words of a name, in order, joined by spaces; empty when it holds no letter."""
    return " ".join(key for key in (word_key(word) for word in words_of(text)) if key)


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text: runs of letters and digits of any script, signs of vowels removed."""
    bare = "".join(letter for letter in unicodedata.normalize("NFKC", text) if unicodedata.category(letter) != "Mn")
    return tuple(_WORDS.findall(bare.replace("\u200c", " ").replace("’", "").replace("'", "")))


def _latin(word: str) -> str:
    """Return the word in Latin letters: our own classes for Arabic script, anyascii for every other."""
    if any(letter in _LETTERS for letter in word):
        return "".join(_LETTERS.get(letter, anyascii(letter).lower()) for letter in _ASPIRATED.sub("", word))
    return _HARD_C.sub("k", re.sub(r"[^a-z0-9]", "", anyascii(word).lower()).replace("ch", "\0")).replace("\0", "ch")

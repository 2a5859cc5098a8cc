"""Undoing disguises: a text as the eye reads it, whatever letters it was typed with.

The one thing to know: one text has several readings, since a dot between letters may part two words or hide one; a lint
asks all of them. Look-alikes of other alphabets become Latin, the many forms of one Arabic letter become one, marks
over and under letters go, digits among letters become the letters they stand for.

For lints only: nothing that is folded here is ever shown or kept. Source of the look-alikes: Unicode Technical Standard
39, confusables, those that a phone's keyboards offer.
"""

from __future__ import annotations

import re
import unicodedata

_LATIN = str.maketrans(
    "аеорсухіѕјкмтвнӏԁһԛԝαοεικνρτυχηγβωɑıłøđħŧƒɡꞵ",
    "aeopcyxisjkmtbhldhqwaoeikvptuxnybwailodhtfgb",
)
_ARABIC = str.maketrans(
    {
        **dict.fromkeys("يىېۍئێ", "ی"),
        **dict.fromkeys("كڪګ", "ک"),
        **dict.fromkeys("هةۀۂەھۃ", "ہ"),
        **dict.fromkeys("أإآٱ", "ا"),
        **dict.fromkeys("ؤۆۇ", "و"),
        "ۓ": "ے",
        "ـ": None,  # the stretching line
    }
)
_DIGITS = str.maketrans(
    {"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "8": "b", "@": "a", "$": "s", "!": "i"}
)
_AMONG_LETTERS = re.compile(
    r"(?<=[a-z])[0134578@$!](?=[a-z])|(?<![\w@$])[0345@$](?=[a-z]{2})|(?<=[a-z]{2})[0345@$](?!\w)"
)
_BETWEEN = r"[\s.\-_*/·•~|+,'’`]"
_SPELT_OUT = re.compile(rf"(?<!\w)(?:\w{_BETWEEN}{{1,2}}){{2,}}\w(?!\w)")
_INSIDE = re.compile(r"(?<=\w)[.\-_*/·•~|+'’`]+(?=\w)")
_SENTENCE_END = re.compile(r"[.!?؟۔]+(?=\s|$)")
END = "¦"  # where a sentence ends: no pattern reaches over it unless it names it
_NO_LETTER = re.compile(rf"[^\w\s{END}]+")
_RUN = re.compile(r"([^\W\d])\1{2,}")


def folded(text: str) -> tuple[str, ...]:
    """Return the readings of `text`, lower-case, words parted by one blank: marks as blanks, and marks as nothing."""
    plain = same_letters(text)
    plain = _AMONG_LETTERS.sub(lambda found: found.group().translate(_DIGITS), plain)
    plain = _RUN.sub(r"\1", plain)
    plain = _SENTENCE_END.sub(f" {END} ", plain)
    joined = _SPELT_OUT.sub(lambda found: re.sub(_BETWEEN, "", found.group()), plain)
    readings = (_NO_LETTER.sub(" ", plain), _NO_LETTER.sub(" ", joined), _NO_LETTER.sub(" ", _INSIDE.sub("", joined)))
    return tuple(dict.fromkeys(" ".join(reading.replace("_", " ").split()) for reading in readings))


def same_letters(text: str) -> str:
    """Return `text` with one letter for all that look alike: a pattern is folded with this as the text is."""
    letters = (letter for letter in unicodedata.normalize("NFKC", text) if unicodedata.category(letter) != "Cf")
    lower = "".join(letters).casefold().translate(_ARABIC)
    bare = "".join(letter for letter in unicodedata.normalize("NFD", lower) if unicodedata.category(letter) != "Mn")
    return bare.translate(_LATIN).translate(_ARABIC)

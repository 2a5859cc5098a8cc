"""The six letters by which anybody can check that a message is ours: asked on a page, by text message, or on a printed list.

The code is a keyed digest of the identifier of one version of a warning, so nobody can make up one that we would answer
"stands" to, and no table of codes is kept. The alphabet leaves out letters and digits that are mistaken for one another
(0 O, 1 I, 2 Z, 5 S, 8 B, G, U V). A code says that we gave a warning, not that the words around it are ours: whoever
checks it is shown the warning's own words.

Which versions exist is `haal.services.warn.checking`.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import unicodedata
from enum import StrEnum

ALPHABET = "34679ACDEFHJKLMNPQRTVWXY"
LENGTH = 6
_LOOK_ALIKE = str.maketrans({"U": "V"})  # a V written by hand
_TOKEN = re.compile(rf"(?<![0-9A-Z])([{ALPHABET}]{{{LENGTH}}})(?![0-9A-Z])")
_SPLIT = re.compile(rf"(?<![0-9A-Z])([{ALPHABET}]{{3}})[ \-]([{ALPHABET}]{{3}})(?![0-9A-Z])")


class Standing(StrEnum):
    """What is answered to a code."""

    STANDS = "stands"
    CHANGED = "changed"  # the warning stands, in newer words than the message that was asked about
    ENDED = "ended"
    UNKNOWN = "unknown"


def code_of(identifier: str, secret: bytes) -> str:
    """Return the code of one version of a warning: six letters of `ALPHABET`, about 27 bits.

    Args:
        identifier: of the version, as its CAP file says.
        secret: the box's own; with another secret every code differs.
    """
    number = int.from_bytes(hmac.digest(secret, identifier.encode(), hashlib.sha256)[:12], "big")
    letters = []
    for _ in range(LENGTH):
        number, place = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[place])
    return "".join(letters)


def codes_in(text: str) -> tuple[str, ...]:
    """Return what may be codes in something that a person typed, in order: any case, digits of any script, halves apart."""
    folded = "".join(_letter(letter) for letter in unicodedata.normalize("NFKC", text)).upper().translate(_LOOK_ALIKE)
    found = [match[1] for match in _TOKEN.finditer(folded)]
    halves = [match[1] + match[2] for match in _SPLIT.finditer(folded)]
    return tuple(dict.fromkeys([*found, *halves]))


def _letter(letter: str) -> str:
    value = unicodedata.decimal(letter, None)
    return letter if value is None else str(value)

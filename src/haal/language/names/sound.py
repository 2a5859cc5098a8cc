"""How a name sounds, as strings that can be compared letter by letter: کوئٹہ, Кветта, Kwatah and Quetta come out near.

Each word is said twice in one string: its consonants by class in capitals (`haal.language.keys`, with voiced and unvoiced
ones folded, since scripts and ears confuse them), then all its letters romanised (`haal.language.likeness.romanise`). The
two alphabets do not touch, so one distance weighs both. Not for showing to anybody, and never by itself for "the same".
"""

from __future__ import annotations

from functools import lru_cache

from haal.language.keys import word_key, words_of
from haal.language.likeness.romanise import romanise

_CLASSES = str.maketrans({
    "a": "A", "b": "B", "p": "B", "f": "B", "w": "B", "u": "B", "t": "T", "d": "T", "k": "K", "g": "K", "c": "C", "j": "C",
    "s": "S", "z": "S", "l": "R", "r": "R", "m": "N", "n": "N", "y": "A", "h": "H", "x": "K", "i": "A",
})  # fmt: skip


def sounds_of(name: str) -> tuple[str, ...]:
    """Return the sound of each word of a name, in order; a word without a letter of any script falls away."""
    return tuple(sound for sound in map(_sound_of, words_of(name)) if sound)


@lru_cache(maxsize=131_072)
def joined(sounds: tuple[str, ...]) -> str:
    """Return the sounds of several words as that of one: Hazar Ganji is Hazarganji, Abdul Rahman is Abdulrahman."""
    return "".join(map(_skeleton, sounds)) + "".join(map(_letters, sounds))


@lru_cache(maxsize=131_072)
def _sound_of(word: str) -> str:
    letters = "".join(romanise(word).split())
    return word_key(word).translate(_CLASSES) + letters if letters else ""


def _skeleton(sound: str) -> str:
    return "".join(letter for letter in sound if letter.isupper())


def _letters(sound: str) -> str:
    return "".join(letter for letter in sound if not letter.isupper())

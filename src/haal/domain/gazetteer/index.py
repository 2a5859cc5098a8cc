"""Places by spelling: spelt so, spelt alike (in any script), or one or two letters off.

The one thing to know: a name that is only alike is compared twice, by the consonants of `haal.language.keys` and by the
letters of `haal.language.likeness.romanise`; short names must be spelt right, since half the map is one letter from another.
Which of the places found was meant is decided in `reading`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA, JaroWinkler

from haal.domain.gazetteer.place import Place
from haal.domain.gazetteer.words import words_in
from haal.language.keys import word_key
from haal.language.likeness.romanise import romanise

LIKENESS_MIN = 0.80  # of two spellings in one script with the same key
LIKENESS_MIN_SHORT = 0.92  # the same, where the key is one or two letters
ALIKE_LETTERS_MIN = 5
ALIKE_ROMAN_MIN = 4
OFF_LETTERS_MIN = 5  # of the romanised name; one letter may be off
OFF_TWO_LETTERS_MIN = 8  # two may be
OFF_LIKENESS_MIN = 0.75  # of the two spellings as they stand, when both are Latin
_DOUBLED = re.compile(r"(.)\1+")
OFF_MAX = 8  # places that one name with letters off may mean
KEPT_MAX = 50_000  # answers kept in memory

type _Find = Callable[[Sequence[str]], tuple[Named, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A place that a name may mean, and how alike its spelling is: 1.0 spelt so, less when letters are off."""

    place: Place
    likeness: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _Spelling:
    plain: str
    key: str
    place: Place


class Index:
    """All spellings of all places. Built once, then only read."""

    def __init__(self, places: Iterable[Place]) -> None:
        """Index the places."""
        by_key: dict[str, list[_Spelling]] = defaultdict(list)
        by_plain: dict[str, list[Place]] = defaultdict(list)
        by_roman: dict[str, list[_Spelling]] = defaultdict(list)
        for place in places:
            for name in dict.fromkeys((place.name, *place.alternates)):
                words = words_in(name)
                plain, key, roman = " ".join(words).casefold(), key_of(words), roman_of(words)
                by_plain[plain].append(place)
                spelling = _Spelling(plain=plain, key=key, place=place)
                if key:
                    by_key[key].append(spelling)
                if len(roman) >= ALIKE_ROMAN_MIN and len(plain) >= ALIKE_LETTERS_MIN:
                    by_roman[roman].append(spelling)
        self._by_key: Mapping[str, Sequence[_Spelling]] = by_key
        self._by_plain: Mapping[str, Sequence[Place]] = by_plain
        self._by_roman: Mapping[str, Sequence[_Spelling]] = by_roman
        self._romans = _by_start_and_length(by_roman)
        self._kept: dict[tuple[str, str], tuple[Named, ...]] = {}

    def spelt(self, words: Sequence[str]) -> tuple[Named, ...]:
        """Return the places that are spelt so."""
        found = self._by_plain.get(" ".join(words).casefold(), ())
        return tuple(Named(place=place, likeness=1.0) for place in {one.place_id: one for one in found}.values())

    def alike(self, words: Sequence[str]) -> tuple[Named, ...]:
        """Return the places whose name has the same sound, in any spelling and script."""
        return self._keep("alike", words, self._alike)

    def letters_off(self, words: Sequence[str]) -> tuple[Named, ...]:
        """Return the places whose name is one letter off, or two of a long name; nearest first."""
        return self._keep("off", words, self._off)

    def _keep(self, how: str, words: Sequence[str], find: _Find) -> tuple[Named, ...]:
        asked = (how, " ".join(words).casefold())
        found = self._kept.get(asked)
        if found is None:
            if len(self._kept) >= KEPT_MAX:
                self._kept.clear()
            found = self._kept[asked] = find(words)
        return found

    def _alike(self, words: Sequence[str]) -> tuple[Named, ...]:
        plain, key, roman = " ".join(words).casefold(), key_of(words), roman_of(words)
        found = {one.place.place_id: one.place for one in self._by_key.get(key, ()) if _same_sound(plain, one)}
        if len(plain) >= ALIKE_LETTERS_MIN:
            found |= {one.place.place_id: one.place for one in self._by_roman.get(roman, ())}
        return tuple(Named(place=place, likeness=0.9) for place in found.values())

    def _off(self, words: Sequence[str]) -> tuple[Named, ...]:
        plain, roman = " ".join(words).casefold(), roman_of(words)
        if len(roman) < OFF_LETTERS_MIN or len(plain) < ALIKE_LETTERS_MIN:
            return ()
        off_max = 2 if len(roman) >= OFF_TWO_LETTERS_MIN else 1
        found: dict[str, Named] = {}
        for other in self._of_about(roman, off_max):
            off = OSA.distance(roman, other, score_cutoff=off_max)
            for spelling in self._by_roman[other] if off <= off_max else ():
                likeness = 1 - max(1, off) / len(roman)
                known = found.get(spelling.place.place_id)
                if _looks_like(plain, spelling.plain) and (known is None or known.likeness < likeness):
                    found[spelling.place.place_id] = Named(place=spelling.place, likeness=likeness)
        return tuple(sorted(found.values(), key=lambda named: (-named.likeness, named.place.place_id))[:OFF_MAX])

    def _of_about(self, roman: str, off_max: int) -> Iterator[str]:
        """Yield the romanised names that begin with its first or second letter and are about as long."""
        for length in range(len(roman) - off_max, len(roman) + off_max + 1):
            for start in dict.fromkeys(roman[:2]):
                yield from self._romans.get((start, length), ())


def key_of(words: Sequence[str]) -> str:
    """Return the key of a name without its gaps: Hazar Ganji is Hazarganji."""
    return "".join(map(word_key, words))


def roman_of(words: Sequence[str]) -> str:
    """Return the romanised name without its gaps."""
    return "".join(romanise(word) for word in words)


def _same_sound(typed: str, spelling: _Spelling) -> bool:
    """Return whether two names with one key may be the same; for one typed in another script the key decides alone.

    A name typed in Latin letters is compared with Latin spellings only: every place has one.
    """
    if spelling.plain.isascii() != typed.isascii():
        return spelling.plain.isascii() and len(spelling.key) >= 3
    bare = (spelling.plain.replace(" ", ""), typed.replace(" ", ""))
    if _DOUBLED.sub(r"\1", bare[0]) == _DOUBLED.sub(r"\1", bare[1]):
        return True
    least = LIKENESS_MIN if len(spelling.key) >= 3 else LIKENESS_MIN_SHORT
    return min(map(len, bare)) >= ALIKE_LETTERS_MIN and JaroWinkler.similarity(*bare) >= least


def _looks_like(typed: str, spelling: str) -> bool:
    if typed.isascii() != spelling.isascii():
        return spelling.isascii()
    return OSA.normalized_similarity(typed.replace(" ", ""), spelling.replace(" ", "")) >= OFF_LIKENESS_MIN


def _by_start_and_length(romans: Iterable[str]) -> Mapping[tuple[str, int], Sequence[str]]:
    found: dict[tuple[str, int], list[str]] = defaultdict(list)
    for roman in romans:
        found[(roman[0], len(roman))].append(roman)
    return found

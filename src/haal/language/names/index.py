"""Many names, asked which of them sound like one: candidates by whole name and by word, then each compared.

The one thing to know: it finds candidates and never decides; what it gives is for a person to look at. It holds names in
memory only and has no form on any disk. Built once for a question, or kept while its names do not change.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import Indel

from haal.language.names.alike import WORD_MIN, of_sounds
from haal.language.names.sound import joined, sounds_of

LIMIT = 20
WHOLE_MIN = 0.4  # less alike, a whole name is not looked at
WHOLE_LOOKED_AT = 100
WORDS_LOOKED_AT = 120  # names that share a word, rarest words first
WORD_LIKE = 40  # spellings of one word that are followed


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One that may be meant: by which of its names, and how alike it sounds (0..1)."""

    id: str
    name: str
    likeness: float


class Index:
    """Names with the ids of what they name; one id may have many names."""

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        """Take pairs of an id and a name; a name without a letter is left out."""
        kept = [(of, name, sounds) for of, name in names if (sounds := sounds_of(name))]
        self._ids = [of for of, _, _ in kept]
        self._names = [name for _, name, _ in kept]
        self._sounds = [sounds for _, _, sounds in kept]
        self._whole = [joined(sounds) for sounds in self._sounds]
        known = Counter(word for sounds in self._sounds for word in set(sounds))
        self._words = list(known)
        self._rare = {word: math.log((len(kept) + 1) / (count + 0.5)) for word, count in known.items()}
        self._rarest = math.log((len(kept) + 1) / 0.5)
        self._with: dict[str, list[int]] = defaultdict(list)
        for at, sounds in enumerate(self._sounds):
            for word in set(sounds):
                self._with[word].append(at)

    def __len__(self) -> int:
        """Return how many names are held."""
        return len(self._ids)

    def find(self, name: str, *, limit: int = LIMIT, least: float = WHOLE_MIN) -> tuple[Found, ...]:
        """Return at most `limit` ids whose names sound like `name`, the most alike first, each id once."""
        sounds = sounds_of(name)
        if not sounds:
            return ()
        best: dict[str, Found] = {}
        for at in self._by_whole(sounds) | self._by_word(sounds):
            alike = of_sounds(sounds, self._sounds[at], rarity=self._rarity)
            known = best.get(self._ids[at])
            if alike >= least and (known is None or alike > known.likeness):
                best[self._ids[at]] = Found(id=self._ids[at], name=self._names[at], likeness=alike)
        return tuple(sorted(best.values(), key=lambda found: (-found.likeness, found.id))[:limit])

    def _rarity(self, word: str) -> float:
        return self._rare.get(word, self._rarest)

    def _by_whole(self, sounds: tuple[str, ...]) -> set[int]:
        found = process.extract(
            joined(sounds),
            self._whole,
            scorer=Indel.normalized_similarity,
            score_cutoff=WHOLE_MIN,
            limit=WHOLE_LOOKED_AT,
        )
        return {at for _, _, at in found}

    def _by_word(self, sounds: tuple[str, ...]) -> set[int]:
        """Return names that share words, those with the rarest and most alike words first."""
        shared: dict[int, float] = defaultdict(float)
        for sound in dict.fromkeys(sounds):
            like = process.extract(
                sound, self._words, scorer=Indel.normalized_similarity, score_cutoff=WORD_MIN, limit=WORD_LIKE
            )
            nearest: dict[int, float] = {}
            for word, alike, _ in like:
                weight = alike * self._rare[word]
                for at in self._with[word]:
                    nearest[at] = max(nearest.get(at, 0.0), weight)
            for at, weight in nearest.items():
                shared[at] += weight
        return set(sorted(shared, key=lambda at: (-shared[at], at))[:WORDS_LOOKED_AT])

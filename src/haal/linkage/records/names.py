"""The names of places in two data sets, compared word by word in any spelling, each word weighing by how rare it is.

The one thing to know: only words that stand in both sets (in some spelling) can speak. A "check post" that one set writes
beside every town tells nothing about the other, and needs no list of stop words in any language to be left out.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz import process
from rapidfuzz.distance import JaroWinkler

from haal.language.keys import word_key, words_of
from haal.linkage.records.record import Record

LOCAL = ("place", "city", "district")
AREAS = ("city", "district")
LIKE_MIN = 0.90  # Jaro-Winkler of two spellings
LIKE_MIN_KEY = 0.78  # the same, where the consonants are the same
SHORT = 3  # shorter words are names only when joined with a neighbour


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """What two records' words have in common. `rarest`: of the shared names, in nats; `cover`: of the fewer names.

    `local`: the rarest shared name that is no city or district of either.
    """

    rarest: float
    local: float
    local_known: bool
    cover: float
    area: float
    known: bool
    area_known: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """The words of one record, alone and joined with the next; `area`: of its city and district; `local`: the rest."""

    words: tuple[str, ...]
    every: frozenset[str]
    area: frozenset[str]
    local: frozenset[str]


class Names:
    """The vocabularies of two sets and which of their words are one name."""

    def __init__(self, left: Sequence[Record], right: Sequence[Record]) -> None:
        """Compare every word of one set with every word of the other, once."""
        self._left = [_said(record) for record in left]
        self._right = [_said(record) for record in right]
        of_left, of_right = (_count(side) for side in (self._left, self._right))
        self.alike = _alike(list(of_left), list(of_right))
        back: dict[str, dict[str, float]] = {}
        for mine, others in self.alike.items():
            for other, like in others.items():
                back.setdefault(other, {})[mine] = like
        self._rare_left = _rarity(of_left, of_right, alike=self.alike, sizes=(len(left), len(right)))
        self._rare_right = _rarity(of_right, of_left, alike=back, sizes=(len(right), len(left)))

    def compare(self, at_left: int, at_right: int) -> Shared:
        """Compare the words of two records."""
        mine, yours = self._left[at_left], self._right[at_right]
        shared, met = self._met(mine, yours)
        mine_all = sum(self._rare_left.get(word, 0.0) for word in mine.words)
        yours_all = sum(self._rare_right.get(word, 0.0) for word in yours.words)
        theirs = sum(self._rare_right[word] for word in met)
        cover = max(sum(shared.values()) / mine_all if mine_all else 0.0, theirs / yours_all if yours_all else 0.0)
        local = [rare for word, rare in shared.items() if not self._wide(word, mine, yours)]
        return Shared(
            rarest=max(shared.values(), default=0.0),
            local=max(local, default=0.0),
            local_known=any(word in self._rare_left for word in mine.local)
            and any(word in self._rare_right for word in yours.local),
            cover=min(1.0, cover),
            area=self._area(mine, yours),
            known=mine_all > 0 and yours_all > 0,
            area_known=bool(mine.area) and bool(yours.area),
        )

    def _met(self, mine: _Said, yours: _Said) -> tuple[dict[str, float], set[str]]:
        """Return the left words that stand in both with their weights, and the right words they met."""
        shared: dict[str, float] = {}
        met: set[str] = set()
        for word in mine.words:
            hits = {other: like for other, like in self.alike.get(word, {}).items() if other in yours.every}
            if hits:
                shared[word] = max(hits.values()) * self._rare_left[word]
                met.update(hits)
        return shared, met

    def _wide(self, word: str, mine: _Said, yours: _Said) -> bool:
        """Return whether a shared word is, or is spelt like, a city or district of either record."""
        others = self.alike[word].keys()
        wide = word in mine.area or word in yours.area or not others.isdisjoint(mine.area | yours.area)
        return wide or any(not others.isdisjoint(self.alike.get(one, ())) for one in mine.area)

    def _area(self, mine: _Said, yours: _Said) -> float:
        """Return how much of the city and district of one is met by any words of the other, by rarity: 0 to 1."""
        here = {other for word in mine.words for other in self.alike.get(word, ())}
        met = [word for word in mine.area if not yours.every.isdisjoint(self.alike.get(word, ()))]
        back = [word for word in yours.area if word in here]
        return max(_part(met, mine.area, self._rare_left), _part(back, yours.area, self._rare_right))


def _part(met: Iterable[str], area: Iterable[str], rare: Mapping[str, float]) -> float:
    whole = sum(rare.get(word, 0.0) for word in area)
    return sum(rare.get(word, 0.0) for word in met) / whole if whole else 0.0


def _said(record: Record) -> _Said:
    words: list[str] = []
    for kind in LOCAL:
        alone = [word.lower() for word in words_of(record.words.get(kind, "")) if not word.isdigit()]
        words += [word for word in alone if len(word) > SHORT]
        words += [a + b for a, b in pairwise(alone) if len(a + b) > SHORT]
    area = {word.lower() for kind in AREAS for word in words_of(record.words.get(kind, "")) if len(word) > SHORT}
    return _Said(
        words=tuple(dict.fromkeys(words)),
        every=frozenset(words),
        area=frozenset(area),
        local=frozenset(words) - frozenset(area),
    )


def _count(side: Iterable[_Said]) -> Counter[str]:
    return Counter(word for said in side for word in said.words)


def _alike(left: list[str], right: list[str]) -> dict[str, dict[str, float]]:
    """Return for each word of the left set those of the right that are the same name, and how like they are."""
    if not left or not right:
        return {}
    likeness = process.cdist(left, right, scorer=JaroWinkler.similarity, score_cutoff=LIKE_MIN_KEY)
    found: dict[str, dict[str, float]] = {}
    for row, column in zip(*likeness.nonzero(), strict=True):
        mine, yours, like = left[row], right[column], float(likeness[row, column])
        same_key = word_key(mine) == word_key(yours)
        if (like >= LIKE_MIN and mine[0] == yours[0]) or same_key:
            found.setdefault(mine, {})[yours] = like
    return found


def _rarity(
    own: Mapping[str, int],
    other: Mapping[str, int],
    *,
    alike: Mapping[str, Mapping[str, float]],
    sizes: tuple[int, int],
) -> dict[str, float]:
    """Return for each word that the other set knows how surprising it is to meet it there, in nats."""
    found = {}
    for word, others in alike.items():
        there = min(1.0, sum(other[one] for one in others) / sizes[1])
        here = own[word] / sizes[0]
        found[word] = -math.log(min(1.0, (there + here) / 2 + 1 / (sizes[0] + sizes[1])))
    return found

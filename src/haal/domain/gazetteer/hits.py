"""Runs of words that name places in the index: a longer name hides the shorter ones inside it.

The one thing to know: spellings that are right are taken first, then what sounds alike, then what is letters off; common
words are no names by themselves, and in a text that has capitals a name without one must be long.
"""

from __future__ import annotations

from dataclasses import dataclass

from haal.domain.gazetteer import words as told_words
from haal.domain.gazetteer.index import Index, Named
from haal.domain.gazetteer.place import Place
from haal.domain.gazetteer.words import Role, Words

NAME_WORDS_MAX = 4
OFF_WORDS_MAX = 3  # words without any capital: only so few are taken for a name with letters off
SMALL_LETTERS_MIN = 6  # a name without a capital in a text that has capitals must be long to be only alike
_SMALL = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A place that `count` words at `at` may mean. `likeness` 1: spelt so."""

    place: Place
    at: int
    count: int
    likeness: float
    role: Role
    kind_told: str

    @property
    def sure(self) -> bool:
        """Whether the name is spelt so and stands for a place, not for a road or a distance."""
        return self.likeness == 1 and self.role is Role.PLACE and self.place.kind != "province"


def hits_of(told: Words, index: Index) -> list[Hit]:
    """Return what runs of one to four words may mean; a longer name hides the shorter ones inside it."""
    hits: list[Hit] = []
    taken: set[int] = set()
    cased = any(not word.small and word.text.isascii() and word.text.isalpha() for word in told.words)
    for find, fits, longest in (
        (index.spelt, _may_be_spelt, NAME_WORDS_MAX),
        (index.alike, _may_be_alike, NAME_WORDS_MAX),
        (index.letters_off, _may_be_off, 2),
    ):
        for count in range(min(longest, len(told.words)), 0, -1):
            for at in range(len(told.words) - count + 1):
                run = range(at, at + count)
                if taken.intersection(run) or not fits(told, at, count, cased=cased):
                    continue
                if found := find(told_words.texts(told.words[at : at + count])):
                    taken.update(run)
                    hits += [_hit(named, told, at=at, count=count, cased=cased) for named in found]
    return hits


def _hit(named: Named, told: Words, *, at: int, count: int, cased: bool) -> Hit:
    small = cased and told.words[at].small
    return Hit(
        place=named.place,
        at=at,
        count=count,
        likeness=named.likeness * (_SMALL if small else 1),
        role=told.role(at, count),
        kind_told=told.kind(at, count),
    )


def _one_part(told: Words, at: int, count: int) -> bool:
    return told.words[at].part == told.words[at + count - 1].part


def _may_be_spelt(told: Words, at: int, count: int, *, cased: bool) -> bool:
    return _one_part(told, at, count) and not all(word.common for word in told.words[at : at + count])


def _may_be_alike(told: Words, at: int, count: int, *, cased: bool) -> bool:
    first, last = told.words[at], told.words[at + count - 1]
    if first.common or last.common or not _one_part(told, at, count):
        return False
    return not (cased and first.small and len(first.text) < SMALL_LETTERS_MIN)


def _may_be_off(told: Words, at: int, count: int, *, cased: bool) -> bool:
    small = told.words[at].small and (cased or len(told.words) > OFF_WORDS_MAX)
    return _may_be_alike(told, at, count, cased=cased) and not small

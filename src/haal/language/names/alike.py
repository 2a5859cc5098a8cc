"""How alike two names sound: as a whole, and word by word in any order, where a rare word says more than a common one.

The one thing to know: a shorter name may be part of a longer one (a family name left out, a title put before), at a price.
0.0 is nothing in common, 1.0 the same sound. The figures were set on half of the places of `benchmarks/names.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rapidfuzz.distance import Indel

from haal.language.names.sound import joined, sounds_of

WORD_MIN = 0.6  # less alike, two words have nothing to do with each other
PART_COSTS = 0.4  # of the likeness, when almost all of the longer name is missing in the shorter

type Rarity = Callable[[str], float]


def likeness(left: str, right: str) -> float:
    """Return how alike two names sound, every word weighing the same: 0.0 to 1.0."""
    return of_sounds(sounds_of(left), sounds_of(right))


def of_sounds(left: tuple[str, ...], right: tuple[str, ...], *, rarity: Rarity | None = None) -> float:
    """Return how alike two names sound, given by the sounds of their words.

    Args:
        rarity: how much a word weighs; without it all weigh the same.
    """
    if not left or not right:
        return 0.0
    whole = Indel.normalized_similarity(joined(left), joined(right))
    return max(whole, word_by_word(left, right, rarity=rarity or (lambda _: 1.0)))


def word_by_word(left: Sequence[str], right: Sequence[str], *, rarity: Rarity) -> float:
    """Return how alike the words are, each paired with at most one, the most alike first."""
    pairs = [
        (Indel.normalized_similarity(one, other, score_cutoff=WORD_MIN), here, there)
        for here, one in enumerate(left)
        for there, other in enumerate(right)
    ]
    paired_left: set[int] = set()
    paired_right: set[int] = set()
    met = weight_left = weight_right = 0.0
    for alike, here, there in sorted(pairs, key=lambda pair: (-pair[0], pair[1:])):
        if alike < WORD_MIN:
            break
        if here in paired_left or there in paired_right:
            continue
        paired_left.add(here)
        paired_right.add(there)
        rare_left, rare_right = rarity(left[here]), rarity(right[there])
        met += alike * (rare_left + rare_right) / 2
        weight_left, weight_right = weight_left + rare_left, weight_right + rare_right
    if not paired_left:
        return 0.0
    parts = sorted((weight_left / sum(map(rarity, left)), weight_right / sum(map(rarity, right))))
    return met / ((weight_left + weight_right) / 2) * parts[1] * (1 - PART_COSTS * (1 - parts[0]))

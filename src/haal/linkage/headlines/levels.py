"""A pair of headlines as a row of levels, each from "most against" to "most for", for `haal.linkage.scorer`.

The one thing to know: how rare a word, a kind of target or a place is comes from the file at hand, never from a list that was
built in; two reports of one shrine on one day mean more than two of one big city.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from haal.geometry.distance import km_between
from haal.language.likeness.romanise import HIGH, LOW
from haal.linkage.headlines.reading import Told
from haal.linkage.headlines.words import ONE_SIDE, OTHER_SIDE
from haal.linkage.scorer.model import Form, Levels

DAYS = 4  # farther apart there were 8 true pairs among 3,200 of the headlines that this was made with
NEAR_KM, FAR_KM = 30, 80
TEXT = (0.05, 0.1, 0.15, 0.2, 0.25, 0.32, 0.4, 0.5, 0.65)
WORD = (1, 2, 3, 4, 5)
TAGS = (0.1, 2, 3.5, 5, 7)
COVER = (0.01, 0.35, 0.5, 0.65, 0.8, 0.99)
BIG = (2, 3, 5, 8, 12, 20, 40)
CROWD = (2, 4, 7, 12)

# Each feature's code (a msgid) and how many levels it has with "not known".
SIZES: Mapping[str, int] = {
    "letters of the text": 11, "rarest word shared": 7, "place": 8, "killed, told on one day": 10, "killed, told later": 10,
    "how many were killed": 9, "hurt": 5, "what happened": 6, "what was hit": 6, "rare things shared": 7,
    "share of what is told": 8, "days apart": 6, "outlet": 3, "says what came after": 3, "toll does not fall": 3,
    "other reports of the day": 6,
}  # fmt: skip
FORM = Form(name="headlines", codes=tuple(SIZES), sizes=tuple(SIZES.values()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What all headlines of the file tell together: how rare each thing is, how many reports there are on each day."""

    words: Mapping[str, float]
    tags: Mapping[str, float]
    on_day: Mapping[int, tuple[Told, ...]]


def around(told: Sequence[Told]) -> Around:
    """Count what is rare."""
    on_day: dict[int, list[Told]] = {}
    for each in told:
        if each.day is not None:
            on_day.setdefault(each.day, []).append(each)
    return Around(
        words=_rarity((each.stems for each in told), len(told)),
        tags=_rarity((each.tags for each in told), len(told)),
        on_day={day: tuple(reports) for day, reports in on_day.items()},
    )


def pairs_of(told: Sequence[Told]) -> list[tuple[int, int]]:
    """Return the places of all pairs that are near enough in time, the earlier first."""
    order = sorted((each.day, each.report_id, place) for place, each in enumerate(told) if each.day is not None)
    found = []
    for at, (day, _, place) in enumerate(order):
        for later, _, other in order[at + 1 :]:
            if later - day > DAYS:
                break
            found.append((place, other))
    return found


def likeness(told: Sequence[Told], pairs: Sequence[tuple[int, int]]) -> NDArray[np.float64]:
    """Return how alike the letters of each pair are: the cosine of letter runs, rare ones counting more."""
    if not pairs:
        return np.zeros(0)
    columns: dict[str, int] = {}
    ends, places, counts = [0], [], []
    for each in told:
        bounded = f" {each.roman} "
        runs = Counter(
            bounded[at : at + size] for size in range(LOW, HIGH + 1) for at in range(len(bounded) - size + 1)
        )
        places += [columns.setdefault(run, len(columns)) for run in runs]
        counts += [1 + math.log(count) for count in runs.values()]
        ends.append(len(places))
    table = sparse.csr_array((counts, places, ends), shape=(len(told), max(1, len(columns))))
    held = np.bincount(table.indices, minlength=table.shape[1])
    table = table @ sparse.diags_array(np.log((len(told) + 1) / (held + 1)) + 0.3)
    norm = np.sqrt(table.power(2).sum(axis=1))
    table = sparse.diags_array(1 / np.maximum(norm, 1e-9)) @ table
    first, second = (np.array([pair[side] for pair in pairs]) for side in (0, 1))
    return np.asarray(table[first].multiply(table[second]).sum(axis=1)).ravel()


def levels_of(told: Sequence[Told], pairs: Sequence[tuple[int, int]]) -> Levels:
    """Return the levels of each pair, in the order of `SIZES`."""
    whole = around(told)
    alike = likeness(told, pairs)
    rows = [
        _levels(told[first], told[second], whole=whole, letters=float(letters))
        for (first, second), letters in zip(pairs, alike, strict=True)
    ]
    return np.array(rows, dtype=np.int16).reshape(len(rows), len(SIZES))


def _levels(a: Told, b: Told, *, whole: Around, letters: float) -> tuple[int, ...]:
    """Return one pair's levels; `a` is the earlier."""
    gap = (b.day or 0) - (a.day or 0)
    killed = killed_level(a, b)
    common = sum(whole.tags[tag] for tag in (a.acts | a.hit) & (b.acts | b.hit) if tag.startswith("hit "))
    tolls = [sum(each.by_side.values()) for each in (a, b) if each.dead]
    crowd = len(whole.on_day[a.day or 0]) + (len(whole.on_day[b.day or 0]) if gap else 0)
    return (
        _level(letters, TEXT),
        _level(max((whole.words[word] for word in a.stems & b.stems), default=0), WORD),
        place_level(a, b),
        0 if gap else killed,
        killed if gap else 0,
        _level(min(tolls), BIG) if tolls else 0,
        _hurt(a.hurt, b.hurt),
        _share(a.acts, b.acts, rare=whole.tags, edges=(0.3, 0.6, 0.95)),
        _share(a.hit, b.hit, rare=whole.tags, edges=(0.25, 0.5, 0.75)),
        _level(common, TAGS),
        _cover(a.tags, b.tags, whole.tags),
        5 - gap,
        1 if a.outlet == b.outlet else 2,
        0 if gap == 0 else 2 if b.later else 1,
        0 if len(tolls) < 2 else 1 if gap and tolls[1] < tolls[0] else 2,
        5 - bisect_right(CROWD, crowd),
    )


def place_level(a: Told, b: Told) -> int:
    """Return 7 for one spot or town, 6 one district, 5 near, 4 one part of the country, 2-3 perhaps, 1 elsewhere, 0 not told."""
    ours = {place.place_id: place for place in a.places}
    if common := [ours[place.place_id] for place in b.places if place.place_id in ours]:
        return 7 if any(place.kind != "district" for place in common) else 6
    if a.places and b.places:
        if {(place.adm1, place.adm2) for place in a.places} & {(place.adm1, place.adm2) for place in b.places}:
            return 5
        apart = min(km_between(one.point, other.point) for one in a.places for other in b.places)
        return 5 if apart < NEAR_KM else 2 if apart <= FAR_KM else 1
    if not a.parts or not b.parts:
        return 0
    if not a.parts & b.parts:
        return 1
    return 3 if ("tribal" in a.parts) != ("tribal" in b.parts) else 4


def killed_level(a: Told, b: Told) -> int:
    """Return 0 not told, 1 killed on opposite sides only, 2-5 from far to near, 6-9 the same number, the bigger the better."""
    ours, theirs = a.by_side, b.by_side
    if not ours or not theirs:
        return 0
    both = (set(ours) & set(theirs)) - {""}
    if not both and "" not in ours and "" not in theirs and {*ours, *theirs} >= {ONE_SIDE, OTHER_SIDE}:
        return 1
    totals = sum(ours.values()), sum(theirs.values())
    same = [ours[side] for side in both if ours[side] == theirs[side]]
    if totals[0] == totals[1]:
        same.append(totals[0])
    if not same:
        numbers = [
            {*told.by_side.values(), *(each.count for each in told.dead), sum(told.by_side.values())} for told in (a, b)
        ]
        same = [number for number in numbers[0] & numbers[1] if number > 1]
    if same:
        return 6 + bisect_right((2, 4, 8), max(same))
    low, high = sorted(max(((ours[side], theirs[side]) for side in both), default=totals))
    if high - low <= 1 or high <= 1.35 * low:
        return 5
    return 4 if high - low <= 2 or high <= 2 * low else 3 if high <= 4 * low else 2


def _hurt(ours: int | None, theirs: int | None) -> int:
    if ours is None or theirs is None:
        return 0
    low, high = sorted((ours, theirs))
    if high <= 1.3 * low:
        return 4 if low == high >= 4 else 3
    return 2 if high <= 2 * low or high - low <= 2 else 1


def _share(ours: frozenset[str], theirs: frozenset[str], *, rare: Mapping[str, float], edges: Sequence[float]) -> int:
    """Return 1 for nothing in common, and more for a bigger rarity-weighted share."""
    if not ours or not theirs:
        return 0
    common = sum(rare[tag] for tag in ours & theirs)
    return 1 + _level(common / sum(rare[tag] for tag in ours | theirs), edges) if common else 1


def _cover(ours: frozenset[str], theirs: frozenset[str], rare: Mapping[str, float]) -> int:
    """Return how much of the one that tells less is told by the other too."""
    if not ours or not theirs:
        return 0
    common = sum(rare[tag] for tag in ours & theirs)
    only = min(sum(rare[tag] for tag in ours - theirs), sum(rare[tag] for tag in theirs - ours))
    return _level(common / max(0.1, common + only), COVER)


def _rarity(sets: Iterable[frozenset[str]], size: int) -> Mapping[str, float]:
    held = Counter(item for each in sets for item in each)
    return {item: math.log((size + 1) / (count + 0.5)) for item, count in held.items()}


def _level(value: float, edges: Sequence[float]) -> int:
    return 1 + bisect_right(edges, value)

"""Which pairs are worth comparing: those that meet in a cell or a name, and in time. Everything else is not one event.

The one thing to know: a pair is a candidate when both tell days that may be one and they share a cell (of any reading, with its
ring) or a word of the place; where a day is missing, a word of the place or several rare words of the story must be shared, since
nothing else could join them. A report of no day at all meets dated ones too, under a word of the place. How many true pairs that finds
is measured apart from scoring.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from haal.geometry.cells import cell_of, disk
from haal.linkage.reports.levels import may_be_one
from haal.linkage.reports.seen import Seen, word_worth

RESOLUTION = 4  # cells of about 1,770 km2; with their ring, some 70 km around
RARE = 3.4  # worth of a word that three of a hundred texts hold
LONG_MAX = 400  # days of a stretch that are looked at
FULL_MAX = 1_000  # reports: below that, every pair is looked at


def candidates(seen: Sequence[Seen]) -> list[tuple[int, int]]:
    """Return the pairs to compare, as places in `seen`, the lower first."""
    if len(seen) <= FULL_MAX:
        every = ((one, other) for one in range(len(seen)) for other in range(one + 1, len(seen)))
        return [pair for pair in every if may_be_one(seen[pair[0]], seen[pair[1]])]
    found: set[tuple[int, int]] = set()
    for members in _blocks(seen).values():
        for at, one in enumerate(members):
            found.update((one, other) for other in members[at + 1 :])
    found.update(_undated(seen))
    return sorted(pair for pair in found if may_be_one(seen[pair[0]], seen[pair[1]]))


def _undated(seen: Sequence[Seen]) -> Iterator[tuple[int, int]]:
    """Yield the pairs of a report that tells nothing of when with every other that shares a word of the place."""
    kept: dict[str, list[int]] = defaultdict(list)
    for place, one in enumerate(seen):
        for key in whenever_keys_of(one)[0]:
            kept[key].append(place)
    for place, one in enumerate(seen):
        if not one.has_day:
            others = (other for key in whenever_keys_of(one)[1] for other in kept[key] if other != place)
            yield from ((min(place, other), max(place, other)) for other in others)


def whenever_keys_of(one: Seen) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return under what a report is kept for those that tell nothing of when, and under what it asks.

    One that tells nothing asks for all that share a word of the place; any other asks for those that tell nothing.
    """
    every = tuple(f"any/{name}" for name in sorted(one.names))
    undated = tuple(f"none/{name}" for name in sorted(one.names))
    return (every, undated) if one.has_day else ((*every, *undated), every)


def _blocks(seen: Sequence[Seen]) -> dict[str, list[int]]:
    blocks: dict[str, list[int]] = defaultdict(list)
    for place, one in enumerate(seen):
        for key in set(keys_of(one)):
            blocks[key].append(place)
    return blocks


def keys_of(one: Seen) -> Iterator[str]:
    """Yield the keys under which a report is found: month by cell, month by name; without a month, rare words."""
    months = _months(one)
    cells = _cells(one)
    for month in months:
        yield from (f"{month}/{cell}" for cell in cells)
        yield from (f"{month}/{name}" for name in one.names)
    if one.day is None:
        yield from (f"?/{word}" for word in one.words if word_worth(word) >= RARE)
        yield from (f"?/{name}" for name in one.names)


def _cells(one: Seen) -> set[str]:
    return {near for each in one.readings for near in disk(cell_of(each.lat, each.lon, RESOLUTION), 1)}


def _months(one: Seen) -> set[int]:
    """Return the stretches of 31 days that its days touch, each with the next, so that neighbours meet."""
    days = [span for span in (one.day, one.span, one.published) if span]
    return {month for first, last in days for month in range(first // 31, min(last, first + LONG_MAX) // 31 + 2)}

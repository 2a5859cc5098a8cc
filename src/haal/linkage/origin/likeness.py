"""Near-equal texts: the share of runs of five letters that two texts have in common.

The one thing to know: reports of one event are alike anyhow, the more so when one person sums all of them up, so only a
share far above that says "copied". Compared exactly while they are few; of many, only pairs that have a small sketch
(the lowest hashes, which is MinHash with one function) partly in common.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import combinations

from haal.language.likeness.romanise import romanise

RUN = 5
EXACT_UP_TO = 120
SKETCH = 48
SHORTEST = 60  # runs; a shorter text is like many others by chance


def runs_of(text: str) -> frozenset[str]:
    """Return the runs of five letters of the romanised text."""
    plain = romanise(text)
    return frozenset(plain[at : at + RUN] for at in range(len(plain) - RUN + 1))


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the share of runs in common, 0 to 1; 0 when either text is too short to tell."""
    if min(len(one), len(other)) < SHORTEST:
        return 0.0
    return len(one & other) / len(one | other)


def alike(runs: Mapping[str, frozenset[str]]) -> Iterator[tuple[str, str, float]]:
    """Yield pairs that may be alike, with their likeness."""
    pairs = combinations(sorted(runs), 2) if len(runs) <= EXACT_UP_TO else _sketched(runs)
    for one, other in pairs:
        share = likeness(runs[one], runs[other])
        if share:
            yield one, other, share


def _sketched(runs: Mapping[str, frozenset[str]]) -> Iterator[tuple[str, str]]:
    """Yield each pair once whose sketches meet, each report held against the first two holders of each hash."""
    holders: dict[int, list[str]] = defaultdict(list)
    seen: set[tuple[str, str]] = set()
    for name in sorted(runs):
        for value in sorted(map(_hash, runs[name]))[:SKETCH]:
            for earlier in holders[value][:2]:
                if (earlier, name) not in seen:
                    seen.add((earlier, name))
                    yield earlier, name
            holders[value].append(name)


def _hash(run: str) -> int:
    return int.from_bytes(hashlib.blake2b(run.encode(), digest_size=8).digest())

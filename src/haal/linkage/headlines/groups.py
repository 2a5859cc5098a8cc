"""From scores of pairs to groups: the two groups whose pairs score best on average are joined, again and again.

The one thing to know: the average counts every pair of the two groups, also those too far apart to have been scored. So one
likely pair does not pull two incidents together (connected components would).
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping, Sequence

JOIN_FROM = -0.7  # the mean of the pairs' log odds; chosen where months that were not learned from scored best
APART = -4.0  # of a pair that was not compared
LIMIT = 6.0  # no pair counts more than this, for or against


def groups_of(size: int, pairs: Sequence[tuple[int, int]], scores: Iterable[float]) -> list[list[int]]:
    """Return the groups of `size` items."""
    near: list[dict[int, float]] = [{} for _ in range(size)]
    for (first, second), score in zip(pairs, scores, strict=True):
        near[first][second] = near[second][first] = max(-LIMIT, min(LIMIT, score))
    members = {item: [item] for item in range(size)}
    beside = {item: set(near[item]) for item in range(size)}
    heap = [(-score, first, second) for first in range(size) for second, score in near[first].items() if first < second]
    heap = [entry for entry in heap if -entry[0] > JOIN_FROM]
    heapq.heapify(heap)
    for fresh in range(size, 2 * size):
        pair = _best(heap, members)
        if pair is None:
            break
        members[fresh] = [*members.pop(pair[0]), *members.pop(pair[1])]
        beside[fresh] = (beside.pop(pair[0]) | beside.pop(pair[1])) & set(members)
        for other in beside[fresh]:
            beside[other].add(fresh)
            beside[other] -= set(pair)
            mean = link(members[fresh], members[other], near)
            if mean > JOIN_FROM:
                heapq.heappush(heap, (-mean, min(other, fresh), max(other, fresh)))
    return [sorted(group) for group in members.values()]


def link(ours: Sequence[int], theirs: Sequence[int], near: Sequence[Mapping[int, float]]) -> float:
    """Return the mean score of all pairs of two groups."""
    total = sum(near[one].get(other, APART) for one in ours for other in theirs)
    return total / (len(ours) * len(theirs))


def _best(heap: list[tuple[float, int, int]], members: Mapping[int, object]) -> tuple[int, int] | None:
    """Return the best pair of groups that both are still there."""
    while heap:
        _, first, second = heapq.heappop(heap)
        if first in members and second in members:
            return first, second
    return None

"""From scores of pairs to groups: the two groups whose pairs score best are joined, again and again.

The one thing to know: what counts is the mean of all pairs of the two groups, also of those too far apart to have been scored, and
in part the best of them: a short headline fits few others of its group. The best pair alone pulls no two incidents together
(connected components would).
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping, Sequence

JOIN_FROM = -0.5  # log odds; this and the next chosen where months that were not learned from scored best
BEST_COUNTS = 0.4  # of the best pair; the mean has the rest
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
            joined = link(members[fresh], members[other], near)
            if joined > JOIN_FROM:
                heapq.heappush(heap, (-joined, min(other, fresh), max(other, fresh)))
    return [sorted(group) for group in members.values()]


def link(ours: Sequence[int], theirs: Sequence[int], near: Sequence[Mapping[int, float]]) -> float:
    """Return how near two groups are: between the mean score of all their pairs and the best."""
    found = [near[one].get(other, APART) for one in ours for other in theirs]
    return BEST_COUNTS * max(found) + (1 - BEST_COUNTS) * sum(found) / len(found)


def _best(heap: list[tuple[float, int, int]], members: Mapping[int, object]) -> tuple[int, int] | None:
    """Return the best pair of groups that both are still there."""
    while heap:
        _, first, second = heapq.heappop(heap)
        if first in members and second in members:
            return first, second
    return None

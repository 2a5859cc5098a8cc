"""Groups of reports by average link: a report belongs where it fits all, not where it fits one.

The one thing to know: not connected components, which one wrong pair would chain together. Two groups become one while the mean
score between them is above `JOIN`; then each report is asked once more where it fits best, and may move or stand alone. Two rows
of one page are never in one group. Pairs that were not worth comparing count as `FAR`. The answer does not depend on the order
in which reports are given: they are taken in the order of their ids.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

JOIN = -2.5
FAR = -6.0
NEAR = 6.0
NEVER = -1_000.0
ROUNDS_MAX = 10
BETTER_BY = 0.25  # or a report stays

type Scored = Mapping[tuple[int, int], float]


def bounded(score: float) -> float:
    """Return a score that is none beyond `FAR` and `NEAR`, so that no single pair outweighs all others."""
    return min(max(score, FAR), NEAR)


@dataclass(slots=True)
class Links:
    """The scores between single reports, both ways; `NEVER` where one page tells both."""

    of: dict[int, dict[int, float]] = field(default_factory=lambda: defaultdict(dict))

    @classmethod
    def made(cls, scored: Scored, *, never: Iterable[tuple[int, int]] = ()) -> Links:
        """Keep the scores, each `bounded`."""
        links = cls()
        for (one, other), score in scored.items():
            links.put(one, other, bounded(score))
        for one, other in never:
            links.put(one, other, NEVER)
        return links

    def put(self, one: int, other: int, score: float) -> None:
        """Keep one score."""
        self.of[one][other] = self.of[other][one] = score

    def mean(self, one: int, group: Sequence[int]) -> float:
        """Return how well a report fits a group it is not counted in: the mean over its members."""
        others = [each for each in group if each != one]
        near = self.of.get(one, {})
        return sum(near.get(each, FAR) for each in others) / len(others) if others else FAR

    def gain(self, one: int, group: Sequence[int]) -> float:
        """Return what a report adds to a group: how far each of its links there lies above `JOIN`, in sum."""
        near = self.of.get(one, {})
        return sum(near.get(each, FAR) - JOIN for each in group if each != one)


def grouped(count: int, links: Links, *, order: Sequence[str]) -> list[list[int]]:
    """Return the groups of `count` reports, each sorted by `order` (their ids), and all by their first."""
    turn = sorted(range(count), key=order.__getitem__)
    groups = [[one] for one in turn]
    for _ in range(ROUNDS_MAX):
        joined = _joined(groups, links)
        groups = _settled(turn, joined, links)
        if groups == joined:
            break
    place = {one: at for at, one in enumerate(turn)}
    return sorted(
        (sorted(group, key=place.__getitem__) for group in groups if group), key=lambda group: place[group[0]]
    )


def _joined(groups: Sequence[Sequence[int]], links: Links) -> list[list[int]]:
    """Join the two nearest groups as long as any two are near enough."""
    alive = {at: list(group) for at, group in enumerate(groups)}
    sums = _sums(groups, links)
    heap = [
        (-mean, at, other)
        for at, near in sums.items()
        for other, each in near.items()
        if at < other and (mean := _mean(each, len(alive[at]) * len(alive[other]))) > JOIN
    ]
    heapq.heapify(heap)
    fresh = len(groups)
    while heap:
        _, one, other = heapq.heappop(heap)
        if one not in alive or other not in alive:
            continue
        alive[fresh] = alive.pop(one) + alive.pop(other)
        merged = _sum_of(sums.pop(one), sums.pop(other))
        sums[fresh] = {}
        for near, (total, known) in merged.items():
            if near not in alive or near in {one, other}:
                continue
            for gone in (one, other):
                sums[near].pop(gone, None)
            sums[fresh][near] = sums[near][fresh] = (total, known)
            mean = _mean((total, known), len(alive[fresh]) * len(alive[near]))
            if mean > JOIN:
                heapq.heappush(heap, (-mean, near, fresh))
        fresh += 1
    return list(alive.values())


def _sums(groups: Sequence[Sequence[int]], links: Links) -> dict[int, dict[int, tuple[float, int]]]:
    """Return for each two groups that touch the sum of the scores between them and how many there are."""
    home = {one: at for at, group in enumerate(groups) for one in group}
    sums: dict[int, dict[int, tuple[float, int]]] = {at: {} for at in range(len(groups))}
    for one, near in links.of.items():
        for other, score in near.items():
            if home[one] != home[other]:
                total, known = sums[home[one]].get(home[other], (0.0, 0))
                sums[home[one]][home[other]] = total + score, known + 1
    return sums


def _mean(each: tuple[float, int], whole: int) -> float:
    """Return the mean over all pairs of two groups; those that were not compared are far."""
    total, known = each
    return (total + FAR * (whole - known)) / whole


def _sum_of(
    one: Mapping[int, tuple[float, int]], other: Mapping[int, tuple[float, int]]
) -> dict[int, tuple[float, int]]:
    both = dict(one)
    for near, (total, known) in other.items():
        here, count = both.get(near, (0.0, 0))
        both[near] = here + total, count + known
    return both


def _settled(turn: Sequence[int], joined: Sequence[Sequence[int]], links: Links) -> list[list[int]]:
    """Let each report move to the group it fits best, or stand alone when it fits none, until nobody moves."""
    groups = [list(group) for group in joined]
    home = {one: at for at, group in enumerate(groups) for one in group}
    for _ in range(ROUNDS_MAX):
        moved = False
        for one in turn:
            near = sorted({home[other] for other in links.of.get(one, {})} - {home[one]})
            best, at = max(((links.gain(one, groups[each]), -each) for each in near), default=(0.0, 0))
            stays = links.gain(one, groups[home[one]])
            if best > max(stays, 0.0) + BETTER_BY:
                _move(one, home, groups, to=-at)
            elif stays < -BETTER_BY:
                groups.append([])
                _move(one, home, groups, to=len(groups) - 1)
            else:
                continue
            moved = True
        if not moved:
            break
    return [group for group in groups if group]


def _move(one: int, home: dict[int, int], groups: list[list[int]], *, to: int) -> None:
    groups[home[one]].remove(one)
    groups[to].append(one)
    home[one] = to

"""Groups of reports by average link: a report belongs where it fits all, not where it fits one.

The one thing to know: not connected components, which one wrong pair would chain together. Two groups become one while the mean
score between them is above `JOIN`; then each report is asked once more where it fits best, and may move or stand alone. Two rows
of one page are never in one group. Pairs that were not worth comparing count as `FAR`. The answer does not depend on the order
in which reports are given: they are taken in the order of their ids, and scores are cut to a grain so that sums are exact.

Reports that were never in one group on the way (no `kin`) had no say in each other's groups: without the others the answer is the
same. So one more report asks for little to be grouped anew (`growing`).
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
GRAIN = 2.0**-20  # of a score: sums of such numbers are exact, in whatever order they are added

type Scored = Mapping[tuple[int, int], float]
type Place = Mapping[int, int]  # of a report in the order of ids
type _Entry = tuple[float, int, int, int, int]


def bounded(score: float) -> float:
    """Return a score that is none beyond `FAR` and `NEAR`, so that no single pair outweighs all others."""
    return round(min(max(score, FAR), NEAR) / GRAIN) * GRAIN


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


@dataclass(slots=True, kw_only=True)
class Grouping:
    """Reports put into groups. `kin`: the classes of those that were in one group at any time, the end included."""

    groups: list[list[int]]
    kin: list[list[int]]


def grouped(count: int, links: Links, *, order: Sequence[str]) -> list[list[int]]:
    """Return the groups of `count` reports, each sorted by `order` (their ids), and all by their first."""
    return among(sorted(range(count), key=order.__getitem__), links).groups


def among(turn: Sequence[int], links: Links) -> Grouping:
    """Return the groups of some reports, given in the order of their ids, as if there were no others."""
    place = {one: at for at, one in enumerate(turn)}
    groups = [[one] for one in turn]
    bonds: list[Sequence[int]] = []
    for _ in range(ROUNDS_MAX):
        joined = _sorted(_joined(groups, links, place=place), place)
        bonds += joined
        groups = _sorted(_settled(joined, links, place=place, bonds=bonds), place)
        if groups == joined:
            break
    return Grouping(groups=groups, kin=_sorted(_kin(bonds), place))


def _sorted(groups: Iterable[Sequence[int]], place: Place) -> list[list[int]]:
    """Return groups by their first, each sorted; empty ones are left out."""
    found = (sorted(group, key=place.__getitem__) for group in groups if group)
    return sorted(found, key=lambda group: place[group[0]])


def _kin(bonds: Iterable[Sequence[int]]) -> Iterable[Sequence[int]]:
    """Return the classes of what is bound together."""
    kin: dict[int, list[int]] = {}
    for bond in bonds:
        one = kin.setdefault(bond[0], [bond[0]])
        for each in bond[1:]:
            other = kin.setdefault(each, [each])
            if other is not one:
                one += other
                kin |= dict.fromkeys(other, one)
    return {id(each): each for each in kin.values()}.values()


def _joined(groups: Sequence[Sequence[int]], links: Links, *, place: Place) -> list[list[int]]:
    """Join the two nearest groups as long as any two are near enough; of equally near ones those with the first report."""
    alive = {at: list(group) for at, group in enumerate(groups)}
    first = {at: min(place[one] for one in group) for at, group in alive.items()}
    sums = _sums(groups, links)

    def entry(one: int, other: int) -> _Entry | None:
        mean = _mean(sums[one][other], len(alive[one]) * len(alive[other]))
        if mean <= JOIN:
            return None
        low, high = sorted((first[one], first[other]))
        return -mean, low, high, one, other

    heap = [each for at, near in sums.items() for other in near if at < other and (each := entry(at, other))]
    heapq.heapify(heap)
    while heap:
        *_, one, other = heapq.heappop(heap)
        if one not in alive or other not in alive:
            continue
        fresh = len(first)
        alive[fresh] = alive.pop(one) + alive.pop(other)
        first[fresh] = min(first[one], first[other])
        merged = _sum_of(sums.pop(one), sums.pop(other))
        sums[fresh] = {}
        for near, total in merged.items():
            if near not in alive:
                continue
            for gone in (one, other):
                sums[near].pop(gone, None)
            sums[fresh][near] = sums[near][fresh] = total
            if each := entry(near, fresh):
                heapq.heappush(heap, each)
    return list(alive.values())


def _sums(groups: Sequence[Sequence[int]], links: Links) -> dict[int, dict[int, tuple[float, int]]]:
    """Return for each two groups that touch the sum of the scores between them and how many there are."""
    home = {one: at for at, group in enumerate(groups) for one in group}
    sums: dict[int, dict[int, tuple[float, int]]] = {at: {} for at in range(len(groups))}
    for one, here in home.items():
        for other, score in links.of.get(one, {}).items():
            there = home.get(other, here)
            if there != here:
                total, known = sums[here].get(there, (0.0, 0))
                sums[here][there] = total + score, known + 1
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


def _settled(
    joined: Sequence[Sequence[int]], links: Links, *, place: Place, bonds: list[Sequence[int]]
) -> list[list[int]]:
    """Let each report move to the group it fits best, or stand alone when it fits none, until nobody moves.

    It adds nothing to a group where no link of it is above `JOIN`. `bonds` hears who came together.
    """
    groups = [list(group) for group in joined]
    home = {one: at for at, group in enumerate(groups) for one in group}
    for _ in range(ROUNDS_MAX):
        moved = False
        for one in place:
            near = {home[other] for other, score in links.of.get(one, {}).items() if score > JOIN and other in home}
            best, to = _best(one, groups, links=links, near=near - {home[one]}, place=place)
            stays = links.gain(one, groups[home[one]])
            if best > max(stays, 0.0) + BETTER_BY:
                bonds.append((one, groups[to][0]))
            elif stays < -BETTER_BY:
                to = len(groups)
                groups.append([])
            else:
                continue
            _move(one, home, groups, to=to)
            moved = True
        if not moved:
            break
    return groups


def _best(
    one: int, groups: Sequence[Sequence[int]], *, links: Links, near: Iterable[int], place: Place
) -> tuple[float, int]:
    """Return what a report adds to the group to which it adds most, and that group; of equal ones that of the first report."""
    found = [(links.gain(one, groups[at]), at) for at in near]
    most = max((gain for gain, _ in found), default=0.0)
    best = (at for gain, at in found if gain == most)
    return most, min(best, key=lambda at: min(place[each] for each in groups[at]), default=-1)


def _move(one: int, home: dict[int, int], groups: list[list[int]], *, to: int) -> None:
    groups[home[one]].remove(one)
    groups[to].append(one)
    home[one] = to

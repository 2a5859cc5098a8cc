"""The second half of grouping very many reports: each is asked where it fits best, as in `reports.groups`, but only where it matters.

The one thing to know: who would move is found in arrays; after that a report is asked again only when a group that it touches has
changed, since the others would answer as before. The order of asking is that of the numbers.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from haal.linkage.engines.tables import Whole
from haal.linkage.reports.groups import BETTER_BY, FAR, GRAIN, JOIN, ROUNDS_MAX

FAR_GRAINS, JOIN_GRAINS, BETTER_GRAINS = (round(each / GRAIN) for each in (FAR, JOIN, BETTER_BY))


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """The links of each report, both ways: those of report n from `begins[n]` to `begins[n + 1]`; scores in grains."""

    begins: Whole
    other: Whole
    score: Whole

    @classmethod
    def of(cls, count: int, pairs: tuple[Whole, Whole], *, score: Whole) -> Near:
        """Lay out links by their reports."""
        one, other = pairs
        here, there = np.concatenate([one, other]), np.concatenate([other, one])
        turn = np.argsort(here, kind="stable")
        begins = np.concatenate([[0], np.cumsum(np.bincount(here, minlength=count))])
        return cls(begins=begins, other=there[turn], score=np.concatenate([score, score])[turn])


def settled(home: Whole, near: Near) -> Whole:
    """Let each report move to the group it fits best, or stand alone when it fits none, until nobody moves.

    `home`: for each report the lowest number in its group; so is what is returned.
    """
    ask = _restless(home, near)
    if not len(ask):
        return home
    state = _State(home=home.tolist(), links=_Links(near), members=_Members(home), fresh=len(home))
    turn = ask.tolist()
    for _ in range(ROUNDS_MAX):
        turn = state.round(turn)
        if not turn:
            break
    return state.by_first()


def _restless(home: Whole, near: Near) -> Whole:
    """Return who would move if asked first; whoever has no links was placed before and is not asked."""
    size = np.bincount(home, minlength=len(home))
    one = np.repeat(np.arange(len(home)), np.diff(near.begins))
    group = home[near.other]
    turn = np.argsort(one * np.int64(len(home)) + group, kind="stable")
    one, group, score = one[turn], group[turn], near.score[turn]
    begins = np.flatnonzero(np.concatenate([[True], (one[1:] != one[:-1]) | (group[1:] != group[:-1])])[: len(one)])
    if not len(begins):
        return begins
    total, most = np.add.reduceat(score, begins), np.maximum.reduceat(score, begins)
    known = np.diff(np.concatenate([begins, [len(one)]]))
    one, group = one[begins], group[begins]
    is_own = home[one] == group
    others = size[group] - is_own
    gain = total + FAR_GRAINS * (others - known) - JOIN_GRAINS * others
    stays = (FAR_GRAINS - JOIN_GRAINS) * (size[home] - 1)
    stays[one[is_own]] = gain[is_own]
    best = np.zeros(len(home), dtype=np.int64)
    wanted = ~is_own & (most > JOIN_GRAINS)
    np.maximum.at(best, one[wanted], gain[wanted])
    restless = (best > np.maximum(stays, 0) + BETTER_GRAINS) | (stays < -BETTER_GRAINS)
    return np.flatnonzero(restless & (np.diff(near.begins) > 0))


class _Links:
    """The links of each report as plain lists, which are quicker one at a time."""

    def __init__(self, near: Near) -> None:
        """List them all."""
        self._begins = near.begins.tolist()
        self._others = near.other.tolist()
        self._scores = near.score.tolist()

    def of(self, one: int) -> Iterator[tuple[int, int]]:
        """Return the links of one report: the other and the score."""
        begin, end = self._begins[one], self._begins[one + 1]
        return zip(self._others[begin:end], self._scores[begin:end], strict=True)


class _Members(dict[int, list[int]]):
    """Who is in each group, listed when first asked for."""

    def __init__(self, home: Whole) -> None:
        """Begin with the groups as they stand."""
        super().__init__()
        self._turn = np.argsort(home, kind="stable")
        self._begins = np.concatenate([[0], np.cumsum(np.bincount(home, minlength=len(home)))])

    def __missing__(self, group: int) -> list[int]:
        """List a group."""
        found: list[int] = self._turn[self._begins[group] : self._begins[group + 1]].tolist()
        self[group] = found
        return found


@dataclass(slots=True, kw_only=True)
class _State:
    """Who stands where while one after the other is asked. `fresh`: the number of the next group that somebody begins."""

    home: list[int]
    links: _Links
    members: _Members
    fresh: int

    def round(self, turn: Iterable[int]) -> list[int]:
        """Ask these and whomever a move concerns, in order; return whom to ask in the next round."""
        heap, later = sorted(turn), set[int]()
        waiting = set(heap)
        while heap:
            one = heapq.heappop(heap)
            waiting.discard(one)
            to = self._wants(one)
            if to is None:
                continue
            for each in self._move(one, to):
                if each <= one:
                    later.add(each)
                elif each not in waiting:
                    waiting.add(each)
                    heapq.heappush(heap, each)
        return sorted(later)

    def by_first(self) -> Whole:
        """Return for each report the lowest number in its group."""
        found = np.array(self.home)
        for members in self.members.values():
            found[members] = min(members, default=0)
        return found

    def _wants(self, one: int) -> int | None:
        """Return the group to which a report would move; None: it stays."""
        totals: dict[int, int] = {}
        known: dict[int, int] = {}
        near: set[int] = set()
        for other, score in self.links.of(one):
            to = self.home[other]
            totals[to] = totals.get(to, 0) + score
            known[to] = known.get(to, 0) + 1
            if score > JOIN_GRAINS:
                near.add(to)
        own = self.home[one]
        near.discard(own)
        stays = self._gain(totals.get(own, 0), known.get(own, 0), len(self.members[own]) - 1)
        gains = {to: self._gain(totals[to], known[to], len(self.members[to])) for to in near}
        best = max(gains.values(), default=0)
        if best > max(stays, 0) + BETTER_GRAINS:
            return min((to for to, gain in gains.items() if gain == best), key=lambda to: min(self.members[to]))
        return self.fresh if stays < -BETTER_GRAINS else None

    @staticmethod
    def _gain(total: int, known: int, others: int) -> int:
        return total + FAR_GRAINS * (others - known) - JOIN_GRAINS * others

    def _move(self, one: int, to: int) -> set[int]:
        """Move a report; return whom that concerns: those in both groups, and those who are near enough to one to join it."""
        if to == self.fresh:
            self.members[to] = []
            self.fresh += 1
        left = self.members[self.home[one]]
        left.remove(one)
        self.members[to].append(one)
        self.home[one] = to
        concerned = {*left, *self.members[to]}
        return concerned.union(
            other for each in concerned for other, score in self.links.of(each) if score > JOIN_GRAINS
        )

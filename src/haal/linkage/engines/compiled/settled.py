"""The second half of grouping: each report is asked where it fits best, and may move or stand alone.

The one thing to know: the answer is that of `reports.groups`, where all are asked in order until nobody moves. Here a report is asked
again only when a group that it touches has changed, since the others would answer as before.
"""

from __future__ import annotations

import heapq
from typing import NamedTuple

import numpy as np

from haal.linkage.engines.compiled import compiled
from haal.linkage.engines.tables import Flags, Whole
from haal.linkage.reports.groups import BETTER_BY, FAR, GRAIN, JOIN, ROUNDS_MAX

FAR_GRAINS, JOIN_GRAINS, BETTER_GRAINS = (round(each / GRAIN) for each in (FAR, JOIN, BETTER_BY))
_STAYS = -1
_NONE = -1


class Near(NamedTuple):
    """The links of each report, both ways: those of report n from `begins[n]` to `begins[n + 1]`; scores in grains."""

    begins: Whole
    other: Whole
    score: Whole


class State(NamedTuple):
    """Who stands where: `home` of each; the members of a group as a chain from `head[group]` by `after` and `before`; `free`: numbers
    that no group has, `counts[0]` of them. `total`, `known`, `is_near`: sums by group while one is asked, and `touched` which.
    """

    home: Whole
    head: Whole
    after: Whole
    before: Whole
    size: Whole
    free: Whole
    counts: Whole
    total: Whole
    known: Whole
    is_near: Whole
    touched: Whole


@compiled
def near_of(count: int, ends: tuple[Whole, Whole], score: Whole) -> Near:
    """Lay out links by their reports."""
    begins = np.zeros(count + 1, dtype=np.int64)
    for each in ends:
        for one in each:
            begins[one + 1] += 1
    begins = np.cumsum(begins)
    at = begins.copy()
    other, both = np.empty(2 * len(score), dtype=np.int64), np.empty(2 * len(score), dtype=np.int64)
    for link in range(len(score)):
        one, two = ends[0][link], ends[1][link]
        other[at[one]], both[at[one]] = two, score[link]
        other[at[two]], both[at[two]] = one, score[link]
        at[one] += 1
        at[two] += 1
    return Near(begins, other, both)


@compiled
def settled(home: Whole, near: Near) -> Whole:
    """Let each report move to the group it fits best, or stand alone when it fits none, until nobody moves.

    `home`: for each report the lowest number in its group; so is what is returned.
    """
    state = _begun(home)
    ask = np.ones(len(home), dtype=np.bool_)
    for _ in range(ROUNDS_MAX):
        if not _round(ask, near, state):
            break
    found = np.empty_like(home)
    for one in range(len(home)):
        found[one] = _first(state.home[one], state)
    return found


@compiled
def _begun(home: Whole) -> State:
    count = len(home)
    state = State(
        home.copy(),
        np.full(count, _NONE, dtype=np.int64),
        np.full(count, _NONE, dtype=np.int64),
        np.full(count, _NONE, dtype=np.int64),
        np.zeros(count, dtype=np.int64),
        np.empty(count, dtype=np.int64),
        np.zeros(1, dtype=np.int64),
        np.zeros(count, dtype=np.int64),
        np.zeros(count, dtype=np.int64),
        np.zeros(count, dtype=np.int64),
        np.empty(count, dtype=np.int64),
    )
    for one in range(count - 1, -1, -1):
        _add(one, home[one], state)
    for group in range(count):
        if state.size[group] == 0:
            state.free[state.counts[0]] = group
            state.counts[0] += 1
    return state


@compiled
def _round(ask: Flags, near: Near, state: State) -> bool:
    """Ask those of `ask` and whomever a move concerns, in order; `ask` holds whom to ask in the next round. Return whether any move."""
    heap = [one for one in range(len(ask)) if ask[one]]
    waiting = ask.copy()
    ask[:] = False
    moved = False
    while len(heap) > 0:
        one = heapq.heappop(heap)
        waiting[one] = False
        to = _wanted(one, near, state)
        if to == _STAYS:
            continue
        moved = True
        own = state.home[one]
        _leave(one, state)
        _add(one, to, state)
        for group in (own, to):
            each = state.head[group]
            while each != _NONE:
                _again((each, one), (ask, waiting), heap)
                for link in range(near.begins[each], near.begins[each + 1]):
                    if near.score[link] > JOIN_GRAINS:
                        _again((near.other[link], one), (ask, waiting), heap)
                each = state.after[each]
    return moved


@compiled
def _again(who: tuple[int, int], lists: tuple[Flags, Flags], heap: list[int]) -> None:
    """Have a report asked once more: in this round when its turn is still to come, or else in the next."""
    each, now = who
    ask, waiting = lists
    if each <= now:
        ask[each] = True
    elif not waiting[each]:
        waiting[each] = True
        heapq.heappush(heap, each)


@compiled
def _wanted(one: int, near: Near, state: State) -> int:
    """Return the group to which a report would move, or `_STAYS`."""
    own, touched = state.home[one], 0
    for link in range(near.begins[one], near.begins[one + 1]):
        group = state.home[near.other[link]]
        if state.known[group] == 0:
            state.touched[touched] = group
            touched += 1
        state.total[group] += near.score[link]
        state.known[group] += 1
        if near.score[link] > JOIN_GRAINS:
            state.is_near[group] = 1
    stays = _gain(own, state.size[own] - 1, state)
    best, to = 0, _STAYS
    for at in range(touched):
        group = state.touched[at]
        if group != own and state.is_near[group]:
            gain = _gain(group, state.size[group], state)
            if gain > best or (gain == best and to != _STAYS and _first(group, state) < _first(to, state)):
                best, to = gain, group
    for at in range(touched):
        group = state.touched[at]
        state.total[group], state.known[group], state.is_near[group] = 0, 0, 0
    if best > max(stays, 0) + BETTER_GRAINS:
        return to
    alone: int = state.free[state.counts[0] - 1]
    return alone if stays < -BETTER_GRAINS else _STAYS


@compiled
def _gain(group: int, others: int, state: State) -> int:
    gain: int = state.total[group] + FAR_GRAINS * (others - state.known[group]) - JOIN_GRAINS * others
    return gain


@compiled
def _first(group: int, state: State) -> int:
    """Return the lowest number in a group."""
    found: int = state.head[group]
    each = found
    while each != _NONE:
        found = min(found, each)
        each = state.after[each]
    return found


@compiled
def _leave(one: int, state: State) -> None:
    group, before, after = state.home[one], state.before[one], state.after[one]
    if before == _NONE:
        state.head[group] = after
    else:
        state.after[before] = after
    if after != _NONE:
        state.before[after] = before
    state.size[group] -= 1
    if state.size[group] == 0:
        state.free[state.counts[0]] = group
        state.counts[0] += 1


@compiled
def _add(one: int, group: int, state: State) -> None:
    """Put a report into a group; one that nobody had is the last of `free`."""
    if state.counts[0] > 0 and state.free[state.counts[0] - 1] == group:
        state.counts[0] -= 1
    first = state.head[group]
    state.after[one], state.before[one] = first, _NONE
    if first != _NONE:
        state.before[first] = one
    state.head[group], state.home[one] = one, group
    state.size[group] += 1

"""One kind of need as a net: groups of people on one side, offers and districts on the other.

The one thing to know: people of one place see the same offers, so they are one group, a row; who waits in a group are those
whose waiting costs least. A column is an offer with room for so many, or, behind the offers, a district where people wait:
each quarter of its people costs more than the one before. Numbers are whole, so that a plan is whole and exact.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from haal.domain.aid.cost import AREA_POINTS, lack_steps
from haal.domain.ids import NeedId

FAR = 1 << 50  # no way: more than any sum of costs, and far from the end of 64 bits

type Whole = NDArray[np.int64]


@dataclass(frozen=True, slots=True, order=True)
class Stair:
    """A need in its group: what waiting costs each person, the later asked first among equals, and how many they are."""

    points: int
    asked_before: float
    need_id: NeedId
    count: int = field(compare=False)


@dataclass(slots=True)
class Group:
    """People of one place: their needs, those whose waiting costs least first, and how many of them wait."""

    district: int
    stairs: list[Stair] = field(default_factory=list)
    without: int = 0
    _next: tuple[int, int, int] = (-1, 0, 0)  # for how many without `next_wait` was looked up last, and what it was

    @property
    def count(self) -> int:
        """How many people they are."""
        return sum(stair.count for stair in self.stairs)

    def begin(self, stairs: list[Stair]) -> None:
        """Be a group of these needs, of whom nobody waits."""
        self.stairs, self.without, self._next = stairs, 0, (-1, 0, 0)

    def put(self, stair: Stair) -> None:
        """Add a need in its order."""
        insort(self.stairs, stair)
        self._next = (-1, 0, 0)

    def take(self, need_id: NeedId) -> Stair:
        """Take a need out."""
        at = next(at for at, stair in enumerate(self.stairs) if stair.need_id == need_id)
        self._next = (-1, 0, 0)
        return self.stairs.pop(at)

    def next_wait(self) -> tuple[int, int]:
        """Return what it costs when one more waits, and for how many; FAR when all wait."""
        if self._next[0] != self.without:
            self._next = (self.without, *self._look_next())
        return self._next[1:]

    def _look_next(self) -> tuple[int, int]:
        left = self.without
        for stair in self.stairs:
            if left < stair.count:
                return stair.points, stair.count - left
            left -= stair.count
        return FAR, 0

    def last_wait(self) -> tuple[int, int]:
        """Return what is saved when one of those who wait is served, and for how many; 0 people when nobody waits."""
        left = self.without
        for stair in self.stairs:
            if left <= stair.count:
                return (stair.points, left) if left else (0, 0)
            left -= stair.count
        return 0, 0

    def waiting(self) -> dict[NeedId, int]:
        """Return how many of each need wait."""
        left, found = self.without, {}
        for stair in self.stairs:
            found[stair.need_id] = min(left, stair.count)
            left -= found[stair.need_id]
        return found


@dataclass(slots=True)
class District:
    """Where people wait: how many asked for this kind, and how many are without now."""

    asked: int = 0
    without: int = 0

    @property
    def points(self) -> int:
        """What its lack costs."""
        return sum(count * points for count, points in lack_steps(self.asked, self.without))

    def next_step(self) -> tuple[int, int]:
        """Return what one more without adds, and for how many."""
        for quarter, points in enumerate(AREA_POINTS[:-1], 1):
            room = self.asked * quarter // 4 - self.without
            if room > 0:
                return points, room
        return AREA_POINTS[-1], FAR

    def last_step(self) -> tuple[int, int]:
        """Return what one fewer without saves, and for how many; 0 people when nobody is."""
        if self.without == 0:
            return 0, 0
        below, found = 0, (AREA_POINTS[0], self.without)
        for quarter, points in enumerate(AREA_POINTS):
            if self.without > below:
                found = (points, self.without - below)
            below = max(below, self.asked * (quarter + 1) // 4)
        return found


@dataclass(frozen=True, slots=True)
class Near:
    """Where people of each row may go without prices, one row after the other: to which column, and at what cost."""

    row: Whole
    column: Whole
    cost: Whole
    waits: Whole  # where in these each row's district stands, at no cost of its own


class Net:
    """Groups, offers and districts of one kind, and the plan that is kept. Row 0 is for a need that comes in."""

    def __init__(self) -> None:
        """Begin empty, with the row for guests."""
        self.groups: list[Group] = [Group(district=0)]
        self.districts: list[District] = [District()]
        self.way: Whole = np.full((1, 0), FAR, dtype=np.int64)
        self.flow: Whole = np.zeros((1, 0), dtype=np.int64)
        self.room: Whole = np.zeros(0, dtype=np.int64)
        self.used: Whole = np.zeros(0, dtype=np.int64)  # the flow into each offer
        self.row_price: Whole = np.zeros(1, dtype=np.int64)
        self.column_price: Whole = np.zeros(1, dtype=np.int64)
        self.rows_of: list[list[int]] = [[]]  # of each district
        self._near: Near | None = None  # the ways of all rows but the guests'

    def fill(self, groups: Sequence[Group], way: Whole, room: Sequence[int]) -> None:
        """Begin with these rows below the guests', and these columns."""
        self.groups += groups
        self.forget_near()
        self.way = np.vstack([np.full((1, len(room)), FAR, dtype=np.int64), way])
        self.flow = np.zeros_like(self.way)
        self.room = np.array(room, dtype=np.int64)
        self.used = np.zeros_like(self.room)
        self.row_price = np.zeros(len(self.groups), dtype=np.int64)
        self.column_price = np.zeros(len(room) + len(self.districts), dtype=np.int64)
        for row, group in enumerate(groups, 1):
            self.rows_of[group.district].append(row)

    def add_district(self) -> int:
        """Add a column behind all, and return its number among districts."""
        self.districts.append(District())
        self.rows_of.append([])
        self.column_price = np.append(self.column_price, np.int64(0))
        return len(self.districts) - 1

    def add_group(self, district: int, way: Whole) -> int:
        """Add a row, and return its number."""
        self.groups.append(Group(district=district))
        self.way = np.vstack([self.way, way[None, :]])
        self.flow = np.vstack([self.flow, np.zeros((1, self.room.size), dtype=np.int64)])
        row = len(self.groups) - 1
        self.rows_of[district].append(row)
        self.row_price = np.append(self.row_price, (self.column_price[: self.room.size] - way).max(initial=0))
        return row

    def add_offer(self, room: int, way: Whole) -> int:
        """Add a column, and return its number. `way`: for each group but the guests' row."""
        self.forget_near()
        column, at = np.concatenate([np.array([FAR], dtype=np.int64), way]), self.room.size
        self.way = np.column_stack([self.way, column])
        self.flow = np.column_stack([self.flow, np.zeros(len(self.groups), dtype=np.int64)])
        self.room = np.append(self.room, np.int64(room))
        self.used = np.append(self.used, np.int64(0))
        self.column_price = np.insert(self.column_price, at, min(0, int((column + self.row_price).min())))
        return at

    def near(self) -> Near:
        """Return the ways there are: for each row the offers that fit, a tenth or two of all, and last its district."""
        if self._near is None or self._near.waits.size != len(self.groups) - 1:
            self._near = self._ways_of(1, len(self.groups))
        own, others = self._ways_of(0, 1), self._near
        return Near(
            np.concatenate([own.row, others.row]),
            np.concatenate([own.column, others.column]),
            np.concatenate([own.cost, others.cost]),
            np.concatenate([own.waits, others.waits + own.row.size]),
        )

    def _ways_of(self, first: int, end: int) -> Near:
        row, column = np.nonzero(self.way[first:end] < FAR)
        upto, rows = np.bincount(row, minlength=end - first).cumsum(), np.arange(first, end)
        districts = [self.room.size + group.district for group in self.groups[first:end]]
        return Near(
            np.insert(row + first, upto, rows),
            np.insert(column, upto, districts),
            np.insert(self.way[row + first, column], upto, 0),
            upto + np.arange(end - first),
        )

    def forget_near(self) -> None:
        """Look for the ways anew: an offer came or went."""
        self._near = None

    def cost(self) -> int:
        """Return what the kept plan costs."""
        used = self.flow > 0
        ways = int((self.flow[used] * self.way[used]).sum())
        waits = 0
        for group in self.groups:
            waiting = group.waiting()
            waits += sum(waiting[stair.need_id] * stair.points for stair in group.stairs)
        return ways + waits + sum(district.points for district in self.districts)

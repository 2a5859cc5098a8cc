"""What speaks for and against each pair of records, as levels: days, distance, names, counts. Level 0 is "not known".

The one thing to know: an agreement speaks by how rare it is. Two sets that both say 2 killed agree on what they say every
day; 43 and 44 killed is hardly chance. The same holds for names (`haal.linkage.records.names`).
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from haal.geometry.distance import Point, km_between
from haal.linkage.records.block import Pairs, days_between
from haal.linkage.records.names import Names
from haal.linkage.records.record import Count, Record
from haal.linkage.scorer.model import Form, Levels

FORM = Form(
    name="records",
    codes=("days", "km", "name", "local", "cover", "area", "killed", "injured", "civilians", "sides"),
    sizes=(6, 8, 7, 6, 6, 4, 11, 8, 6, 4),
)
KM = (150, 80, 40, 20, 10, 4)
NATS = (0.7, 1.7, 2.6, 3.6, 4.6)  # of the rarest shared name
NATS_LOCAL = (1.5, 2.6, 3.6, 4.6)
COVER = (0.01, 0.3, 0.6, 0.9)
AREA = (0.3, 0.9)
MANY_AT_ONE_POINT = 3  # different towns or districts: then the point stands for none of them


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What must be known of both whole sets to judge one pair: their names, points that mean nothing, how common counts are."""

    names: Names
    vague: frozenset[Point]
    ranges: Mapping[str, tuple[_Ranges, _Ranges]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ranges:
    """The lowest and highest numbers of every record of a set."""

    low: NDArray[np.int64]
    high: NDArray[np.int64]

    def share(self, count: Count, *, slack: int) -> float:
        """Return how many of a set's records agree with a count to within `slack`."""
        return float(((self.low - slack <= count.high) & (self.high + slack >= count.low)).mean())


def around(left: Sequence[Record], right: Sequence[Record], *, names: Names) -> Around:
    """Look over both sets once."""
    kinds = [
        kind for kind in ("killed", "injured") if all(any(kind in one.counts for one in side) for side in (left, right))
    ]
    return Around(
        names=names,
        vague=_vague(left) | _vague(right),
        ranges={kind: (_ranges(left, kind), _ranges(right, kind)) for kind in kinds},
    )


def levels_of(left: Sequence[Record], right: Sequence[Record], *, pairs: Pairs, around: Around) -> Levels:
    """Return one row of levels for each pair."""
    rows = np.zeros((len(pairs), len(FORM.codes)), dtype=np.int16)
    for at, (mine, yours) in enumerate(pairs.tolist()):
        rows[at] = _row(left[mine], right[yours], around) + _names(mine, yours, around.names)
    return rows


def _row(mine: Record, yours: Record, around: Around) -> NDArray[np.int16]:
    """Return the levels of everything but names."""
    row = np.zeros(len(FORM.codes), dtype=np.int16)
    row[0] = _days(mine, yours)
    row[1] = _km(mine, yours, around.vague)
    row[6] = _killed(mine, yours, around)
    row[7] = _injured(mine, yours, around)
    row[8] = _civilians(mine, yours)
    row[9] = _sides(mine, yours)
    return row


def _names(mine: int, yours: int, names: Names) -> NDArray[np.int16]:
    """Return the levels of names, in a row where the rest is 0."""
    shared = names.compare(mine, yours)
    row = np.zeros(len(FORM.codes), dtype=np.int16)
    if shared.known:
        row[2], row[4] = step(shared.rarest, NATS), step(shared.cover, COVER)
    if shared.local_known:
        row[3] = step(shared.local, NATS_LOCAL)
    if shared.area_known:
        row[5] = step(shared.area, AREA)
    return row


def step(value: float, edges: Sequence[float]) -> int:
    """Return 1 below the first edge, and one more for each edge that is reached."""
    return 1 + sum(value >= edge for edge in edges)


def _days(mine: Record, yours: Record) -> int:
    gap = days_between(mine, yours)
    if gap:
        return max(1, 4 - gap)
    exact = mine.first == mine.last and yours.first == yours.last and not mine.around_days and not yours.around_days
    return 5 if exact and mine.first == yours.first else 4


def _km(mine: Record, yours: Record, vague: frozenset[Point]) -> int:
    if mine.point is None or yours.point is None or mine.point in vague or yours.point in vague:
        return 0
    km = km_between(mine.point, yours.point)
    return 1 + sum(km < edge for edge in KM)


def _killed(mine: Record, yours: Record, around: Around) -> int:
    """Return 10 for a rare toll that both name, down to 1 for tolls that are far apart; 6 to 8: one apart (the attacker)."""
    one, other = mine.counts.get("killed"), yours.counts.get("killed")
    if one is None or other is None:
        return 0
    gap = gap_between(one, other)
    share = _common(one, other, around, kind="killed", slack=gap) if gap <= 1 else 1.0
    if gap == 0:
        return 7 + sum(share < edge for edge in (0.3, 0.15, 0.05))
    if gap == 1:
        return 6 + sum(share < edge for edge in (0.2, 0.06))
    return 1 + sum(_off(one, other) < edge for edge in (4, 2.5, 1.5, 0.8))


def _injured(mine: Record, yours: Record, around: Around) -> int:
    one, other = mine.counts.get("injured"), yours.counts.get("injured")
    if one is None or other is None:
        return 0
    if gap_between(one, other):
        return 1 + sum(_off(one, other) < edge for edge in (2.5, 1.2, 0.6))
    share = _common(one, other, around, kind="injured", slack=0)
    return 5 + sum(share < edge for edge in (0.3, 0.1))


def _civilians(mine: Record, yours: Record) -> int:
    one, other = mine.counts.get("civilians"), yours.counts.get("civilians")
    if one is None or other is None:
        return 0
    if gap_between(one, other):
        return 1 + sum(_off(one, other) < edge for edge in (2, 1))
    return 5 if one.high and other.high else 4


def _sides(mine: Record, yours: Record) -> int:
    """Return 3 when the side that lost least, of those that lost any, lost one: an attacker who died, whichever side it was."""
    told = yours.sides or mine.sides
    if not told:
        return 0
    lost = [number for number in told if number]
    if lost and lost[0] == 1:
        return 3
    return 1 if lost else 2


def _common(one: Count, other: Count, around: Around, *, kind: str, slack: int) -> float:
    """Return how common it is to agree as well as these two do, in the set where it is commoner."""
    left, right = around.ranges[kind]
    return max(right.share(one, slack=slack), left.share(other, slack=slack))


def gap_between(one: Count, other: Count) -> int:
    """Return how far two ranges are apart, 0 when they meet."""
    return max(0, one.low - other.high, other.low - one.high)


def _off(one: Count, other: Count) -> float:
    """Return the gap in units of how much such numbers vary."""
    return gap_between(one, other) / math.sqrt(1 + min(one.high, other.high))


def _ranges(records: Sequence[Record], kind: str) -> _Ranges:
    counts = [record.counts[kind] for record in records if kind in record.counts]
    return _Ranges(low=np.array([one.low for one in counts]), high=np.array([one.high for one in counts]))


def _vague(records: Sequence[Record]) -> frozenset[Point]:
    """Return points that a set gives to several towns or districts, as if they were one."""
    named: dict[Point, set[str]] = defaultdict(set)
    for record in records:
        if record.point is not None:
            named[record.point].add(
                next((said.lower() for kind in ("city", "district", "place") if (said := record.words.get(kind))), "")
            )
    return frozenset(point for point, names in named.items() if len(names) >= MANY_AT_ONE_POINT)

"""What each report meets among those after it, scored: in its cells and those around, under its names, and in time.

The one thing to know: the blocks of `reports.pairs`. Within a month of all days that are told of it a report meets what stands in its
cell or the cells around, or under one of its names; reports that tell a long stretch and no day, or nothing of when, meet under a name
somewhat longer. As every list is in order of time, what a report meets there is one stretch; a mark for whom it has met keeps each
pair single.
"""

from __future__ import annotations

from typing import NamedTuple

from haal.linkage.engines.compiled import compiled
from haal.linkage.engines.compiled.scored import Facts, Found, Met, keep
from haal.linkage.engines.layout import FAR_DAYS, MONTH, NEVER, Reports
from haal.linkage.engines.spots import Lists
from haal.linkage.engines.tables import Whole


class Blocks(NamedTuple):
    """Where a report is looked for: by its place the cells near it and its names, by cell and by name the reports in order of time;
    `timeless`: by name, those alone that tell no day.
    """

    near: Lists
    names: Lists
    in_cell: Lists
    in_name: Lists
    timeless: Lists


@compiled
def meet(span: tuple[int, int, float], given: tuple[Blocks, Facts], room: tuple[Met, Found]) -> int:
    """Lay down the pairs above the bar of the reports from the first to before the second of `span`.

    Return the first report that was not looked at, for want of room.
    """
    begin, end, above = span
    blocks, facts = given
    met, found = room
    found.size[0] = 0
    for one in range(begin, end):
        met.size[0] = 0
        _within_a_month(one, (blocks.near, blocks.in_cell, facts.reports), met)
        _within_a_month(one, (blocks.names, blocks.in_name, facts.reports), met)
        if facts.reports.is_timeless[one]:
            _far(one, (blocks.names, blocks.timeless, facts.reports), met)
        if found.size[0] + met.size[0] > len(found.one):
            return one
        keep((one, above), facts, room)
    return end


@compiled
def _within_a_month(one: int, where: tuple[Lists, Lists, Reports], met: Met) -> None:
    """Meet what stands in the lists of a report's place and begins within a month of its days."""
    asked, stand, reports = where
    spot, until = reports.spot[one], reports.last[one] + MONTH
    for at_list in range(asked.begins[spot], asked.begins[spot + 1]):
        number = asked.values[at_list]
        end = stand.begins[number + 1]
        for at in range(_after(stand.values, (stand.begins[number], end), one), end):
            other = stand.values[at]
            if reports.first[other] > until:
                break
            if met.by[other] != one:
                met.by[other] = one
                met.other[met.size[0]] = other
                met.size[0] += 1


@compiled
def _far(one: int, where: tuple[Lists, Lists, Reports], met: Met) -> None:
    """Meet what tells no day either: what tells nothing of when at all, and stretches up to `FAR_DAYS` away."""
    asked, stand, reports = where
    spot, until = reports.spot[one], reports.last[one] + FAR_DAYS
    for at_list in range(asked.begins[spot], asked.begins[spot + 1]):
        number = asked.values[at_list]
        end = stand.begins[number + 1]
        at = _after(stand.values, (stand.begins[number], end), one)
        while at < end:
            other = stand.values[at]
            at += 1
            if until < reports.first[other] < NEVER:
                at = _from_day(stand.values, (at, end), (reports.first, NEVER))
            elif met.by[other] != one and (
                reports.first[other] == NEVER or reports.is_stretch[one] or reports.is_stretch[other]
            ):
                met.by[other] = one
                met.other[met.size[0]] = other
                met.size[0] += 1


@compiled
def _after(every: Whole, ends: tuple[int, int], one: int) -> int:
    """Return the place in a rising list of the first that is greater."""
    low, high = ends
    while low < high:
        middle = (low + high) // 2
        if every[middle] <= one:
            low = middle + 1
        else:
            high = middle
    return low


@compiled
def _from_day(every: Whole, ends: tuple[int, int], days: tuple[Whole, int]) -> int:
    """Return the place in a list of the first that begins on a day or later."""
    low, high = ends
    first, day = days
    while low < high:
        middle = (low + high) // 2
        if first[every[middle]] < day:
            low = middle + 1
        else:
            high = middle
    return low

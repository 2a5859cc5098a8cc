"""The score of pairs of reports, by looking up; a pair is let go as soon as what is still missing cannot lift it to the bar.

The one thing to know: the sums are made in the order in which `Model.score` makes them, so the last digit is the same. Places cost
most and come last. Great circles are taken from the straight line between points of the unit ball.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from haal.geometry.distance import EARTH_RADIUS_KM
from haal.linkage.engines.compiled import compiled
from haal.linkage.engines.layout import DAY, NOTHING, STRETCH, TOLD, Reports
from haal.linkage.engines.spots import Places
from haal.linkage.engines.tables import NO_POINT, WIDE_AT, Numbers, Weights, Whole
from haal.linkage.reports.levels import KM_SAME, WIDE_KM, WIDE_MORE_KM, toll
from haal.linkage.reports.near.days import DAYS, GAP, LAG, LATE_LEAST, LATE_MOST, PUBLISHED, SPAN, UNDATED

PLACED_SIZE = 16  # more than `Weights.placed` has
KM_SAME_LEVEL = 5
_SMALL_TOLLS = 64
_SMALL = np.zeros((_SMALL_TOLLS, _SMALL_TOLLS), dtype=np.int8)  # looked up by figures and one, 0: not told
_SMALL[1:, 1:] = [[toll(here, there) for there in range(_SMALL_TOLLS - 1)] for here in range(_SMALL_TOLLS - 1)]
_SAME_EDGES_KM, _SAME_APART_KM = KM_SAME


class Facts(NamedTuple):
    """Everything that a pair is looked up in."""

    reports: Reports
    places: Places
    weights: Weights


class Met(NamedTuple):
    """Whom a report meets, `size` of them, each once; `by`: for each report who met it last."""

    other: Whole
    by: Whole
    size: Whole


class Found(NamedTuple):
    """Where pairs are laid down, `size` of them; there is room for all that one report can meet."""

    one: Whole
    other: Whole
    score: Numbers
    size: Whole


@compiled
def keep(here: tuple[int, float], facts: Facts, room: tuple[Met, Found]) -> None:
    """Lay down the pairs of a report with those it met that score above the bar; never two reports of one page."""
    one, above = here
    reports, places, weights = facts
    met, found = room
    page, known, what, spot = reports.page[one], reports.known[one], reports.what[one], reports.spot[one]
    begin, end = reports.begin[one], reports.end[one]
    killed, injured, taken = reports.tolls[one]
    laid = found.size[0]
    for at in range(met.size[0]):
        other = met.other[at]
        if page != 0 and page == reports.page[other]:
            continue
        time = time_at((known, reports.known[other]), (begin - reports.end[other], reports.begin[other] - end))
        side = weights.side[time]
        score = weights.time[time] + weights.what[side, what, reports.what[other]]
        if not score > above - weights.rest[side, 1]:
            continue
        tolls = weights.toll[side, 0, toll_level(killed, reports.tolls[other, 0])]
        tolls += weights.toll[side, 1, toll_level(injured, reports.tolls[other, 1])]
        score += tolls + weights.toll[side, 2, toll_level(taken, reports.tolls[other, 2])]
        if score > above - weights.rest[side, 0]:
            where = places.shares[spot, reports.spot[other]] if len(places.shares) else 0
            if where == 0:
                where = _share(spot, reports.spot[other], places)
            score += weights.name[side, where // PLACED_SIZE] + weights.placed[side, where % PLACED_SIZE]
            if score > above:
                found.one[laid], found.other[laid], found.score[laid] = one, other, score
                laid += 1
    found.size[0] = laid


@compiled
def time_at(known: tuple[int, int], gaps: tuple[int, int]) -> int:
    """Return the place in the table of time, by what is known of two reports and the days from the end of each to the begin of the
    other.
    """
    here, there = known
    if here == NOTHING or there == NOTHING:
        return UNDATED
    if here + there == DAY + TOLD and here != STRETCH and there != STRETCH:
        late = gaps[1] if here == DAY else gaps[0]
        return LAG + min(max(late, LATE_LEAST), LATE_MOST) - LATE_LEAST
    gap = min(max(gaps[0], gaps[1], 0), GAP - 1)
    if here != there:
        return SPAN + gap
    return (DAYS if here == DAY else PUBLISHED if here == TOLD else SPAN) + gap


@compiled
def toll_level(here: int, there: int) -> int:
    """Return what `levels.toll` says of two figures; 0 when one is not told (-1)."""
    if max(here, there) < _SMALL_TOLLS - 1:
        found: int = _SMALL[here + 1, there + 1]
        return found
    return _large_level(here, there)


@compiled
def _large_level(here: int, there: int) -> int:
    low, high = min(here, there), max(here, there)
    if low < 0:
        return 0
    if low == high:
        return 6
    if high <= 1.2 * low or high - low <= 1:
        return 5
    return 3 if high <= 2 * low else (2 if high <= 4 * low else 1)


@compiled
def _name(here: int, there: int, places: Places) -> int:
    """Return the level of the names that two places share; 0 when one has none."""
    names = places.names
    if names[here, 0] < 0 or names[there, 0] < 0:
        return 0
    shared = 0.0
    for at in range(names.shape[1]):
        name = names[here, at]
        if name < 0:
            break
        for beside in range(names.shape[1]):
            if names[there, beside] == name:
                shared += places.worth[name]
                break
    return _level(places.names_at, shared)


@compiled
def _share(here: int, there: int, places: Places) -> int:
    """Return the levels of the names and of the distance of two places as one number, and keep it where there is room."""
    found = _name(here, there, places) * PLACED_SIZE + _placed(here, there, places)
    if len(places.shares):
        places.shares[here, there] = found
    return found


@compiled
def _placed(here: int, there: int, places: Places) -> int:
    """Return the place in `Weights.placed`: no distance where one has no point."""
    radius = places.radius
    if math.isnan(radius[here, 0]) or math.isnan(radius[there, 0]):
        return NO_POINT
    wider = max(radius[here, 0], radius[there, 0])
    apart = _km(places.points[here, 0], places.points[there, 0])
    if wider >= WIDE_KM:
        return WIDE_AT + (1 if apart > wider + WIDE_MORE_KM else 2)
    nearest = math.inf
    for at in range(radius.shape[1]):
        for beside in range(radius.shape[1]):
            if not (math.isnan(radius[here, at]) or math.isnan(radius[there, beside])):
                between = _km(places.points[here, at], places.points[there, beside])
                nearest = min(nearest, max(0.0, between - 0.5 * (radius[here, at] + radius[there, beside])))
    if nearest <= _SAME_EDGES_KM and apart <= _SAME_APART_KM:
        return KM_SAME_LEVEL
    return _level(places.km_at, -nearest)


@compiled
def _level(edges: Numbers, value: float) -> int:
    """Return 1 below the first edge, and one more for every edge that is reached."""
    found = 1
    for edge in edges:
        if value >= edge:
            found += 1
    return found


@compiled
def _km(one: Numbers, other: Numbers) -> float:
    squares = (one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2 + (one[2] - other[2]) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, 0.5 * math.sqrt(squares)))

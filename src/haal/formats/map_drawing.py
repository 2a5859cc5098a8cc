"""The public map as plain shapes: cells, marks at district seats, and towns to find one's way; the page adds words.

No outline of the country is drawn because none with an open licence was at hand; the operator may import one. Levels
are 1 to 3 by how many incidents an area has. Small by construction: whole pixels, one path per area.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import hypot
from statistics import fmean

from haal.domain.gazetteer import Gazetteer, Place
from haal.geometry import svg
from haal.geometry.cells import Cell, boundary, resolution_of
from haal.geometry.distance import Point

WIDTH = 800
TOWNS_MAX = 30
NEAR_PX = 40  # a town farther from every area helps nobody to find one
MARK_PX = 12  # radius of a district's mark
LETTER_PX, LINE_PX = 9, 19  # room that a letter and a line of a label take, generously
PHONE_TIMES = 2  # on a phone labels are drawn so much bigger, and those that then have no room are left out
LEVELS = (4, 10)  # up to 4 incidents: level 1; up to 10: level 2; more: level 3
_BALOCHISTAN = ((24.8, 60.8), (32.1, 70.3))  # what is drawn when there is nothing to show


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """An area with incidents: a cell named by its biggest town, or a district marked at its seat."""

    cell: Cell
    name: str
    province: str
    symbol: Point | None
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """One area as drawn: a path (cells) or a point (marks)."""

    area: Area
    level: int
    path: str = ""
    x: int = 0
    y: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    """A name on the map, beside its dot; `minor`: there is no room for it on a phone."""

    name: str
    x: int
    y: int
    label_x: int
    anchor: str
    minor: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """Everything on the map, in pixels of its own frame."""

    width: int
    height: int
    cells: tuple[Shape, ...]
    marks: tuple[Shape, ...]
    towns: tuple[Town, ...]


def draw(areas: Sequence[Area], atlas: Gazetteer) -> Drawing:
    """Return the drawing of all areas that have a place on a map."""
    points = [corner for area in areas for corner in _points(area)]
    frame = svg.frame_around(points if len(points) > 1 else list(_BALOCHISTAN), width=WIDTH)
    coarse_first = sorted((area for area in areas if area.cell), key=lambda area: (resolution_of(area.cell), area.cell))
    cells = [
        Shape(area=area, level=_level(area.count), path=svg.path(boundary(area.cell), frame)) for area in coarse_first
    ]
    marks = [_mark(area, area.symbol, frame) for area in areas if not area.cell and area.symbol]
    spots = [_spot(area, frame) for area in areas if area.cell or area.symbol]
    towns = _towns(atlas.places, spots=spots, frame=frame, first={area.name for area in areas})
    return Drawing(width=frame.width, height=frame.height, cells=tuple(cells), marks=tuple(marks), towns=towns)


def towns_around(
    *, x: float, y: float, radius: float, frame: svg.Frame, atlas: Gazetteer, name: str
) -> tuple[Town, ...]:
    """Return the towns that help to find a circle (pixels) on a drawing; the one called `name` first."""
    spot = _Spot(x=x, y=y, radius=radius, is_mark=False)
    return _towns(atlas.places, spots=[spot], frame=frame, first={name})


def _points(area: Area) -> Iterable[Point]:
    if area.cell:
        return boundary(area.cell)
    return [area.symbol] if area.symbol else []


def _mark(area: Area, point: Point, frame: svg.Frame) -> Shape:
    x, y = frame.pixel(point)
    return Shape(area=area, level=_level(area.count), x=x, y=y)


def _level(count: int) -> int:
    return 1 + sum(count > most for most in LEVELS)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Spot:
    """Where an area lies on the drawing, as a circle around it."""

    x: float
    y: float
    radius: float
    is_mark: bool


def _spot(area: Area, frame: svg.Frame) -> _Spot:
    corners = [frame.pixel(point) for point in _points(area)]
    x, y = fmean(x for x, _ in corners), fmean(y for _, y in corners)
    radius = MARK_PX if not area.cell else max(hypot(x - corner[0], y - corner[1]) for corner in corners)
    return _Spot(x=x, y=y, radius=radius, is_mark=not area.cell)


def _towns(places: Iterable[Place], *, spots: Sequence[_Spot], frame: svg.Frame, first: set[str]) -> tuple[Town, ...]:
    """Return towns in or near the areas whose names have room: those that name an area, then the biggest."""
    shown: list[Town] = []
    ordered = sorted(
        (place for place in places if place.kind == "town" and frame.holds(place.point)),
        key=lambda place: (place.name not in first, -place.people, place.place_id),
    )
    for place in ordered:
        x, y = frame.pixel(place.point)
        if len(shown) < TOWNS_MAX and any(hypot(x - spot.x, y - spot.y) <= spot.radius + NEAR_PX for spot in spots):
            town = _town(place.name, x=x, y=y, spots=spots, width=frame.width)
            if not any(_overlap(town, other, times=1) or _is_beside(town, other) for other in shown):
                in_the_way = any(_overlap(town, other, times=PHONE_TIMES) for other in shown if not other.minor)
                shown.append(replace(town, minor=in_the_way or not _fits(town, frame.width, times=PHONE_TIMES)))
    return tuple(shown)


def _town(name: str, *, x: int, y: int, spots: Sequence[_Spot], width: int) -> Town:
    """Return the town with its name to the right of its dot, or to the left when it would run out of the drawing."""
    beside = MARK_PX if any(spot.is_mark and hypot(x - spot.x, y - spot.y) <= MARK_PX for spot in spots) else 0
    right = Town(name=name, x=x, y=y, label_x=x + beside + 5, anchor="start", minor=False)
    return right if _fits(right, width, times=PHONE_TIMES) else replace(right, label_x=x - beside - 5, anchor="end")


def _sides(town: Town, *, times: int) -> tuple[int, int]:
    """Return from where to where the name goes, dot and all."""
    length = len(town.name) * LETTER_PX * times
    return (town.x, town.label_x + length) if town.anchor == "start" else (town.label_x - length, town.x)


def _fits(town: Town, width: int, *, times: int) -> bool:
    left, right = _sides(town, times=times)
    return left >= 0 and right <= width


def _overlap(one: Town, other: Town, *, times: int) -> bool:
    left, right = _sides(one, times=times)
    other_left, other_right = _sides(other, times=times)
    return left <= other_right and other_left <= right and abs(one.y - other.y) < LINE_PX * times


def _is_beside(one: Town, other: Town) -> bool:
    return hypot(one.x - other.x, one.y - other.y) < MARK_PX

"""The public map as plain shapes: cells, marks at district seats, and towns to find one's way; the page adds words.

No outline of the country is drawn because none with an open licence was at hand; the operator may import one. Levels
are 1 to 3 by how many incidents an area has. Small by construction: whole pixels, one path per area.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from haal.domain.gazetteer import Gazetteer, Place
from haal.geometry import svg
from haal.geometry.cells import Cell, boundary, resolution_of
from haal.geometry.distance import Point

WIDTH = 800
TOWNS_MAX = 40
TOWN_GAP_PX = 34  # a smaller town this near to a bigger one is left out
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
    """A name on the map."""

    name: str
    x: int
    y: int


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
    provinces = {area.province for area in areas}
    towns = _towns((place for place in atlas.places if place.adm1 in provinces), frame)
    return Drawing(width=frame.width, height=frame.height, cells=tuple(cells), marks=tuple(marks), towns=towns)


def _points(area: Area) -> Iterable[Point]:
    if area.cell:
        return boundary(area.cell)
    return [area.symbol] if area.symbol else []


def _mark(area: Area, point: Point, frame: svg.Frame) -> Shape:
    x, y = frame.pixel(point)
    return Shape(area=area, level=_level(area.count), x=x, y=y)


def _level(count: int) -> int:
    return 1 + sum(count > most for most in LEVELS)


def _towns(places: Iterable[Place], frame: svg.Frame) -> tuple[Town, ...]:
    """Return the biggest towns in the frame that do not stand in each other's way."""
    shown: list[Town] = []
    biggest_first = sorted((place for place in places if place.kind == "town"), key=lambda place: -place.people)
    for place in biggest_first:
        if len(shown) >= TOWNS_MAX or not frame.holds(place.point):
            continue
        x, y = frame.pixel(place.point)
        if all(abs(x - other.x) > TOWN_GAP_PX * 2 or abs(y - other.y) > TOWN_GAP_PX / 2 for other in shown):
            shown.append(Town(name=place.name, x=x, y=y))
    return tuple(shown)

"""Cells of the H3 grid: the only areas in which Haal speaks of places.

A cell is H3's own text form (15 hexadecimal letters); `to_number` and `from_number` turn it into the 64-bit integer
that a database indexes well. Mean areas in km2: resolution 3 12,393; 4 1,770; 5 253; 6 36; 7 5.2; 8 0.74; 9 0.11. A
parent does not quite cover its children's outlines, so membership is always asked of the finest cell's ancestors
(`parent`), never of outlines. Which cell may be shown to the public is `coarsen`'s question.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from math import asin, atan2, cos, degrees, pi, radians, sin

import h3

from haal.geometry.distance import EARTH_RADIUS_KM, Point

CELLS_MAX = 50_000
_CIRCLE_CORNERS = 36

type Cell = str


class TooManyCells(ValueError):
    """The area is too wide for cells this fine; ask at a coarser resolution."""


def cell_of(lat: float, lon: float, resolution: int) -> Cell:
    """Return the cell that holds the point."""
    cell: str = h3.latlng_to_cell(lat, lon, resolution)
    return cell


def is_cell(text: str) -> bool:
    """Return whether `text` names a cell (for what comes from outside)."""
    return re.fullmatch("[0-9a-fA-F]{15,16}", text) is not None and bool(h3.is_valid_cell(text))


def resolution_of(cell: Cell) -> int:
    """Return 0 (continent) to 15 (square metre)."""
    return int(h3.get_resolution(cell))


def parent(cell: Cell, resolution: int) -> Cell:
    """Return the ancestor at `resolution`; the cell itself at its own.

    Raises:
        ValueError: `resolution` is finer than the cell's: a bug.
    """
    if resolution > resolution_of(cell):
        raise ValueError("a parent is never finer than its child")
    ancestor: str = h3.cell_to_parent(cell, resolution)
    return ancestor


def disk(cell: Cell, rings: int = 1) -> frozenset[Cell]:
    """Return the cell and its neighbours up to `rings` steps away."""
    return frozenset(h3.grid_disk(cell, rings))


def boundary(cell: Cell) -> tuple[Point, ...]:
    """Return the corners as `(lat, lon)`, five to ten of them, not closed."""
    return tuple((float(lat), float(lon)) for lat, lon in h3.cell_to_boundary(cell))


def centre(cell: Cell) -> Point:
    """Return the middle of the cell as `(lat, lon)`."""
    lat, lon = h3.cell_to_latlng(cell)
    return float(lat), float(lon)


def cells_of_circle(*, lat: float, lon: float, radius_km: float, resolution: int) -> frozenset[Cell]:
    """Return every cell that a circle touches, however slightly: nobody inside it is left out.

    Raises:
        TooManyCells: more than `CELLS_MAX` would be needed.
    """
    around = radius_km / cos(pi / _CIRCLE_CORNERS)  # the corners stand outside, so that the sides stay outside too
    corners = [_away(lat, lon, km=around, bearing=2 * pi * step / _CIRCLE_CORNERS) for step in range(_CIRCLE_CORNERS)]
    touched = cells_of_polygon(corners, resolution) if radius_km > 0 else frozenset[Cell]()
    return touched | {cell_of(lat, lon, resolution)}


def cells_of_polygon(ring: Sequence[Point], resolution: int) -> frozenset[Cell]:
    """Return every cell that the polygon touches; `ring` is its outline as `(lat, lon)`, closed or not.

    Raises:
        TooManyCells: more than `CELLS_MAX` would be needed.
        ValueError: fewer than three corners.
    """
    if len(set(ring)) < 3:
        raise ValueError("a polygon has at least three corners")
    outline = h3.LatLngPoly(list(ring))
    if _area_km2(ring) / float(h3.average_hexagon_area(resolution, unit="km^2")) > CELLS_MAX:
        raise TooManyCells
    return frozenset(h3.polygon_to_cells_experimental(outline, resolution, contain="overlap"))


def coarsest_cover(cells: Iterable[Cell]) -> tuple[Cell, ...]:
    """Return the same area in as few cells as exactly possible, sorted (for a short list in a message)."""
    return tuple(sorted(h3.compact_cells(sorted(set(cells)))))


def finest_of(cells: Iterable[Cell], resolution: int) -> frozenset[Cell]:
    """Return every cell of this resolution in `cells`, none of which is finer: what `coarsest_cover` was made of."""
    return frozenset(h3.uncompact_cells(sorted(set(cells)), resolution))


def outlines(cells: Iterable[Cell]) -> tuple[tuple[Point, ...], ...]:
    """Return the outer rings of what the cells cover, each closed, as `(lat, lon)`, largest first; holes are filled."""
    shape = h3.cells_to_h3shape(sorted(set(cells)), tight=False)
    rings = [tuple((float(lat), float(lon)) for lat, lon in polygon.outer) for polygon in shape]
    return tuple((*ring, ring[0]) for ring in sorted(rings, key=len, reverse=True))


def to_number(cell: Cell) -> int:
    """Return the cell as a positive 63-bit integer."""
    return int(h3.str_to_int(cell))


def from_number(number: int) -> Cell:
    """Return the cell of such an integer."""
    cell: str = h3.int_to_str(number)
    return cell


def ranges(numbers: Iterable[int]) -> tuple[tuple[int, int], ...]:
    """Return the cells, all of one resolution and as integers, as few closed ranges of integers that hold no other cell.

    The children of one cell follow each other as integers, so a wide area is few ranges and a database reads each in one go.
    """
    found: list[tuple[int, int]] = []
    for number in sorted(set(numbers)):
        if found and number == _next(found[-1][1]):
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return tuple(found)


def _next(number: int) -> int:
    """Return the integer of the cell that follows at the same resolution; a digit goes from 0 to 6 (H3 index, bit layout)."""
    resolution = (number >> 52) & 15
    number += 1 << 3 * (15 - resolution)
    for digit in range(resolution, 0, -1):
        shift = 3 * (15 - digit)
        if (number >> shift) & 7 != 7:
            break
        number += 1 << shift
    return number


def _away(lat: float, lon: float, *, km: float, bearing: float) -> Point:
    """Return the point `km` away in the direction `bearing` (radians from north)."""
    arc, here = km / EARTH_RADIUS_KM, radians(lat)
    there = asin(sin(here) * cos(arc) + cos(here) * sin(arc) * cos(bearing))
    east = atan2(sin(bearing) * sin(arc) * cos(here), cos(arc) - sin(here) * sin(there))
    return degrees(there), (lon + degrees(east) + 180) % 360 - 180


def _area_km2(ring: Sequence[Point]) -> float:
    """Return a rough area (shoelace on a local plane), good enough for a limit."""
    shrink = cos(radians(sum(lat for lat, _ in ring) / len(ring)))
    pairs = zip(ring, [*ring[1:], ring[0]], strict=True)
    twice = sum(here[1] * there[0] - there[1] * here[0] for here, there in pairs)
    return abs(twice) / 2 * shrink * (EARTH_RADIUS_KM * pi / 180) ** 2

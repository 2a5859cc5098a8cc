"""The area of one warning as a drawing: its cells, its circle, and the towns by which somebody finds it.

What people are warned of is the cells; the circle is what was meant. Both are drawn, so that whoever agrees sees how far
beyond the circle messages go. No words; the page adds them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from haal.domain.gazetteer import Gazetteer
from haal.formats.map_drawing import Town, towns_around
from haal.geometry import svg
from haal.geometry.cells import boundary
from haal.geometry.distance import Point

WIDTH = 640
KM_A_DEGREE = 111.195


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaDrawing:
    """Everything on the drawing, in pixels. `cells` is one path of all cells; what is meant is `outline`, or else the circle."""

    width: int
    height: int
    cells: str
    outline: str
    x: int
    y: int
    radius: int
    towns: tuple[Town, ...]


def draw_area(
    *,
    lat: float,
    lon: float,
    radius_km: float,
    cells: Sequence[str],
    outlines: Sequence[Sequence[Point]] = (),
    name: str,
    atlas: Gazetteer,
) -> AreaDrawing | None:
    """Return the drawing, or None when there is no cell to draw."""
    hexagons = [boundary(cell) for cell in cells]
    if not hexagons:
        return None
    frame = svg.frame_around([corner for hexagon in hexagons for corner in hexagon], width=WIDTH)
    x, y = frame.pixel((lat, lon))
    radius = round(radius_km / KM_A_DEGREE * frame.height / (frame.north - frame.south))
    return AreaDrawing(
        width=frame.width,
        height=frame.height,
        cells="".join(svg.path(hexagon, frame) for hexagon in hexagons),
        outline="".join(svg.path(outline, frame) for outline in outlines),
        x=x,
        y=y,
        radius=max(radius, 2),
        towns=towns_around(x=x, y=y, radius=radius, frame=frame, atlas=atlas, name=name),
    )

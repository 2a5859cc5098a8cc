"""Outlines to SVG paths: a map that is drawn on the server, small enough for a weak phone, and needs no script.

A `Frame` turns degrees into whole pixels (equirectangular, true at the frame's middle: over one province nobody sees
the difference to Mercator). Paths use relative whole-pixel steps, which compress well. `fit` simplifies outlines
until they keep within a number of bytes. It knows no colours and no words; the page does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import cos, radians

from shapely.geometry import Polygon

from haal.geometry.distance import Point

_TOLERANCES = (0.0, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0)  # pixels


class TooLarge(ValueError):
    """Even the coarsest drawing does not keep within the budget."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """The part of the earth that is drawn, and how wide in pixels."""

    south: float
    west: float
    north: float
    east: float
    width: int = 800

    @property
    def height(self) -> int:
        """Return the height in pixels that keeps shapes true in the middle of the frame."""
        return max(1, round(self.width * (self.north - self.south) / ((self.east - self.west) * self._shrink)))

    @property
    def _shrink(self) -> float:
        return cos(radians((self.south + self.north) / 2))

    def pixel(self, point: Point) -> tuple[int, int]:
        """Return `(x, y)` of a point, y downward."""
        x = (point[1] - self.west) / (self.east - self.west) * self.width
        y = (self.north - point[0]) / (self.north - self.south) * self.height
        return round(x), round(y)

    def holds(self, point: Point) -> bool:
        """Return whether the point is inside the frame."""
        return self.south <= point[0] <= self.north and self.west <= point[1] <= self.east


def frame_around(points: Sequence[Point], *, width: int = 800, margin: float = 0.05) -> Frame:
    """Return a frame that holds all points with a margin (a share of its size).

    Raises:
        ValueError: no point.
    """
    if not points:
        raise ValueError("a frame needs a point")
    lats, lons = [lat for lat, _ in points], [lon for _, lon in points]
    pad = max(margin * (max(lats) - min(lats)), margin * (max(lons) - min(lons)), 0.05)
    return Frame(south=min(lats) - pad, west=min(lons) - pad, north=max(lats) + pad, east=max(lons) + pad, width=width)


def path(ring: Sequence[Point], frame: Frame) -> str:
    """Return the `d` of a closed path; empty when the outline has no area at this size."""
    return _path([frame.pixel(point) for point in ring])


def fit(rings: Sequence[Sequence[Point]], frame: Frame, *, bytes_max: int) -> tuple[str, ...]:
    """Return one path per outline, in order, simplified only as far as all of them together need.

    Raises:
        TooLarge: they do not fit at any tolerance.
    """
    for tolerance in _TOLERANCES:
        paths = tuple(_path(_simplified([frame.pixel(point) for point in ring], tolerance)) for ring in rings)
        if sum(map(len, paths)) <= bytes_max:
            return paths
    raise TooLarge


def _simplified(ring: list[tuple[int, int]], tolerance: float) -> list[tuple[int, int]]:
    if tolerance == 0 or len(set(ring)) < 4:
        return ring
    outline = Polygon(ring).simplify(tolerance).exterior
    return [(round(x), round(y)) for x, y in outline.coords]


def _path(pixels: Sequence[tuple[int, int]]) -> str:
    corners = [pixel for place, pixel in enumerate(pixels) if place == 0 or pixel != pixels[place - 1]]
    if len(corners) > 1 and corners[0] == corners[-1]:
        corners = corners[:-1]
    if len(corners) < 3:
        return ""
    steps = [f"{there[0] - here[0]} {there[1] - here[1]}".replace(" -", "-") for here, there in pairwise(corners)]
    return f"M{corners[0][0]} {corners[0][1]}l{' '.join(steps)}z"

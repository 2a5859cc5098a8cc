"""Outlines of areas: in which of them does a point lie, and where is the middle of one.

Shapes come as GeoJSON geometries in degrees. The one thing to know: an outline that crosses itself is mended, not
refused, since half of the published districts have one that does; where two outlines lie over each other, the smaller
one is the answer. Areas over the date line are not for this.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from shapely import STRtree, make_valid
from shapely.errors import ShapelyError
from shapely.geometry import MultiPolygon, Polygon, mapping, shape
from shapely.geometry import Point as Spot
from shapely.geometry.base import BaseGeometry

from haal.geometry.distance import Point, km_between

DIGITS = 5  # of a degree: one metre


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """One area. `point` lies inside it; `radius_km` is how far its farthest corner is from there."""

    geometry: Mapping[str, Any]
    point: Point
    radius_km: float


class Outlines:
    """Areas by key, to be asked for a point. Built once, then only read."""

    def __init__(self, areas: Sequence[tuple[str, Mapping[str, Any]]]) -> None:
        """Index the areas: pairs of key and geometry."""
        self._keys = [key for key, _ in areas]
        self._shapes = [shape(geometry) for _, geometry in areas]
        self._tree = STRtree(self._shapes)

    def at(self, point: Point) -> str | None:
        """Return the key of the area in which a point lies, or None."""
        held = [int(at) for at in self._tree.query(Spot(point[1], point[0]), predicate="intersects")]
        return self._keys[min(held, key=lambda at: (self._shapes[at].area, at))] if held else None


def outline(geometry: Mapping[str, Any]) -> Outline:
    """Return the outline of a polygon or several.

    Raises:
        ValueError: no area, no numbers, or not in degrees.
    """
    try:
        drawn = _areas_of(make_valid(shape(geometry)))
    except (ShapelyError, TypeError, KeyError, IndexError, AttributeError, ValueError) as error:
        raise ValueError(type(error).__name__) from None
    if drawn.is_empty:
        raise ValueError("no area")
    west, south, east, north = drawn.bounds
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise ValueError("numbers beyond 180 and 90")
    inside = drawn.representative_point()
    point = (round(inside.y, DIGITS), round(inside.x, DIGITS))
    hull = drawn.convex_hull.exterior.coords
    radius_km = max(km_between(point, (lat, lon)) for lon, lat, *_ in hull)
    return Outline(geometry=_rounded(drawn), point=point, radius_km=round(radius_km, 1))


def _areas_of(drawn: BaseGeometry) -> BaseGeometry:
    """Return the areas alone: mending may leave lines and points beside them."""
    parts = [drawn] if isinstance(drawn, Polygon) else list(getattr(drawn, "geoms", ()))
    polygons = [one for part in parts for one in getattr(part, "geoms", [part]) if isinstance(one, Polygon)]
    return polygons[0] if len(polygons) == 1 else MultiPolygon(polygons)


def _rounded(drawn: BaseGeometry) -> Mapping[str, Any]:
    told = mapping(drawn)
    return {"type": told["type"], "coordinates": _round(told["coordinates"])}


def _round(numbers: object) -> object:
    if isinstance(numbers, float | int):
        return round(float(numbers), DIGITS)
    return [_round(one) for one in numbers] if isinstance(numbers, list | tuple) else numbers

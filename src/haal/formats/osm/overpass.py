"""Overpass JSON: what `out center`, `out geom`, `out bb` or `out; >; out skel` of a query gives.

The one thing to know: a query that ran out of time says so in `remark` and still gives what it had; such a file is taken,
and nothing counts as gone because of it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from haal.domain.errors import Malformed
from haal.formats.osm.element import Extract, middle
from haal.geometry.distance import Point

TYPES = frozenset({"node", "way", "relation"})


def is_overpass(raw: bytes) -> bool:
    """Return whether the beginning of a file looks like Overpass JSON."""
    begin = raw[:2000].lstrip(b"\xef\xbb\xbf \r\n\t")
    return begin.startswith(b"{") and b'"elements"' in raw[:100_000] and b'"FeatureCollection"' not in begin


def read(raw: bytes, *, tell: Callable[[int, int], None] = lambda _done, _total: None) -> Extract:
    """Return the gathering places of the file. Raises Malformed when it is no Overpass JSON."""
    try:
        told = json.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise Malformed("file", expected="Overpass JSON", got=type(error).__name__) from None
    elements = told.get("elements") if isinstance(told, dict) else None
    if not isinstance(elements, list):
        raise Malformed("file", expected="Overpass JSON with elements", got=type(told).__name__)
    extract = Extract(is_whole="remark" not in told)
    points = dict(_points(elements))
    for row, element in enumerate(elements, 1):
        _add(extract, element, row=row, points=points)
        tell(row, len(elements))
    return extract


def _add(extract: Extract, element: object, *, row: int, points: Mapping[str, Point]) -> None:
    if not isinstance(element, dict) or element.get("type") not in TYPES:
        extract.fault(f"element {row}", "type", expected="node, way or relation", got=type(element).__name__)
        return
    tags = element.get("tags")
    if not isinstance(tags, dict):
        return
    number = element.get("id")
    if not isinstance(number, int) or isinstance(number, bool):
        extract.fault(f"element {row}", "id", expected="a whole number", got=type(number).__name__)
        return
    plain = {str(key): value for key, value in tags.items() if isinstance(value, str)}
    extract.add(f"{element['type']}/{number}", plain, _point(element, points))


def _points(elements: list[Any]) -> Iterator[tuple[str, Point]]:
    """Yield where the nodes lie, then the middles of the ways made of them."""
    nodes = {}
    for element in elements:
        if isinstance(element, dict) and element.get("type") == "node" and (point := _lat_lon(element)):
            nodes[element.get("id")] = point
            yield f"node/{element.get('id')}", point
    for element in elements:
        if isinstance(element, dict) and element.get("type") == "way" and isinstance(element.get("nodes"), list):
            refs = [one for one in element["nodes"] if isinstance(one, int)]
            if point := middle(nodes[one] for one in refs if one in nodes):
                yield f"way/{element.get('id')}", point


def _point(element: Mapping[str, Any], points: Mapping[str, Point]) -> Point | None:
    """Return where the element lies: its own point, its centre, its box, its geometry, or what it is made of."""
    if (own := _lat_lon(element)) or (own := _lat_lon(element.get("center"))):
        return own
    bounds = element.get("bounds")
    if isinstance(bounds, dict):
        corners = [{"lat": bounds.get(f"{side}lat"), "lon": bounds.get(f"{side}lon")} for side in ("min", "max")]
        return middle(point for point in map(_lat_lon, corners) if point)
    if isinstance(element.get("geometry"), list):
        return middle(point for point in map(_lat_lon, element["geometry"]) if point)
    if element["type"] == "way":
        return points.get(f"way/{element.get('id')}")
    members = element.get("members")
    return middle(_of_members(members, points)) if isinstance(members, list) else None


def _of_members(members: list[Any], points: Mapping[str, Point]) -> Iterator[Point]:
    for member in members:
        if not isinstance(member, dict):
            continue
        if own := _lat_lon(member):
            yield own
        elif isinstance(member.get("geometry"), list):
            yield from (point for point in map(_lat_lon, member["geometry"]) if point)
        elif known := points.get(f"{member.get('type')}/{member.get('ref')}"):
            yield known


def _lat_lon(value: object) -> Point | None:
    if not isinstance(value, dict):
        return None
    lat, lon = value.get("lat"), value.get("lon")
    numbers = [one for one in (lat, lon) if isinstance(one, int | float) and not isinstance(one, bool)]
    return (float(numbers[0]), float(numbers[1])) if len(numbers) == 2 else None

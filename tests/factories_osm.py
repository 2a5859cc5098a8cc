"""Small extracts of OpenStreetMap, made by the tests themselves: the same elements as Overpass JSON and as pbf."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

SIDE = 0.0004
NODES_FROM, WAYS_FROM = 10_000_000, 20_000_000
AMENITIES = ("school", "place_of_worship", "marketplace", "clinic", "bus_station", "townhall")


def element(number: int, *, shape: str = "node", lat: float = 29.9, lon: float = 66.9, **tags: str) -> dict[str, Any]:
    """Return one place; a way is a small square, a relation a square of one ring. A school unless said otherwise."""
    return {"id": number, "shape": shape, "lat": lat, "lon": lon, "tags": {"amenity": "school", **tags}}


def town(count: int) -> list[dict[str, Any]]:
    """Return so many places of six kinds and three shapes on a grid, each with a name of its own."""
    shapes = ("node", "way", "relation")
    return [
        element(
            n + 1,
            shape=shapes[n % 3],
            lat=round(29.5 + (n // 100) * 0.01, 5),
            lon=round(66.5 + (n % 100) * 0.01, 5),
            amenity=AMENITIES[n % len(AMENITIES)],
            name=f"{AMENITIES[n % len(AMENITIES)]} of quarter {n}".replace("_", " "),
        )
        for n in range(count)
    ]


def corners(one: dict[str, Any]) -> list[tuple[float, float]]:
    """Return the four corners of the square around the place, as (lat, lon)."""
    lat, lon = one["lat"], one["lon"]
    return [(lat - SIDE, lon - SIDE), (lat - SIDE, lon + SIDE), (lat + SIDE, lon + SIDE), (lat + SIDE, lon - SIDE)]


def written_json(folder: Path, elements: Sequence[dict[str, Any]], *, name: str = "places.json", **more: Any) -> Path:
    """Write the places as `out center` of Overpass gives them."""
    told = []
    for one in elements:
        where = {"lat": one["lat"], "lon": one["lon"]}
        told.append(
            {"type": one["shape"], "id": one["id"], "tags": one["tags"]}
            | (where if one["shape"] == "node" else {"center": where})
        )
    path = folder / name
    path.write_text(json.dumps({"version": 0.6, "elements": told, **more}, ensure_ascii=False), "utf-8")
    return path


def written_pbf(
    folder: Path,
    elements: Sequence[dict[str, Any]],
    *,
    name: str = "places.osm.pbf",
    box: tuple[float, float, float, float] | None = None,
) -> Path:
    """Write the places as a pbf extract with all their nodes."""
    import osmium
    from osmium.osm import mutable

    path = folder / name
    header = osmium.io.Header()
    if box:
        header.add_box(osmium.osm.Box(osmium.osm.Location(box[1], box[0]), osmium.osm.Location(box[3], box[2])))
    with osmium.SimpleWriter(str(path), overwrite=True, header=header) as writer:
        for one in elements:
            if one["shape"] == "node":
                writer.add_node(mutable.Node(id=one["id"], location=(one["lon"], one["lat"]), tags=one["tags"]))
        drawn = [one for one in elements if one["shape"] != "node"]
        for one in drawn:
            for n, (lat, lon) in enumerate(corners(one)):
                writer.add_node(mutable.Node(id=NODES_FROM + one["id"] * 4 + n, location=(lon, lat)))
        for one in sorted(drawn, key=lambda one: (one["shape"] == "relation", one["id"])):
            refs = [NODES_FROM + one["id"] * 4 + n for n in (0, 1, 2, 3, 0)]
            number, tags = (one["id"], one["tags"]) if one["shape"] == "way" else (WAYS_FROM + one["id"], {})
            writer.add_way(mutable.Way(id=number, nodes=refs, tags=tags))
        for one in drawn:
            if one["shape"] == "relation":
                members = [("w", WAYS_FROM + one["id"], "outer")]
                tags = {"type": "multipolygon", **one["tags"]}
                writer.add_relation(mutable.Relation(id=one["id"], members=members, tags=tags))
    return path

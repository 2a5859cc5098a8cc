"""Open data as GeoJSON (RFC 7946): each incident as its public cell, or as a mark at its district's seat.

A mark says `"area": "district"`: it is a symbol for the whole district and never the place of the event. An incident
of which only a province is told, or nothing, has a null geometry, as the standard allows.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from haal.domain.public_place import PublicPlace
from haal.domain.publication import PublicIncident
from haal.formats import public_json
from haal.geometry.cells import boundary, resolution_of

MEDIA_TYPE = "application/geo+json"
_HIDDEN = {"place", "id"}


def feature_collection(incidents: Iterable[PublicIncident], *, note: str) -> bytes:
    """Return the collection; `note` is said once, beside the features."""
    features = [feature(incident) for incident in incidents]
    return encoded({"type": "FeatureCollection", "note": note, "features": features})


def feature(incident: PublicIncident) -> dict[str, Any]:
    """Return one incident as a feature; its properties are the public JSON's own fields."""
    plain: dict[str, Any] = json.loads(public_json.write(incident))
    place = incident.place
    return {
        "type": "Feature",
        "id": incident.id,
        "geometry": geometry(place),
        "properties": {
            **{key: value for key, value in plain.items() if key not in _HIDDEN},
            "province": place.province,
            "district": place.district,
            "area_name": place.name,
            "h3_cell": place.cell,
            "area": width_of(place),
        },
    }


def geometry(place: PublicPlace) -> dict[str, Any] | None:
    """Return the cell as a polygon, or the mark of a district at its seat; None: of a province, or of nowhere."""
    if place.cell:
        ring = [[round(lon, 6), round(lat, 6)] for lat, lon in boundary(place.cell)]
        return {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}
    if place.symbol and place.district:
        return {"type": "Point", "coordinates": [place.symbol[1], place.symbol[0]]}
    return None


def width_of(place: PublicPlace) -> str:
    """Return how coarse the place is."""
    if place.cell:
        return f"h3 cell, resolution {resolution_of(place.cell)}"
    if place.district:
        return "district"
    return "province" if place.province else "not told"


def encoded(value: dict[str, Any]) -> bytes:
    """Return the collection as bytes."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8")

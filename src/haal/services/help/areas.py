"""Roughly where a typed place is: a district from our own list and a coarse cell, never the words themselves.

The one thing to know: what somebody typed is not kept in clear, so only what the gazetteer knows comes out of here.
"""

from __future__ import annotations

from haal.domain import gazetteer
from haal.domain.need import AREA_RESOLUTION, Area
from haal.geometry.cells import cell_of


def area_of(*, words: str, district: str) -> Area:
    """Return the area of the likeliest reading; an empty one when nothing is known by that name."""
    places = gazetteer.standard()
    readings = places.resolve(words, district=district)
    if not readings:
        return Area()
    best = readings[0]
    known = places.place(best.place_id)
    return Area(district=known.adm2 if known else "", cell=cell_of(best.lat, best.lon, AREA_RESOLUTION))


def districts() -> tuple[str, ...]:
    """Return the names a form can offer, in order."""
    return tuple(
        sorted({place.adm2 for place in gazetteer.standard().places if place.kind == "district" and place.adm2})
    )

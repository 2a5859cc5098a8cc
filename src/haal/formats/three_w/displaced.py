"""Families driven out as a table in the shape of IOM's displacement tracking, and with the room there is as GeoJSON.

The one thing to know: a row is one district of origin in one area; each area is a cell that hides a home, or a whole
district marked at its seat. People and ages are of those who arrived, as far as they were counted.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from haal.domain.shelter.family import Band
from haal.domain.shelter.shown import FamiliesRow, RoomRow, Shown
from haal.formats import geojson
from haal.formats.three_w import hxl
from haal.formats.three_w.hxl import Sheet

_AGES = (
    (Band.F0, "female_0_4", "#affected+idps+ind+f+age_0_4"),
    (Band.F5, "female_5_17", "#affected+idps+ind+f+age_5_17"),
    (Band.F18, "female_18_59", "#affected+idps+ind+f+age_18_59"),
    (Band.F60, "female_60_plus", "#affected+idps+ind+f+age_60plus"),
    (Band.M0, "male_0_4", "#affected+idps+ind+m+age_0_4"),
    (Band.M5, "male_5_17", "#affected+idps+ind+m+age_5_17"),
    (Band.M18, "male_18_59", "#affected+idps+ind+m+age_18_59"),
    (Band.M60, "male_60_plus", "#affected+idps+ind+m+age_60plus"),
)
_NUMBERS = (
    ("families_present", "#affected+idps+hh+present"),
    ("families_arrived", "#affected+idps+hh+arrived"),
    ("families_left", "#affected+idps+hh+left"),
    ("people_arrived", "#affected+idps+ind+arrived"),
    *((header, tag) for _, header, tag in _AGES),
    ("people_with_disability", "#affected+idps+ind+disabled"),
)
_COLUMNS = (
    ("reporting_date", "#date+reported"),
    *hxl.PLACE,
    ("origin_admin2_name", "#adm2+origin+name"),
    *_NUMBERS,
    hxl.FEWER,
    ("needs", "#need+list"),
    ("last_counted", "#date+last"),
    ("operation_status", "#status"),
    ("note", "#meta+note"),
)
CORRECTED = "being counted anew"


def dtm(shown: Shown) -> Sheet:
    """Return the table of families."""
    return Sheet(columns=_COLUMNS, rows=tuple(_cells(row, on=shown.on) for row in shown.families))


def areas(shown: Shown) -> bytes:
    """Return families and room as GeoJSON, a feature for each row; `about` says which of the two it is."""
    features = [_feature(row, about="families", told=_told(row)) for row in shown.families]
    features += [_feature(row, about="room", told=_room(row)) for row in shown.rooms]
    collection = {"type": "FeatureCollection", "note": hxl.NOTE, "on": shown.on.isoformat(), "features": features}
    return geojson.encoded(collection)


def _cells(row: FamiliesRow, *, on: date) -> tuple[object, ...]:
    ages = (row.ages.get(band, "") for band, _, _ in _AGES)
    shown = (row.there, row.arrived, row.left, row.people_arrived, *ages, row.disabled)
    numbers = hxl.numbers([header for header, _ in _NUMBERS], shown)
    needs = " ".join(kind.value for kind in row.needs)
    status = CORRECTED if row.is_corrected else "active"
    return (on, *hxl.place(row.where), row.home, *numbers, needs, row.last_day, status, hxl.NOTE)


def _told(row: FamiliesRow) -> dict[str, Any]:
    return {
        "origin": row.home,
        "families_present": row.there,
        "families_arrived": row.arrived,
        "families_left": row.left,
        "people_arrived": row.people_arrived,
        "needs": " ".join(kind.value for kind in row.needs),
    }


def _room(row: RoomRow) -> dict[str, Any]:
    return {"shelters": row.shelters, "has_room": row.has_room, "places": row.places, "places_free": row.free}


def _feature(row: FamiliesRow | RoomRow, *, about: str, told: dict[str, Any]) -> dict[str, Any]:
    where = dict(zip((header for header, _ in hxl.PLACE), hxl.place(row.where), strict=True))
    status = CORRECTED if row.is_corrected else "active"
    properties = {"about": about, **where, **told, "status": status}
    return {"type": "Feature", "geometry": geojson.geometry(row.where), "properties": properties}

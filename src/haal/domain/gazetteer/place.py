"""A place of the gazetteer, and how its rows are read from a table.

The one thing to know: `kind` says how exact a name is (spot, settlement, town, district, division, province), and only
towns and settlements are counted by the rule that hides homes.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from haal.geometry.distance import Point

SETTLEMENTS = frozenset({"town", "settlement"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One row of the gazetteer. `people` 0: not known."""

    place_id: str
    name: str
    alternates: tuple[str, ...]
    kind: str
    adm1: str
    adm2: str
    lat: float
    lon: float
    radius_km: float
    people: int

    @property
    def point(self) -> Point:
        """Return `(lat, lon)`."""
        return self.lat, self.lon


def read(path: Path) -> Iterator[Place]:
    """Yield the places of a file with the columns of `data/places.csv`."""
    with path.open(encoding="utf-8", newline="") as lines:
        yield from (_place(row) for row in csv.DictReader(lines))


def joined(places: Iterable[Place], more: Iterable[Place]) -> tuple[Place, ...]:
    """Return both; a row of `more` whose id is known adds its spellings to the known one and corrects its district."""
    known = {place.place_id: place for place in places}
    for place in more:
        if before := known.get(place.place_id):
            spellings = dict.fromkeys((*before.alternates, *place.alternates))
            known[place.place_id] = replace(before, alternates=tuple(spellings), adm2=place.adm2 or before.adm2)
        else:
            known[place.place_id] = place
    return tuple(known.values())


def with_seats(places: Iterable[Place]) -> tuple[Place, ...]:
    """Return the places; a district and the town that it is named after have each other's spellings."""
    listed = tuple(places)
    districts = {(place.adm1, place.adm2): place for place in listed if place.kind == "district"}
    spellings: dict[str, dict[str, None]] = {}
    for place in listed:
        district = districts.get((place.adm1, place.adm2))
        if place.kind in SETTLEMENTS and district and {place.name, *place.alternates} & {district.name}:
            both = dict.fromkeys((*place.alternates, *district.alternates))
            spellings[place.place_id] = both
            spellings.setdefault(district.place_id, {}).update(both)
    return tuple(
        replace(place, alternates=tuple(name for name in spellings[place.place_id] if name != place.name))
        if place.place_id in spellings
        else place
        for place in listed
    )


def _place(row: Mapping[str, str]) -> Place:
    return Place(
        place_id=row["place_id"],
        name=row["name"],
        alternates=tuple(name for name in row["alternates"].split("|") if name),
        kind=row["kind"],
        adm1=row["adm1"],
        adm2=row["adm2"],
        lat=float(row["lat"]),
        lon=float(row["lon"]),
        radius_km=float(row["radius_km"]),
        people=int(row["population"] or 0),
    )

"""Place names to readings: which places may these words mean, and how surely.

A name is never one point: `resolve` gives up to five readings, each with a radius and a weight, best first. Spelling
and script do not matter (`index`); a district named beside it, or a point nearby, decides between namesakes
(`reading`). The data is public: `data/places.csv`, `data/places-own.csv`, and what an operator has brought (`haal geo
import`). Which area may be shown to the public is `haal.domain.public_place`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from haal.domain.gazetteer.brought import Brought, read_all
from haal.domain.gazetteer.hits import NAME_WORDS_MAX
from haal.domain.gazetteer.index import Index
from haal.domain.gazetteer.place import SETTLEMENTS, Place, joined, read, with_seats
from haal.domain.gazetteer.reading import namesakes_of
from haal.domain.gazetteer.reading import read as readings
from haal.domain.gazetteer.words import COMMON, words_in
from haal.domain.report import PlaceCandidate
from haal.geometry.distance import Point, km_between
from haal.geometry.outlines import Outlines
from haal.language import seeds

__all__ = ["SETTLEMENTS", "Gazetteer", "Place", "look_in", "resolve", "shipped", "standard"]

_folders: list[Path] = []  # at most one: where what the operator has brought lies


class Gazetteer:
    """The places, indexed by spelling and by key. Built once, then only read."""

    def __init__(self, places: Iterable[Place], *, outlines: Outlines | None = None) -> None:
        """Index the places; `outlines` of districts have the ids of these."""
        self.places = tuple(places)
        self._outlines = outlines
        self._by_id = {place.place_id: place for place in self.places}
        self._index = Index(self.places)
        self._districts = {place.adm2: place for place in self.places if place.kind == "district"}
        self._namesakes = namesakes_of(tuple(self._districts.values()))

    @classmethod
    def from_csv(cls, path: Path) -> Gazetteer:
        """Return the gazetteer of a file with the columns of `data/places.csv`."""
        return cls(read(path))

    def place(self, place_id: str) -> Place | None:
        """Return the place of an id, or None."""
        return self._by_id.get(place_id)

    def district(self, name: str) -> Place | None:
        """Return a district's row, at its seat, by any spelling; None when there is no such district."""
        if not name:
            return None
        if name in self._districts:
            return self._districts[name]
        words = words_in(name)
        bare = words[:-1] if words[-1:] and words[-1].lower() in {"district", "agency"} else words
        for spelling in dict.fromkeys((words, bare)):
            found = [*self._index.spelt(spelling), *self._index.alike(spelling)]
            if district := next((named.place for named in found if named.place.kind == "district"), None):
                return district
        return None

    def known_at(self, name: str, point: Point, *, within_km: float) -> Place | None:
        """Return the nearest town, settlement or spot of this name, in any spelling, that lies so near."""
        words = words_in(name)
        found = [
            (km_between(point, named.place.point), named.place.place_id)
            for named in (*self._index.spelt(words), *self._index.alike(words))
            if named.place.kind in SETTLEMENTS or named.place.kind == "spot"
        ]
        near = [one for one in found if one[0] <= within_km]
        return self._by_id[min(near)[1]] if near else None

    def district_of(self, point: Point) -> Place | None:
        """Return the district whose outline holds the point; else, an estimate, that of the nearest place within 60 km."""
        if self._outlines and (place_id := self._outlines.at(point)):
            return self._by_id.get(place_id)
        near = [
            (km_between(point, place.point), place.adm2)
            for place in self.places
            if place.adm2
            and place.kind in SETTLEMENTS
            and abs(place.lat - point[0]) < 0.6
            and abs(place.lon - point[1]) < 0.7
        ]
        return self._districts.get(min(near)[1]) if near else None

    def province_of(self, point: Point) -> str:
        """Return the province of the nearest place within 250 km, or nothing."""
        near = min(((km_between(point, place.point), place.adm1) for place in self.places), default=(math.inf, ""))
        return near[1] if near[0] <= 250 else ""

    def named_in(self, text: str) -> tuple[tuple[str, tuple[Place, ...]], ...]:
        """Return every name of one to four words, written with a capital or in another script, that is spelt as here."""
        typed = words_in(text)
        found: list[tuple[str, tuple[Place, ...]]] = []
        taken: set[int] = set()
        for length in range(min(NAME_WORDS_MAX, len(typed)), 0, -1):
            for at in range(len(typed) - length + 1):
                run = range(at, at + length)
                if taken.intersection(run) or typed[at].islower() or (length == 1 and typed[at].lower() in COMMON):
                    continue
                if places := self._index.spelt(typed[at : at + length]):
                    taken.update(run)
                    found.append((" ".join(typed[at : at + length]), tuple(named.place for named in places)))
        return tuple(found)

    def resolve(self, words: str, *, district: str = "", near: Point | None = None) -> tuple[PlaceCandidate, ...]:
        """Return the readings of `words`, best first, weights summing to 1; empty when nothing is known by that name."""
        inside = self.district(district)
        return readings(words, index=self._index, namesakes=self._namesakes, district=inside, near=near)


def resolve(words: str, *, district: str = "", near: Point | None = None) -> tuple[PlaceCandidate, ...]:
    """Return the readings of `words` in the gazetteer that comes with Haal."""
    return standard().resolve(words, district=district, near=near)


@cache
def standard() -> Gazetteer:
    """Return the gazetteer that comes with Haal and what the operator has brought, read once per process."""
    brought = tuple(read_all(_folders[0] if _folders else None))
    return with_brought(shipped(), brought) if brought else shipped()


@cache
def shipped() -> Gazetteer:
    """Return the gazetteer that comes with Haal alone."""
    return Gazetteer(with_seats(joined(read(seeds.path("places.csv")), read(seeds.path("places-own.csv")))))


def look_in(folder: Path) -> None:
    """Take what the operator has brought from this folder from now on."""
    _folders[:] = [folder]
    standard.cache_clear()


def with_brought(atlas: Gazetteer, brought: Sequence[Brought]) -> Gazetteer:
    """Return the gazetteer with more places and outlines; a place of no known district gets that of its outline."""
    places = joined(atlas.places, (place for one in brought for place in one.places))
    drawn = {place_id: geometry for one in brought for place_id, geometry in one.outlines.items()}
    outlines = Outlines(list(drawn.items()))
    districts = {place.place_id: place for place in places if place.kind == "district"}
    return Gazetteer((_with_district(place, outlines, districts) for place in places), outlines=outlines)


def _with_district(place: Place, outlines: Outlines, districts: dict[str, Place]) -> Place:
    if place.adm2 or place.kind in {"province", "division"}:
        return place
    held = districts.get(outlines.at(place.point) or "")
    return replace(place, adm2=held.adm2, adm1=held.adm1) if held else place

"""Place names to readings: which places may these words mean, and how surely.

A name is never one point: `resolve` gives up to five readings, each with a radius and a weight, best first. Spelling
and script do not matter (`index`); a district named beside it, or a point nearby, decides between namesakes
(`reading`). The data is public: `data/places.csv`, `data/places-own.csv`, and what an operator has brought (`haal geo
import`). Which area may be shown to the public is `haal.domain.public_place`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from haal.domain.gazetteer.hits import NAME_WORDS_MAX
from haal.domain.gazetteer.index import Index
from haal.domain.gazetteer.place import SETTLEMENTS, Place, joined, read, with_seats
from haal.domain.gazetteer.reading import namesakes_of
from haal.domain.gazetteer.reading import read as readings
from haal.domain.gazetteer.words import COMMON
from haal.domain.report import PlaceCandidate
from haal.geometry.distance import Point, km_between
from haal.language import seeds
from haal.language.keys import words_of

__all__ = ["SETTLEMENTS", "Gazetteer", "Place", "resolve", "standard"]


class Gazetteer:
    """The places, indexed by spelling and by key. Built once, then only read."""

    def __init__(self, places: Iterable[Place]) -> None:
        """Index the places."""
        self.places = tuple(places)
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
        words = words_of(name)
        bare = words[:-1] if words[-1:] and words[-1].lower() in {"district", "agency"} else words
        for spelling in dict.fromkeys((words, bare)):
            found = [*self._index.spelt(spelling), *self._index.alike(spelling)]
            if district := next((named.place for named in found if named.place.kind == "district"), None):
                return district
        return None

    def district_of(self, point: Point) -> Place | None:
        """Return the district of the nearest place that has one, within 60 km; an estimate, there are no outlines."""
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
        typed = words_of(text)
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
    """Return the gazetteer that comes with Haal, read once per process."""
    return Gazetteer(with_seats(joined(read(seeds.path("places.csv")), read(seeds.path("places-own.csv")))))

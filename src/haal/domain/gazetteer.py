"""Place names to readings: which places may these words mean, and how surely.

A name is never one point: `resolve` gives up to five readings, each with a radius and a weight, best first. Spelling
and script do not matter (`haal.language.keys`); a district named beside it, or a point nearby, decides between
namesakes. The data is static and public (`data/places.csv`); which area may be shown to the public is
`haal.domain.public_place`.
"""

from __future__ import annotations

import csv
import math
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

from rapidfuzz.distance import JaroWinkler

from haal.domain.report import PlaceCandidate
from haal.geometry.distance import Point, km_between
from haal.language import seeds
from haal.language.keys import name_key, words_of

READINGS_MAX = 5
WORDS_MAX = 40  # of what a person typed; a name stands early
NAME_WORDS_MAX = 4
LIKENESS_MIN = 0.80  # of two spellings in one script with the same key
LIKENESS_MIN_SHORT = 0.92  # the same, where the key is one or two letters
SETTLEMENTS = frozenset({"town", "settlement"})
_SURENESS = {"town": 1.0, "settlement": 0.8, "spot": 0.9, "district": 0.3, "province": 0.05}
_AWAY = re.compile(r"(\d{1,3})\s*(?:-\s*)?(?:km|kilomet)", re.IGNORECASE)
# Words of places that are no names; a single one of them never finds a place.
_COMMON = frozenset(
    words_of(
        """
        a an and area at bazaar between bus by camp centre center city coast coastal college district
        division east from headquarters highway hills home hospital house in line main market mine mosque
        mountains national near north of off office on outside park pass point police post province railway
        rally road school shop south stadium station street tehsil the to town train university village west
        zero ضلع علاقہ شہر کے میں قریب روڈ بازار
        """
    )
)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Hit:
    """A place that some of the words may mean."""

    place: Place
    words_count: int
    at: int
    exact: bool


class Gazetteer:
    """The places, indexed by spelling and by key. Built once, then only read."""

    def __init__(self, places: Iterable[Place]) -> None:
        """Index the places."""
        self.places = tuple(places)
        self._by_id = {place.place_id: place for place in self.places}
        self._by_key: Mapping[str, tuple[tuple[str, Place], ...]] = _indexed(self.places)
        self._districts = {place.adm2: place for place in self.places if place.kind == "district"}

    @classmethod
    def from_csv(cls, path: Path) -> Gazetteer:
        """Return the gazetteer of a file with the columns of `data/places.csv`."""
        with path.open(encoding="utf-8", newline="") as lines:
            return cls(_place(row) for row in csv.DictReader(lines))

    def place(self, place_id: str) -> Place | None:
        """Return the place of an id, or None."""
        return self._by_id.get(place_id)

    def district(self, name: str) -> Place | None:
        """Return a district's row, at its seat, by any spelling; None when there is no such district."""
        if not name:
            return None
        if name in self._districts:
            return self._districts[name]
        found = [*self._named(name, exact=True), *self._named(name, exact=False)]
        return next((place for place in found if place.kind == "district"), None)

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
                if taken.intersection(run) or typed[at].islower() or (length == 1 and typed[at].lower() in _COMMON):
                    continue
                name = " ".join(typed[at : at + length])
                if places := self._named(name, exact=True):
                    taken.update(run)
                    found.append((name, tuple(places)))
        return tuple(found)

    def resolve(self, words: str, *, district: str = "", near: Point | None = None) -> tuple[PlaceCandidate, ...]:
        """Return the readings of `words`, best first, weights summing to 1; empty when nothing is known by that name."""
        hits = self._hits(words)
        inside = self.district(district)
        if inside is None:
            inside = next((hit.place for hit in hits if hit.place.kind == "district"), None)
        if inside is not None and not any(hit.place is inside for hit in hits):
            hits = [*hits, _Hit(place=inside, words_count=1, at=WORDS_MAX, exact=True)]
        away_km = sum(float(km) for km in _AWAY.findall(words)[:1])
        seat = self._seat_if_only_named_as_context(hits, inside)
        scores: dict[str, tuple[float, Place]] = {}
        for hit in hits:
            score = _score(hit, inside=inside, near=near) * (0.2 if hit.place is seat else 1.0)
            if score > scores.get(hit.place.place_id, (0.0, hit.place))[0]:
                scores[hit.place.place_id] = (score, hit.place)
        best = sorted(scores.values(), key=lambda scored: (-scored[0], scored[1].place_id))[:READINGS_MAX]
        best = [scored for scored in best if scored[0] >= best[0][0] * 0.05]
        total = sum(score for score, _ in best)
        return tuple(_candidate(place, weight=score / total, away_km=away_km) for score, place in best)

    def _seat_if_only_named_as_context(self, hits: list[_Hit], inside: Place | None) -> Place | None:
        """Return the town that shares its district's name, when another place of that district is named before it."""
        if inside is None:
            return None
        own = [hit for hit in hits if hit.place.adm2 == inside.adm2 and hit.place.adm1 == inside.adm1]
        seats = [hit for hit in own if hit.place.kind in SETTLEMENTS and hit.place.name == inside.name]
        narrower = [hit for hit in own if hit.place.kind != "district" and hit.place.name != inside.name]
        if seats and any(hit.at < seats[0].at for hit in narrower):
            return seats[0].place
        return None

    def _hits(self, words: str) -> list[_Hit]:
        """Return what runs of one to four words may mean; a longer name hides the shorter ones inside it."""
        typed = words_of(words)[:WORDS_MAX]
        hits: list[_Hit] = []
        taken: set[int] = set()
        lengths = range(min(NAME_WORDS_MAX, len(typed)), 0, -1)
        for exact, length in [*((True, length) for length in lengths), *((False, length) for length in lengths)]:
            for at in range(len(typed) - length + 1):
                run = range(at, at + length)
                if taken.intersection(run) or typed[at].lower() in _COMMON:
                    continue
                found = self._named(" ".join(typed[at : at + length]), exact=exact)
                if found:
                    taken.update(run)
                    hits += [_Hit(place=one, words_count=length, at=at, exact=exact) for one in found]
        return hits

    def _named(self, name: str, *, exact: bool) -> list[Place]:
        """Return the places spelt so, or (not `exact`) those whose spelling is alike enough."""
        plain = name.casefold()
        fits = plain.__eq__ if exact else partial(_alike, plain)
        listed = self._by_key.get(_key(name), ())
        return list({place.place_id: place for spelling, place in listed if fits(spelling)}.values())


def resolve(words: str, *, district: str = "", near: Point | None = None) -> tuple[PlaceCandidate, ...]:
    """Return the readings of `words` in the gazetteer that comes with Haal."""
    return standard().resolve(words, district=district, near=near)


@cache
def standard() -> Gazetteer:
    """Return the gazetteer that comes with Haal, read once per process."""
    return Gazetteer.from_csv(seeds.path("places.csv"))


def _score(hit: _Hit, *, inside: Place | None, near: Point | None) -> float:
    """Return how well a hit fits: longer and earlier names first, then the district, nearness, size."""
    place = hit.place
    score = _SURENESS.get(place.kind, 0.5) * hit.words_count * (1.0 if hit.exact else 0.6) * 0.9 ** min(hit.at, 20)
    if inside is not None and place is not inside and place.kind != "province":
        same = place.adm2 == inside.adm2 and place.adm1 == inside.adm1
        score *= 4.0 if same else 1.0 if km_between(place.point, inside.point) <= 2 * inside.radius_km else 0.05
    if near is not None:
        score /= 1 + (km_between(place.point, near) / 40) ** 2
    if place.people >= 100_000:
        score *= 1.5
    return score


def _candidate(place: Place, *, weight: float, away_km: float) -> PlaceCandidate:
    return PlaceCandidate(
        name=place.name,
        lat=place.lat,
        lon=place.lon,
        radius_km=place.radius_km + away_km,
        weight=round(weight, 4),
        place_id=place.place_id,
    )


def _indexed(places: Iterable[Place]) -> dict[str, tuple[tuple[str, Place], ...]]:
    index: dict[str, list[tuple[str, Place]]] = defaultdict(list)
    for place in places:
        for name in dict.fromkeys((place.name, *place.alternates)):
            index[_key(name)].append((" ".join(words_of(name)).casefold(), place))
    return {key: tuple(entries) for key, entries in index.items() if key}


def _key(name: str) -> str:
    """Return the key without its gaps: Hazar Ganji is Hazarganji."""
    return name_key(name).replace(" ", "")


def _alike(typed: str, spelling: str) -> bool:
    """Return whether two names with one key may be the same; across scripts the key decides alone, if it is long enough."""
    if spelling.isascii() != typed.isascii():
        return len(_key(typed)) >= 3
    bare = (spelling.replace(" ", ""), typed.replace(" ", ""))
    least = LIKENESS_MIN if len(_key(typed)) >= 3 else LIKENESS_MIN_SHORT
    return bare[0] == bare[1] or (len(bare[1]) >= 4 and JaroWinkler.similarity(*bare) >= least)


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
        people=int(row["population"]),
    )

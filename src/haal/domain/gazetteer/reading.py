"""Which places the words may mean, and how surely: hits in the index, weighed by what stands around them.

The one thing to know: a doubtful name never stands alone. A spelling that is letters off, a district with a namesake
(Killa Abdullah, Killa Saifullah), a town named only to say how far away it was: each is one reading among others, with
its weight. A name that nobody knows beside a known town makes the reading wide, not sure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import cos, radians, sin

from haal.domain.gazetteer import words as told_words
from haal.domain.gazetteer.hits import Hit, hits_of
from haal.domain.gazetteer.index import Index
from haal.domain.gazetteer.place import SETTLEMENTS, Place
from haal.domain.gazetteer.words import Role, Words
from haal.domain.report import PlaceCandidate
from haal.geometry.distance import KM_PER_DEGREE, Point, km_between

READINGS_MAX = 5
WEIGHT_MIN = 0.05  # of the best
AREA_KM = 25.0  # how wide a place is read that is named beside an area nobody knows
FAR_KM = 100.0
AROUND_KM = 60.0  # a place as near as this to a town may be told by the town's name
ALIKE = 0.9
LISTED_MIN = 3  # places of as many districts: no one of them is the place
FAR_LETTERS_MIN = 5  # a shorter name far from the district that is named is somebody else's
_SURENESS = {"town": 1.0, "settlement": 0.8, "spot": 0.9, "district": 0.3, "division": 0.12, "province": 0.05}
_ROLES = {Role.PLACE: 1.0, Role.THING: 0.25, Role.TOWARDS: 0.2, Role.OF: 0.3, Role.DATELINE: 0.2, Role.REFERENCE: 0.15}
_WIDE = frozenset({"district", "division", "province"})
_SIBLING = 0.12  # of the best reading
_SIBLING_OF_OWN = 0.9  # of the reading that it is mistaken for
_NOTHING = told_words.read("")

type Namesakes = Mapping[str, tuple[Place, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Around:
    """What the other words say about where to look."""

    inside: Place | None
    provinces: frozenset[str]
    anchor: Place | None
    near: Point | None
    area_unknown: bool


def read(
    text: str, *, index: Index, namesakes: Namesakes, district: Place | None, near: Point | None
) -> tuple[PlaceCandidate, ...]:
    """Return the readings of `text`, best first, weights summing to 1; empty when nothing is known by these names."""
    told = told_words.read(text)
    hits = hits_of(told, index)
    around = _around(told, hits, district=district, near=near)
    if around.inside is not None and not any(hit.place is around.inside for hit in hits):
        hits = [*hits, _given(around.inside, at=len(told.words))]
    scored: dict[str, tuple[float, PlaceCandidate]] = {}
    for hit in hits:
        score, candidate = _score(hit, hits, around), _candidate(hit, told, area_unknown=around.area_unknown)
        before, known = scored.get(hit.place.place_id, (0.0, candidate))
        scored[hit.place.place_id] = (before + score, max(known, candidate, key=lambda one: one.radius_km))
    _add_namesakes(scored, hits, namesakes)
    _add_province(scored, hits)
    best = sorted(scored.values(), key=lambda one: (-one[0], one[1].place_id))[:READINGS_MAX]
    best = [one for one in best if one[0] >= best[0][0] * WEIGHT_MIN]
    total = sum(score for score, _ in best)
    return tuple(replace(candidate, weight=round(score / total, 4)) for score, candidate in best)


def _around(told: Words, hits: Sequence[Hit], *, district: Place | None, near: Point | None) -> _Around:
    sure = [hit for hit in hits if hit.sure]
    inside = district
    if inside is None and not _listed(hits):
        named = [hit for hit in hits if hit.place.kind == "district" and hit.role in {Role.PLACE, Role.OF}]
        named = [hit for hit in named if hit.likeness == 1 or not sure]
        named = [hit for hit in named if hit.kind_told == "district" or not told.between]
        named.sort(key=lambda hit: (hit.kind_told == "district", hit.likeness, hit.at))
        inside = named[-1].place if named else None
    places = {hit.place.place_id: hit.place for hit in sure}
    return _Around(
        inside=inside,
        provinces=frozenset(hit.place.adm1 for hit in hits if hit.place.kind == "province"),
        anchor=next(iter(places.values())) if inside is None and len(places) == 1 else None,
        near=near,
        area_unknown=_names_an_unknown_area(told, hits),
    )


def _names_an_unknown_area(told: Words, hits: Sequence[Hit]) -> bool:
    """Return whether a name that nobody knows stands before every place that is spelt so, as that of an area."""
    taken = {at for hit in hits if hit.likeness >= ALIKE for at in range(hit.at, hit.at + hit.count)}
    first = min((hit.at for hit in hits if hit.sure), default=len(told.words))
    return any(
        at < first and at not in taken and not word.common and not word.text.islower() and told.names_an_area(at)
        for at, word in enumerate(told.words)
    )


def _listed(hits: Sequence[Hit]) -> bool:
    """Return whether the words are a list of places far from each other."""
    by_name: dict[int, set[tuple[str, str]]] = {}
    for hit in hits:
        if hit.sure and hit.place.adm2:
            by_name.setdefault(hit.at, set()).add((hit.place.adm1, hit.place.adm2))
    alone = {next(iter(areas)) for areas in by_name.values() if len(areas) == 1}
    return len(alone) >= LISTED_MIN


def _score(hit: Hit, hits: Sequence[Hit], around: _Around) -> float:
    """Return how well a hit fits: longer and earlier names first, then what stands beside it, nearness, size."""
    place = hit.place
    score = _SURENESS.get(place.kind, 0.5) * hit.count * _spelling(hit.likeness) * 0.9 ** min(hit.at, 20)
    score *= _ROLES[hit.role] * _kind(hit) * _seat(hit, hits, around)
    if around.provinces and place.adm1 not in around.provinces:
        score *= 0.2
    if around.inside is not None and place is not around.inside and place.kind not in {"province", "division"}:
        score *= _in_district(hit, around.inside)
    if around.anchor is not None and not hit.sure and km_between(place.point, around.anchor.point) > FAR_KM:
        score *= 0.1
    if around.near is not None:
        score /= 1 + (km_between(place.point, around.near) / 40) ** 2
    if place.people >= 100_000:
        score *= 1.5
    return score


def _spelling(likeness: float) -> float:
    return 1.0 if likeness == 1 else 0.7 * likeness if likeness >= ALIKE else 0.5 * likeness * likeness


def _kind(hit: Hit) -> float:
    """A word beside the name says what it is: Kalat district, Mastung city."""
    if not hit.kind_told:
        return 1.0
    kind = "town" if hit.place.kind in SETTLEMENTS else hit.place.kind
    return 6.0 if kind == hit.kind_told else 0.3


def _seat(hit: Hit, hits: Sequence[Hit], around: _Around) -> float:
    """The town that shares its district's name: less, when another place of that district is named before it."""
    inside, place = around.inside, hit.place
    if inside is None or place.adm2 != inside.adm2 or place.adm1 != inside.adm1:
        return 1.0
    if place.kind == "district":
        return 5.0 if around.area_unknown else 1.0
    if place.name != inside.name and inside.name not in place.alternates and place.name not in inside.alternates:
        return 1.0
    before = any(other.at < hit.at and _narrower(other, place) for other in hits)
    return 0.2 if before else 0.3 if around.area_unknown else 1.0


def _narrower(other: Hit, seat: Place) -> bool:
    """Return whether another place of the same surroundings is meant when both are named."""
    place = other.place
    if place.kind in _WIDE or place.name == seat.name or other.role is not Role.PLACE or other.likeness < ALIKE:
        return False
    same = (place.adm2, place.adm1) == (seat.adm2, seat.adm1)
    return same or (other.sure and km_between(place.point, seat.point) <= AROUND_KM)


def _in_district(hit: Hit, inside: Place) -> float:
    place = hit.place
    if place.adm2 == inside.adm2 and place.adm1 == inside.adm1:
        return 4.0
    if km_between(place.point, inside.point) <= 2 * inside.radius_km:
        return 1.0
    if not hit.sure or len(place.name) <= FAR_LETTERS_MIN:
        return 0.05
    return 0.4 if hit.kind_told else 0.2


def _candidate(hit: Hit, told: Words, *, area_unknown: bool) -> PlaceCandidate:
    """Return the reading of a hit: moved half the way, and widened, when the place is so many km from there."""
    place = hit.place
    point, radius_km = place.point, place.radius_km
    if hit.role is Role.REFERENCE and told.away.km:
        km, bearing = told.away.km, told.away.bearing
        point = point if bearing is None else _moved(point, km / 2, bearing)
        radius_km += km if bearing is None else 0.6 * km
    elif area_unknown and place.kind in SETTLEMENTS:
        radius_km = max(radius_km, AREA_KM)
    return PlaceCandidate(
        name=place.name,
        lat=point[0],
        lon=point[1],
        radius_km=round(radius_km, 1),
        place_id=place.place_id,
    )


def _moved(point: Point, km: float, bearing: float) -> Point:
    north, east = km * cos(radians(bearing)), km * sin(radians(bearing))
    lat = point[0] + north / KM_PER_DEGREE
    return round(lat, 5), round(point[1] + east / (KM_PER_DEGREE * cos(radians(lat))), 5)


def _given(district: Place, *, at: int) -> Hit:
    return Hit(place=district, at=at, count=1, likeness=1.0, role=Role.PLACE, kind_told="")


def _add_namesakes(scored: dict[str, tuple[float, PlaceCandidate]], hits: Iterable[Hit], namesakes: Namesakes) -> None:
    """Add the districts that are mistaken for one another since they share half their name."""
    named = {hit.place.place_id for hit in hits if hit.place.kind == "district" and hit.likeness >= ALIKE}
    best = max((score for score, _ in scored.values()), default=0.0)
    for other, own in [(other, scored[one][0]) for one in sorted(named) for other in namesakes.get(one, ())]:
        if other.place_id not in scored:
            score = min(best * _SIBLING, max(best * _SIBLING / 2, own * _SIBLING_OF_OWN))
            scored[other.place_id] = (score, _candidate(_given(other, at=0), _NOTHING, area_unknown=False))


def namesakes_of(districts: Sequence[Place]) -> Namesakes:
    """Return for each district those of its province that share half its name: Killa Abdullah, Killa Saifullah."""
    return {one.place_id: tuple(other for other in districts if _share_half(one, other)) for one in districts}


def _share_half(one: Place, other: Place) -> bool:
    here, there = one.name.split(), other.name.split()
    if one.adm1 != other.adm1 or one.name == other.name or len(here) != 2 or len(there) != 2:
        return False
    return here[0] == there[0] or here[1] == there[1]


def _add_province(scored: dict[str, tuple[float, PlaceCandidate]], hits: Sequence[Hit]) -> None:
    """Put the whole country's part first when the words only list places all over it."""
    if not _listed(hits):
        return
    best = max(score for score, _ in scored.values())
    wide: Mapping[str, Place] = {hit.place.place_id: hit.place for hit in hits if hit.place.kind == "province"}
    for place_id, place in wide.items():
        scored[place_id] = (best * 1.1, _candidate(_given(place, at=0), _NOTHING, area_unknown=False))

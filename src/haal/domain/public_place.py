"""Which area stands for a place in public: one fixed cell, or a district's name, or a province's; never a point.

The thresholds are the policy's, the counting is `haal.geometry.coarsen`, the data is the static gazetteer. The same
place and the same kind of event always give the same area, in every feed, map and export, for ever. Attacks on
health care are told by province alone, as the WHO's surveillance does; places that are few of their kind (schools,
places of worship) and people who were taken need a bigger crowd and a coarser cell, since one school in a cell is an
address and no list of schools is at hand to count them by.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from haal.domain import gazetteer
from haal.domain.gazetteer import SETTLEMENTS
from haal.domain.incident import EventType
from haal.domain.policy import Policy
from haal.domain.report import PlaceCandidate
from haal.geometry.cells import Cell
from haal.geometry.coarsen import FINEST, PublicCells, Settled, public_cells, resolution_for_radius
from haal.geometry.distance import Point

PROVINCE_RADIUS_KM = 100  # a place known no better than this is only a province
DISTRICT_RADIUS_KM = 35  # and no better than this only a district
FINEST_SENSITIVE = 4


class Care(StrEnum):
    """How much must be hidden."""

    USUAL = "usual"
    SENSITIVE = "sensitive"
    HEALTH = "health"


SENSITIVE_TARGETS = frozenset({"school", "place_of_worship", "home"})
HEALTH_TARGETS = frozenset({"hospital", "clinic", "ambulance", "health"})
SENSITIVE_TYPES = frozenset({EventType.ABDUCTION, EventType.ENFORCED_DISAPPEARANCE, EventType.HOSTAGE_TAKING})


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicPlace:
    """An area as the public sees it: a cell, or a district, or a province; never two that could be laid over each other.

    `name` is the biggest town of a cell, the same for all that happens in it. With a cell no district is told, since
    the part of a district inside a cell may be narrower than the rule allows. `symbol` is where a map puts the mark of a
    district without a cell: its seat, never the event's place.
    """

    province: str = ""
    district: str = ""
    name: str = ""
    cell: Cell = ""
    symbol: Point | None = None


def care_for(*, event_type: EventType | None, targets: frozenset[str]) -> Care:
    """Return how much must be hidden; the most careful kind that any report tells of decides."""
    if targets & HEALTH_TARGETS:
        return Care.HEALTH
    if event_type in SENSITIVE_TYPES or targets & SENSITIVE_TARGETS:
        return Care.SENSITIVE
    return Care.USUAL


def public_place(place: PlaceCandidate | None, *, district: str, care: Care, policy: Policy) -> PublicPlace:
    """Return the public area of a working place."""
    atlas = gazetteer.standard()
    named = _district(place, district=district)
    province = named.adm1 if named else _province_of(place)
    if care is Care.HEALTH or named is None or place is None:
        whole = next((one for one in atlas.places if one.kind == "province" and one.name == province), None)
        if named is not None and care is not Care.HEALTH:
            return PublicPlace(province=province, district=named.adm2, symbol=named.point)
        return PublicPlace(province=province, symbol=whole.point if whole else None)
    cell = _cell(place, care=care, policy=policy) if place.radius_km <= DISTRICT_RADIUS_KM else None
    if cell is None:
        return PublicPlace(province=province, district=named.adm2, symbol=named.point)
    biggest = _names(people_min(care, policy), policy.settlements_in_cell_min)[cell]
    return PublicPlace(province=biggest.adm1, name=biggest.name, cell=cell)


def district_of(place: PlaceCandidate | None, *, district: str) -> str:
    """Return the district's name under which people are counted by month, or nothing."""
    named = _district(place, district=district)
    return named.adm2 if named else ""


def people_min(care: Care, policy: Policy) -> int:
    """Return how many people a cell must hold."""
    return policy.homes_in_cell_min if care is Care.USUAL else policy.homes_in_cell_min_sensitive


def finer_places(text: str, *, place: PublicPlace) -> tuple[str, ...]:
    """Return the names of places in `text` but that of its public area: any other would narrow it. Provinces may be told."""
    allowed = {name.casefold() for name in (place.district, place.name) if name}
    return tuple(
        name
        for name, places in gazetteer.standard().named_in(text)
        if name.casefold() not in allowed and not any(one.kind == "province" for one in places)
    )


def _district(place: PlaceCandidate | None, *, district: str) -> gazetteer.Place | None:
    """Return the district that was told, else that of the place, if it is known well enough."""
    atlas = gazetteer.standard()
    if named := atlas.district(district):
        return named
    if place is None or place.radius_km >= PROVINCE_RADIUS_KM:
        return None
    return atlas.district_of((place.lat, place.lon))


def _cell(place: PlaceCandidate, *, care: Care, policy: Policy) -> Cell | None:
    finest = resolution_for_radius(place.radius_km)
    if care is not Care.USUAL:
        finest = min(finest, FINEST_SENSITIVE)
    grid = _grid(people_min(care, policy), policy.settlements_in_cell_min)
    return grid.cell_for(place.lat, place.lon, finest=min(finest, FINEST))


@lru_cache(maxsize=8)
def _grid(people: int, settlements_min: int) -> PublicCells:
    """Return the grid of the static data for these thresholds; spots named in reports are left out of the counting."""
    settled = [
        Settled(lat=place.lat, lon=place.lon, people=place.people)
        for place in gazetteer.standard().places
        if place.kind in SETTLEMENTS
    ]
    return public_cells(settled, people_min=people, settlements_min=settlements_min)


@lru_cache(maxsize=8)
def _names(people: int, settlements_min: int) -> dict[Cell, gazetteer.Place]:
    """Return the biggest place of each cell of the grid, of those that are not in a finer cell of it."""
    grid = _grid(people, settlements_min)
    found: dict[Cell, gazetteer.Place] = {}
    settled = [place for place in gazetteer.standard().places if place.kind in SETTLEMENTS]
    for place in sorted(settled, key=lambda one: (one.people, one.place_id)):
        if cell := grid.cell_for(place.lat, place.lon):
            found[cell] = place
    return found


def _province_of(place: PlaceCandidate | None) -> str:
    """Return the province of a place that no district is known for, or nothing."""
    if place is None:
        return ""
    listed = gazetteer.standard().place(place.place_id) if place.place_id else None
    return listed.adm1 if listed else gazetteer.standard().province_of((place.lat, place.lon))

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
    """An area as the public sees it. `cell` empty: only the district (or, `district` empty too, the province) is told.

    `symbol` is where a map puts the mark of a district or province without a cell: its seat, never the event's place.
    """

    province: str = ""
    district: str = ""
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
    named = atlas.district(district)
    if named is None and place is not None and place.radius_km < PROVINCE_RADIUS_KM:
        named = atlas.district_of((place.lat, place.lon))
    province = named.adm1 if named else _province_of(place)
    if care is Care.HEALTH or named is None or place is None:
        whole = next((one for one in atlas.places if one.kind == "province" and one.name == province), None)
        if named is not None and care is not Care.HEALTH:
            return PublicPlace(province=province, district=named.adm2, symbol=named.point)
        return PublicPlace(province=province, symbol=whole.point if whole else None)
    cell = _cell(place, care=care, policy=policy) if place.radius_km <= DISTRICT_RADIUS_KM else None
    return PublicPlace(province=province, district=named.adm2, cell=cell or "", symbol=None if cell else named.point)


def finer_places(text: str, *, district: str) -> tuple[str, ...]:
    """Return the names in `text` that are narrower than any public area: towns, villages and spots by their spelling.

    The names of districts and provinces may be told, and so may a town that is called like its district.
    """
    atlas = gazetteer.standard()
    allowed = {district.casefold()}
    return tuple(
        name
        for name, places in atlas.named_in(text)
        if name.casefold() not in allowed and not any(place.kind in {"district", "province"} for place in places)
    )


def _cell(place: PlaceCandidate, *, care: Care, policy: Policy) -> Cell | None:
    people_min = policy.homes_in_cell_min if care is Care.USUAL else policy.homes_in_cell_min_sensitive
    finest = resolution_for_radius(place.radius_km)
    if care is not Care.USUAL:
        finest = min(finest, FINEST_SENSITIVE)
    return _grid(people_min, policy.settlements_in_cell_min).cell_for(place.lat, place.lon, finest=min(finest, FINEST))


@lru_cache(maxsize=8)
def _grid(people_min: int, settlements_min: int) -> PublicCells:
    """Return the grid of the static data for these thresholds; spots named in reports are left out of the counting."""
    settled = [
        Settled(lat=place.lat, lon=place.lon, people=place.people)
        for place in gazetteer.standard().places
        if place.kind in SETTLEMENTS
    ]
    return public_cells(settled, people_min=people_min, settlements_min=settlements_min)


def _province_of(place: PlaceCandidate | None) -> str:
    """Return the province of a place that no district is known for, or nothing."""
    if place is None:
        return ""
    listed = gazetteer.standard().place(place.place_id) if place.place_id else None
    return listed.adm1 if listed else gazetteer.standard().province_of((place.lat, place.lon))

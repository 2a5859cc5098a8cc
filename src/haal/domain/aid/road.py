"""How far it is from who offers to who asks: along the ground, and longer where the desk knows the road to be bad.

A class says how a road is built, never whether it is open or safe today. `CUT`: nothing on wheels has gone there. The desk
keeps it for two districts; where nothing is known a kilometre counts once.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from haal.domain.need import Area
from haal.geometry.cells import centre
from haal.geometry.distance import km_between


class Road(StrEnum):
    """How the road between two districts is built."""

    PAVED = "paved"
    GRAVEL = "gravel"
    DIRT = "dirt"
    CUT = "cut"


class RoadReason(StrEnum):
    """Why a road is not kept."""

    ROAD_OF_TWO_DISTRICTS = "road-of-two-districts"


TIMES: Mapping[Road, float] = MappingProxyType({Road.PAVED: 1.0, Road.GRAVEL: 1.5, Road.DIRT: 2.5})

METRES_DIGITS = 3  # cells are 20 km wide: a metre is more than anybody knows

type Roads = Mapping[frozenset[str], Road]
NO_ROADS: Roads = MappingProxyType({})


def way_km(here: Area, there: Area, *, roads: Roads = NO_ROADS) -> float | None:
    """Return how many kilometres of good road it is: 0 in one district or cell; None when unknown, or when it is cut."""
    if here.district and here.district == there.district:
        return 0.0
    if here.cell is None or there.cell is None:
        return None
    road = roads.get(frozenset({here.district, there.district}))
    if road is Road.CUT:
        return None
    km = km_between(centre(here.cell), centre(there.cell))
    return round(km * TIMES[road] if road else km, METRES_DIGITS)


def is_cut(here: Area, there: Area, *, roads: Roads) -> bool:
    """Return whether the desk knows that nothing on wheels goes between the two."""
    return roads.get(frozenset({here.district, there.district})) is Road.CUT

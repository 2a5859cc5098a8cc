"""What the ways from places to offers cost, for many at once: the domain's rule (`way_km`, `way_cost`) said in arrays.

The one thing to know: a test holds both against each other; the domain's is the rule.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from haal.domain.aid.cost import KM_POINTS, way_cost
from haal.domain.aid.road import METRES_DIGITS, TIMES, Roads
from haal.domain.need import Area
from haal.domain.offer import Offer
from haal.geometry.cells import Cell, centre
from haal.geometry.distance import EARTH_RADIUS_KM
from haal.planning.assignment.net import FAR, Whole

type _Km = NDArray[np.float64]
CENTRES_KEPT_MAX = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """How far it is, as the desk knows the roads."""

    roads: Roads

    def km(self, here: Sequence[Area], there: Sequence[Area]) -> _Km:
        """Return how far it is from each of `here` to each of `there`; infinity when nobody knows or nothing goes there."""
        km = _great_circles(_points(here), _points(there))
        districts, others = (np.array([area.district for area in areas], dtype=object) for areas in (here, there))
        for pair, road in self.roads.items():
            one, other = (*pair, *pair)[:2]
            both = (districts == one)[:, None] & (others == other) | (districts == other)[:, None] & (others == one)
            km[both] = km[both] * TIMES[road] if road in TIMES else np.inf
        km[(districts[:, None] == others) & (districts != "")[:, None]] = 0.0
        return np.where(np.isnan(km), np.inf, np.round(km, METRES_DIGITS))

    def cost(self, here: Sequence[Area], offers: Sequence[Offer], *, at: datetime) -> Whole:
        """Return what it costs that each offer serves somebody of each of `here`; FAR beyond its radius."""
        if not here or not offers:
            return np.full((len(here), len(offers)), FAR, dtype=np.int64)
        km = self.km(here, [offer.area for offer in offers])
        radius = np.array([offer.offered.radius_km for offer in offers])
        besides = np.array([way_cost(0.0, offer, now=at).each for offer in offers], dtype=np.int64)
        fits = km <= radius
        whole = np.ceil(np.where(fits, km, 0.0)).astype(np.int64)
        return np.where(fits, KM_POINTS * whole + besides, FAR)


def _points(areas: Sequence[Area]) -> _Km:
    nowhere = (np.nan, np.nan)
    return np.radians([_centre(area.cell) if area.cell else nowhere for area in areas]).reshape(-1, 2)


@lru_cache(maxsize=CENTRES_KEPT_MAX)
def _centre(cell: Cell) -> tuple[float, float]:
    return centre(cell)


def _great_circles(here: _Km, there: _Km) -> _Km:
    """Return great-circle distances in km (haversine), as `haal.geometry.distance.km_between` does for one pair."""
    half_lat = np.sin((there[None, :, 0] - here[:, None, 0]) / 2)
    half_lon = np.sin((there[None, :, 1] - here[:, None, 1]) / 2)
    chord = half_lat**2 + np.cos(here[:, None, 0]) * np.cos(there[None, :, 0]) * half_lon**2
    return np.asarray(2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.minimum(1.0, chord))))

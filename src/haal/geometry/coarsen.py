"""Coarsening a place until it hides a home: the public cell of a point.

Rule (docs/explanation/place-privacy.md): whoever reads a public cell must be unable to narrow it below `people_min`
people **and** `settlements_min` named settlements or quarters. Start at resolution 7, go up to the parent until the
rule holds, stop at 3; if it does not hold there, the answer is no cell at all and the caller shows the district's
name at its seat. The one thing to know: a cell is counted *without* the finer cells that stand for themselves. A
reader who sees the coarse cell knows the event was in none of those, so only the rest hides it; the difference of two
releases then leaks nothing. Counts come from static places alone, never from reports: a new event moves no cell. No
random shifts, which average away.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from haal.geometry.cells import Cell, cell_of, parent

FINEST = 7
COARSEST = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """One named settlement or quarter of the static data; `people` 0 means unknown, which counts as none."""

    lat: float
    lon: float
    people: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicCells:
    """The grid of cells that hide enough, computed once from static data for one pair of thresholds."""

    passing: frozenset[Cell]

    def cell_for(self, lat: float, lon: float, *, finest: int = FINEST) -> Cell | None:
        """Return the one public cell of a point, or None: show the district's name instead.

        `finest` keeps a place that is only known to lie somewhere in a wide area from a cell narrower than that.
        """
        finest_cell = cell_of(lat, lon, FINEST)
        for resolution in range(min(FINEST, finest), COARSEST - 1, -1):
            ancestor = parent(finest_cell, resolution)
            if ancestor in self.passing:
                return ancestor
        return None


def public_cells(places: Iterable[Settled], *, people_min: int, settlements_min: int) -> PublicCells:
    """Return the grid for these thresholds."""
    rest = _counted(places)
    passing: set[Cell] = set()
    for resolution in range(FINEST, COARSEST - 1, -1):
        open_still: dict[Cell, tuple[int, int]] = defaultdict(lambda: (0, 0))
        for cell, (people, settlements) in rest.items():
            if people >= people_min and settlements >= settlements_min:
                passing.add(cell)
            elif resolution > COARSEST:
                up = parent(cell, resolution - 1)
                held = open_still[up]
                open_still[up] = (held[0] + people, held[1] + settlements)
        rest = dict(open_still)
    return PublicCells(passing=frozenset(passing))


def resolution_for_radius(radius_km: float) -> int:
    """Return the finest resolution whose cells are not narrower than a place known to `radius_km`."""
    for resolution, reach_km in ((7, 2.0), (6, 5.0), (5, 12.0), (4, 35.0)):
        if radius_km <= reach_km:
            return resolution
    return COARSEST


def _counted(places: Iterable[Settled]) -> Mapping[Cell, tuple[int, int]]:
    """Return people and settlements per cell of the finest resolution."""
    held: dict[Cell, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for place in places:
        cell = cell_of(place.lat, place.lon, FINEST)
        people, settlements = held[cell]
        held[cell] = (people + max(0, place.people), settlements + 1)
    return dict(held)

"""Where a warning is about: three ways to say it, and always cells.

A place and a radius; a district, as the cells that lie nearest to its known places, with one ring around them, so it is
approximate and is said to be; a ring drawn on the map. Every cell that the circle or the ring touches belongs to it:
nobody inside is left out. An area without cells is no area, and never means everybody. How it is written in CAP is
`haal.formats.cap.of_warning`'s matter.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, radians

from haal.domain.gazetteer import SETTLEMENTS, Gazetteer, Place, standard
from haal.geometry.cells import TooManyCells, cell_of, cells_of_circle, cells_of_polygon, centre, disk, outlines
from haal.geometry.distance import Point, km_between
from haal.geometry.rings import crosses_itself

CELL_RESOLUTION = 6  # No finer: a cell of subscribers holds about 36 km2.
CELLS_MAX = 800  # about 29,000 km2; wider than the widest district, nobody can say what is meant
CORNERS_MAX = 100
DISTRICT_REACH_KM = 30.0  # further from every place it knows, a cell belongs to no district
_NEAR_DEGREES = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A named area and every cell that it touches.

    `lat`, `lon` and `radius_km` are the circle, or one that holds a district or a ring. `ring` are the corners that were
    drawn, as `(lat, lon)`, not closed; `district` is the name of the district.
    """

    place: str
    lat: float
    lon: float
    radius_km: float
    cells: tuple[str, ...]
    ring: tuple[Point, ...] = ()
    district: str = ""

    @property
    def is_circle(self) -> bool:
        """Return whether the circle is the area itself."""
        return not self.ring and not self.district

    @property
    def is_approximate(self) -> bool:
        """Return whether nobody knows its outline exactly."""
        return bool(self.district)

    def polygons(self) -> tuple[tuple[Point, ...], ...]:
        """Return closed outlines to show and to publish: the ring as drawn, a district's cells; none for a circle.

        An outline has no holes; what lies in one is shown, but only the cells are warned.
        """
        if self.ring:
            return ((*self.ring, self.ring[0]),)
        return outlines(self.cells) if self.district else ()


def around(*, place: str, lat: float, lon: float, radius_km: float) -> Area:
    """Return the named circle; a circle of nothing has no cells and is refused by the rules."""
    cells = cells_of_circle(lat=lat, lon=lon, radius_km=radius_km, resolution=CELL_RESOLUTION) if radius_km > 0 else ()
    return Area(place=place.strip(), lat=lat, lon=lon, radius_km=radius_km, cells=tuple(sorted(cells)))


def of_district(name: str, *, place: str = "", atlas: Gazetteer | None = None) -> Area | None:
    """Return a district by any spelling, approximately; None when there is no such district, or no place of it is known."""
    known = atlas or standard()
    district = known.district(name)
    if district is None:
        return None
    settlements = [one for one in known.places if one.kind in SETTLEMENTS]
    own = [one for one in settlements if (one.adm1, one.adm2) == (district.adm1, district.adm2)]
    nearest = {cell for cell in _candidates(own) if _is_nearest(cell, own, settlements)}
    cells = {near for cell in nearest for near in disk(cell)}
    return _held(place or district.name, cells, district=district.name) if cells else None


def of_ring(*, place: str, ring: Sequence[Point]) -> Area | None:
    """Return what was drawn, with every cell it touches; None when it is no area: too few corners, crossing, too wide."""
    corners = tuple(ring[:-1] if len(ring) > 1 and ring[0] == ring[-1] else ring)
    if not 3 <= len(set(corners)) <= CORNERS_MAX or crosses_itself((*corners, corners[0])):
        return None
    if not all(-90 <= lat <= 90 and -180 <= lon <= 180 for lat, lon in corners):
        return None
    try:
        return _held(place, cells_of_polygon(corners, CELL_RESOLUTION), ring=corners)
    except TooManyCells:
        return None


def touches_all(
    cells: Iterable[str], *, circles: Iterable[tuple[Point, float]], rings: Iterable[Sequence[Point]]
) -> bool:
    """Return whether what people are shown, circles `(middle, km)` and closed rings, touches every one of the cells."""
    shown: set[str] = set()
    for (lat, lon), km in circles:
        shown |= cells_of_circle(lat=lat, lon=lon, radius_km=km, resolution=CELL_RESOLUTION)
    for ring in rings:
        shown |= cells_of_polygon(ring[:-1], CELL_RESOLUTION)
    return shown.issuperset(cells)


def is_too_wide(area: Area, *, radius_km_max: float) -> bool:
    """Return whether it is wider than anybody could mean."""
    return area.radius_km > radius_km_max if area.is_circle else len(area.cells) > CELLS_MAX


def _held(place: str, cells: Iterable[str], *, ring: tuple[Point, ...] = (), district: str = "") -> Area:
    held = tuple(sorted(cells))
    middles = [centre(cell) for cell in held]
    lat, lon = (round(sum(axis) / len(axis), 4) for axis in zip(*middles, strict=True))
    radius = round(max(km_between((lat, lon), middle) for middle in middles) + 4.0, 1)  # a cell's own corner, about
    return Area(place=place.strip(), lat=lat, lon=lon, radius_km=radius, cells=held, ring=ring, district=district)


def _candidates(own: Iterable[Place]) -> set[str]:
    """Return the cells not too far from any place of the district."""
    found: set[str] = set()
    for place in own:
        found |= cells_of_circle(lat=place.lat, lon=place.lon, radius_km=DISTRICT_REACH_KM, resolution=CELL_RESOLUTION)
    return found


def _is_nearest(cell: str, own: Iterable[Place], everywhere: Iterable[Place]) -> bool:
    """Return whether the place nearest to the middle of the cell is one of the district's."""
    middle = centre(cell)
    shrink = cos(radians(middle[0]))
    here = {place.place_id for place in own}
    near = (place for place in everywhere if abs(place.lat - middle[0]) < _NEAR_DEGREES)
    nearest = min(near, key=lambda place: (place.lat - middle[0]) ** 2 + ((place.lon - middle[1]) * shrink) ** 2)
    return nearest.place_id in here


def cell_at(lat: float, lon: float) -> str:
    """Return the cell of a point, as subscribers and warnings use it."""
    return cell_of(lat, lon, CELL_RESOLUTION)

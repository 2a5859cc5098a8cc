"""What both forms of OpenStreetMap have in common: an element becomes a gathering place, is none, or does not fit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from haal.domain.gathering.again import Box
from haal.domain.gathering.place import Said
from haal.formats.osm.kinds import NAME_LETTERS_MAX, kind_of, name_of
from haal.geometry.distance import Point

GOT_LETTERS_MAX = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Why one element was left out. `element`: its type and number, such as `way/4711`."""

    element: str
    field: str
    expected: str
    got: str


@dataclass(slots=True, kw_only=True)
class Extract:
    """What a file holds. `nameless`: places without a name, which nobody could find in a list.

    `box`: the area that the file says it is about, else the one around its places; `is_whole`: it does not say of itself
    that something is missing.
    """

    said: list[Said] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    nameless: int = 0
    box: Box | None = None
    is_whole: bool = True

    def add(self, element: str, tags: Mapping[str, str], point: Point | None) -> None:
        """Keep the element if it is a gathering place."""
        kind = kind_of(tags)
        if kind is None:
            return
        name = name_of(tags)
        if not name:
            self.nameless += 1
        elif len(name) > NAME_LETTERS_MAX:
            self.fault(element, "name", expected=f"at most {NAME_LETTERS_MAX} letters", got=f"{len(name)}")
        elif point is None:
            self.fault(element, "place", expected="a point, a centre or nodes that are in the file", got="none")
        elif not is_on_earth(point):
            self.fault(element, "place", expected="degrees (WGS 84)", got=str(point))
        else:
            self.said.append(Said(map_id=element, kind=kind, name=name, point=rounded(point)))

    def fault(self, element: str, where: str, *, expected: str, got: str) -> None:
        """Keep why an element was left out."""
        self.faults.append(Fault(element=element, field=where, expected=expected, got=got[:GOT_LETTERS_MAX]))

    def around(self) -> Box | None:
        """Return the area of the file."""
        return self.box or around(one.point for one in self.said)


def around(points: Iterable[Point]) -> Box | None:
    """Return the box around the points, or None without any."""
    found = list(points)
    if not found:
        return None
    lats, lons = [lat for lat, _ in found], [lon for _, lon in found]
    return min(lats), min(lons), max(lats), max(lons)


def middle(points: Iterable[Point]) -> Point | None:
    """Return the middle of the box around the points, as Overpass's own `center` is."""
    box = around(points)
    return None if box is None else ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)


def is_on_earth(point: Point) -> bool:
    """Return whether it is a point in degrees."""
    return -90 <= point[0] <= 90 and -180 <= point[1] <= 180


def rounded(point: Point) -> Point:
    """Return the point to about a metre, so that both forms of one place are equal."""
    return round(point[0], 5), round(point[1], 5)

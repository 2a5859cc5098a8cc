"""A map's places beside those that are known: which is which, what changes, and what people said stays.

The one thing to know: a field is the map's until a person changes it; from then on the person's word stands, and what the
map says now is kept beside it for a look. What a map no longer holds is marked and never deleted. The same file
a second time therefore changes nothing.

Told apart by the map's own id; when that changed (a school drawn anew as a building), by kind, name and distance.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from haal.domain.gathering.place import Look, Place, PlaceKind, Said
from haal.domain.need import AREA_RESOLUTION
from haal.geometry.cells import cell_of, disk
from haal.geometry.distance import Point, km_between
from haal.language.keys import name_key
from haal.language.names.alike import likeness

SAME_NAME_KM = 0.5  # a place drawn anew lies here
LIKE_NAME_KM = 0.15
LIKE_NAME = 0.86  # by sound; the boys' school beside the girls' school is less
TWICE_KM = 0.15  # one school as a point and as a building, in one file
MOVED_KM = 1.0  # a map that moves a place further than this is not believed unasked
_BUCKET = 7  # cells of about 5 km2: what lies within half a kilometre is in one or its neighbours
_DRAWN = {"node": 0, "way": 1, "relation": 2}

type Box = tuple[float, float, float, float]
"""South, west, north, east."""


class Did(StrEnum):
    """What a file does with one place."""

    NEW = "new"
    SAME = "same"
    CHANGED = "changed"
    KEPT = "kept"  # the map says otherwise; a person's word stands
    GONE = "gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One place before and after. `differs`: fields where a person's word stands against the map's new one."""

    did: Did
    before: Place | None
    said: Said | None
    after: Place | None = None
    differs: tuple[str, ...] = ()
    drawn_anew: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a file tells. `box`: the area of which it tells all; None: it does not, and nothing counts as gone."""

    said: Sequence[Said]
    box: Box | None = None


def once(said: Iterable[Said], *, known_ids: Iterable[str] = ()) -> tuple[Said, ...]:
    """Return each place of a file once: of one drawn twice, the one known already, else the larger drawing."""
    known = frozenset(known_ids)
    kept: dict[tuple[PlaceKind, str, str], list[Said]] = defaultdict(list)
    found: list[Said] = []
    for one in sorted(said, key=lambda one: (one.map_id not in known, -_DRAWN.get(_type(one), 0), one.map_id)):
        key = name_key(one.name)
        around = (other for cell in _around(one.point) for other in kept[one.kind, key, cell])
        if any(_twice(one, other, known) for other in around):
            continue
        kept[one.kind, key, cell_of(*one.point, _BUCKET)].append(one)
        found.append(one)
    return tuple(found)


def steps(known: Sequence[Place], told: Told) -> tuple[Step, ...]:
    """Return what the file does, place by place; nothing for a place that it does not touch."""
    said = once(told.said, known_ids=(place.said.map_id for place in known if place.said))
    pairs, fresh = _pairs(known, said)
    matched = [_step(place, one) for place, one in pairs]
    new = [Step(did=Did.NEW, before=None, said=one) for one in fresh]
    held = {place.id for place, _ in pairs}
    kinds = {one.kind for one in said}
    gone = [
        Step(did=Did.GONE, before=place, said=place.said, after=replace(place, look=Look.GONE))
        for place in known
        if place.id not in held and _is_gone(place, kinds=kinds, box=told.box)
    ]
    return (*new, *matched, *gone)


def settled(place: Place, *, take_map: bool) -> Place:
    """Return the place when a person has looked: as the map says, or as it stands here."""
    if not take_map or place.said is None or place.look is not Look.DIFFERS:
        return replace(place, look=None)
    return replace(place, kind=place.said.kind, name=place.said.name, point=place.said.point, look=None)


def _type(said: Said) -> str:
    return said.map_id.partition("/")[0]


def _twice(one: Said, other: Said, known: frozenset[str]) -> bool:
    both_known = one.map_id in known and other.map_id in known
    return one.map_id == other.map_id or (
        not both_known and _type(one) != _type(other) and km_between(one.point, other.point) <= TWICE_KM
    )


def _around(point: Point) -> frozenset[str]:
    return disk(cell_of(*point, _BUCKET))


def _pairs(known: Sequence[Place], said: Sequence[Said]) -> tuple[list[tuple[Place, Said]], list[Said]]:
    """Return which is which, and what is new."""
    by_id = {place.said.map_id: place for place in known if place.said}
    pairs = [(by_id[one.map_id], one) for one in said if one.map_id in by_id]
    rest = [one for one in said if one.map_id not in by_id]
    taken = {place.id for place, _ in pairs}
    free = _Free(place for place in known if place.id not in taken)
    near = sorted(
        ((*how, n, place) for n, one in enumerate(rest) for how, place in free.like(one)),
        key=lambda each: each[:-1],
    )
    done: set[int] = set()
    for *_, n, place in near:
        if n not in done and place.id not in taken:
            done.add(n)
            taken.add(place.id)
            pairs.append((place, rest[n]))
    return pairs, [one for n, one in enumerate(rest) if n not in done]


class _Free:
    """Known places that no id in the file claims, found by where they lie."""

    def __init__(self, places: Iterable[Place]) -> None:
        self.near: dict[str, list[Place]] = defaultdict(list)
        self.by_hand: dict[tuple[PlaceKind, str], list[Place]] = defaultdict(list)
        for place in places:
            if place.point is None:
                self.by_hand[place.kind, name_key(place.name)].append(place)
            else:
                self.near[cell_of(*place.point, _BUCKET)].append(place)

    def like(self, one: Said) -> Iterator[tuple[tuple[int, float, str], Place]]:
        """Yield how alike and how far, and the place, for each that may be this one."""
        for place in (place for cell in _around(one.point) for place in self.near[cell]):
            kinds = {place.kind, place.said.kind if place.said else place.kind}
            km = km_between(place.point, one.point) if place.point else 0.0
            if one.kind in kinds and (rank := _alike(place, one, km=km)) is not None:
                yield (rank, km, place.id), place
        written = self.by_hand.get((one.kind, name_key(one.name)), ())
        if len(written) == 1 and _same_area(written[0], one.point):
            yield (2, 0.0, written[0].id), written[0]


def _alike(place: Place, one: Said, *, km: float) -> int | None:
    """Return 0 for the same name, 1 for one much like it in any script, None when it is another place."""
    names = {place.name, *([place.said.name] if place.said else [])}
    if km <= SAME_NAME_KM and name_key(one.name) in {name_key(name) for name in names}:
        return 0
    if km > LIKE_NAME_KM:
        return None
    return 1 if max(likeness(name, one.name) for name in names) >= LIKE_NAME else None


def _same_area(place: Place, point: Point) -> bool:
    """Return whether a place written down without a point may lie there: its coarse cell, or one beside it."""
    cell = place.area.cell
    return cell is not None and cell_of(*point, AREA_RESOLUTION) in disk(cell)


def _step(place: Place, one: Said) -> Step:
    """Return what the map's new word does to a known place, field by field."""
    base = place.said
    look = None if place.look is Look.GONE else place.look
    after = replace(place, said=one, look=look)
    differs = []
    if base is None:  # people wrote it down first: their words stand, the point comes from the map
        after = replace(after, point=place.point or one.point)
    else:
        if one.name not in {base.name, place.name}:
            if place.name == base.name:
                after = replace(after, name=one.name)
            else:
                differs.append("name")
        if one.kind not in {base.kind, place.kind}:
            if place.kind is base.kind:
                after = replace(after, kind=one.kind)
            else:
                differs.append("kind")
        if one.point != base.point:
            if place.point is None or km_between(place.point, one.point) <= MOVED_KM:
                after = replace(after, point=one.point)
            else:
                differs.append("point")
    if differs:
        after = replace(after, look=Look.DIFFERS)
    elif look is Look.DIFFERS and _agree(after):
        after = replace(after, look=None)
    anew = base is not None and base.map_id != one.map_id
    did = Did.KEPT if differs else Did.SAME if after == place else Did.CHANGED
    return Step(did=did, before=place, said=one, after=after, differs=tuple(differs), drawn_anew=anew)


def _agree(place: Place) -> bool:
    said = place.said
    return said is not None and (place.name, place.kind, place.point) == (said.name, said.kind, said.point)


def _is_gone(place: Place, *, kinds: set[PlaceKind], box: Box | None) -> bool:
    """Return whether a file that tells all of an area and of this kind should have held the place."""
    if place.said is None or place.look is Look.GONE or place.is_closed or box is None:
        return False
    lat, lon = place.said.point
    south, west, north, east = box
    return place.said.kind in kinds and south <= lat <= north and west <= lon <= east

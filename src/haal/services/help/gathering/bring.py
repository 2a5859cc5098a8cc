"""Gathering places out of OpenStreetMap into the register: once, and again without doubling.

The one thing to know: nothing that a person said is overwritten and nothing is deleted (`haal.domain.gathering.again`).
Each lot of places is kept in a unit of work of its own, so a file that is broken off goes on where it stopped when it
is brought again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from haal.domain import gazetteer
from haal.domain.access import Actor
from haal.domain.errors import Malformed
from haal.domain.gathering.again import Box, Did, Step, Told, steps
from haal.domain.gathering.place import Place, Said
from haal.domain.ids import PlaceId, new_id
from haal.domain.need import AREA_RESOLUTION, Area
from haal.formats.osm import overpass, pbf
from haal.formats.osm.element import Extract, Fault, around
from haal.geometry.cells import cell_of
from haal.geometry.distance import Point
from haal.storage import audit, work
from haal.storage.gathering import place as rows
from haal.storage.ground.fields import DeskBox

AT_ONCE = 500
JSON_BYTES_MAX = 200_000_000

type Tell = Callable[[str, int, int], None]
"""Called with what is done, how many are done, and of how many (0: not known)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What a file did, or would do. `steps` leaves out what stays as it is; `twice`: drawn twice in the file."""

    counts: dict[Did, int]
    steps: tuple[Step, ...]
    nameless: int
    twice: int
    faults: tuple[Fault, ...]
    is_whole: bool


def is_of_map(path: Path) -> bool:
    """Return whether the file is one of OpenStreetMap's own forms."""
    if pbf.is_extract(path):
        return True
    try:
        with path.open("rb") as file:
            return overpass.is_overpass(file.read(100_000))
    except OSError:
        return False


def bring(
    *, path: Path, by: Actor, now: datetime, dry_run: bool, box: Box | None = None, tell: Tell = lambda _w, _d, _t: None
) -> Done:
    """Take the gathering places of a file in; with `dry_run` only say what would change.

    Args:
        path: Overpass JSON, or a pbf extract.
        by: who brings it.
        now: the instant.
        dry_run: write nothing.
        box: the area of which the file tells all; else what the file says of itself, else the box around its places.
        tell: for a progress bar.

    Raises:
        Malformed: it is neither.
        KeysLocked: the known places cannot be read now.
    """
    extract = _read(path, tell)
    told = Told(said=extract.said, box=(box or extract.around()) if extract.is_whole else None)
    made = steps(rows.all_of_them(), told)
    if not dry_run:
        _write(made, by=by, now=now, tell=tell)
    counts = Counter(step.did for step in made)
    said = sum(step.did is not Did.GONE for step in made)
    return Done(
        counts={did: counts[did] for did in Did},
        steps=tuple(step for step in made if step.did is not Did.SAME),
        nameless=extract.nameless,
        twice=len(extract.said) - said,
        faults=tuple(extract.faults),
        is_whole=extract.is_whole,
    )


def _read(path: Path, tell: Tell) -> Extract:
    if pbf.is_extract(path):
        if not path.is_file():
            raise Malformed(path.name, expected="a file that can be read", got="none")
        return pbf.read(path, tell=lambda done, total: tell("read", done, total))
    try:
        if path.stat().st_size > JSON_BYTES_MAX:
            raise Malformed(
                path.name, expected=f"at most {JSON_BYTES_MAX} bytes; a pbf extract may be larger", got="more"
            )
        raw = path.read_bytes()
    except OSError as error:
        raise Malformed(path.name, expected="a file that can be read", got=type(error).__name__) from None
    return overpass.read(raw, tell=lambda done, total: tell("read", done, total))


def _write(made: Sequence[Step], *, by: Actor, now: datetime, tell: Tell) -> None:
    """Keep every step: boxes are shut outside the unit of work."""
    todo = [step for step in made if step.did is not Did.SAME]
    done = 0
    for start in range(0, len(todo), AT_ONCE):
        lot = todo[start : start + AT_ONCE]
        new = list(_new_places(lot))
        changed = [(place, rows.shut(place)) for place in _changed(lot)]
        gone = [step.before.id for step in lot if step.did is Did.GONE and step.before]
        with work.atomic():
            _keep(new, changed, gone, now=now)
            audit.write(by=by, what="places-brought", subject="", now=now)
        done += len(lot)
        tell("keep", done, len(todo))


def _keep(
    new: list[tuple[Place, DeskBox]], changed: list[tuple[Place, DeskBox]], gone: list[PlaceId], *, now: datetime
) -> None:
    rows.keep(new, now=now)
    for place, box in changed:
        rows.change(place, box)
    rows.mark_gone(gone)


def _new_places(lot: Sequence[Step]) -> Iterator[tuple[Place, DeskBox]]:
    for step in lot:
        if step.did is Did.NEW and step.said is not None:
            place = _new(step.said)
            yield place, rows.shut(place)


def _changed(lot: Sequence[Step]) -> Iterator[Place]:
    """Yield what places are now; who moved lies in another area."""
    for step in lot:
        if step.did in {Did.CHANGED, Did.KEPT} and step.after is not None and step.before is not None:
            moved = step.after.point is not None and step.after.point != step.before.point
            yield replace(step.after, area=_area(step.after.point)) if moved and step.after.point else step.after


def _new(said: Said) -> Place:
    return Place(
        id=PlaceId(new_id("g")),
        kind=said.kind,
        area=_area(said.point),
        name=said.name,
        has_plan=False,
        point=said.point,
        said=said,
    )


def _area(point: Point) -> Area:
    """Return the district and the coarse cell of a point."""
    district = gazetteer.standard().district_of(point)
    return Area(district=district.adm2 if district else "", cell=cell_of(*point, AREA_RESOLUTION))


def box_of(text: str) -> Box:
    """Return a box from `SOUTH,WEST,NORTH,EAST`. Raises Malformed."""
    try:
        south, west, north, east = (float(part) for part in text.split(","))
    except ValueError:
        raise Malformed("box", expected="SOUTH,WEST,NORTH,EAST", got=f"{len(text)} characters") from None
    if around([(south, west), (north, east)]) != (south, west, north, east):
        raise Malformed("box", expected="the south-west corner first", got="the other way round")
    return south, west, north, east

"""Places and district outlines from the operator's files into the data folder, and out again.

The one thing to know: a name that is known already where it lies only gets more spellings and, for a district, its
outline; so reports that were placed before keep their place. The gazetteer of this process takes it at once, a running
box at its next start.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from haal.domain import gazetteer
from haal.domain.gazetteer import Gazetteer, Place
from haal.domain.gazetteer.brought import Brought, file_name, read_all, written
from haal.formats.places import geojson
from haal.formats.places.geojson import Feature, Problem
from haal.geometry.distance import km_between
from haal.storage.ground.site import site

FOLDER = "places"
SAME_PLACE_KM = 15.0
SAME_DISTRICT_KM = 150.0  # from the known seat to the middle of the outline


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What an import did. `known`: how many of the taken only add to a place that was known."""

    kind: str
    taken: int
    known: int
    repeated: bool
    used: Mapping[str, int]
    problems: tuple[Problem, ...] = ()
    refused: str = ""


def bring(
    *, raw: bytes, name: str, kind: str = "", tell: Callable[[int, int], None] = lambda _done, _total: None
) -> Done:
    """Take the good features of a file; the same file again changes nothing. Raises Malformed when it is no GeoJSON."""
    reading = geojson.read(raw, kind=kind, tell=tell)
    sha256 = hashlib.sha256(raw).hexdigest()
    made = _districts(reading.features) if reading.kind == "districts" else _places(reading.features)
    brought = Brought(name=name, sha256=sha256, kind=reading.kind, places=made[0], outlines=made[1])
    done = Done(
        kind=reading.kind,
        taken=len(reading.features),
        known=sum(gazetteer.shipped().place(place.place_id) is not None for place in brought.places),
        repeated=any((one.sha256, one.kind) == (sha256, brought.kind) for one in read_all(_folder())),
        used=dict(reading.used),
        problems=tuple(reading.problems),
        refused=geojson.refused_file(reading) if reading.problems else "",
    )
    if brought.places and not done.repeated:
        _keep(brought)
        gazetteer.look_in(_folder())
    return done


def forget(*, name: str, raw: bytes | None = None) -> int:
    """Take out what this file brought, by its bytes or, without them, by its name; return how many files went."""
    sha256 = hashlib.sha256(raw).hexdigest() if raw is not None else ""
    gone = [one for one in read_all(_folder()) if one.sha256 == sha256 or (raw is None and one.name == name)]
    for one in gone:
        (_folder() / file_name(one.sha256)).unlink(missing_ok=True)
    gazetteer.look_in(_folder())
    return len(gone)


def _folder() -> Path:
    return site().home / FOLDER


def _keep(brought: Brought) -> None:
    _folder().mkdir(parents=True, exist_ok=True)
    path = _folder() / file_name(brought.sha256)
    beside = path.with_name(f".{path.name}.new")
    with beside.open("w", encoding="utf-8") as file:
        file.write(written(brought))
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def _districts(features: list[Feature]) -> tuple[tuple[Place, ...], Mapping[str, Mapping[str, Any]]]:
    atlas = gazetteer.shipped()
    places: dict[str, Place] = {}
    outlines: dict[str, Mapping[str, Any]] = {}
    for row, feature in enumerate(features, 1):
        known = _known_district(feature, atlas)
        if known is None or known.place_id in places:
            known = _new(feature, kind="district", adm2=feature.name, row=row)
        places[known.place_id] = _with_spellings(known, feature)
        if feature.geometry is not None:
            outlines[known.place_id] = feature.geometry
    return tuple(places.values()), outlines


def _known_district(feature: Feature, atlas: Gazetteer) -> Place | None:
    """Return the district that comes with Haal under one of these names, when it lies there."""
    for name in (feature.name, *feature.alternates):
        known = atlas.district(name)
        if known is not None and km_between(known.point, feature.point) <= max(SAME_DISTRICT_KM, feature.radius_km):
            return known
    return None


def _places(features: list[Feature]) -> tuple[tuple[Place, ...], Mapping[str, Mapping[str, Any]]]:
    atlas = gazetteer.shipped()
    places: dict[str, Place] = {}
    for row, feature in enumerate(features, 1):
        found = (
            atlas.known_at(name, feature.point, within_km=SAME_PLACE_KM) for name in (feature.name, *feature.alternates)
        )
        known = next((one for one in found if one), None) or _new(feature, kind="spot", adm2="", row=row)
        places[known.place_id] = _with_spellings(places.get(known.place_id, known), feature)
    return tuple(places.values()), {}


def _new(feature: Feature, *, kind: str, adm2: str, row: int) -> Place:
    slug = re.sub(r"\W+", "-", f"{feature.name}-{feature.code or row}".lower()).strip("-")
    return Place(
        place_id=f"brought-{slug}"[:64],
        name=feature.name,
        alternates=(),
        kind=kind,
        adm1=feature.province or gazetteer.shipped().province_of(feature.point),
        adm2=adm2,
        lat=feature.point[0],
        lon=feature.point[1],
        radius_km=feature.radius_km,
        people=0,
    )


def _with_spellings(place: Place, feature: Feature) -> Place:
    spellings = dict.fromkeys((*place.alternates, feature.name, *feature.alternates))
    return replace(place, alternates=tuple(name for name in spellings if name != place.name))

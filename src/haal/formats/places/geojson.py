"""Districts and places from GeoJSON of others: OCHA COD, geoBoundaries, OSM exports, or anything alike.

The one thing to know: nobody agrees on the names of properties, so the first known one that a feature has is taken, and
the reading says which. A feature that does not fit is told with its number, field, what was expected and what came; the
others go in. Nothing is decided here about which known place a name is: that is `haal.services.intake.places`.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from haal.domain.errors import Malformed
from haal.geometry.distance import Point
from haal.geometry.outlines import outline

KINDS = ("districts", "places")
DISTRICT_NAMES = (
    "shapeName", "ADM2_EN", "adm2_name", "adm2_en", "ADM2_NAME", "admin2Name_en", "admin2Name", "NAME_2", "DISTRICT",
    "District", "district", "dist_name", "name:en", "name", "NAME",
)  # fmt: skip
PROVINCE_NAMES = ("ADM1_EN", "adm1_name", "ADM1_NAME", "admin1Name_en", "NAME_1", "PROVINCE", "Province", "province")
CODES = ("ADM2_PCODE", "adm2_pcode", "shapeID", "admin2Pcode", "GID_2", "osm_id", "@id", "id")
PLACE_NAMES = ("name:en", "name", "int_name", "asciiname", "NAME")
MORE_NAMES = re.compile(
    r"(?:name|alt_name|old_name|official_name|loc_name|short_name|int_name|ADM2_[A-Z]{2}|ADM2ALT\w*)(?::\w+)?"
)
RADIUS_KM = {
    "city": 10.0, "town": 6.0, "suburb": 3.0, "village": 3.0, "locality": 3.0, "hamlet": 2.0, "quarter": 2.0,
    "neighbourhood": 2.0, "isolated_dwelling": 2.0, "farm": 2.0, "island": 5.0, "borough": 4.0,
}  # fmt: skip
NAME_LETTERS_MAX = 120
GOT_LETTERS_MAX = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """One district or place as a file tells it. `geometry`: the outline of a district."""

    name: str
    alternates: tuple[str, ...]
    code: str
    province: str
    point: Point
    radius_km: float
    geometry: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Why one feature was left out. `row` counts from 1."""

    row: int
    field: str
    expected: str
    got: str


@dataclass(slots=True, kw_only=True)
class Reading:
    """What a file holds: good features, problems, the bad features as they came, which properties were used."""

    kind: str
    features: list[Feature] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    refused: list[Any] = field(default_factory=list)
    used: Counter[str] = field(default_factory=Counter)


class _Unfit(Exception):
    def __init__(self, what: str, *, expected: str, got: object) -> None:
        super().__init__(what)
        self.what, self.expected, self.got = what, expected, str(got)[:GOT_LETTERS_MAX]


def read(raw: bytes, *, kind: str = "", tell: Callable[[int, int], None] = lambda _done, _total: None) -> Reading:
    """Return what the file holds, as `kind` or as what its first shapes are. Raises Malformed when it is no GeoJSON."""
    features = list(_features(raw))
    reading = Reading(kind=kind or _kind_of(features))
    made = _district if reading.kind == "districts" else _place
    for row, feature in enumerate(features, 1):
        try:
            reading.features.append(made(feature, reading.used))
        except _Unfit as unfit:
            reading.problems.append(Problem(row=row, field=unfit.what, expected=unfit.expected, got=unfit.got))
            reading.refused.append(feature)
        tell(row, len(features))
    return reading


def refused_file(reading: Reading) -> str:
    """Return the bad features as a collection, each with its reason as a member `refused`."""
    told = [
        {**(feature if isinstance(feature, dict) else {"value": feature}), "refused": _words(problem)}
        for feature, problem in zip(reading.refused, reading.problems, strict=True)
    ]
    return json.dumps({"type": "FeatureCollection", "features": told}, ensure_ascii=False, indent=1) + "\n"


def _words(problem: Problem) -> str:
    return f"feature {problem.row}, {problem.field}: expected {problem.expected}, got {problem.got}"


def _features(raw: bytes) -> Iterator[Any]:
    """Yield the features of a collection, of one feature, or of one feature a line."""
    try:
        text = raw.decode("utf-8-sig")
        try:
            told = json.loads(text)
        except json.JSONDecodeError:
            lines = [line.strip("\x1e \r\t") for line in text.split("\n")]
            told = {"features": [json.loads(line) for line in lines if line]}
    except (ValueError, RecursionError) as error:
        raise Malformed("file", expected="GeoJSON", got=type(error).__name__) from None
    if isinstance(told, dict) and told.get("type") == "Feature":
        told = {"features": [told]}
    features = told.get("features") if isinstance(told, dict) else None
    if not isinstance(features, list) or not features:
        raise Malformed("file", expected="a GeoJSON FeatureCollection with features", got=type(told).__name__)
    yield from features


def _kind_of(features: list[Any]) -> str:
    types = {_geometry(feature).get("type") for feature in features[:100]}
    return "districts" if types & {"Polygon", "MultiPolygon"} and "Point" not in types else "places"


def _geometry(feature: object) -> Mapping[str, Any]:
    geometry = feature.get("geometry") if isinstance(feature, dict) else None
    return geometry if isinstance(geometry, dict) else {}


def _properties(feature: object) -> dict[str, str]:
    if not isinstance(feature, dict):
        raise _Unfit("feature", expected="an object", got=type(feature).__name__)
    told = feature.get("properties")
    if not isinstance(told, dict):
        raise _Unfit("properties", expected="an object with a name", got=type(told).__name__)
    plain = {str(key): str(value).strip() for key, value in told.items() if isinstance(value, str | int | float)}
    return {key: value for key, value in plain.items() if value}


def _district(feature: object, used: Counter[str]) -> Feature:
    told = _properties(feature)
    name, name_key = _first(told, DISTRICT_NAMES, what="name")
    geometry = _geometry(feature)
    if geometry.get("type") not in {"Polygon", "MultiPolygon"}:
        raise _Unfit("geometry", expected="Polygon or MultiPolygon", got=geometry.get("type"))
    try:
        drawn = outline(geometry)
    except ValueError as error:
        raise _Unfit("geometry", expected="an area in degrees (WGS 84)", got=error) from None
    used[name_key] += 1
    return Feature(
        name=name,
        alternates=_alternates(told, name),
        code=_first(told, CODES, what="")[0],
        province=_first(told, PROVINCE_NAMES, what="")[0],
        point=drawn.point,
        radius_km=drawn.radius_km,
        geometry=drawn.geometry,
    )


def _place(feature: object, used: Counter[str]) -> Feature:
    told = _properties(feature)
    name, name_key = _first(told, PLACE_NAMES, what="name")
    kind = told.get("place", "")
    if kind not in RADIUS_KM:
        raise _Unfit("place", expected="one of " + ", ".join(sorted(RADIUS_KM)), got=kind or "nothing")
    used[name_key] += 1
    return Feature(
        name=name,
        alternates=_alternates(told, name),
        code=_first(told, CODES, what="")[0],
        province="",
        point=_point(feature),
        radius_km=RADIUS_KM[kind],
    )


def _point(feature: object) -> Point:
    geometry = _geometry(feature)
    at = geometry.get("coordinates")
    if geometry.get("type") != "Point" or not isinstance(at, list) or len(at) < 2:
        raise _Unfit("geometry", expected="a Point with two numbers", got=geometry.get("type"))
    if not all(isinstance(number, int | float) and not isinstance(number, bool) for number in at[:2]):
        raise _Unfit("geometry", expected="a Point with two numbers", got=at[:2])
    lon, lat = at[:2]
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise _Unfit("geometry", expected="degrees (WGS 84)", got=at[:2])
    return float(lat), float(lon)


def _first(told: Mapping[str, str], keys: tuple[str, ...], *, what: str) -> tuple[str, str]:
    """Return the first of these properties that is there, and its name; `what` names it in the refusal, empty: no need."""
    for key in keys:
        if told.get(key) and len(told[key]) <= NAME_LETTERS_MAX:
            return told[key], key
    if what:
        raise _Unfit(what, expected="one of " + ", ".join(keys), got=", ".join(sorted(told)) or "nothing")
    return "", ""


def _alternates(told: Mapping[str, str], name: str) -> tuple[str, ...]:
    """Return every other spelling; several in one property are parted by semicolons."""
    values = [value for key, value in told.items() if MORE_NAMES.fullmatch(key)]
    spellings = [one.strip() for value in values for one in value.split(";")]
    return tuple(dict.fromkeys(one for one in spellings if one and one != name and len(one) <= NAME_LETTERS_MAX))

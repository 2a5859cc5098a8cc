"""Which column of a CSV file says what: a small TOML file for each data set.

The one thing to know: nothing but what happened, when, where and to how many is ever mapped; there is no field for who did
it, so that names of parties cannot weigh. `docs/explanation/matching.md` shows an example.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from haal.domain.errors import Malformed

WORD_KINDS = ("place", "city", "district", "province")
COUNTS = ("killed", "injured", "civilians")
RADIUS_KM = 10.0
_PLACE_KEYS = frozenset({*WORD_KINDS, "lat", "lon", "precision", "radius_km"})
_DAY_KEYS = frozenset({"first", "last", "precision", "around_days"})
_COUNT_KEYS = frozenset({"min", "best", "max", "sides"})
_TOP_KEYS = frozenset({"id", "day", "place", *COUNTS})


@dataclass(frozen=True, slots=True, kw_only=True)
class CountColumns:
    """The columns of one count; empty: there is none. `sides`: deaths of each side, used without saying which is which."""

    low: str = ""
    best: str = ""
    high: str = ""
    sides: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """The columns of a data set. `around_days`, `radius_km`: what a value of the precision column means."""

    record_id: str
    first: str
    last: str = ""
    day_precision: str = ""
    around_days: Mapping[str, float] = field(default_factory=dict)
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    lat: str = ""
    lon: str = ""
    place_precision: str = ""
    radius_km: Mapping[str, float] = field(default_factory=dict)
    counts: Mapping[str, CountColumns] = field(default_factory=dict)

    def named(self) -> frozenset[str]:
        """Return every column that must be in the file."""
        one = {self.record_id, self.first, self.last, self.day_precision, self.lat, self.lon, self.place_precision}
        for names in self.words.values():
            one.update(names)
        for count in self.counts.values():
            one.update((count.low, count.best, count.high, *count.sides))
        return frozenset(one - {""})


def columns_of(text: str, *, name: str = "columns") -> Columns:
    """Read a mapping. Raises Malformed with the key that does not fit; `name`: of the file, for its words."""
    try:
        return _columns(text)
    except Malformed as error:
        raise Malformed(f"{name} {error.where}", expected=error.expected, got=error.got) from None


def _columns(text: str) -> Columns:
    try:
        value = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Malformed("text", expected="a TOML file", got=str(error)[:80]) from None
    _only(value, "keys", _TOP_KEYS)
    day, place = _table(value, "day"), _table(value, "place")
    _only(day, "day", _DAY_KEYS)
    _only(place, "place", _PLACE_KEYS)
    return Columns(
        record_id=_text(value, "id", needed=True),
        first=_text(day, "first", needed=True),
        last=_text(day, "last"),
        day_precision=_text(day, "precision"),
        around_days=_numbers(day, "around_days"),
        words={kind: _texts(place, kind) for kind in WORD_KINDS if place.get(kind)},
        lat=_text(place, "lat"),
        lon=_text(place, "lon"),
        place_precision=_text(place, "precision"),
        radius_km=_numbers(place, "radius_km"),
        counts={name: _count(_table(value, name), name) for name in COUNTS if name in value},
    )


def _count(table: Mapping[str, Any], name: str) -> CountColumns:
    _only(table, name, _COUNT_KEYS)
    return CountColumns(
        low=_text(table, "min"), best=_text(table, "best"), high=_text(table, "max"), sides=_texts(table, "sides")
    )


def _only(table: Mapping[str, Any], where: str, keys: frozenset[str]) -> None:
    for key in table:
        if key not in keys:
            raise Malformed(where, expected=f"one of {', '.join(sorted(keys))}", got=key[:40])


def _table(value: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    found = value.get(key, {})
    if not isinstance(found, dict):
        raise Malformed(key, expected="a table", got=type(found).__name__)
    return found


def _text(table: Mapping[str, Any], key: str, *, needed: bool = False) -> str:
    found = table.get(key, "")
    if not isinstance(found, str) or (needed and not found):
        raise Malformed(key, expected="the name of a column", got=repr(found)[:40])
    return found


def _texts(table: Mapping[str, Any], key: str) -> tuple[str, ...]:
    found = table.get(key, [])
    found = [found] if isinstance(found, str) else found
    if not isinstance(found, list) or not all(isinstance(one, str) and one for one in found):
        raise Malformed(key, expected="names of columns", got=repr(found)[:40])
    return tuple(found)


def _numbers(table: Mapping[str, Any], key: str) -> dict[str, float]:
    found = table.get(key, {})
    if not isinstance(found, dict) or not all(isinstance(one, int | float) for one in found.values()):
        raise Malformed(key, expected="a table of numbers", got=repr(found)[:40])
    return {str(name): float(one) for name, one in found.items()}

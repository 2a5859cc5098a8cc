"""A report as one row of plain columns: what a table needs so that reports can be compared without being read again.

The one thing to know: a row holds what `Seen` holds except the wording (words, runs of letters, address), which costs more than
all the rest and decides little once day, place, type and tolls are known; its levels are "not known" here. Reports that have the
same readings and names share a `Spot`, so that places are compared once and not for every pair.
"""

from __future__ import annotations

from math import cos, radians, sin

from haal.domain.incident import EventType
from haal.geometry.cells import cell_of
from haal.linkage.reports.levels import READINGS, WEIGHT_MIN, kind_of
from haal.linkage.reports.pairs import RESOLUTION
from haal.linkage.reports.seen import Seen, Span

type Row = dict[str, object]

TYPES = tuple(EventType)
_NUMBER_OF = {event_type: number for number, event_type in enumerate(TYPES, 1)}
TYPE_OTHER = _NUMBER_OF[EventType.OTHER]
POINTS = tuple(f"{axis}{at}" for at in range(READINGS) for axis in "xyzr")
COLUMNS: dict[str, str] = {
    "place": "INTEGER",  # of the report in its set: links speak of it by this number
    "page": "VARCHAR",
    "hf": "INTEGER",  # first and last day of the event, or of the stretch in which it lies
    "hl": "INTEGER",
    "pf": "INTEGER",  # published
    "pl": "INTEGER",
    "type": "TINYINT",  # 0: not known
    "kind": "TINYINT",
    "target": "VARCHAR",
    "killed": "INTEGER",
    "injured": "INTEGER",
    "taken": "INTEGER",
    "is_dated": "BOOLEAN",  # by a day, not by a stretch
    "names": "VARCHAR",  # keys with spaces between
    "cells": "VARCHAR",  # of all readings, with spaces between
    **dict.fromkeys(POINTS, "DOUBLE"),  # points on the unit ball, radius in km
}


def flat(seen: Seen, *, place: int) -> Row:
    """Return the columns of one report."""
    here, published = seen.day or seen.span, seen.published
    row: Row = dict.fromkeys(COLUMNS)
    row |= {"place": place, "page": seen.page, "is_dated": seen.day is not None, "target": seen.target_kind}
    row |= {"hf": _first(here), "hl": _last(here), "pf": _first(published), "pl": _last(published)}
    row |= {"type": type_number(seen.event_type), "kind": kind_number(seen.event_type)}
    row |= {"killed": seen.killed, "injured": seen.injured, "taken": seen.taken}
    row["names"] = " ".join(sorted(seen.names))
    row["cells"] = " ".join(sorted({cell_of(one.lat, one.lon, RESOLUTION) for one in seen.readings}))
    likely = [one for at, one in enumerate(seen.readings[:READINGS]) if at == 0 or one.weight > WEIGHT_MIN]
    for at, one in enumerate(likely):
        row |= point(one.lat, one.lon, radius_km=one.radius_km, at=at)
    return row


def point(lat: float, lon: float, *, radius_km: float, at: int = 0) -> Row:
    """Return the columns of one reading of the place."""
    up, around = radians(lat), radians(lon)
    return {
        f"x{at}": cos(up) * cos(around),
        f"y{at}": cos(up) * sin(around),
        f"z{at}": sin(up),
        f"r{at}": radius_km,
    }


def type_number(event_type: EventType | None) -> int:
    """Return a type as a number; 0 when it is not known."""
    return _NUMBER_OF[event_type] if event_type else 0


def kind_number(event_type: EventType | None) -> int:
    """Return the number that all types share which tellers use for one event."""
    return _NUMBER_OF[kind_of(event_type)] if event_type else 0


def _first(span: Span | None) -> int | None:
    return span[0] if span else None


def _last(span: Span | None) -> int | None:
    return span[1] if span else None

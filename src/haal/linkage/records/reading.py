"""Read a data set: each row of a CSV file becomes a record, or an error that names the row and the field.

The one thing to know: a row that cannot be read stops the reading. A set that is matched with some of its rows left out
would look complete.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Mapping, Sequence
from datetime import date

from haal.domain.errors import Malformed
from haal.linkage.records.mapping import RADIUS_KM, Columns, CountColumns
from haal.linkage.records.record import Count, Record

_NOTHING = frozenset({"", "na", "nan", "n/a", "null", "none", "-"})


def read(text: str, *, columns: Columns, name: str) -> tuple[Record, ...]:
    """Return the records of a CSV text. Raises Malformed: the file, the row, the field, what was expected, what came."""
    rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    there = set(rows.fieldnames or ())
    if missing := sorted(columns.named() - there):
        raise Malformed(f"{name} row 1", expected=f"the column {missing[0]}", got=f"{len(there)} others")
    found: dict[str, Record] = {}
    for number, row in enumerate(rows, start=2):
        where = f"{name} row {number}"
        record = _record(row, columns=columns, where=where)
        if record.record_id in found:
            raise Malformed(f"{where} {columns.record_id}", expected="each id once", got=record.record_id[:40])
        found[record.record_id] = record
    return tuple(found.values())


def _record(row: Mapping[str, str | None], *, columns: Columns, where: str) -> Record:
    record_id = _cell(row, columns.record_id)
    if not record_id:
        raise Malformed(f"{where} {columns.record_id}", expected="an id", got="nothing")
    first = _day(row, columns.first, where)
    last = _day(row, columns.last, where) if columns.last and _cell(row, columns.last) else first
    if last < first:
        raise Malformed(f"{where} {columns.last}", expected=f"{first.isoformat()} or later", got=last.isoformat())
    around = columns.around_days.get(_cell(row, columns.day_precision), 0.0) if columns.day_precision else 0.0
    point, radius_km = _point(row, columns=columns, where=where)
    words = {
        kind: " ; ".join(filter(None, (_cell(row, one) for one in names))) for kind, names in columns.words.items()
    }
    return Record(
        record_id=record_id,
        first=first,
        last=last,
        around_days=int(around),
        point=point,
        radius_km=radius_km,
        words={kind: said for kind, said in words.items() if said},
        counts={
            kind: count
            for kind, its in columns.counts.items()
            if (count := _count(row, columns=its, where=where)) is not None
        },
        sides=_sides(row, columns=columns, where=where),
    )


def _point(row: Mapping[str, str | None], *, columns: Columns, where: str) -> tuple[tuple[float, float] | None, float]:
    if not columns.lat or not columns.lon:
        return None, RADIUS_KM
    lat, lon = _number(row, columns.lat, where), _number(row, columns.lon, where)
    if lat is None or lon is None or (lat == 0 and lon == 0):
        return None, RADIUS_KM
    for column, value, most in ((columns.lat, lat, 90), (columns.lon, lon, 180)):
        if abs(value) > most:
            raise Malformed(f"{where} {column}", expected=f"-{most} to {most}", got=f"{value:g}")
    return (lat, lon), columns.radius_km.get(_cell(row, columns.place_precision), RADIUS_KM)


def _count(row: Mapping[str, str | None], *, columns: CountColumns, where: str) -> Count | None:
    low, best, high = (_number(row, one, where) if one else None for one in (columns.low, columns.best, columns.high))
    told = [one for one in (low, best, high) if one is not None and one >= 0]
    if not told:
        return None
    return Count(
        low=int(min(told)), high=int(max(told)), best=int(best if best is not None and best >= 0 else max(told))
    )


def _sides(row: Mapping[str, str | None], *, columns: Columns, where: str) -> tuple[int, ...]:
    killed = columns.counts.get("killed")
    found: Sequence[float | None] = [_number(row, one, where) for one in killed.sides] if killed else ()
    return tuple(sorted(int(one) for one in found if one is not None))


def _day(row: Mapping[str, str | None], column: str, where: str) -> date:
    said = _cell(row, column)
    try:
        return date.fromisoformat(said[:10])
    except ValueError:
        raise Malformed(f"{where} {column}", expected="a day such as 2011-03-14", got=repr(said[:20])) from None


def _number(row: Mapping[str, str | None], column: str, where: str) -> float | None:
    said = _cell(row, column)
    if said.lower() in _NOTHING:
        return None
    try:
        value = float(said.replace(",", ""))
    except ValueError:
        raise Malformed(f"{where} {column}", expected="a number or nothing", got=repr(said[:20])) from None
    if not math.isfinite(value):
        raise Malformed(f"{where} {column}", expected="a number or nothing", got=repr(said[:20]))
    return value


def _cell(row: Mapping[str, str | None], column: str) -> str:
    return (row.get(column) or "").strip() if column else ""

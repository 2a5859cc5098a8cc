"""Many reports laid out to be compared: numbered by time, places and names kept once, listed by cell and by name. DuckDB does it.

The one thing to know: a report's number (`turn`) rises with its first day, so in every list what may belong to a report stands in one
stretch behind it. Reports of which no day is known come last.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from haal.geometry.cells import disk
from haal.linkage.engines.flat import COLUMNS, POINTS, Row
from haal.linkage.engines.spots import Spots, spots
from haal.linkage.engines.tables import TOLLS, Whole
from haal.linkage.reports.pairs import LONG_MAX
from haal.linkage.told import EXACT_DAYS_MAX

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

NOTHING, DAY, TOLD, STRETCH = range(4)  # what is known of when: of the event, else of when it was told
NEVER = 2**30  # the first day of a report that tells none
RINGS = 2  # two disks of one ring meet
SEVERAL = -1
_WHOLE = ("place", "page", "begin", "end", "when_known", "first", "last", "what", "spot")
_PLACE = ("names", "cells", *POINTS)
_SAME = " AND ".join(f"raw.{name} IS NOT DISTINCT FROM spot.{name}" for name in _PLACE)
_LAID = f"""
CREATE TABLE spot AS SELECT row_number() OVER () - 1 AS spot, {", ".join(_PLACE)} FROM (SELECT DISTINCT {", ".join(_PLACE)} FROM raw);
CREATE TABLE what AS SELECT row_number() OVER () - 1 AS what, "type", target
    FROM (SELECT DISTINCT "type", coalesce(target, '') AS target FROM raw);
CREATE TABLE report AS SELECT row_number() OVER (ORDER BY least(hf, pf) NULLS LAST, place) - 1 AS turn, place, page,
        coalesce(hf, pf) AS begin, coalesce(hl, pl) AS "end", is_dated, what,
        CASE WHEN coalesce(hl, pl) - coalesce(hf, pf) >= {EXACT_DAYS_MAX} THEN {STRETCH} WHEN hf IS NOT NULL THEN {DAY}
            WHEN pf IS NOT NULL THEN {TOLD} ELSE {NOTHING} END AS when_known,
        NOT is_dated AND (coalesce(hl - hf, 0) >= {EXACT_DAYS_MAX} OR coalesce(pl - pf, 0) >= {EXACT_DAYS_MAX}) AS is_stretch,
        killed, injured, taken, spot, spot.names AS names, spot.cells AS cells,
        least(hf, pf) AS first, greatest(least(hl, hf + {LONG_MAX}), least(pl, pf + {LONG_MAX})) AS last
    FROM raw JOIN spot ON {_SAME} JOIN what ON raw."type" = what."type" AND coalesce(raw.target, '') = what.target;
DROP TABLE raw;
CREATE TABLE in_cell AS SELECT dense_rank() OVER (ORDER BY cell) - 1 AS number, turn, cell
    FROM (SELECT turn, unnest(string_split(cells, ' ')) AS cell FROM report WHERE cells <> '');
CREATE TABLE in_name AS SELECT dense_rank() OVER (ORDER BY name) - 1 AS number, turn
    FROM (SELECT turn, unnest(string_split(names, ' ')) AS name FROM report WHERE names <> '')
"""
_COLUMNS = f"""SELECT place, what, spot, NOT is_dated AS is_timeless, is_stretch, when_known,
    coalesce(begin, 0) AS begin, coalesce("end", 0) AS "end",
    {", ".join(f"coalesce({code}, -1) AS {code}" for code in TOLLS)},
    coalesce(first, {NEVER}) AS first, coalesce(last, {NEVER}) AS last,
    CASE WHEN page <> '' THEN dense_rank() OVER (ORDER BY page) ELSE 0 END AS page FROM report ORDER BY turn"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists:
    """Reports by cell or by name: `turns` one list after the other, each in order of time; list n from `begins[n]` to
    `begins[n + 1]`.
    """

    turns: Whole
    begins: NDArray[np.int64]

    @property
    def numbers(self) -> range:
        """The numbers of the lists."""
        return range(len(self.begins) - 1)

    def of(self, number: int) -> Whole:
        """Return one list."""
        return self.turns[self.begins[number] : self.begins[number + 1]]

    def only(self, chosen: NDArray[np.bool_]) -> Lists:
        """Return the lists with the chosen reports alone."""
        kept = chosen[self.turns]
        counted = np.concatenate([[0], np.cumsum(kept)])
        return Lists(turns=self.turns[kept], begins=counted[self.begins])


@dataclass(frozen=True, slots=True, kw_only=True)
class Laid:
    """Reports by their number in time; `place`: their number in the set. `begin` to `end`: the event, or else when it was told
    (`when_known`); `first` to `last`: all days that are told.

    `near`: for each cell those of which reports may meet, itself first. `cell`: a report's only cell, or `SEVERAL`. `whats`: every
    type (as a number) and target that occur together, by their place.
    """

    place: Whole
    page: Whole
    begin: Whole
    end: Whole
    when_known: Whole
    first: Whole
    last: Whole
    is_timeless: NDArray[np.bool_]
    is_stretch: NDArray[np.bool_]
    what: Whole
    tolls: tuple[Whole, ...]
    spot: Whole
    cell: Whole
    by_cell: Lists
    by_name: Lists
    near: tuple[tuple[int, ...], ...]
    whats: tuple[tuple[int, str], ...]
    spots: Spots


def opened(*, memory: str = "1GB", threads: int = 2, folder: Path | None = None) -> DuckDBPyConnection:
    """Return an empty database in memory; `folder`: where it may lay down what does not fit."""
    import duckdb

    con = duckdb.connect(":memory:")
    con.execute(f"SET memory_limit = '{memory}'; SET threads = {threads}; SET preserve_insertion_order = false")
    if folder is not None:
        con.execute(f"SET temp_directory = '{folder}'")
    return con


def from_file(con: DuckDBPyConnection, path: Path) -> Laid:
    """Lay out the reports of a CSV file with the columns of `flat`."""
    types = "{" + ", ".join(f"'{name}': '{kind}'" for name, kind in COLUMNS.items()) + "}"
    con.execute(
        f"CREATE TABLE raw AS SELECT {', '.join(COLUMNS)} FROM read_csv(?, header = true, auto_detect = true, types = {types})",
        [str(path)],
    )
    return _laid(con)


def from_rows(con: DuckDBPyConnection, rows: Iterable[Row]) -> Laid:
    """Lay out reports that are rows already (some thousands; more go by a file)."""
    con.execute(f"CREATE TABLE raw ({', '.join(f'{name} {kind}' for name, kind in COLUMNS.items())})")
    values = [tuple(row[name] for name in COLUMNS) for row in rows]
    con.executemany(f"INSERT INTO raw VALUES ({', '.join('?' * len(COLUMNS))})", values)
    return _laid(con)


def _laid(con: DuckDBPyConnection) -> Laid:
    con.execute(_LAID)
    told = con.execute(f"SELECT coalesce(names, '') AS names, {', '.join(POINTS)} FROM spot ORDER BY spot").fetchnumpy()
    whats = con.execute('SELECT "type", target FROM what ORDER BY what').fetchall()
    cells = [str(cell) for (cell,) in con.execute("SELECT DISTINCT cell FROM in_cell ORDER BY number").fetchall()]
    found = con.execute(_COLUMNS).fetchnumpy()
    by_cell, by_name = (_lists(con, name) for name in ("in_cell", "in_name"))
    con.execute("DROP TABLE report; DROP TABLE spot; DROP TABLE in_cell; DROP TABLE in_name")
    whole = {name: np.asarray(found[name], dtype=np.int32) for name in _WHOLE}
    return Laid(
        **whole,
        is_timeless=np.asarray(found["is_timeless"], dtype=np.bool_),
        is_stretch=np.asarray(found["is_stretch"], dtype=np.bool_),
        tolls=tuple(np.asarray(found[code], dtype=np.int32) for code in TOLLS),
        cell=_only_cell(by_cell, len(whole["place"])),
        by_cell=by_cell,
        by_name=by_name,
        near=_near(cells),
        whats=tuple((int(number), str(target)) for number, target in whats),
        spots=spots({name: np.ma.filled(told[name].astype(float), np.nan) for name in POINTS}, list(told["names"])),
    )


def _lists(con: DuckDBPyConnection, name: str) -> Lists:
    found = con.execute(f"SELECT number, turn FROM {name} ORDER BY number, turn").fetchnumpy()
    counts = np.bincount(np.asarray(found["number"]))
    return Lists(turns=np.asarray(found["turn"], dtype=np.int64), begins=np.concatenate([[0], np.cumsum(counts)]))


def _only_cell(by_cell: Lists, count: int) -> Whole:
    cells = np.repeat(np.arange(len(by_cell.begins) - 1, dtype=np.int32), np.diff(by_cell.begins))
    found = np.full(count, SEVERAL, dtype=np.int32)
    found[by_cell.turns] = cells
    found[np.bincount(by_cell.turns, minlength=count) > 1] = SEVERAL
    return found


def _near(cells: list[str]) -> tuple[tuple[int, ...], ...]:
    number = {cell: at for at, cell in enumerate(cells)}
    return tuple(tuple(sorted(number[other] for other in disk(cell, RINGS) if other in number)) for cell in cells)

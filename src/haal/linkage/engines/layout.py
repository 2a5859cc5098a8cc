"""Many reports laid out to be compared: numbered by time, places kept once, listed by cell and by name. DuckDB reads them.

The one thing to know: a report's number (`turn`) rises with its first day, so in every list what may belong to a report stands in one
stretch behind it. Reports of which no day is known come last.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from haal.linkage.engines.flat import COLUMNS, POINTS, Row
from haal.linkage.engines.spots import Lists, Spots, spots
from haal.linkage.engines.tables import TOLLS, Whole
from haal.linkage.reports.pairs import LONG_MAX
from haal.linkage.told import EXACT_DAYS_MAX

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

NOTHING, DAY, TOLD, STRETCH = range(4)  # what is known of when: of the event, else of when it was told
NEVER = 2**30  # the first day of a report that tells none
MONTH = 31  # days around all that are told of a report in which others meet it
FAR_DAYS = 93  # days beyond which two stretches are not compared
_WHOLE = ("place", "page", "begin", "end", "when_known", "first", "last", "what", "spot", *TOLLS)
_PLACE = ("names", "cells", *POINTS)
_SAME = " AND ".join(f"raw.{name} IS NOT DISTINCT FROM spot.{name}" for name in _PLACE)
_LAID = f"""
CREATE TABLE spot AS SELECT row_number() OVER () - 1 AS spot, {", ".join(_PLACE)} FROM (SELECT DISTINCT {", ".join(_PLACE)} FROM raw);
CREATE TABLE what AS SELECT row_number() OVER () - 1 AS what, "type", target
    FROM (SELECT DISTINCT "type", coalesce(target, '') AS target FROM raw);
CREATE TABLE page AS SELECT row_number() OVER () AS number, page FROM (SELECT DISTINCT page FROM raw WHERE page <> '')
"""
_COLUMNS = f"""SELECT place, what, spot, coalesce(page.number, 0) AS page, NOT is_dated AS is_timeless,
    NOT is_dated AND (coalesce(hl - hf, 0) >= {EXACT_DAYS_MAX} OR coalesce(pl - pf, 0) >= {EXACT_DAYS_MAX}) AS is_stretch,
    coalesce(hf, pf, 0) AS begin, coalesce(hl, pl, 0) AS "end",
    CASE WHEN coalesce(hl, pl) - coalesce(hf, pf) >= {EXACT_DAYS_MAX} THEN {STRETCH} WHEN hf IS NOT NULL THEN {DAY}
        WHEN pf IS NOT NULL THEN {TOLD} ELSE {NOTHING} END AS when_known,
    {", ".join(f"coalesce({code}, -1) AS {code}" for code in TOLLS)},
    coalesce(least(hf, pf), {NEVER}) AS first,
    coalesce(greatest(least(hl, hf + {LONG_MAX}), least(pl, pf + {LONG_MAX})), {NEVER}) AS last
    FROM raw JOIN spot ON {_SAME} JOIN what ON raw."type" = what."type" AND coalesce(raw.target, '') = what.target
    LEFT JOIN page ON raw.page = page.page"""


class Reports(NamedTuple):
    """What is compared of each report, by its number in time; `tolls`: reports x 3, -1 where none is told; `page`: 0 for none.

    `begin` to `end`: the event, or else when it was told (`known` says which); `first` to `last`: all days that are told.
    """

    begin: Whole
    end: Whole
    known: Whole
    what: Whole
    tolls: Whole
    spot: Whole
    page: Whole
    first: Whole
    last: Whole
    is_timeless: NDArray[np.bool_]
    is_stretch: NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Laid:
    """Reports by their number in time; `place`: their number in the set. `whats`: every type (as a number) and target that occur
    together, by their place. `in_cell` and `in_name`: reports by the numbers of cells and of names; `timeless`: by name, those alone
    that tell no day.
    """

    place: Whole
    reports: Reports
    whats: tuple[tuple[int, str], ...]
    spots: Spots
    in_cell: Lists
    in_name: Lists
    timeless: Lists


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
    told = con.execute(
        f"SELECT coalesce(names, '') AS names, coalesce(cells, '') AS cells, {', '.join(POINTS)} FROM spot ORDER BY spot"
    ).fetchnumpy()
    whats = con.execute('SELECT "type", target FROM what ORDER BY what').fetchall()
    found = con.execute(_COLUMNS).fetchnumpy()
    con.execute("DROP TABLE raw; DROP TABLE spot; DROP TABLE what; DROP TABLE page")
    turn = np.lexsort((found["place"], found["first"]))
    whole = {name: np.asarray(found[name], dtype=np.int32)[turn] for name in _WHOLE}
    timeless, stretch = (np.asarray(found[name], dtype=np.bool_)[turn] for name in ("is_timeless", "is_stretch"))
    where = spots(
        {name: np.ma.filled(told[name].astype(float), np.nan) for name in POINTS},
        names=list(told["names"]),
        cells=list(told["cells"]),
    )
    spot = whole["spot"]
    return Laid(
        place=whole["place"],
        reports=Reports(
            begin=whole["begin"],
            end=whole["end"],
            known=whole["when_known"],
            what=whole["what"],
            tolls=np.column_stack([whole[code] for code in TOLLS]),
            spot=spot,
            page=whole["page"],
            first=whole["first"],
            last=whole["last"],
            is_timeless=timeless,
            is_stretch=stretch,
        ),
        whats=tuple((int(number), str(target)) for number, target in whats),
        spots=where,
        in_cell=where.cells.turned(spot),
        in_name=where.words.turned(spot),
        timeless=where.words.turned(spot, only=timeless),
    )

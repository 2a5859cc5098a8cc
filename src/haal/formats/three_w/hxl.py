"""Tables with a row of HXL hashtags under the header, as CSV or as HXL's own JSON; what all of them say of a place.

The one thing to know: programs want numbers, so a cell of fewer than five is empty and its column is named in `fewer_than_five`;
empty and not named means "not told". No formula is run by a spreadsheet (`haal.formats.table`). HXL 1.1; attributes after the
hashtag are free words.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from haal.domain.public_place import PublicPlace
from haal.domain.shelter.shown import in_fives
from haal.formats import geojson, table

PLACE = (
    ("admin1_name", "#adm1+name"),
    ("admin2_name", "#adm2+name"),
    ("area_name", "#loc+area+name"),
    ("h3_cell", "#geo+h3"),
    ("area_is", "#meta+area"),
)
FEWER = ("fewer_than_five", "#meta+fewer")
_FEW = in_fives(1)
NOTE = "documented, not total; rounded to fives; nothing of fewer than five"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A table: pairs of header and hashtag, and its rows."""

    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[object, ...], ...]


def numbers(headers: Sequence[str], shown: Sequence[str]) -> tuple[str, ...]:
    """Return cells as numbers, with the cell of `FEWER` behind them: which of the columns hold fewer than five."""
    few = [header for header, text in zip(headers, shown, strict=True) if text == _FEW]
    return (*("" if text == _FEW else text for text in shown), " ".join(few))


def as_csv(sheet: Sheet) -> bytes:
    """Return the table as CSV."""
    return table.write([header for header, _ in sheet.columns], [_tags(sheet), *sheet.rows])


def as_json(sheet: Sheet) -> bytes:
    """Return the table as HXL's JSON of arrays: headers, hashtags, rows."""
    headers = [header for header, _ in sheet.columns]
    rows = [["" if cell is None else str(cell) for cell in row] for row in sheet.rows]
    return json.dumps([headers, list(_tags(sheet)), *rows], ensure_ascii=False, indent=0).encode("utf-8")


def place(where: PublicPlace) -> tuple[str, ...]:
    """Return the cells of `PLACE`."""
    return where.province, where.district, where.name, where.cell, geojson.width_of(where)


def _tags(sheet: Sheet) -> Sequence[str]:
    return [tag for _, tag in sheet.columns]

"""A table of press reports as evidence for claims: the columns of `haal report import`, or those of the press corpus.

The one thing to know: a column may say which incident a report tells of; without it, each report stands for itself until
somebody (`haal.linkage`) says which belong together. Columns that nobody asks are left alone.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from haal.domain.claim.evidence import Evidence, evidence_of
from haal.domain.errors import Malformed
from haal.domain.ids import ReportId
from haal.formats import press
from haal.formats.claims.table import Fault, opened

# other name of a column -> its name in `haal.formats.press`
ALSO: Mapping[str, str] = MappingProxyType(
    {
        "url": "page",
        "event_date_as_reported": "event_date",
        "place_name_as_reported": "place",
        "admin2_district": "district",
        "location_precision_km": "radius_km",
        "killed_reported": "killed",
        "killed_civilians_reported": "killed_civilians",
        "injured_reported": "injured",
        "missing_or_abducted_reported": "taken",
        "attribution_reported": "attribution",
        "displaced_reported": "displaced",
        "summary_own_words": "summary",
    }
)


def read(raw: bytes, *, incidents: str = "") -> Iterator[Evidence | Fault]:
    """Give each report of a file; `incidents`: the column that says which belong together. Raises Malformed for the file."""
    header, records = opened(raw, required=("report_id", *([incidents] if incidents else [])), known=None)
    if not {"summary", "summary_own_words"} & set(header):
        raise Malformed("header", expected="a column summary or summary_own_words", got="neither")
    return _rows(header, records, incidents=incidents)


def _rows(
    header: list[str], records: Iterator[tuple[int, list[str] | csv.Error]], *, incidents: str
) -> Iterator[Evidence | Fault]:
    for number, cells in records:
        if isinstance(cells, csv.Error):
            yield Fault(number=number, field="row", expected="quotes that are closed", got=str(cells))
        elif cells and len(cells) != len(header):
            yield Fault(number=number, field="row", expected=f"{len(header)} cells", got=f"{len(cells)} cells")
        elif cells:
            try:
                yield _evidence(dict(zip(header, cells, strict=True)), incidents=incidents)
            except Malformed as error:
                yield Fault(number=number, field=error.where, expected=error.expected, got=error.got)


def _evidence(row: Mapping[str, str], *, incidents: str) -> Evidence:
    cells = {ALSO.get(name, name): cell for name, cell in row.items()}
    if cells.get("attribution") and cells.get("attribution_kind") in {"", "unknown", None}:
        cells["attribution_kind"] = "alleged_by_other"  # named, and nobody says by whom
    if not cells.get("attribution"):
        cells["attribution_kind"] = ""
    incoming = press.incoming_of({name: cell for name, cell in cells.items() if name in press.COLUMNS})
    report_id = ReportId(cells["report_id"])
    group = row.get(incidents, "") or report_id
    return evidence_of(report_id, answers=incoming.answers, source=incoming.source, group=group)

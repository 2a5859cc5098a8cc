"""Finding what a new report may be one with: rows that share a mark, their pads beside them, opened.

The one thing to know: one statement, whose plan is written so that no database can read it otherwise than by the index of marks,
then by number, then by key: what it costs depends on how many are near, not on how many there are. Of a crowd only the newest
`FOUND_MAX` are found.
"""

from __future__ import annotations

import json
from collections.abc import Collection

from django.db import connection

from haal.domain.ids import ReportId
from haal.linkage.reports.near.keys import asked_keys
from haal.linkage.reports.seen import Seen
from haal.storage.boxes.data_key import ID_BYTES
from haal.storage.compared.rows import form_key, marks_of

FOUND_MAX = 5_000

_MARKED = "SELECT DISTINCT row_id FROM compared_mark WHERE mark {any} ORDER BY row_id DESC LIMIT {limit}"
_TOLD = "SELECT id AS row_id FROM compared WHERE report_id {any} LIMIT {limit}"
# CROSS JOIN and OFFSET 0 keep the order in which they are written: SQLite's and PostgreSQL's way of saying so.
_SQLITE = """
SELECT one.report_id, substr(one.box, {id_bytes} + 1), pad.header FROM ({found}) AS found
CROSS JOIN compared AS one ON one.id = found.row_id
CROSS JOIN data_key AS pad ON pad.id = substr(one.box, 1, {id_bytes})
"""
_SERVER = """
SELECT one.report_id, substring(one.box from {id_bytes} + 1), pad.header FROM ({found}) AS found
CROSS JOIN LATERAL (SELECT report_id, box FROM compared WHERE id = found.row_id OFFSET 0) AS one
CROSS JOIN LATERAL (SELECT header FROM data_key WHERE id = substring(one.box from 1 for {id_bytes}) OFFSET 0) AS pad
"""
_ANY = {"sqlite": "IN (SELECT value FROM json_each(%s))", "postgresql": "= ANY(%s)"}

type Forms = dict[ReportId, bytes]


def near(one: Seen) -> Forms:
    """Return the short forms of what shares a key with a report, itself included when it is kept. Raises KeysLocked."""
    return _opened(statement(by_mark=True), marks_of(asked_keys(one)))


def of_reports(report_ids: Collection[ReportId]) -> Forms:
    """Return the short forms of these reports, as far as they are kept and can be opened. Raises KeysLocked."""
    return _opened(statement(by_mark=False), list(report_ids))


def statement(*, by_mark: bool) -> str:
    """Return the statement that finds rows, for the database in use; it takes one parameter (see `parameter`)."""
    found = (_MARKED if by_mark else _TOLD).format(any=_ANY[connection.vendor], limit=FOUND_MAX)
    return (_SQLITE if connection.vendor == "sqlite" else _SERVER).format(found=found, id_bytes=ID_BYTES)


def parameter(values: list[int] | list[ReportId]) -> str | list[int] | list[ReportId]:
    """Return a list as the database in use takes it."""
    return json.dumps(values) if connection.vendor == "sqlite" else values


def _opened(query: str, values: list[int] | list[ReportId]) -> Forms:
    """Return what a statement finds, opened; what cannot be opened is left out: the report itself is there."""
    cipher = form_key()
    if not values:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(query, [parameter(values)])
        return {ReportId(report_id): form for report_id, form in cipher.open_many(cursor.fetchall())}

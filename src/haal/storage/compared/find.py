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
from haal.linkage.reports.levels import WINDOW_DAYS
from haal.linkage.reports.near.keys import asked_keys
from haal.linkage.reports.seen import Seen
from haal.storage.boxes.data_key import ID_BYTES
from haal.storage.compared.rows import form_key, spans_of

FOUND_MAX = 5_000

# CROSS JOIN and OFFSET 0 keep the order in which they are written: SQLite's and PostgreSQL's way of saying so.
_MARKED = {
    "sqlite": """
SELECT DISTINCT row_id FROM json_each(%s) AS asked
CROSS JOIN compared_mark ON mark BETWEEN asked.value ->> 0 AND asked.value ->> 1 ORDER BY row_id DESC LIMIT {limit}
""",
    "postgresql": """
SELECT DISTINCT row_id FROM unnest(%s::bigint[], %s::bigint[]) AS asked (low, high)
CROSS JOIN LATERAL (SELECT row_id FROM compared_mark WHERE mark BETWEEN low AND high OFFSET 0) AS marked
ORDER BY row_id DESC LIMIT {limit}
""",
}
_TOLD = {
    "sqlite": "SELECT id AS row_id FROM compared WHERE report_id IN (SELECT value FROM json_each(%s)) LIMIT {limit}",
    "postgresql": "SELECT id AS row_id FROM compared WHERE report_id = ANY(%s) LIMIT {limit}",
}
_OPENED = {
    "sqlite": """
SELECT one.report_id, substr(one.box, {id_bytes} + 1), pad.header FROM ({found}) AS found
CROSS JOIN compared AS one ON one.id = found.row_id
CROSS JOIN data_key AS pad ON pad.id = substr(one.box, 1, {id_bytes})
""",
    "postgresql": """
SELECT one.report_id, substring(one.box from {id_bytes} + 1), pad.header FROM ({found}) AS found
CROSS JOIN LATERAL (SELECT report_id, box FROM compared WHERE id = found.row_id OFFSET 0) AS one
CROSS JOIN LATERAL (SELECT header FROM data_key WHERE id = substring(one.box from 1 for {id_bytes}) OFFSET 0) AS pad
""",
}

type Forms = dict[ReportId, bytes]
type Parameters = tuple[str | list[int] | list[ReportId], ...]


def near(one: Seen, *, days: int = WINDOW_DAYS) -> Forms:
    """Return the short forms of what shares a key with a report, itself included when it is kept. Raises KeysLocked.

    `days`: how many days apart it may lie where both tell one day.
    """
    return _opened(statement(by_mark=True), by_marks(spans_of(asked_keys(one, days=days))))


def of_reports(report_ids: Collection[ReportId]) -> Forms:
    """Return the short forms of these reports, as far as they are kept and can be opened. Raises KeysLocked."""
    return _opened(statement(by_mark=False), by_reports(list(report_ids)))


def statement(*, by_mark: bool) -> str:
    """Return the statement that finds rows, for the database in use; it takes `by_marks` or `by_reports`."""
    found = (_MARKED if by_mark else _TOLD)[connection.vendor].format(limit=FOUND_MAX)
    return _OPENED[connection.vendor].format(found=found, id_bytes=ID_BYTES)


def by_marks(spans: list[tuple[int, int]]) -> Parameters:
    """Return first and last marks as the database in use takes them; nothing when there are none."""
    if not spans:
        return ()
    return (json.dumps(spans),) if connection.vendor == "sqlite" else tuple(map(list, zip(*spans, strict=True)))


def by_reports(report_ids: list[ReportId]) -> Parameters:
    """Return reports as the database in use takes them; nothing when there are none."""
    if not report_ids:
        return ()
    return (json.dumps(report_ids),) if connection.vendor == "sqlite" else (report_ids,)


def _opened(query: str, asked: Parameters) -> Forms:
    """Return what a statement finds, opened; what cannot be opened is left out: the report itself is there."""
    cipher = form_key()
    if not asked:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(query, asked)
        return {ReportId(report_id): form for report_id, form in cipher.open_many(cursor.fetchall())}

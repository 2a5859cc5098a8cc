"""Whom an area reaches: counted by channel and language, and found by what they chose.

The one thing to know: a count reads cells and choices and never a subscriber. The cells of an area become a few ranges
of integers, the ranges find choices, each choice is taken once and knows how many people hold it; so somebody with
several cells in the area is counted once. SQLite gets the order of the join by CROSS JOIN: left to itself it reads the
whole table (docs/decisions/0014-counted-by-what-was-chosen.md has the figures).

Drills reach simulated people only, warnings the others only. The tables are `haal.storage.subscriber`'s.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import F

from haal.domain.delivery import Channel
from haal.domain.hazard import Severity
from haal.domain.ids import SubscriberId
from haal.domain.subscriber import LEVELS, State
from haal.geometry.cells import ranges, to_number
from haal.storage.subscriber import Reached, SubscriberRow

PAGE = 2_000
# The area as a table of ranges; the rest is the same on both.
_AREA = {
    "sqlite": "SELECT json_extract(value, '$[0]') AS low, json_extract(value, '$[1]') AS high FROM json_each(%s)",
    "postgresql": "SELECT (value->>0)::bigint AS low, (value->>1)::bigint AS high FROM json_array_elements(%s::json)",
}
_FOUND = """
WITH area AS ({area})
SELECT {columns} FROM (
    SELECT DISTINCT cell.choice_id AS id FROM area CROSS JOIN subscriber_cell cell
    WHERE cell.cell BETWEEN area.low AND area.high
) found CROSS JOIN subscriber_choice choice
WHERE choice.id = found.id AND choice.is_simulated = %s AND choice.level <= %s AND choice.people > 0
{rest}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """How many people are reached by one channel, in one language and its second. Never `people` 0."""

    channel: Channel
    language: str
    second_language: str
    quiet_from: int | None
    quiet_to: int | None
    people: int


def count(cells: Iterable[str], *, simulated: bool, severity: Severity) -> tuple[Line, ...]:
    """Return how many active people asked to hear of something so grave in any of these cells, each counted once."""
    names = "channel, language, second_language, quiet_from, quiet_to"
    rows = _rows(
        cells,
        columns=f"{names}, SUM(people)",
        rest=f"GROUP BY {names} ORDER BY {names}",
        simulated=simulated,
        severity=severity,
    )
    return tuple(
        Line(
            channel=Channel(row[0]),
            language=row[1],
            second_language=row[2],
            quiet_from=row[3],
            quiet_to=row[4],
            people=int(row[5]),
        )
        for row in rows
    )


def choices(cells: Iterable[str], *, simulated: bool, severity: Severity) -> tuple[tuple[int, int], ...]:
    """Return `(choice_id, people)` of every choice the area touches, by id: for filling a queue in pages."""
    rest = "ORDER BY choice.id"
    rows = _rows(cells, columns="choice.id, choice.people", rest=rest, simulated=simulated, severity=severity)
    return tuple((int(row[0]), int(row[1])) for row in rows)


def reached(cells: Iterable[str], *, simulated: bool, severity: Severity) -> tuple[Reached, ...]:
    """Return those people by pseudonym, each once."""
    ids = [choice_id for choice_id, _ in choices(cells, simulated=simulated, severity=severity)]
    return tuple(one for first in range(0, len(ids), PAGE) for one in _of_choices(ids[first : first + PAGE]))


def still_there(subscriber_ids: Iterable[str]) -> tuple[Reached, ...]:
    """Return those of them who have not stopped."""
    ids = sorted(subscriber_ids)
    pages = (ids[first : first + PAGE] for first in range(0, len(ids), PAGE))
    active = SubscriberRow.objects.filter(state=State.ACTIVE.value)
    columns = ("pseudonym", "channel", "choice__language")
    return tuple(_reached(row) for page in pages for row in active.filter(pseudonym__in=page).values_list(*columns))


def drifted() -> int:
    """Return how many choices do not know how many people hold them: 0, or a bug (for `haal doctor`)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT COUNT(*) FROM subscriber_choice choice WHERE people <> (SELECT COUNT(*) FROM subscriber one"
            " WHERE one.choice_id = choice.id AND one.state = %s)",
            [State.ACTIVE.value],
        )
        return int(cursor.fetchone()[0])


def plan(cells: Iterable[str]) -> str:
    """Return how the database would count (for tests)."""
    sql, values = _query(cells, columns="SUM(people)", rest="", simulated=False, severity=Severity.SEVERE)
    explain = "EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN "
    with connection.cursor() as cursor:
        cursor.execute(explain + sql, values)
        return "\n".join(str(row[-1]) for row in cursor.fetchall())


def _rows(
    cells: Iterable[str], *, columns: str, rest: str, simulated: bool, severity: Severity
) -> Sequence[tuple[object, ...]]:
    sql, values = _query(cells, columns=columns, rest=rest, simulated=simulated, severity=severity)
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def _query(
    cells: Iterable[str], *, columns: str, rest: str, simulated: bool, severity: Severity
) -> tuple[str, list[object]]:
    area = json.dumps(ranges(to_number(cell) for cell in cells))
    sql = _FOUND.format(area=_AREA[connection.vendor], columns=columns, rest=rest)
    return sql, [area, simulated, LEVELS[severity]]


def _of_choices(ids: Sequence[int]) -> list[Reached]:
    rows = SubscriberRow.objects.filter(choice_id__in=ids, state=State.ACTIVE.value)
    columns = ("pseudonym", "channel", "choice__language")
    return [_reached(row) for row in rows.order_by(F("choice_id"), F("id")).values_list(*columns)]


def _reached(row: tuple[str, str, str]) -> Reached:
    return Reached(id=SubscriberId(row[0]), channel=Channel(row[1]), language=row[2])

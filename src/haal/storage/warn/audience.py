"""Whom an area reaches: counted by channel and language, and found by what they chose.

The one thing to know: a count reads sums of what was chosen and never a subscriber. The cells of an area become a few
ranges of integers, and with them the patches of several cells that it touches; one index gives the sums there, and people
count at the first of their patches that lies in the area, so somebody with several places in it is counted once. SQLite
gets the order of the join by CROSS JOIN: left to itself it may read the whole table. The tables and why they are so:
`haal.storage.chosen.rows`, docs/decisions/0016-counted-by-what-was-chosen.md.

Drills reach simulated people only, warnings the others only.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import F

from haal.domain.delivery import Channel
from haal.domain.hazard import Severity
from haal.domain.ids import SubscriberId
from haal.domain.subscriber import LEVELS, State
from haal.geometry.cells import ranges, to_number
from haal.storage.chosen.keep import SUMS
from haal.storage.subscriber import Reached, SubscriberRow

PAGE = 2_000
# Ranges and numbers come in as JSON: one value, however wide the area; the rest is the same on both.
_RANGES = {
    "sqlite": "SELECT json_extract(value, '$[0]') AS low, json_extract(value, '$[1]') AS high FROM json_each(%s)",
    "postgresql": "SELECT (value->>0)::bigint AS low, (value->>1)::bigint AS high FROM json_array_elements(%s::json)",
}
_NUMBERS = {
    "sqlite": "SELECT value AS id FROM json_each(%s)",
    "postgresql": "SELECT value::bigint AS id FROM json_array_elements_text(%s::json)",
}
# SQLite reads a range in one go, kind by kind; PostgreSQL cannot guess how wide a range is, but knows equal numbers.
_CELLS_IN = {
    "sqlite": "area CROSS JOIN subscriber_patch_cell inside WHERE inside.cell BETWEEN area.low AND area.high",
    "postgresql": "cells JOIN subscriber_patch_cell inside ON inside.cell = cells.id",
}
_HELD_IN = {
    "sqlite": "spans CROSS JOIN {table} held WHERE held.patch BETWEEN spans.low AND spans.high",
    "postgresql": "here JOIN {table} held ON held.patch = here.id WHERE TRUE",
}
# `here` is all that lies in the area: its cells, each a patch, and the patches of several cells that have one of them.
_AREA = """
WITH area AS ({ranges}), cells AS ({numbers}),
wide AS MATERIALIZED (SELECT DISTINCT inside.patch_id AS id FROM {cells_in}),
spans AS MATERIALIZED (SELECT low, high FROM area UNION ALL SELECT id, id FROM wide),
here AS MATERIALIZED (SELECT id FROM cells UNION ALL SELECT id FROM wide)
"""
# The earlier patches of a sum fill before_1 first, so the first that is none ends the question.
# Names are put to the sums afterwards: text is dear to carry along with each row.
_NAMED = """
SELECT counted.id, counted.people, kind.channel, kind.language
FROM (
    SELECT kind.id AS id, SUM(held.people) AS people FROM subscriber_kind kind CROSS JOIN {held_in}
    AND held.kind = kind.id AND kind.is_simulated = %s AND kind.level <= %s
    AND CASE WHEN held.before_1 = 0 THEN TRUE
        WHEN held.before_1 IN (SELECT id FROM here) THEN FALSE
        WHEN held.before_2 = 0 THEN TRUE
        WHEN held.before_2 IN (SELECT id FROM here) THEN FALSE
        WHEN held.before_3 = 0 THEN TRUE
        WHEN held.before_3 IN (SELECT id FROM here) THEN FALSE
        ELSE held.before_4 NOT IN (SELECT id FROM here) END
    GROUP BY kind.id
) counted JOIN subscriber_kind kind ON kind.id = counted.id
"""
_CHOICES = """
SELECT id, people FROM subscriber_choice WHERE id IN (SELECT held.choice_id FROM {held_in})
AND is_simulated = %s AND level <= %s AND people > 0 ORDER BY id
"""
_DRIFTED = """
WITH wanted AS ({sums}),
kept AS (SELECT kind, patch, before_1, before_2, before_3, before_4, people FROM subscriber_patch_sum)
SELECT (SELECT COUNT(*) FROM subscriber_choice held WHERE people <> (SELECT COUNT(*) FROM subscriber one
    WHERE one.choice_id = held.id AND one.state = %s))
+ (SELECT COUNT(*) FROM (SELECT * FROM wanted EXCEPT SELECT * FROM kept) missing)
+ (SELECT COUNT(*) FROM (SELECT * FROM kept EXCEPT SELECT * FROM wanted) needless)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """How many people are reached by one channel in one first language. Never `people` 0."""

    channel: Channel
    language: str
    people: int


def count(cells: Iterable[str], *, simulated: bool, severity: Severity) -> tuple[Line, ...]:
    """Return how many active people asked to hear of something so grave in any of these cells, each counted once."""
    lines: Counter[tuple[str, str]] = Counter()
    for _, people, channel, language in _rows(
        count_sql(connection.vendor), cells, simulated=simulated, severity=severity
    ):
        lines[channel, language] += int(people)
    return tuple(
        Line(channel=Channel(channel), language=language, people=people)
        for (channel, language), people in sorted(lines.items())
        if people
    )


def choices(cells: Iterable[str], *, simulated: bool, severity: Severity) -> tuple[tuple[int, int], ...]:
    """Return `(choice_id, people)` of every choice the area touches, each once, by id: for filling a queue in pages."""
    sql = _asked(connection.vendor, _CHOICES, table="subscriber_choice_patch")
    rows = _rows(sql, cells, simulated=simulated, severity=severity)
    return tuple((int(choice_id), int(people)) for choice_id, people in rows)


def count_sql(vendor: str) -> str:
    """Return the question of `count`: kind, people, channel, language; its values are `values_of`."""
    return _asked(vendor, _NAMED, table="subscriber_patch_sum")


def values_of(cells: Iterable[str], *, simulated: bool, severity: Severity) -> list[str | int]:
    """Return the values of the questions, as JSON what is many."""
    numbers = sorted(to_number(cell) for cell in cells)
    return [json.dumps(ranges(numbers)), json.dumps(numbers), simulated, LEVELS[severity]]


def reached(cells: Iterable[str], *, simulated: bool, severity: Severity) -> tuple[Reached, ...]:
    """Return those people by pseudonym, each once."""
    ids = [choice_id for choice_id, _ in choices(cells, simulated=simulated, severity=severity)]
    return tuple(one for first in range(0, len(ids), PAGE) for one in _of_choices(ids[first : first + PAGE]))


def still_there(
    subscriber_ids: Iterable[str], *, not_in: Iterable[tuple[int, int]] = ()
) -> Counter[tuple[Channel, str]]:
    """Return how many of them have not stopped, by channel and language, without those of some `choices`."""
    ids, chosen = sorted(subscriber_ids), {choice_id for choice_id, _ in not_in}
    active = SubscriberRow.objects.filter(state=State.ACTIVE.value)
    columns = ("choice_id", "channel", "choice__language")
    found: Counter[tuple[Channel, str]] = Counter()
    for first in range(0, len(ids), PAGE):
        rows = active.filter(pseudonym__in=ids[first : first + PAGE]).values_list(*columns)
        found.update((Channel(channel), language) for choice_id, channel, language in rows if choice_id not in chosen)
    return found


def drifted() -> int:
    """Return how many choices and sums do not know how many people they have: 0, or a bug (for `haal doctor`)."""
    with connection.cursor() as cursor:
        cursor.execute(_DRIFTED.format(sums=SUMS), [State.ACTIVE.value])
        return int(cursor.fetchone()[0])


def plan(cells: Iterable[str]) -> str:
    """Return how the database would count (for tests)."""
    explain = "EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN "
    sql = explain + count_sql(connection.vendor)
    return "\n".join(str(row[-1]) for row in _rows(sql, cells, simulated=False, severity=Severity.SEVERE))


def _rows(sql: str, cells: Iterable[str], *, simulated: bool, severity: Severity) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values_of(cells, simulated=simulated, severity=severity))
        return list(cursor.fetchall())


@cache
def _asked(vendor: str, question: str, *, table: str) -> str:
    area = _AREA.format(ranges=_RANGES[vendor], numbers=_NUMBERS[vendor], cells_in=_CELLS_IN[vendor])
    return area + question.format(held_in=_HELD_IN[vendor].format(table=table))


def _of_choices(ids: Sequence[int]) -> list[Reached]:
    rows = SubscriberRow.objects.filter(choice_id__in=ids, state=State.ACTIVE.value)
    columns = ("pseudonym", "channel", "choice__language")
    return [_reached(row) for row in rows.order_by(F("choice_id"), F("id")).values_list(*columns)]


def _reached(row: tuple[str, str, str]) -> Reached:
    return Reached(id=SubscriberId(row[0]), channel=Channel(row[1]), language=row[2])

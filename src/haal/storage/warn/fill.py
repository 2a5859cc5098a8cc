"""Fill a queue: one row for each person whom a version reaches, made by the database from what subscribers chose.

The one thing to know: a chunk is a short transaction under the fair write turn, and the queue's row remembers where it ended.
First come those who were told of earlier versions, then the area, nearest cells first. The key (queue, person) is unique,
so whoever belongs to both is there once, and a chunk that is filled again adds nothing. Hours of quiet are put into the row
as the instant before which it does not leave.

Whom an area reaches is counted by `haal.storage.warn.audience`; both start from the same choices.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Sum

from haal.domain.delivery import MAY_HAVE_ARRIVED
from haal.domain.ids import WarningId
from haal.geometry.cells import ranges, to_number
from haal.storage import work
from haal.storage.warn import queue
from haal.storage.warn.queue import QueueChoiceRow, QueueRow

CHUNK = 20_000  # people: half as many take as long, since each chunk writes most pages of the key (queue, person)
CHUNK_WHILE_TOLD = 10_000  # the writer is then free again sooner
CHOICES_MAX = 1_000  # looked at for one chunk
WIDE_MIN = 200_000  # people
WIDE_PART = 4  # of all people there are: at least a fourth
_ANYBODY = 2**62


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What all messages of one version have in common, and whom it reaches.

    `rings` are the cells of the area, each with its distance from the middle; none for an ending, which goes to those who
    were told and to nobody else. `level` is how grave it is, as subscribers' levels are kept. `quiet` maps hours of quiet
    `(from, to)` to the instant at which they end, for those that hold this version back.
    """

    warning_id: WarningId
    revision: int
    is_drill: bool
    may_repeat: bool
    priority: int
    not_after: datetime
    rings: tuple[tuple[int, str], ...]
    level: int
    quiet: Mapping[tuple[int, int], datetime]


def put(order: Order, *, now: datetime) -> int:
    """Begin a queue in the caller's transaction, with its first chunk; return how many messages are there.

    A version is queued once: a second call fills nothing.
    """
    earlier = QueueRow.objects.filter(warning_id=order.warning_id, revision__lt=order.revision).exists()
    row, is_new = QueueRow.objects.get_or_create(
        warning_id=order.warning_id,
        revision=order.revision,
        defaults={
            "is_drill": order.is_drill,
            "may_repeat": order.may_repeat,
            "priority": order.priority,
            "not_after": order.not_after,
            "put_at": now,
            "quiet": json.dumps([[*hours, _stored(until)] for hours, until in order.quiet.items()]),
            "told_queue": 0 if earlier else None,
        },
    )
    if not is_new:
        return 0
    if order.rings:
        _put_choices(row, order)
        first, last = _numbers()
        row.is_wide = _is_wide(row, everybody=last - first + 1)
        row.person_after = first - 1 if row.is_wide else 0
    work.after_commit(queue.wake.set)
    return _chunk(row, people=CHUNK)


def some(*, is_drill: bool, now: datetime, people: int) -> int | None:
    """Fill one more chunk of so many people, gravest version first, in a transaction of its own; None when all are full."""
    waiting = queue.unfilled(is_drill=is_drill, now=now)
    if not waiting.exists():
        return None
    with work.atomic():
        row = waiting.select_for_update(skip_locked=True).order_by("priority", "id").first()
        return _chunk(row, people=people) if row else None


def _chunk(row: QueueRow, *, people: int) -> int:
    """Add the next people, at most so many looked at; return how many are new."""
    looked = added = 0
    while looked < people and not row.is_filled:
        area_step = _wide_step if row.is_wide else _area_step
        step = area_step if row.told_queue is None else _told_step
        more, new = step(row, people - looked)
        looked, added = looked + more, added + new
    row.save(update_fields=["told_queue", "choice_after", "person_after", "is_wide", "is_filled"])
    return added


def _told_step(row: QueueRow, limit: int) -> tuple[int, int]:
    """Add people whom one earlier version may have reached; return how many were looked at, and how many are new."""
    upto, looked = _last(
        "SELECT person AS id FROM delivery WHERE queue_id = %s AND person", row.told_queue, row=row, limit=limit
    )
    added = 0
    if looked:
        added = _run(
            _TOLD, [row.quiet, row.pk, row.told_queue, row.person_after, upto], states=_ARRIVED, quiet=_tables()[1]
        )
    row.person_after = upto
    if looked < limit:
        older = QueueRow.objects.filter(warning_id=row.warning_id, revision__lt=row.revision, pk__gt=row.told_queue)
        row.told_queue = older.order_by("pk").values_list("pk", flat=True).first()
        row.person_after = 0
    return looked, added


def _area_step(row: QueueRow, limit: int) -> tuple[int, int]:
    """Add people by what they chose: some whole choices, or a part of one that many people share."""
    rows = QueueChoiceRow.objects.filter(queue=row, pk__gt=row.choice_after).order_by("pk")
    chosen = list(rows.values_list("pk", "choice_id", "people")[:CHOICES_MAX])
    if not chosen:
        row.is_filled = True
        return 0, 0
    first, choice_id, people = chosen[0]
    if row.person_after or people > limit:
        subscribers = "SELECT id FROM subscriber WHERE state = 'active' AND choice_id = %s AND id"
        upto, looked = _last(subscribers, choice_id, row=row, limit=limit)
        added = _run(_FILL, [row.pk, first - 1, first, row.person_after, upto])
        row.choice_after, row.person_after = (first, 0) if looked < limit else (first - 1, upto)
        return looked, added
    last, looked = first, 0
    for pk, _, count in chosen:
        if looked + count > limit:
            break
        last, looked = pk, looked + count
    added = _run(_FILL, [row.pk, row.choice_after, last, 0, _ANYBODY])
    row.choice_after = last
    return max(looked, 1), added


def _is_wide(row: QueueRow, *, everybody: int) -> bool:
    """Return whether so many of all people are reached that they are taken in the order of their numbers.

    The key (queue, person) then grows at its end; in the order of choices each chunk would write all of it anew. Messages
    leave by rank, so the nearest of those who are queued still go first.
    """
    reached = QueueChoiceRow.objects.filter(queue=row).aggregate(people=Sum("people"))["people"] or 0
    return reached >= WIDE_MIN and reached * WIDE_PART >= everybody


def _wide_step(row: QueueRow, limit: int) -> tuple[int, int]:
    """Add the people of the next numbers: a window of so many, since how many of them are reached is not known before."""
    upto = row.person_after + limit
    added = _run(_FILL_WIDE, [row.pk, row.person_after, upto])
    row.person_after = upto
    row.is_filled = upto >= _numbers()[1]
    return limit, added


def _numbers() -> tuple[int, int]:
    """Return the first and the last person's number."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT (SELECT MIN(id) FROM subscriber), (SELECT MAX(id) FROM subscriber)")
        first, last = cursor.fetchone()
    return int(first or 1), int(last or 0)


def _last(sql: str, of: int | None, *, row: QueueRow, limit: int) -> tuple[int, int]:
    """Return the number of the last of the next `limit` people, and how many there are."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT MAX(id), COUNT(*) FROM ({sql} > %s ORDER BY 1 LIMIT %s) next",  # noqa: S608 - constants
            [of, row.person_after, limit],
        )
        upto, looked = cursor.fetchone()
    return int(upto or row.person_after), int(looked)


def _put_choices(row: QueueRow, order: Order) -> None:
    """Keep which choices the area touches, nearest first."""
    by_ring: defaultdict[int, list[int]] = defaultdict(list)
    for ring, cell in order.rings:
        by_ring[ring].append(to_number(cell))
    area = [[low, high, ring] for ring, numbers in by_ring.items() for low, high in ranges(numbers)]
    tables = dict(zip(("area", "quiet"), _tables(), strict=True))
    _run(_PUT_CHOICES, [json.dumps(area), row.quiet, row.pk, order.is_drill, order.level], **tables)


def _run(sql: str, values: Sequence[Any], **parts: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql.format(into=_INTO, **parts), values)
        return int(cursor.rowcount)


def _tables() -> tuple[str, str]:
    return _TABLES[connection.vendor]


def _stored(instant: datetime) -> str:
    return str(connection.ops.adapt_datetimefield_value(instant))


_AREA_SQLITE = (
    "SELECT json_extract(value, '$[0]') AS low, json_extract(value, '$[1]') AS high, json_extract(value, '$[2]') AS ring"
    " FROM json_each(%s)"
)
_QUIET_SQLITE = (
    "SELECT json_extract(value, '$[0]') AS since, json_extract(value, '$[1]') AS upto, json_extract(value, '$[2]') AS ends"
    " FROM json_each(%s)"
)
_AREA_POSTGRESQL = (
    "SELECT (value->>0)::bigint AS low, (value->>1)::bigint AS high, (value->>2)::int AS ring"
    " FROM json_array_elements(%s::json)"
)
_QUIET_POSTGRESQL = (
    "SELECT (value->>0)::int AS since, (value->>1)::int AS upto, (value->>2)::timestamptz AS ends"
    " FROM json_array_elements(%s::json)"
)
_TABLES = {"sqlite": (_AREA_SQLITE, _QUIET_SQLITE), "postgresql": (_AREA_POSTGRESQL, _QUIET_POSTGRESQL)}
# A patch is a place of a choice: the cell itself, or the number of several cells. A choice is taken once, at its nearest.
_PUT_CHOICES = """
INSERT INTO warning_queue_choice (queue_id, choice_id, channel, ring, not_before, people)
WITH area AS ({area}), quiet AS ({quiet}), held AS (
    SELECT cell.patch_id AS patch, MIN(area.ring) AS ring FROM area CROSS JOIN subscriber_patch_cell cell
    WHERE cell.cell BETWEEN area.low AND area.high GROUP BY cell.patch_id
), found AS (
    SELECT choice_id, MIN(ring) AS ring FROM (
        SELECT place.choice_id, area.ring FROM area CROSS JOIN subscriber_choice_patch place
        WHERE place.patch BETWEEN area.low AND area.high
        UNION ALL
        SELECT place.choice_id, held.ring FROM held CROSS JOIN subscriber_choice_patch place
        WHERE place.patch = held.patch
    ) near GROUP BY choice_id
)
SELECT %s, choice.id, choice.channel, found.ring, quiet.ends, choice.people FROM found CROSS JOIN subscriber_choice choice
LEFT JOIN quiet ON quiet.since = choice.quiet_from AND quiet.upto = choice.quiet_to
WHERE choice.id = found.choice_id AND choice.is_simulated = %s AND choice.level <= %s AND choice.people > 0
ORDER BY found.ring, choice.id
"""
_INTO = "INSERT INTO delivery (queue_id, person, channel, rank, state, not_before, tries, repeats, was_unknown, gateway, why)"
_FILL = """
{into}
SELECT chosen.queue_id, one.id, chosen.channel, chosen.ring, 'queued', chosen.not_before, 0, 0, FALSE, '', ''
FROM warning_queue_choice chosen CROSS JOIN subscriber one
WHERE chosen.queue_id = %s AND chosen.id > %s AND chosen.id <= %s
AND one.choice_id = chosen.choice_id AND one.state = 'active' AND one.id > %s AND one.id <= %s
ORDER BY chosen.ring, one.id
ON CONFLICT DO NOTHING
"""
_FILL_WIDE = """
{into}
SELECT chosen.queue_id, one.id, chosen.channel, chosen.ring, 'queued', chosen.not_before, 0, 0, FALSE, '', ''
FROM subscriber one CROSS JOIN warning_queue_choice chosen
WHERE chosen.queue_id = %s AND chosen.choice_id = one.choice_id AND one.state = 'active' AND one.id > %s AND one.id <= %s
ORDER BY one.id
ON CONFLICT DO NOTHING
"""
_TOLD = """
{into}
WITH quiet AS ({quiet})
SELECT %s, one.id, one.channel, told.rank %% 4, 'queued', quiet.ends, 0, 0, FALSE, '', ''
FROM delivery told JOIN subscriber one ON one.id = told.person JOIN subscriber_choice choice ON choice.id = one.choice_id
LEFT JOIN quiet ON quiet.since = choice.quiet_from AND quiet.upto = choice.quiet_to
WHERE told.queue_id = %s AND told.person > %s AND told.person <= %s AND one.state = 'active'
AND (told.state IN ({states}) OR told.was_unknown)
ON CONFLICT DO NOTHING
"""
_ARRIVED = ", ".join(f"'{state.value}'" for state in sorted(MAY_HAVE_ARRIVED))

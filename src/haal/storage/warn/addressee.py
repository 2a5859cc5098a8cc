"""Where one batch of messages goes: opened for that batch, by the numbers of people, and forgotten after it.

The one thing to know: the address that is opened here stays in memory for one call of a gateway; no line of a log and no
error holds it. An address that cannot be opened is missing, and its message is refused, not the batch.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import NamedTuple

from django.db import connection

from haal.domain.delivery import Held
from haal.storage.ground import keys
from haal.storage.warn.claim import Lease
from haal.vault.seal import CannotOpen


class Addressee(NamedTuple):
    """A person on one channel, with the address in clear. A tuple: a batch makes a thousand of them."""

    pseudonym: str
    address: str
    language: str
    second_language: str


def read(lease: Lease) -> tuple[Lease, Callable[[], Mapping[int, Addressee]]]:
    """Return a batch that was claimed with its rows, first things first, and what opens where to send. Raises KeysLocked.

    The rows of a lease change only when it has run out, so this needs no transaction: the writer is free meanwhile. The
    opening asks no database, so it may be done beside one.
    """
    route = keys.route_key()
    rows = _rows(lease)
    held = [Held(*row[:5]) for row in rows]
    if len(lease.counts) > 1:
        order = list(lease.counts)
        held.sort(key=lambda one: order.index(one.queue_id))
    shut = [(row[2], row[5], *row[6:]) for row in rows if row[5] is not None]  # who has no name here has stopped

    def opened() -> Mapping[int, Addressee]:
        found: dict[int, Addressee] = {}
        for person, name, box, language, second in shut:
            try:
                found[person] = Addressee(name, route.open(bytes(box), row_id=name).decode(), language, second)
            except CannotOpen:
                continue
        return found

    return replace(lease, rows=tuple(held)), opened


def names(people: Iterable[int]) -> Mapping[int, tuple[str, str]]:
    """Return pseudonym and channel of those who are still there; opens nothing."""
    ids = ", ".join(str(int(person)) for person in people) or "NULL"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id, pseudonym, channel FROM subscriber WHERE id IN ({ids})")  # noqa: S608 - numbers
        return {person: (name, channel) for person, name, channel in cursor.fetchall()}


def _rows(lease: Lease) -> list[tuple[int, int, int, int, int, str | None, bytes, str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(_OPEN, [lease.id])
        return list(cursor.fetchall())


_OPEN = """
SELECT held.id, held.queue_id, held.person, held.tries, held.repeats,
    one.pseudonym, one.address, choice.language, choice.second_language
FROM delivery held LEFT JOIN subscriber one ON one.id = held.person AND one.state = 'active'
LEFT JOIN subscriber_choice choice ON choice.id = one.choice_id
WHERE held.lease_id = %s AND held.state = 'leased' ORDER BY held.rank, held.id
"""

"""Where one batch of messages goes: opened for that batch, by the numbers of people, and forgotten after it.

The one thing to know: the address that is opened here stays in memory for one call of a gateway; no line of a log and no
error holds it. An address that cannot be opened is missing, and its message is refused, not the batch.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django.db import connection

from haal.storage.ground import keys
from haal.vault.seal import CannotOpen


class Addressee(NamedTuple):
    """A person on one channel, with the address in clear. A tuple: a batch makes a thousand of them."""

    pseudonym: str
    address: str
    language: str
    second_language: str


def opened(people: Iterable[int]) -> Mapping[int, Addressee]:
    """Return where to send, for those who are still there. Raises KeysLocked."""
    route = keys.route_key()
    found: dict[int, Addressee] = {}
    for person, name, box, language, second in _rows(people):
        try:
            found[person] = Addressee(name, route.open(bytes(box), row_id=name).decode(), language, second)
        except CannotOpen:
            continue
    return found


def names(people: Iterable[int]) -> Mapping[int, tuple[str, str]]:
    """Return pseudonym and channel of those who are still there; opens nothing."""
    ids = ", ".join(str(int(person)) for person in people) or "NULL"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id, pseudonym, channel FROM subscriber WHERE id IN ({ids})")  # noqa: S608 - numbers
        return {person: (name, channel) for person, name, channel in cursor.fetchall()}


def _rows(people: Iterable[int]) -> list[tuple[int, str, bytes, str, str]]:
    ids = ", ".join(str(int(person)) for person in people) or "NULL"
    with connection.cursor() as cursor:
        cursor.execute(_OPEN.format(ids=ids))
        return list(cursor.fetchall())


_OPEN = """
SELECT one.id, one.pseudonym, one.address, choice.language, choice.second_language
FROM subscriber one JOIN subscriber_choice choice ON choice.id = one.choice_id
WHERE one.id IN ({ids}) AND one.state = 'active'
"""

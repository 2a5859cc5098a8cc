"""The keys of the desk's boxes, each in a row of its own, apart from what it opens.

The one thing to know: a box in a row is a number and a body; the head of its age file, which holds the wrapped key, lies
here under that number. Without its row here a box says nothing to anybody for ever, not even to the desk, so destroying a
row erases every copy of the body, backups too: the table is backed up in a file of its own, for a week only.
Written by `haal.storage.ground.fields` with the box, deleted by the database itself when the box is changed or deleted
(migration 0003). What erasing a record means is `haal.services.assess.shred`.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable, Iterator
from itertools import count
from typing import TYPE_CHECKING

from django.db import connection, models
from django.db.backends.base.base import BaseDatabaseWrapper

ID_BYTES = 16
AT_ONCE = 500
_COUNTER_BYTES = 4
_PUT = "INSERT INTO data_key (id, header) VALUES (%s, %s) ON CONFLICT DO NOTHING"
_GET = "SELECT header FROM data_key WHERE id = %s"


if TYPE_CHECKING:
    _Bytes = models.BinaryField[bytes, bytes]
else:
    _Bytes = models.BinaryField


class KeyedField(_Bytes):
    """Bytes that begin with the number of their key, whatever its form; the database deletes the key with them."""


class DataKeyRow(models.Model):
    """The head of one box: its key, wrapped to the desk's key; or the pad of a short form (`haal.storage.compared`)."""

    id = models.BinaryField(primary_key=True, max_length=ID_BYTES)
    header = models.BinaryField()

    class Meta:
        """Found by the number that its box carries."""

        db_table = "data_key"


def new_id() -> bytes:
    """Return a number that no box has. Those of one process follow each other, which keeps the table's index warm."""
    return _numbers.first + next(_numbers.next).to_bytes(_COUNTER_BYTES, "big")


def put(key_id: bytes, header: bytes, *, using: BaseDatabaseWrapper) -> None:
    """Keep the head of a box in the transaction that keeps the box; one that is there already stays."""
    if using.vendor == "sqlite" and using.in_atomic_block:  # the write turn is held: without what Django's cursor adds
        using.connection.execute(_PUT.replace("%s", "?"), (key_id, header)).close()
        return
    with using.cursor() as cursor:
        cursor.execute(_PUT, (key_id, header))


def get(key_id: bytes) -> bytes | None:
    """Return the head of a box, or None: it was destroyed, or not restored."""
    with connection.cursor() as cursor:
        cursor.execute(_GET, (key_id,))
        found = cursor.fetchone()
    return bytes(found[0]) if found else None


def many(key_ids: Iterable[bytes]) -> dict[bytes, bytes]:
    """Return the heads that are there."""
    return dict(_found(key_ids))


def _found(key_ids: Iterable[bytes]) -> Iterator[tuple[bytes, bytes]]:
    wanted = list(key_ids)
    for start in range(0, len(wanted), AT_ONCE):
        rows = DataKeyRow.objects.filter(pk__in=wanted[start : start + AT_ONCE])
        for key_id, header in rows.values_list("id", "header"):
            yield bytes(key_id), bytes(header)


class _Numbers:
    """The numbers of this process: 96 random bits, then a counter. A child process begins anew."""

    def __init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        self.first = secrets.token_bytes(ID_BYTES - _COUNTER_BYTES)
        self.next = count()


_numbers = _Numbers()
os.register_at_fork(after_in_child=_numbers.begin)

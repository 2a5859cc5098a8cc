"""The ledger's leaves in their order, the tree over them in tiles, and its head: all in the ledger's own database.

The one thing to know: a leaf is never changed or deleted and a tile or the head only grows, the database itself refuses
anything else (migration 0002); tiles and head can be made again from the leaves at any time, and the audit does so.
Every function that writes works in its caller's `work.ledger()`. Whose turn it is to append, and what is signed, is
`haal.services.testify.seal`; the arithmetic is `haal.ledger.tiles`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from django.db import models
from django.db.backends.utils import CursorWrapper

from haal.ledger import frontier, merkle, record, tiles
from haal.ledger.frontier import Frontier
from haal.ledger.tiles import TileId
from haal.storage.sqlite.router import ledger_connection

CHUNK = 5_000
_LOCK = 0x6C656166  # any number, the same in every process: PostgreSQL's turn to append


class LeafRow(models.Model):
    """One public entry, and the act it stands for; none for one that only keeps the hour full."""

    lies_in_ledger = True

    index = models.BigIntegerField(primary_key=True)
    data = models.BinaryField(max_length=record.LEAF_BYTES)
    act = models.CharField(max_length=40, unique=True, null=True)

    class Meta:
        """Append-only by trigger."""

        db_table = "leaf"


class TileRow(models.Model):
    """Up to 256 hashes of one level of the tree (C2SP tlog-tiles); the last of each level grows."""

    lies_in_ledger = True

    level = models.PositiveSmallIntegerField()
    number = models.BigIntegerField()
    data = models.BinaryField(max_length=tiles.WIDTH * merkle.HASH_BYTES)

    class Meta:
        """One row for each tile; grows only, by trigger."""

        db_table = "tile"
        constraints = [models.UniqueConstraint(fields=["level", "number"], name="tile_once")]


class HeadRow(models.Model):
    """The one row that says how large the tree is, and the hashes from which it grows on."""

    lies_in_ledger = True

    id = models.PositiveSmallIntegerField(primary_key=True)
    size = models.BigIntegerField()
    open_hashes = models.BinaryField()

    class Meta:
        """One row; grows only, by trigger."""

        db_table = "ledger_head"
        constraints = [models.CheckConstraint(name="ledger_head_one", condition=models.Q(id=1))]


def take_turn() -> None:
    """Wait for the turn to append, until commit; on SQLite the transaction holds the file's only write turn already."""
    if ledger_connection().vendor == "postgresql":
        with ledger_connection().cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def head() -> Frontier:
    """Return the head as it is kept. Raises ValueError when it is damaged."""
    with ledger_connection().cursor() as cursor:
        return _head(cursor)


def size() -> int:
    """Return how many leaves there are."""
    with ledger_connection().cursor() as cursor:
        cursor.execute("SELECT size FROM ledger_head WHERE id = 1")
        row = cursor.fetchone()
    return int(row[0]) if row else 0


@dataclass(frozen=True, slots=True)
class Entry:
    """A leaf on its way into the tree: its bytes, their hash (RFC 9162), and the act it stands for, if any."""

    data: bytes
    hash: bytes
    act: str | None = None


def append(entries: Sequence[Entry]) -> Frontier:
    """Add entries at the end, grow tiles and head, and return the new head.

    The hash of an act's leaf was made when the act was kept and is not made again here; before a checkpoint is signed it is
    held against the bytes (`read_hashes`).

    Raises:
        ValueError: the stored tiles do not fit the head, or the head is no longer what it was a moment ago.
        django.db.IntegrityError: an act has a leaf already.
    """
    with ledger_connection().cursor() as cursor:
        old = _head(cursor)
        hashes = [one.hash for one in entries]
        new, changed = tiles.appended(partial(_tile, cursor), old=old, leaf_hashes=hashes)
        cursor.executemany(_ADD, [(place, one.data, one.act) for place, one in enumerate(entries, old.size)])
        for (level, number), data in changed.items():
            cursor.execute(_GROW_TILE, [level, number, data])
        if old.size:
            cursor.execute(_GROW_HEAD, [new.size, new.data, old.size])
        else:
            cursor.execute(_FIRST_HEAD, [new.size, new.data])
        if cursor.rowcount != 1:
            raise ValueError("somebody else has appended")
    return new


def places_of(acts: Sequence[str]) -> dict[str, int]:
    """Return the places of those of these acts that have a leaf."""
    rows = LeafRow.objects.filter(act__in=acts).values_list("act", "index")
    return {act: index for act, index in rows if act is not None}


def read_tile(level: int, number: int) -> bytes:
    """Return a tile's hashes end to end, b"" when there is none."""
    with ledger_connection().cursor() as cursor:
        return _tile(cursor, level, number)


def node() -> merkle.Node:
    """Return the node function of the stored tree, for roots and proofs. Raises ValueError when its head is damaged."""
    return tiles.node_of(read_tile, edge=head())


def read_entries(first: int, count: int) -> list[bytes]:
    """Return up to `count` leaves from place `first` on."""
    rows = LeafRow.objects.filter(index__gte=first, index__lt=first + count).order_by("index")
    return [bytes(data) for data in rows.values_list("data", flat=True)]


def batches() -> Iterator[list[tuple[int, bytes, str | None]]]:
    """Yield (index, leaf, act id) of every leaf in lists, in order."""
    connection = ledger_connection()
    if connection.vendor == "sqlite":  # in the order in which they came: the same, and no index is asked
        with connection.cursor() as cursor:
            cursor.execute('SELECT "index", data, act FROM leaf')
            while rows := cursor.fetchmany(CHUNK):
                yield rows
        return
    after = -1
    while True:
        with connection.cursor() as cursor:
            cursor.execute(_READ, [after, CHUNK])
            rows = cursor.fetchall()
        if not rows:
            return
        after = rows[-1][0]
        yield [(index, bytes(data), act) for index, data, act in rows]


def read_hashes(first: int, count: int) -> list[bytes]:
    """Return the hashes that the tree holds of up to `count` leaves from place `first` on."""
    found: list[bytes] = []
    while len(found) < count:
        number, offset = divmod(first + len(found), tiles.WIDTH)
        data = read_tile(0, number)[offset * merkle.HASH_BYTES :]
        if not data:
            break
        found += [data[at : at + merkle.HASH_BYTES] for at in range(0, len(data), merkle.HASH_BYTES)]
    return found[:count]


def each_tile() -> Iterator[tuple[TileId, bytes]]:
    """Yield every stored tile."""
    for level, number, data in TileRow.objects.values_list("level", "number", "data").iterator(chunk_size=200):
        yield (level, number), bytes(data)


def _head(cursor: CursorWrapper) -> Frontier:
    cursor.execute("SELECT size, open_hashes FROM ledger_head WHERE id = 1")
    row = cursor.fetchone()
    return frontier.from_data(row[0], bytes(row[1])) if row else Frontier()


def _tile(cursor: CursorWrapper, level: int, number: int) -> bytes:
    cursor.execute("SELECT data FROM tile WHERE level = %s AND number = %s", [level, number])
    row = cursor.fetchone()
    return bytes(row[0]) if row else b""


_READ = 'SELECT "index", data, act FROM leaf WHERE "index" > %s ORDER BY "index" LIMIT %s'
_ADD = 'INSERT INTO leaf ("index", data, act) VALUES (%s, %s, %s)'
_GROW_TILE = """
INSERT INTO tile (level, number, data) VALUES (%s, %s, %s)
ON CONFLICT (level, number) DO UPDATE SET data = excluded.data
"""
_FIRST_HEAD = "INSERT INTO ledger_head (id, size, open_hashes) VALUES (1, %s, %s)"
_GROW_HEAD = "UPDATE ledger_head SET size = %s, open_hashes = %s WHERE id = 1 AND size = %s"

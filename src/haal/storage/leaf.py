"""The ledger's leaves in their order, and the tree over them in tiles.

The one thing to know: a leaf is never changed or deleted, the database itself refuses it (migration 0002); the tiles
can be made again from the leaves at any time, and the audit does so.
Whose turn it is to append, and what is signed, is `haal.services.testify.seal`; the arithmetic is `haal.ledger.tiles`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db import connection, models

from haal.ledger import merkle, record, tiles
from haal.ledger.tiles import TileId

CHUNK = 2000
_LOCK = 0x6C656166  # any number, the same in every process: PostgreSQL's turn to append


class LeafRow(models.Model):
    """One public entry, and the act it stands for."""

    index = models.BigIntegerField(primary_key=True)
    data = models.BinaryField(max_length=record.LEAF_BYTES)
    act = models.CharField(max_length=40, unique=True)

    class Meta:
        """Append-only by trigger."""

        db_table = "leaf"


class TileRow(models.Model):
    """Up to 256 hashes of one level of the tree (C2SP tlog-tiles); the last of each level grows."""

    level = models.PositiveSmallIntegerField()
    number = models.BigIntegerField()
    data = models.BinaryField(max_length=tiles.WIDTH * merkle.HASH_BYTES)

    class Meta:
        """One row for each tile."""

        db_table = "tile"
        constraints = [models.UniqueConstraint(fields=["level", "number"], name="tile_once")]


def take_turn() -> None:
    """Wait for the turn to append, until commit; on SQLite the transaction holds the only write turn already."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def size() -> int:
    """Return how many leaves there are."""
    last = LeafRow.objects.order_by("-index").values_list("index", flat=True).first()
    return 0 if last is None else last + 1


def append(entries: Sequence[tuple[str, bytes]]) -> int:
    """Add (act id, leaf) entries at the end and grow the tiles; return the index of the first.

    Raises:
        ValueError: the stored tiles do not fit the number of leaves.
    """
    first = size()
    LeafRow.objects.bulk_create(
        [LeafRow(index=first + offset, data=data, act=act) for offset, (act, data) in enumerate(entries)],
        batch_size=200,
    )
    changed = tiles.appended(read_tile, size=first, leaf_hashes=[merkle.leaf_hash(data) for _, data in entries])
    TileRow.objects.bulk_create(
        [TileRow(level=level, number=number, data=data) for (level, number), data in changed.items()],
        update_conflicts=True,
        unique_fields=["level", "number"],
        update_fields=["data"],
        batch_size=50,
    )
    return first


def read_tile(level: int, number: int) -> bytes:
    """Return a tile's hashes end to end, b"" when there is none."""
    data = TileRow.objects.filter(level=level, number=number).values_list("data", flat=True).first()
    return bytes(data) if data is not None else b""


def node() -> merkle.Node:
    """Return the node function of the stored tree, for roots and proofs."""
    return tiles.node_of(read_tile)


def each() -> Iterator[tuple[int, bytes, str]]:
    """Yield (index, leaf, act id) of every leaf, in order."""
    for index, data, act in (
        LeafRow.objects.order_by("index").values_list("index", "data", "act").iterator(chunk_size=CHUNK)
    ):
        yield index, bytes(data), act


def each_tile() -> Iterator[tuple[TileId, bytes]]:
    """Yield every stored tile."""
    for level, number, data in TileRow.objects.values_list("level", "number", "data").iterator(chunk_size=200):
        yield (level, number), bytes(data)

"""The tree in rows of 256 hashes: tile (level, n) of C2SP tlog-tiles, and how a batch of leaves is appended.

The one thing to know: a tile of level L holds hashes of subtrees of 256**L leaves; only the last tile of each
level is unfinished, so appending rewrites one row per level and a proof reads a handful.

Bytes only: where the rows lie is the business of haal.storage.leaf; the tree's rules are haal.ledger.merkle.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from haal.ledger.merkle import HASH_BYTES, Node, root

HEIGHT = 8
WIDTH = 1 << HEIGHT

type TileId = tuple[int, int]
type ReadTile = Callable[[int, int], bytes]
"""`read(level, n)` gives the hashes of a tile end to end, b"" where there is none."""


def appended(read: ReadTile, *, size: int, leaf_hashes: Sequence[bytes]) -> dict[TileId, bytes]:
    """Return the tiles that are new or longer once `leaf_hashes` follow the first `size` leaves.

    Raises:
        ValueError: a stored tile is not as long as `size` says: the store is damaged.
    """
    changed: dict[TileId, bytes] = {}
    hashes, begin, level = list(leaf_hashes), size, 0
    while hashes:
        number, filled = divmod(begin, WIDTH)
        held = _held(read, level=level, number=number, filled=filled)
        row = held + b"".join(hashes)
        hashes = []
        for offset in range(0, len(row), WIDTH * HASH_BYTES):
            tile = row[offset : offset + WIDTH * HASH_BYTES]
            changed[level, number] = tile
            number += 1
            if len(tile) == WIDTH * HASH_BYTES:
                hashes.append(root(_split(tile)))
        begin, level = begin // WIDTH, level + 1
    return changed


def node_of(read: ReadTile) -> Node:
    """Return the node function over stored tiles that haal.ledger.merkle asks; each tile is read once."""
    kept: dict[TileId, bytes] = {}

    def node(level: int, index: int) -> bytes:
        row, above = divmod(level, HEIGHT)
        number, first = divmod(index << above, WIDTH)
        if (row, number) not in kept:
            kept[row, number] = read(row, number)
        part = kept[row, number][first * HASH_BYTES : (first + (1 << above)) * HASH_BYTES]
        if len(part) != HASH_BYTES << above:
            raise ValueError(f"tile {row}/{number} is missing or too short")
        return root(_split(part))

    return node


def _held(read: ReadTile, *, level: int, number: int, filled: int) -> bytes:
    if not filled:
        return b""
    held = read(level, number)
    if len(held) != filled * HASH_BYTES:
        raise ValueError(f"tile {level}/{number} holds {len(held)} bytes, {filled} hashes were expected")
    return held


def _split(tile: bytes) -> list[bytes]:
    return [tile[start : start + HASH_BYTES] for start in range(0, len(tile), HASH_BYTES)]

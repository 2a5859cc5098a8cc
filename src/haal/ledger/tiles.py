"""The tree in rows of 256 hashes: tile (level, n) of C2SP tlog-tiles, and how a batch of leaves is appended.

The one thing to know: a tile of level L holds hashes of subtrees of 256**L leaves; only the last tile of each
level is unfinished, so appending rewrites one row per level and a proof reads a handful.

Bytes only: where the rows lie is the business of haal.storage.leaf; the tree's rules are haal.ledger.merkle.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import sha256

from haal.ledger.frontier import TILE_HEIGHT, Frontier, grown
from haal.ledger.merkle import HASH_BYTES, Node

HEIGHT = TILE_HEIGHT
WIDTH = 1 << HEIGHT

type TileId = tuple[int, int]
type ReadTile = Callable[[int, int], bytes]
"""`read(level, n)` gives the hashes of a tile end to end, b"" where there is none."""


def appended(read: ReadTile, *, old: Frontier, leaf_hashes: Sequence[bytes]) -> tuple[Frontier, dict[TileId, bytes]]:
    """Return the new frontier, and the tiles that are new or longer, once `leaf_hashes` follow the leaves of `old`.

    Raises:
        ValueError: a stored tile is not as long as the size says: the store is damaged.
    """
    new, rows = grown(old, leaf_hashes)
    changed: dict[TileId, bytes] = {}
    for level, (before, hashes) in rows.items():
        number, filled = divmod(before, WIDTH)
        row = _held(read, level=level, number=number, filled=filled) + b"".join(hashes)
        for offset in range(0, len(row), WIDTH * HASH_BYTES):
            changed[level, number] = row[offset : offset + WIDTH * HASH_BYTES]
            number += 1
    return new, changed


def node_of(read: ReadTile, *, edge: Frontier | None = None) -> Node:
    """Return the node function over stored tiles that haal.ledger.merkle asks; each tile is read and hashed once.

    `edge` is the frontier of the stored tree, if it is at hand: it spares reading the unfinished tiles of a proof.
    """
    kept: dict[TileId, list[list[bytes]]] = {}
    edge = edge or Frontier()

    def node(level: int, index: int) -> bytes:
        if level in edge.hashes and index == (edge.size >> level) - 1:
            return edge.hashes[level]
        row, above = divmod(level, HEIGHT)
        number, first = divmod(index << above, WIDTH)
        rows = kept.get((row, number))
        if rows is None:
            rows = kept[row, number] = [_split(read(row, number))]
        while len(rows) <= above:
            below = rows[-1]
            rows.append(
                [sha256(b"\x01" + left + right).digest() for left, right in zip(below[::2], below[1::2], strict=False)]
            )
        place = first >> above
        if place >= len(rows[above]):
            raise ValueError(f"tile {row}/{number} is missing or too short")
        return rows[above][place]

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

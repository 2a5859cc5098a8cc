"""What must be kept of a tree so that it can grow: the roots of its complete subtrees, one for each set bit of its size.

The one thing to know: appending n leaves costs n leaf hashes and about n node hashes, whatever the size of the log, and the
root costs one hash for each bit. On its way `grown` passes every new hash that a tile of C2SP tlog-tiles holds (levels 0,
8, 16 ...), so nothing is hashed twice.

Bytes only. The rows that tiles are kept in are haal.ledger.tiles; proofs are haal.ledger.merkle.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from haal.ledger.merkle import EMPTY_ROOT, HASH_BYTES, node_hash

TILE_HEIGHT = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Frontier:
    """The right edge of a tree of `size` leaves: `hashes` maps a level to the root of 2**level leaves."""

    size: int = 0
    hashes: Mapping[int, bytes] = field(default_factory=dict)

    @property
    def root(self) -> bytes:
        """Return the root of the whole tree. Source: RFC 9162, section 2.1.1."""
        levels = sorted(self.hashes)
        if not levels:
            return EMPTY_ROOT
        value = self.hashes[levels[0]]
        for level in levels[1:]:
            value = node_hash(self.hashes[level], value)
        return value

    @property
    def data(self) -> bytes:
        """Return the hashes end to end, lowest level first: with the size this is all there is."""
        return b"".join(self.hashes[level] for level in sorted(self.hashes))


def from_data(size: int, data: bytes) -> Frontier:
    """Return the frontier that `data` keeps.

    Raises:
        ValueError: not as many hashes as the size has set bits: the store is damaged.
    """
    levels = [level for level in range(size.bit_length()) if size >> level & 1]
    if len(data) != len(levels) * HASH_BYTES:
        raise ValueError(f"a tree of {size} leaves has {len(levels)} open subtrees, not {len(data)} bytes")
    cut = [data[start : start + HASH_BYTES] for start in range(0, len(data), HASH_BYTES)]
    return Frontier(size=size, hashes=dict(zip(levels, cut, strict=True)))


def grown(old: Frontier, leaf_hashes: Sequence[bytes]) -> tuple[Frontier, dict[int, tuple[int, list[bytes]]]]:
    """Return the frontier once `leaf_hashes` follow, and what tiles gain by it.

    The second value maps a tile level to (how many hashes the level had, the hashes that come behind them).
    """
    kept = dict(old.hashes)
    rows: dict[int, tuple[int, list[bytes]]] = {}
    row, before, level = list(leaf_hashes), old.size, 0
    while row:
        if level % TILE_HEIGHT == 0:
            rows[level // TILE_HEIGHT] = (before, row)
        pairs = [kept.pop(level), *row] if before & 1 else row[:]
        if len(pairs) & 1:
            kept[level] = pairs.pop()
        row = [sha256(b"\x01" + left + right).digest() for left, right in zip(pairs[::2], pairs[1::2], strict=True)]
        before, level = before >> 1, level + 1
    return Frontier(size=old.size + len(leaf_hashes), hashes=kept), rows

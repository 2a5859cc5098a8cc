"""The public log as a folder of small files that never change (C2SP tlog-tiles): for strangers, mirrors and any web server.

The one thing to know: it is cut to the size that was signed. What the box knows beyond that is in no file, also where a tile
is stored longer already.

    checkpoint   tile/L/NNN[.p/W]   tile/entries/NNN[.p/W]

Pure: where tiles and leaves lie is told by whoever calls. What a leaf holds is haal.ledger.record.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from haal.domain.errors import Malformed
from haal.ledger.merkle import HASH_BYTES
from haal.ledger.tiles import HEIGHT, WIDTH, ReadTile

LEVEL_MAX = 63
_NAME = re.compile(r"tile/(entries|0|[1-9][0-9]?)/((?:x[0-9]{3}/){0,5}[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class LogFile:
    """One tile of a level, or the entries below one of level 0 (`level` is None). `width` counts what is in it."""

    level: int | None
    number: int
    width: int

    @property
    def path(self) -> str:
        """Return its name below the log's folder."""
        groups = f"{self.number:,}".split(",")
        groups = [groups[0].zfill(3), *groups[1:]]
        place = "/".join([*(f"x{group}" for group in groups[:-1]), groups[-1]])
        kind = "entries" if self.level is None else str(self.level)
        return f"tile/{kind}/{place}" + (f".p/{self.width}" if self.width < WIDTH else "")

    def is_of(self, size: int) -> bool:
        """Return whether a log of `size` has this file, or had it when it was smaller."""
        return self.number * WIDTH + self.width <= size >> HEIGHT * (self.level or 0)

    def read(self, *, tile: ReadTile, entries: Callable[[int, int], Sequence[bytes]]) -> bytes:
        """Return its bytes.

        Args:
            tile: as in haal.ledger.tiles; it may answer more hashes than belong to this file.
            entries: `entries(first, count)` gives so many leaves from a place on.

        Raises:
            ValueError: there are fewer than there should be: the store is damaged.
        """
        if self.level is None:
            leaves = entries(self.number * WIDTH, self.width)
            if len(leaves) != self.width:
                raise ValueError(f"entries of tile {self.number} are missing")
            return b"".join(len(leaf).to_bytes(2, "big") + leaf for leaf in leaves)
        held = tile(self.level, self.number)[: self.width * HASH_BYTES]
        if len(held) != self.width * HASH_BYTES:
            raise ValueError(f"tile {self.level}/{self.number} is missing or too short")
        return held


def files_of(size: int) -> Iterator[LogFile]:
    """Yield every file of a log of `size`, but its checkpoint and unfinished files of smaller sizes."""
    yield from _row(None, count=size)
    level, count = 0, size
    while count:
        yield from _row(level, count=count)
        level, count = level + 1, count // WIDTH


def parsed(path: str) -> LogFile:
    """Return the file that has this path. Raises Malformed."""
    parts = _NAME.match(path)
    level = None if parts is None or parts[1] == "entries" else int(parts[1])
    if parts is None or (level or 0) > LEVEL_MAX or int(parts[3] or 1) >= WIDTH:
        raise Malformed("path", expected="a tile or entries", got=f"{len(path)} letters")
    number = int(parts[2].replace("/", "").replace("x", ""))
    named = LogFile(level=level, number=number, width=int(parts[3] or WIDTH))
    if named.path != path:
        raise Malformed("path", expected="a tile or entries", got="the same written otherwise")
    return named


def _row(level: int | None, *, count: int) -> Iterator[LogFile]:
    for number in range(-(-count // WIDTH)):
        yield LogFile(level=level, number=number, width=min(WIDTH, count - number * WIDTH))

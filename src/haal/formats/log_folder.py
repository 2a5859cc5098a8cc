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

from haal.ledger.merkle import HASH_BYTES
from haal.ledger.tiles import WIDTH, ReadTile

ENTRIES = "entries"
LEVEL_MAX = 63
_NAME = re.compile(r"tile/(entries|0|[1-9][0-9]?)/((?:x[0-9]{3}/)*[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?\Z")
_DIGITS_MAX = 18  # beyond any tree


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A log at a signed size. `tile(level, n)` may answer more hashes than belong to it; `leaves(begin, end)` the entries."""

    size: int
    checkpoint: str
    tile: ReadTile
    leaves: Callable[[int, int], Sequence[bytes]]


def names(size: int) -> Iterator[str]:
    """Yield the name of every file of a log of `size` but older unfinished ones; `checkpoint` comes last."""
    for number in range(-(-size // WIDTH)):
        yield _name(ENTRIES, number=number, width=min(WIDTH, size - number * WIDTH))
    level, count = 0, size
    while count:
        for number in range(-(-count // WIDTH)):
            yield _name(str(level), number=number, width=min(WIDTH, count - number * WIDTH))
        level, count = level + 1, count // WIDTH
    yield "checkpoint"


def content(name: str, log: Published) -> bytes | None:
    """Return the bytes of one file, None when the log has no such file at its size: whoever asks for more learns nothing."""
    if name == "checkpoint":
        return log.checkpoint.encode()
    parts = _NAME.match(name)
    if parts is None:
        return None
    level = 0 if parts[1] == ENTRIES else int(parts[1])
    digits = parts[2].replace("/", "").replace("x", "")
    width = int(parts[3] or WIDTH)
    if level > LEVEL_MAX or len(digits) > _DIGITS_MAX or width > WIDTH or (parts[3] and width == WIDTH):
        return None
    number = int(digits)
    if _name(parts[1], number=number, width=width) != name or number * WIDTH + width > log.size // WIDTH**level:
        return None
    if parts[1] == ENTRIES:
        begin = number * WIDTH
        return b"".join(len(leaf).to_bytes(2, "big") + leaf for leaf in log.leaves(begin, begin + width))
    held = log.tile(level, number)[: width * HASH_BYTES]
    if len(held) != width * HASH_BYTES:
        raise ValueError(f"tile {level}/{number} is missing or too short")
    return held


def _name(kind: str, *, number: int, width: int) -> str:
    groups = f"{number:,}".split(",")
    groups = [groups[0].zfill(3), *groups[1:]]
    path = "/".join([*(f"x{group}" for group in groups[:-1]), groups[-1]])
    return f"tile/{kind}/{path}" + (f".p/{width}" if width < WIDTH else "")

"""A checkpoint (C2SP tlog-checkpoint v1.0.0): which log, how many leaves, which root.

The one thing to know: exactly three lines. The specification allows further ones but says nobody can audit them,
so Haal writes none and refuses to read any.

Not the signature: that is haal.ledger.note, around the text made here.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass

from haal.ledger import note
from haal.ledger.merkle import HASH_BYTES


class BadCheckpoint(ValueError):
    """The text is not a checkpoint of three lines; the message says where it departs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """The head of a log: `origin` names the log, `size` counts its leaves, `root` is their RFC 6962 root."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """Return the three lines that are signed."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


def parsed(text: str) -> Checkpoint:
    """Return the checkpoint written in `text`, or raise BadCheckpoint."""
    lines = text.split("\n")
    if len(lines) != 4 or lines[3]:
        raise BadCheckpoint("a checkpoint has exactly three lines")
    origin, size, encoded = lines[:3]
    if not origin:
        raise BadCheckpoint("the origin is empty")
    if not (size.isascii() and size.isdigit()) or len(size) > 19 or (len(size) > 1 and size.startswith("0")):
        raise BadCheckpoint("the size is not a plain decimal number")
    try:
        root = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        raise BadCheckpoint("the root is not base64") from None
    if len(root) != HASH_BYTES or base64.b64encode(root).decode() != encoded:
        raise BadCheckpoint("the root is not one SHA-256 hash")
    return Checkpoint(origin=origin, size=int(size), root=root)


def signed(head: Checkpoint, key: note.SigningKey) -> str:
    """Return the checkpoint as a note under `key`, whose name is the origin."""
    if key.name != head.origin:
        raise BadCheckpoint("a log signs under its own name")
    return note.sign(head.text, key)


def opened(text: str, keys: Sequence[note.VerifyKey]) -> Checkpoint:
    """Return the checkpoint in a signed note once the signature of its own log is verified.

    Raises:
        note.BadNote: no known key signed it, or a known key's signature is wrong.
        BadCheckpoint: the text is no checkpoint, or the key belongs to another log.
    """
    head = parsed(note.parted(text)[0])
    own = [key for key in keys if key.name == head.origin]
    note.opened(text, own)
    return head

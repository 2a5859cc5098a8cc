"""A `.tlog-proof` file (C2SP tlog-proof, draft `@v1`): index, inclusion proof and checkpoint in one text.

The one thing to know: with the leaf's own bytes and the log's key this text is all a stranger needs, offline.

Not written by hand: haal.services.testify.bundle makes them. They are read again by haal.ledger.verify, which
shares no code with this file.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass

from haal.ledger import checkpoint, merkle, note

HEADER = "c2sp.org/tlog-proof@v1"
HASHES_MAX = 64


class BadProof(ValueError):
    """The text is no tlog-proof; the message says where it departs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """Entry `index` is under `checkpoint` (a signed note, verbatim) by `hashes`, the leaf's sibling first."""

    index: int
    hashes: tuple[bytes, ...]
    checkpoint: str

    @property
    def text(self) -> str:
        """Return the proof as the file's text."""
        hashes = "".join(base64.b64encode(value).decode() + "\n" for value in self.hashes)
        return f"{HEADER}\nindex {self.index}\n{hashes}\n{self.checkpoint}"


def parsed(text: str) -> Proof:
    """Return the proof in `text`, nothing verified, or raise BadProof. Unauthenticated `extra` data is dropped."""
    head, _, signed = text.partition("\n\n")
    lines = head.split("\n")
    if lines[0] != HEADER:
        raise BadProof("this is not a tlog-proof of version 1")
    rest = lines[2:] if len(lines) > 1 and lines[1].startswith("extra ") else lines[1:]
    word, _, index = rest[0].partition(" ") if rest else ("", "", "")
    if word != "index" or not (index.isascii() and index.isdigit()) or len(index) > 19 or str(int(index)) != index:
        raise BadProof("the index is not a plain decimal number")
    if len(rest) - 1 > HASHES_MAX:
        raise BadProof("no tree is that deep")
    return Proof(index=int(index), hashes=tuple(_hash(line) for line in rest[1:]), checkpoint=signed)


def verified(proof: Proof, *, leaf: bytes, keys: Sequence[note.VerifyKey]) -> checkpoint.Checkpoint:
    """Return the checkpoint that holds `leaf` (the entry's bytes) once signature and proof are verified.

    Raises:
        note.BadNote, checkpoint.BadCheckpoint: the checkpoint is not one of a known log.
        merkle.Unproven: the leaf is not where the proof says.
    """
    head = checkpoint.opened(proof.checkpoint, keys)
    merkle.verify_inclusion(
        leaf=merkle.leaf_hash(leaf), index=proof.index, size=head.size, proof=proof.hashes, root=head.root
    )
    return head


def _hash(line: str) -> bytes:
    try:
        value = base64.b64decode(line, validate=True)
    except (binascii.Error, ValueError):
        raise BadProof("a hash is not base64") from None
    if len(value) != merkle.HASH_BYTES or base64.b64encode(value).decode() != line:
        raise BadProof("a hash is not 32 bytes")
    return value

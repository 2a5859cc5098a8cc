"""What a witness writes under a checkpoint (C2SP tlog-cosignature v1.0.1): I saw this head then, and it fits what I saw before.

The one thing to know: a cosignature speaks of a time and of the checkpoint's text, not of the log's own signature; it is
worth nothing without a log's signature beside it, and only as much as the witness is another body than the log.

Only Ed25519 (type 0x04), whose key is of another type than a log's, so that neither can be used for the other. When a
witness may cosign is haal.ledger.witness; how many must have is haal.ledger.policy.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from haal.ledger import note
from haal.ledger.note import BadNote, PublicKey, SecretKey

COSIGNATURE = 0x04
TIME_BYTES = 8
TIME_MAX = 2**63 - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class WitnessKey(PublicKey):
    """A key that checks cosignatures. `name` is the witness's own."""

    KIND: ClassVar[int] = COSIGNATURE


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class WitnessSigningKey(SecretKey[WitnessKey]):
    """A key that cosigns."""

    HALF: ClassVar[type[PublicKey]] = WitnessKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Cosigned:
    """A verified cosignature: `at` in seconds since 1970, `line` the whole signature line without its newline."""

    key: WitnessKey
    at: int
    line: str


def cosigned(text: str, key: WitnessSigningKey, *, at: int) -> str:
    """Return the signature line, with its newline, by which the witness cosigns the checkpoint `text`.

    Raises:
        ValueError: the time is not one of the specification, or the text does not end in a newline: a bug.
    """
    if not 0 <= at <= TIME_MAX or not text.endswith("\n"):
        raise ValueError("a witness cosigns a whole text, at a time of 63 bits")
    return note.signature(key, message=_message(text, at), before=at.to_bytes(TIME_BYTES, "big"))


def verified(signed: str, keys: Sequence[WitnessKey]) -> tuple[Cosigned, ...]:
    """Return the cosignatures of known witnesses in a note, in their order. Nothing is said of the log's own signature.

    Raises:
        BadNote: it is no note, or a line of a known key does not verify; lines of unknown keys are ignored.
    """
    text, signatures = note.parted(signed)
    known = {(key.name, key.key_id): key for key in keys}
    lines = signed.removesuffix("\n").split("\n")[-len(signatures) :]
    found = []
    for (name, data), line in zip(signatures, lines, strict=True):
        key = known.get((name, data[:4]))
        if key is not None:
            found.append(Cosigned(key=key, at=_verified(key, text=text, data=data[4:]), line=line))
    return tuple(found)


def _verified(key: WitnessKey, *, text: str, data: bytes) -> int:
    at = int.from_bytes(data[:TIME_BYTES], "big")
    if at > TIME_MAX:
        raise BadNote("a cosignature tells a time that is none")
    note.verify(key, signature=data[TIME_BYTES:], message=_message(text, at))
    return at


def _message(text: str, at: int) -> bytes:
    return f"cosignature/v1\ntime {at}\n{text}".encode()

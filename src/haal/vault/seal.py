"""Seal something so that two key keepers together can open it and one alone cannot.

The one thing to know: each seal has an age identity of its own, used once and forgotten. The content is an age file
to it; its secret key (the text AGE-SECRET-KEY-1...) is split two-of-M, and share i is an age file to key keeper i
alone. To shred, destroy the wrapped shares. So a station without network needs only the `age` program and
`contrib/open-seal`.

A share in its age file is one line of ASCII: `haal-share:1:SEAL:INDEX:HEX`, where SEAL is the first 16 hex digits of
the SHA-256 of the sealed content (shares of different seals cannot be mixed up) and INDEX counts from 1. Not for what
the desk reads every day: that is `haal.vault.box`.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass

import pyrage

from haal.vault.split import Share, combine, split

KEEPERS_MIN = 2
SEAL_ID_LENGTH = 16
STATION_FORMAT = "haal-sealed/1"
_SHARE = re.compile(rb"haal-share:1:([0-9a-f]{16}):([0-9]{1,3}):([0-9a-f]{2,1024})\n?")


class CannotOpen(Exception):
    """These keys do not open this box, or the box was spoiled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedBox:
    """What is kept: the content for nobody, and one wrapped share per key keeper, in their order."""

    ciphertext: bytes
    wrapped: tuple[bytes, ...]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class OpenShare:
    """A share that its key keeper unwrapped, and the seal it belongs to."""

    seal_id: str
    share: Share


def seal(plain: bytes, *, custodians: Sequence[str]) -> SealedBox:
    """Return `plain` sealed to the age public keys `custodians`; any two of them open it.

    Raises:
        ValueError: fewer than two different key keepers, or a text that is no age public key.
    """
    if len(custodians) < KEEPERS_MIN or len(set(custodians)) != len(custodians):
        msg = "a seal needs at least two different key keepers"
        raise ValueError(msg)
    keepers = [recipient(custodian) for custodian in custodians]
    once = pyrage.x25519.Identity.generate()
    ciphertext = bytes(pyrage.encrypt(plain, [once.to_public()]))
    shares = split(str(once).encode("ascii"), shares=len(keepers))
    lines = [_line(seal_id_of(ciphertext), share) for share in shares]
    wrapped = tuple(bytes(pyrage.encrypt(line, [keeper])) for line, keeper in zip(lines, keepers, strict=True))
    return SealedBox(ciphertext=ciphertext, wrapped=wrapped)


def seal_id_of(ciphertext: bytes) -> str:
    """Return the name by which a seal's shares know it."""
    return hashlib.sha256(ciphertext).hexdigest()[:SEAL_ID_LENGTH]


def unwrap(wrapped: bytes, *, identity: str) -> OpenShare:
    """Return the share that one key keeper's secret key opens. Raises CannotOpen."""
    try:
        line = bytes(pyrage.decrypt(wrapped, [pyrage.x25519.Identity.from_str(identity)]))
    except (pyrage.DecryptError, pyrage.IdentityError) as error:
        raise CannotOpen from error
    parts = _SHARE.fullmatch(line)
    if parts is None:
        raise CannotOpen
    share = Share(index=int(parts[2]), data=bytes.fromhex(parts[3].decode("ascii")))
    return OpenShare(seal_id=parts[1].decode("ascii"), share=share)


def wrap(share: OpenShare, *, public: str) -> bytes:
    """Return a share as an age file to somebody else's public key: how one who holds it hands it on. Raises ValueError."""
    return bytes(pyrage.encrypt(_line(share.seal_id, share.share), [recipient(public)]))


def open_with(ciphertext: bytes, *, one: OpenShare, other: OpenShare) -> bytes:
    """Return what was sealed. Raises CannotOpen: shares of another seal, the same share twice, spoiled bytes."""
    if {one.seal_id, other.seal_id} != {seal_id_of(ciphertext)}:
        raise CannotOpen
    try:
        identity = combine(one.share, other.share).decode("ascii")
        return bytes(pyrage.decrypt(ciphertext, [pyrage.x25519.Identity.from_str(identity)]))
    except (ValueError, pyrage.DecryptError, pyrage.IdentityError) as error:
        raise CannotOpen from error


def station_file(boxes: Sequence[SealedBox], *, record: str) -> bytes:
    """Return what is carried to the offline station: content and wrapped shares in base64, in one JSON document."""
    seals = [
        {
            "seal": seal_id_of(box.ciphertext),
            "ciphertext": _text(box.ciphertext),
            "shares": [{"index": index, "box": _text(wrapped)} for index, wrapped in enumerate(box.wrapped, start=1)],
        }
        for box in boxes
    ]
    return json.dumps({"format": STATION_FORMAT, "record": record, "seals": seals}, indent=1).encode("ascii") + b"\n"


def recipient(public: str) -> pyrage.x25519.Recipient:
    """Return the age public key written `age1...`. Raises ValueError."""
    try:
        return pyrage.x25519.Recipient.from_str(public.strip())
    except pyrage.RecipientError as error:
        msg = "this is no age public key"
        raise ValueError(msg) from error


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")


def _line(seal_id: str, share: Share) -> bytes:
    return f"haal-share:1:{seal_id}:{share.index}:{share.data.hex()}\n".encode("ascii")

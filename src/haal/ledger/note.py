"""Signed notes (C2SP signed-note v1.0.0): a text, and lines that say who signed it.

The one thing to know: a signature line whose key is unknown is ignored, a line whose key is known and does not
verify spoils the whole note, and a note without one good line of a known key is no note.

Only Ed25519 (type 0x01; the witnesses' type 0x04 is haal.ledger.cosignature). Not the meaning of the text: that is
haal.ledger.checkpoint. Where the private key lies and who may use it is haal.services.testify.seal.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, ClassVar, Self, cast

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ED25519 = 0x01
SIGNATURES_MAX = 64  # The specification asks for at least 16.
_SEED_PREFIX = "PRIVATE+KEY+"


class BadNote(ValueError):
    """A note, key or signature is not as the specification wants it; the text says what is wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicKey:
    """The public half of a key of one signature type: `public` holds the 32 bytes of RFC 8032."""

    KIND: ClassVar[int]
    name: str
    public: bytes

    @property
    def key_id(self) -> bytes:
        """Return the first four bytes of the key's hash, which mark its signatures."""
        return sha256(self.name.encode() + b"\n" + bytes([self.KIND]) + self.public).digest()[:4]

    @property
    def text(self) -> str:
        """Return the vkey: name, key id and key, joined by plus signs."""
        return f"{self.name}+{self.key_id.hex()}+{_b64(bytes([self.KIND]) + self.public)}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the key written as a vkey, or raise BadNote."""
        name, _, rest = text.strip().partition("+")
        key_id, _, encoded = rest.partition("+")
        data = _unb64(encoded)
        if len(data) != 33 or data[0] != cls.KIND:
            raise BadNote(f"the vkey is not an Ed25519 key of type 0x{cls.KIND:02x}")
        key = cls(name=_checked_name(name), public=data[1:])
        if key.key_id.hex() != key_id:
            raise BadNote("the vkey's id does not belong to its name and key")
        return key


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class SecretKey[Public: PublicKey]:
    """The private half: `seed` is the 32 secret bytes of RFC 8032. Its repr tells no secret."""

    HALF: ClassVar[type[PublicKey]]
    name: str
    seed: bytes

    def __repr__(self) -> str:
        return f"{type(self).__name__}(name={self.name!r})"

    @property
    def verify_key(self) -> Public:
        """Return the public half."""
        private = Ed25519PrivateKey.from_private_bytes(self.seed)
        return cast("Public", self.HALF(name=self.name, public=private.public_key().public_bytes_raw()))

    @property
    def text(self) -> str:
        """Return the key as it is kept in a file; whoever reads it can sign."""
        return f"{_SEED_PREFIX}{self.name}+{self.verify_key.key_id.hex()}+{_b64(bytes([self.HALF.KIND]) + self.seed)}"

    @classmethod
    def new(cls, name: str) -> Self:
        """Return a fresh key under `name`."""
        return cls(name=_checked_name(name), seed=Ed25519PrivateKey.generate().private_bytes_raw())

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the key written by `text`, or raise BadNote without quoting it."""
        prefix, _, rest = text.strip().partition(_SEED_PREFIX)
        name, _, tail = rest.partition("+")
        key_id, _, encoded = tail.partition("+")
        data = _unb64(encoded)
        if prefix or len(data) != 33 or data[0] != cls.HALF.KIND:
            raise BadNote(f"this is not a private note key of type 0x{cls.HALF.KIND:02x}")
        key = cls(name=_checked_name(name), seed=data[1:])
        if key.verify_key.key_id.hex() != key_id:
            raise BadNote("the private key's id does not belong to its name and key")
        return key


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyKey(PublicKey):
    """A key that checks notes. `name` is the log's origin."""

    KIND: ClassVar[int] = ED25519


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class SigningKey(SecretKey[VerifyKey]):
    """A key that signs notes."""

    HALF: ClassVar[type[PublicKey]] = VerifyKey


def sign(text: str, key: SigningKey) -> str:
    """Return the note: `text` (it ends in a newline) and one signature line."""
    if not text.endswith("\n") or _has_controls(text):
        raise BadNote("the text of a note ends in a newline and holds no control characters")
    return f"{text}\n{signature(key, message=text.encode())}"


def opened(note: str, keys: Sequence[VerifyKey]) -> str:
    """Return the text of `note` once a known key's signature is verified; raise BadNote if none is."""
    text, signatures = parted(note)
    known = {(key.name, key.key_id): key for key in keys}
    verified = 0
    for name, data in signatures:
        key = known.get((name, data[:4]))
        if key is not None:
            verify(key, signature=data[4:], message=text.encode())
            verified += 1
    if not verified:
        raise BadNote("no known key has signed this note")
    return text


def only(note: str, keys: Sequence[PublicKey]) -> str:
    """Return the note with the signature lines of these keys alone, nothing verified. Raises BadNote: it is no note."""
    text, signatures = parted(note)
    known = {(key.name, key.key_id) for key in keys}
    return text + "\n" + "".join(f"— {name} {_b64(data)}\n" for name, data in signatures if (name, data[:4]) in known)


def signature(key: SecretKey[Any], *, message: bytes, before: bytes = b"") -> str:
    """Return the signature line of `message`, its newline included; `before` stands between key id and signature."""
    signed = Ed25519PrivateKey.from_private_bytes(key.seed).sign(message)
    return f"— {key.name} {_b64(key.verify_key.key_id + before + signed)}\n"


def verify(key: PublicKey, *, signature: bytes, message: bytes) -> None:
    """Return if the 64 bytes are the key's signature of `message`; raise BadNote if not."""
    try:
        Ed25519PublicKey.from_public_bytes(key.public).verify(signature, message)
    except (InvalidSignature, ValueError):
        raise BadNote("a signature of a known key does not verify") from None


def parted(note: str) -> tuple[str, tuple[tuple[str, bytes], ...]]:
    """Return the text and the (name, key id + signature) lines of a note, nothing verified."""
    head, gap, tail = note.rpartition("\n\n")
    lines = tail.removesuffix("\n").split("\n")
    if not gap or not tail.endswith("\n") or _has_controls(note):
        raise BadNote("a note is a text, an empty line and signature lines")
    if len(lines) > SIGNATURES_MAX:
        raise BadNote("the note has too many signatures")
    return head + "\n", tuple(_signature(line) for line in lines)


def _signature(line: str) -> tuple[str, bytes]:
    dash, _, rest = line.partition(" ")
    name, _, encoded = rest.partition(" ")
    if dash != "—":
        raise BadNote("a signature line begins with an em dash")
    data = _unb64(encoded)
    if len(data) < 5:
        raise BadNote("a signature is too short")
    return _checked_name(name), data


def _checked_name(name: str) -> str:
    if not name or "+" in name or any(letter.isspace() for letter in name):
        raise BadNote("a key's name is not empty and has no spaces or plus signs")
    return name


def _has_controls(text: str) -> bool:
    return any(ord(letter) < 0x20 and letter != "\n" for letter in text)


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _unb64(text: str) -> bytes:
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise BadNote("that is not base64") from None
    if _b64(data) != text:  # One meaning, one spelling: stray trailing bits are refused.
        raise BadNote("that is not canonical base64")
    return data

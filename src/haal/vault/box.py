"""Boxes that the desk opens every day, and the index by which a hidden value is found again.

`DeskLock` is an age box to one public key: anybody may shut it, only who has the secret key in memory opens it.
`RouteKey` is for what is read often and in bulk, such as numbers to send to (AES-256-GCM, about a hundred times
cheaper): each box is bound to the id of its row, so that it cannot be moved to another. `PaddedKey` is the same with a pad
for each box that can be destroyed. `blind_index` finds doubles without showing anything. Not for what two people must open:
that is `haal.vault.seal`. Where the keys live: `haal.vault.holder`.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyrage
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC

from haal.vault.seal import CannotOpen, recipient

KEY_LENGTH = 32
NONCE_LENGTH = 12
INDEX_LENGTH = 16
_LAST_LINE = b"\n--- "


def parted(box: bytes) -> tuple[bytes, bytes]:
    """Return head and body of an age file: the wrapped key, and what it opens. Whoever has one without the other has nothing.

    Raises:
        ValueError: no age file.

    Source: C2SP age.md, "header": lines of text, of which the one that begins with three dashes is the last.
    """
    end = box.index(b"\n", box.index(_LAST_LINE) + len(_LAST_LINE)) + 1
    return box[:end], box[end:]


class DeskLock:
    """A lock that anybody can shut: the public half of an age key."""

    def __init__(self, public: str) -> None:
        """Take the public key, `age1...`. Raises ValueError."""
        self._recipient = recipient(public)

    def shut(self, plain: bytes) -> bytes:
        """Return `plain` as an age file to this key alone."""
        return bytes(pyrage.encrypt(plain, [self._recipient]))


class DeskKey:
    """The secret half; lives in memory only."""

    __slots__ = ("_identity",)

    def __init__(self, identity: str) -> None:
        """Take the secret key, `AGE-SECRET-KEY-1...`. Raises ValueError."""
        try:
            self._identity = pyrage.x25519.Identity.from_str(identity.strip())
        except pyrage.IdentityError as error:
            msg = "this is no age secret key"
            raise ValueError(msg) from error

    def public(self) -> str:
        """Return the public half."""
        return str(self._identity.to_public())

    def open(self, box: bytes) -> bytes:
        """Return what is in the box. Raises CannotOpen."""
        try:
            return bytes(pyrage.decrypt(box, [self._identity]))
        except pyrage.DecryptError as error:
            raise CannotOpen from error


class RouteKey:
    """A key of 32 bytes for many small boxes: nonce (12 bytes) + ciphertext + tag (16 bytes)."""

    __slots__ = ("_cipher",)

    def __init__(self, key: bytes) -> None:
        """Take the 32 bytes. Raises ValueError."""
        if len(key) != KEY_LENGTH:
            msg = "a route key has 32 bytes"
            raise ValueError(msg)
        self._cipher = AESGCM(key)

    def shut(self, plain: bytes, *, row_id: str) -> bytes:
        """Return `plain` shut and bound to `row_id`."""
        nonce = secrets.token_bytes(NONCE_LENGTH)
        return nonce + self._cipher.encrypt(nonce, plain, row_id.encode())

    def open(self, box: bytes, *, row_id: str) -> bytes:
        """Return what is in the box of this row. Raises CannotOpen."""
        try:
            return self._cipher.decrypt(box[:NONCE_LENGTH], box[NONCE_LENGTH:], row_id.encode())
        except (InvalidTag, ValueError) as error:
            raise CannotOpen from error


class PaddedKey:
    """A key for many small boxes, each of which also needs a pad of its own: random bytes, as many as it holds, kept elsewhere.

    Whoever has key and box without the pad has nothing, however long they try (Vernam, 1926: each pad is used once); so a
    box is destroyed with its pad. Made for short texts that are opened by hundreds at once.
    """

    __slots__ = ("_cipher", "_key")

    def __init__(self, key: bytes) -> None:
        """Take the 32 bytes. Raises ValueError."""
        self._key = RouteKey(key)
        self._cipher = AESGCM(key)

    def shut(self, plain: bytes, *, row_id: str) -> tuple[bytes, bytes]:
        """Return the box, bound to `row_id`, and its pad."""
        pad = secrets.token_bytes(len(plain))
        return self._key.shut(_xor(plain, pad), row_id=row_id), pad

    def open(self, box: bytes, pad: bytes, *, row_id: str) -> bytes:
        """Return what is in the box of this row. Raises CannotOpen, also for a pad of another length."""
        for _row_id, plain in self.open_many([(row_id, box, pad)]):
            return plain
        raise CannotOpen

    def open_many(self, rows: Iterable[tuple[str, bytes, bytes]]) -> Iterator[tuple[str, bytes]]:
        """Yield the id of each row (id, box, pad) with what is in its box; leave out what cannot be opened."""
        decrypt, number = self._cipher.decrypt, int.from_bytes
        for row_id, box, pad in rows:
            try:
                hidden = decrypt(box[:NONCE_LENGTH], box[NONCE_LENGTH:], row_id.encode())
            except (InvalidTag, ValueError):
                continue
            if len(hidden) == len(pad):
                yield row_id, (number(hidden) ^ number(pad)).to_bytes(len(pad))


def _xor(one: bytes, other: bytes) -> bytes:
    return (int.from_bytes(one) ^ int.from_bytes(other)).to_bytes(len(one))


def shut_file(plain: Path, to: Path, public: str) -> None:
    """Write the content of `plain` to `to` as an age file to one public key, without holding it in memory."""
    pyrage.encrypt_file(str(plain), str(to), [recipient(public)])


def open_file(box: Path, to: Path, identity: str) -> None:
    """Write what is in an age file to `to`. Raises CannotOpen, ValueError (this is no secret key)."""
    try:
        pyrage.decrypt_file(str(box), str(to), [pyrage.x25519.Identity.from_str(identity.strip())])
    except pyrage.IdentityError as error:
        msg = "this is no age secret key"
        raise ValueError(msg) from error
    except pyrage.DecryptError as error:
        raise CannotOpen from error


def blind_indexes(values: Iterable[bytes], *, key: bytes) -> Iterator[bytes]:
    """Yield the `blind_index` of each: the same for hundreds under one key, which is made ready once."""
    ready = HMAC(key, SHA256())
    for value in values:
        each = ready.copy()
        each.update(value)
        yield each.finalize()[:INDEX_LENGTH]


def blind_index(value: bytes, *, key: bytes) -> bytes:
    """Return 16 bytes by which `value` is found again by who has `key`, and by nobody else (HMAC-SHA256, cut)."""
    return hmac.digest(key, value, "sha256")[:INDEX_LENGTH]

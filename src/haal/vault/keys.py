"""Make keys, and keep the box's own secret keys in a file behind a passphrase.

The one thing to know: four secrets open what the box itself may read (desk, route, focal, complaint). On disk they
exist only in this file, an age file to a passphrase (scrypt), readable by the `age` program; in use they live in the
key holder. The keys of the key keepers are made elsewhere, offline, and never come here.
"""

from __future__ import annotations

import hmac
import json
import secrets
from dataclasses import dataclass
from typing import Self

import pyrage

from haal.vault.box import KEY_LENGTH
from haal.vault.seal import CannotOpen

PASSPHRASE_LENGTH_MIN = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyPair:
    """An age key: `identity` is secret, `public` is not."""

    identity: str
    public: str

    def __repr__(self) -> str:
        """Return the public half only."""
        return f"KeyPair({self.public})"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Secrets:
    """What the key holder holds: three age secret keys and the 32 bytes of the route key. Never shown."""

    desk: str
    focal: str
    complaint: str
    route: bytes

    @classmethod
    def make(cls) -> Self:
        """Return new secrets."""
        made = [new_pair().identity for _ in range(3)]
        return cls(desk=made[0], focal=made[1], complaint=made[2], route=secrets.token_bytes(KEY_LENGTH))

    def to_json(self) -> bytes:
        """Return the secrets as one line of JSON."""
        told = {"desk": self.desk, "focal": self.focal, "complaint": self.complaint, "route": self.route.hex()}
        return json.dumps(told).encode("ascii")

    @classmethod
    def from_json(cls, raw: bytes) -> Self:
        """Return the secrets of such a line. Raises ValueError."""
        try:
            told = json.loads(raw)
            route = bytes.fromhex(told["route"])
            return cls(desk=told["desk"], focal=told["focal"], complaint=told["complaint"], route=route)
        except (KeyError, TypeError, AttributeError) as error:
            msg = "these are not the secrets of a box"
            raise ValueError(msg) from error


def new_pair() -> KeyPair:
    """Return a new age key."""
    identity = pyrage.x25519.Identity.generate()
    return KeyPair(identity=str(identity), public=str(identity.to_public()))


def public_of(identity: str) -> str:
    """Return the public half of an age secret key. Raises ValueError."""
    try:
        return str(pyrage.x25519.Identity.from_str(identity.strip()).to_public())
    except pyrage.IdentityError as error:
        msg = "this is no age secret key"
        raise ValueError(msg) from error


def derive(key: bytes, *, purpose: str) -> bytes:
    """Return 32 bytes from `key` that say nothing about it or about those for another purpose (HMAC-SHA256)."""
    return hmac.digest(key, b"haal/" + purpose.encode(), "sha256")


def lock_file(held: Secrets, *, passphrase: str) -> bytes:
    """Return the content of the key file. Costs about a second, on purpose. Raises ValueError: passphrase too short."""
    if len(passphrase) < PASSPHRASE_LENGTH_MIN:
        msg = f"the passphrase needs {PASSPHRASE_LENGTH_MIN} characters or more"
        raise ValueError(msg)
    return bytes(pyrage.passphrase.encrypt(held.to_json(), passphrase))


def unlock_file(content: bytes, *, passphrase: str) -> Secrets:
    """Return the secrets in the key file. Raises CannotOpen: wrong passphrase, or a spoiled file."""
    try:
        return Secrets.from_json(bytes(pyrage.passphrase.decrypt(content, passphrase)))
    except (pyrage.DecryptError, ValueError) as error:
        raise CannotOpen from error

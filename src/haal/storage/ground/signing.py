"""Sign what the box publishes, while its keys are in memory.

The one thing to know: a warning waits for no signature. While the box is locked an ending still goes out, unsigned,
and readers that pin the key will say so; the desk cannot draft an alert then anyway. The key itself is
`haal.vault.signing`'s, what a signature means `haal.formats.cap.trust`'s.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from haal.domain.errors import KeysLocked
from haal.formats.cap.sign import Signer, sign
from haal.storage.ground import keys
from haal.storage.ground.site import site
from haal.vault import signing

FEEDS_KEPT = 8


def signed(body: bytes, *, now: datetime) -> bytes:
    """Return the message with its signature, or as it is while the keys are away."""
    try:
        return sign(body, signer(now=now))
    except KeysLocked:
        return body


def signed_feed(body: bytes, *, now: datetime) -> bytes:
    """Return the feed with its signature, or as it is while the keys are away. The same feed keeps its bytes."""
    try:
        return _once(body, signer(now=now))
    except KeysLocked:
        return body


def signer(*, now: datetime) -> Signer:
    """Return the signing key with its certificate, which is made when there is none that fits. Raises KeysLocked."""
    secret = keys.index_key(signing.PURPOSE)
    key = signing.signing_key(secret)
    known, sender = certificate(), site().sender
    if known is None or not signing.belongs(known, key, sender=sender):
        known = signing.certificate_of(secret, sender=sender, now=now)
        _path().parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        keys.write_secret(_path(), known)
    return Signer(key=key, certificate=known)


def certificate() -> bytes | None:
    """Return the certificate that readers pin (PEM), or None where there is none yet."""
    try:
        return _path().read_bytes()
    except FileNotFoundError:
        return None


def _path() -> Path:
    return site().home / "keys" / keys.CERTIFICATE


_feeds: dict[tuple[bytes, bytes], bytes] = {}


def _once(body: bytes, by: Signer) -> bytes:
    """Sign a feed once: a second signature would differ, and readers would take the feed for a new one."""
    known = (body, by.certificate)
    if known not in _feeds:
        if len(_feeds) >= FEEDS_KEPT:
            _feeds.clear()
        _feeds[known] = sign(body, by)
    return _feeds[known]

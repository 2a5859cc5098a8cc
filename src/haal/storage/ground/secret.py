"""Keyed digests under the site's own key: for look-ups that must not be guessable from a seized disk.

Each use names its purpose, so that a digest for one use says nothing in another. The key is `keys/site.key` of the data
folder; a box that has not been set up has none, and then Django's secret of this process serves (tests, `--help`).
Not for sealing (see `vault`).
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from django.conf import settings


def digest(purpose: str, *parts: str | bytes) -> bytes:
    """Return HMAC-SHA256 (32 bytes) of the length-prefixed parts under the site key and `purpose`."""
    raw = [part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part for part in parts]
    plain = b"".join(len(part).to_bytes(8, "big") + part for part in raw)
    return hmac.digest(_key(purpose, str(settings.HAAL_HOME)), plain, "sha256")


def digests(purpose: str) -> Callable[[str], bytes]:
    """Return `digest` for many texts of one purpose, each its only part; the key is looked up once."""
    key, compute = _key(purpose, str(settings.HAAL_HOME)), hmac.digest

    def one(text: str) -> bytes:
        raw = text.encode("utf-8", "surrogatepass")
        return compute(key, len(raw).to_bytes(8, "big") + raw, "sha256")

    return one


@lru_cache(maxsize=64)
def _key(purpose: str, home: str) -> bytes:
    path = Path(home) / "keys" / "site.key"
    site = path.read_text("ascii").strip() if path.is_file() else settings.SECRET_KEY
    return hashlib.sha256(f"haal/{purpose}/{site}".encode()).digest()

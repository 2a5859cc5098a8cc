"""A box locked with a word that people keep in mind, for what not even this machine may open by itself.

The one thing to know: the key is drawn from the word by scrypt (32 MB, about a tenth of a second), so guessing words
is slow; six words of 2,048 are 66 bits besides. A lost word is a lost text. Not for what must be read by the program
later: that is `haal.vault.box`.
"""

from __future__ import annotations

import hashlib
import secrets

from haal.vault.box import KEY_LENGTH, RouteKey
from haal.vault.seal import CannotOpen

SALT_LENGTH = 16
_COST = 2**15
_MEMORY_MAX = 64 * 1024 * 1024


def shut(plain: bytes, *, word: str, row_id: str) -> bytes:
    """Return `plain` locked with `word` and bound to `row_id`: salt (16 bytes) + nonce + ciphertext + tag."""
    salt = secrets.token_bytes(SALT_LENGTH)
    return salt + RouteKey(_key(word, salt)).shut(plain, row_id=row_id)


def open_with(box: bytes, *, word: str, row_id: str) -> bytes:
    """Return what is in the box. Raises CannotOpen: another word, another row, or spoiled bytes."""
    if len(box) <= SALT_LENGTH:
        raise CannotOpen
    return RouteKey(_key(word, box[:SALT_LENGTH])).open(box[SALT_LENGTH:], row_id=row_id)


def _key(word: str, salt: bytes) -> bytes:
    typed = word.encode("utf-8", "surrogatepass")
    return hashlib.scrypt(typed, salt=salt, n=_COST, r=8, p=1, maxmem=_MEMORY_MAX, dklen=KEY_LENGTH)

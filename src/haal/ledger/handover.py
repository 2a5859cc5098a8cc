"""What two sides sign when something is handed over: the same few lines, so that neither can say it was something else.

Three lines: a word for what it is, the SHA-256 of the bytes, and the receiver's public key. The giver signs first, the
receiver adds a line by any tool that writes signed notes. The one thing to know: a statement says nothing of what the bytes
hold; it can be kept, shown and lost without telling anything.
"""

from __future__ import annotations

from hashlib import sha256

from haal.ledger import note
from haal.ledger.note import BadNote, SigningKey, VerifyKey

BYTES_MAX = 65_536


def digest(content: bytes) -> str:
    """Return the digest that a statement holds."""
    return sha256(content).hexdigest()


def text_of(what: str, *, sha256_hex: str, to: VerifyKey) -> str:
    """Return what both sign."""
    return f"{what}\n{sha256_hex}\n{to.text}\n"


def offered(what: str, *, sha256_hex: str, to: VerifyKey, key: SigningKey) -> str:
    """Return the statement with the giver's signature alone."""
    return note.sign(text_of(what, sha256_hex=sha256_hex, to=to), key)


def signed_by_both(receipt: str, *, what: str, sha256_hex: str, ours: VerifyKey) -> VerifyKey:
    """Return the receiver's key once its signature and ours are verified over exactly this.

    Raises:
        BadNote: one signature is missing or wrong, or it is about something else.
    """
    if len(receipt) > BYTES_MAX:
        raise BadNote(f"a receipt has at most {BYTES_MAX} letters")
    lines = note.parted(receipt)[0].split("\n")
    receiver = VerifyKey.parse(lines[2] if len(lines) == 4 else "")
    if receiver == ours:
        raise BadNote("giver and receiver are one")
    for key in (ours, receiver):
        text = note.opened(receipt, [key])
    if text != text_of(what, sha256_hex=sha256_hex, to=receiver):
        raise BadNote(f"it is not about {sha256_hex[:16]}")
    return receiver

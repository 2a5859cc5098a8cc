"""What pages and commands show of the ledger: its head, its key, and how to check it. Reads only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from importlib.resources import files

from haal.domain.errors import NotFound
from haal.ledger import checkpoint, note
from haal.storage import act, leaf
from haal.storage import checkpoint as kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """The ledger as everybody may see it. `note` and `vkey` are empty while nothing was signed."""

    size: int
    signed_size: int
    root: str
    note: str
    signed_at: datetime | None
    vkey: str
    fingerprint: str
    waiting: int


def ledger() -> Ledger:
    """Return the newest published head and the key it is signed with."""
    signed = kept.read_public("checkpoint") or ""
    key = kept.verify_key()
    head = checkpoint.parsed(note.parted(signed)[0]) if signed else None
    return Ledger(
        size=leaf.size(),
        signed_size=head.size if head else 0,
        root=head.root.hex() if head else "",
        note=signed,
        signed_at=kept.last_signed_at(),
        vkey=key.text if key else "",
        fingerprint=fingerprint(key.public) if key else "",
        waiting=act.waiting_count(),
    )


def public_text(name: str) -> str:
    """Return the file `checkpoint`, `policy` or `verify.py`, as strangers download it. Raises NotFound."""
    if name == "verify.py":
        return (files("haal.ledger") / "verify.py").read_text("utf-8")
    text = kept.read_public(name)
    if text is None:
        raise NotFound
    return text


def fingerprint(public: bytes) -> str:
    """Return the SHA-256 of a key in groups of four, as the verifier prints it."""
    digest = sha256(public).hexdigest()
    return " ".join(digest[start : start + 4] for start in range(0, len(digest), 4))

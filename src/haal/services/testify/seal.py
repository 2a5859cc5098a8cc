"""Put waiting acts in order, grow the tree, and only then sign its head and publish it.

The one thing to know: before anything is signed, the tree is held against the last checkpoint kept and against the one
that was published (a file that a restored database does not take back). A tree that is behind or different is never
signed: `LedgerCorrupt` says why and what to do.
Checking everything is `haal.services.testify.audit`; what the acts hold is `haal.storage.act`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from haal.domain.errors import LedgerCorrupt
from haal.ledger import checkpoint, merkle, note
from haal.ledger.checkpoint import Checkpoint
from haal.storage import act, leaf, work
from haal.storage import checkpoint as kept

BATCH_MAX = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Sequenced:
    """What one round did. `signed` is False when the box has no signing key."""

    added: int
    size: int
    root: bytes
    signed: bool


def sequence(*, now: datetime, limit: int = BATCH_MAX) -> Sequenced:
    """Give waiting acts their places, commit, then sign and publish the head.

    Raises:
        LedgerCorrupt: the tree is behind or different from what was signed before; nothing was signed.
    """
    key = kept.signing_key()
    with work.atomic():
        leaf.take_turn()
        if key is not None:
            _hold_against_all(key.verify_key)  # A ledger that is behind must not grow either.
        added = _append(act.waiting(limit=limit))
    signed = key is not None and _sign(key, now=now)
    size, root = head()
    return Sequenced(added=added, size=size, root=root, signed=signed)


def head() -> tuple[int, bytes]:
    """Return size and root of the tree as stored. Raises LedgerCorrupt when a tile is missing."""
    size = leaf.size()
    return size, _root_at(size)


def hold_against(published: Checkpoint, *, where: str) -> None:
    """Return if the stored tree has grown out of `published`; raise LedgerCorrupt with what to do if not."""
    size = leaf.size()
    if published.size > size:
        raise LedgerCorrupt(
            f"this ledger is behind: it has {size} leaves, the checkpoint {where} has {published.size}. It was "
            f"restored from an older copy. Nothing is signed. Restore the newest copy; never remove the published "
            f"checkpoint to get past this."
        )
    if _root_at(published.size) != published.root:
        raise LedgerCorrupt(
            f"this ledger is not the one that was published: at {published.size} leaves its root differs from the "
            f"checkpoint {where}. Nothing is signed. Keep both as evidence and run `haal ledger audit`."
        )


def make_key(*, origin: str = "") -> str:
    """Make the ledger's signing key and its policy file, once, for `haal init`; return the public key (vkey).

    Raises:
        FileExistsError: there is a key already; it is never overwritten.
    """
    return kept.make_signing_key(origin=origin).text


def _append(acts: tuple[act.Waiting, ...]) -> int:
    if not acts:
        return 0
    try:
        first = leaf.append([(waiting.id, waiting.leaf) for waiting in acts])
    except ValueError as error:
        raise LedgerCorrupt(f"the stored tree does not fit its leaves ({error}): run `haal ledger audit`") from error
    act.set_places(acts, first_index=first)
    return len(acts)


def _sign(key: note.SigningKey, *, now: datetime) -> bool:
    """Sign the committed head if it is new, and publish the newest checkpoint. Always True: it is signed now."""
    with work.atomic():
        leaf.take_turn()
        size, root = head()
        last = kept.last()
        if last is None or checkpoint.parsed(note.parted(last)[0]).size < size:
            _hold_against_all(key.verify_key)
            signed = checkpoint.signed(Checkpoint(origin=key.name, size=size, root=root), key)
            kept.keep(size=size, note=signed, now=now)
    _publish()
    return True


def _publish() -> None:
    last = kept.last()
    if last is not None and kept.read_public("checkpoint") != last:
        kept.write_public("checkpoint", last)


def _hold_against_all(key: note.VerifyKey) -> None:
    for text, where in ((kept.last(), "kept in the database"), (kept.read_public("checkpoint"), "published before")):
        if text is None:
            continue
        try:
            told = checkpoint.opened(text, [key])
        except ValueError as error:
            raise LedgerCorrupt(
                f"the checkpoint {where} is not signed by this box's key ({error}). Nothing is signed. Put the right "
                f"keys/ledger.key or public/checkpoint back."
            ) from error
        hold_against(told, where=where)


def _root_at(size: int) -> bytes:
    try:
        return merkle.root_at(leaf.node(), size)
    except ValueError as error:
        raise LedgerCorrupt(f"the stored tree is damaged ({error}): run `haal ledger audit`") from error

"""May this ledger grow and be signed, or is it behind or different from what was signed before?

The one thing to know: the stored tree is held against the last checkpoint in its own database, against the one that was
published (a file that a restored database does not take back), and against what witnesses say. A ledger that is behind or
different is never signed: `LedgerCorrupt` says why and what to do. A restored backup is always behind; that is the
likeliest way by which a log forks.
"""

from __future__ import annotations

from haal.domain.errors import LedgerCorrupt
from haal.ledger import checkpoint, merkle, note
from haal.ledger.checkpoint import Checkpoint
from haal.storage import checkpoint as kept
from haal.storage import leaf


def check(*, ask: bool = False) -> None:
    """Return if the tree has grown out of every checkpoint there is.

    Args:
        ask: also look at what the witnesses were last heard to say.

    Raises:
        LedgerCorrupt: it has not; nothing may be added or signed.
    """
    key = kept.signing_key()
    if key is None:
        return
    told = [(kept.last(), "kept in the database"), (kept.read_public("checkpoint"), "published before")]
    if ask:
        told += [(text, f"that witness {name} holds") for name, text in kept.heard_from_witnesses()]
    for text, where in told:
        if text is not None:
            hold_against(_opened(text, key.verify_key, where=where), where=where)


def hold_against(published: Checkpoint, *, where: str) -> None:
    """Return if the stored tree has grown out of `published`; raise LedgerCorrupt with what to do if not."""
    size = leaf.size()
    if published.size > size:
        raise LedgerCorrupt(
            f"this ledger is behind: it has {size} leaves, the checkpoint {where} has {published.size}. It was "
            f"restored from an older copy. Nothing is signed. Restore the newest copy; never remove the published "
            f"checkpoint to get past this."
        )
    if root_at(published.size) != published.root:
        raise LedgerCorrupt(
            f"this ledger is not the one that was published: at {published.size} leaves its root differs from the "
            f"checkpoint {where}. Nothing is signed. Keep both as evidence and run `haal ledger audit`."
        )


def root_at(size: int) -> bytes:
    """Return the root of the first `size` leaves as stored. Raises LedgerCorrupt when a tile is missing."""
    try:
        return merkle.root_at(leaf.node(), size)
    except ValueError as error:
        raise LedgerCorrupt(f"the stored tree is damaged ({error}): run `haal ledger audit`") from error


def _opened(text: str, key: note.VerifyKey, *, where: str) -> Checkpoint:
    try:
        return checkpoint.opened(text, [key])
    except ValueError as error:
        raise LedgerCorrupt(
            f"the checkpoint {where} is not signed by this box's key ({error}). Nothing is signed. Put the right "
            f"keys/ledger.key or public/checkpoint back."
        ) from error

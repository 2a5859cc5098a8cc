"""Put waiting acts in order and grow the tree; once an hour sign its head and publish it.

The one thing to know: acts lie in the main file, leaves in the ledger's own, and the two commit apart. An act is kept first;
then its leaf, with the act's id, which is unique; then the act's place. Whoever dies in between leaves work that the next
round finds done or does again. Nothing is signed before the commit it speaks of.

Once an hour the public log grows by exactly as many leaves as ever (`Policy.ledger_leaves_an_hour`): real ones first, then
ones of random bytes that look the same; what exceeds waits for the next hour. So the log tells nobody what happened here, or
how much. Whether signing is allowed at all is `haal.services.testify.unbroken`, the check of everything `audit`.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from haal.domain.errors import LedgerCorrupt, Malformed
from haal.domain.policy import DEFAULT, Policy
from haal.ledger import checkpoint, merkle, record
from haal.ledger.checkpoint import Checkpoint
from haal.ledger.frontier import Frontier
from haal.services.testify import unbroken
from haal.services.testify.witness import cosign
from haal.storage import act, leaf, work
from haal.storage import checkpoint as kept
from haal.storage.leaf import Entry

BATCH_MAX = 5_000
PADDING_MAX = 5_000  # in one transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Sequenced:
    """What one round did: how many acts have become leaves, and the head of the whole tree, nothing of it signed."""

    added: int
    size: int
    root: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A checkpoint that was signed just now."""

    size: int
    note: str


def sequence(*, limit: int = BATCH_MAX) -> Sequenced:
    """Give waiting acts their places in the tree.

    Raises:
        LedgerCorrupt: the tree is behind or different from what was signed before; nothing was added.
    """
    waiting = act.waiting(limit=limit)
    if not waiting:
        head = _head()
        return Sequenced(added=0, size=head.size, root=head.root)
    with work.ledger():
        leaf.take_turn()
        unbroken.check()  # a ledger that is behind must not grow either
        places = leaf.places_of([one.id for one in waiting])
        new = [one for one in waiting if one.id not in places]
        first = leaf.size()
        head = _append([Entry(one.leaf, one.leaf_hash, one.id) for one in new])
    places |= {one.id: first + offset for offset, one in enumerate(new)}
    with work.atomic():
        act.set_places([(places[one.id], one.number) for one in waiting])
    return Sequenced(added=len(waiting), size=head.size, root=head.root)


def publish(*, now: datetime, policy: Policy = DEFAULT, catch_up: bool = False) -> Published | None:
    """Let the public log grow by one hour's leaves, and sign it; None when this hour's was signed, or there is no key.

    Args:
        now: aware, UTC.
        policy: how many leaves an hour.
        catch_up: take in everything that waits, at once. It shows that there was much; the very first checkpoint does it.

    Raises:
        LedgerCorrupt: the tree is behind or different from what was signed before; nothing was signed.
    """
    key = kept.signing_key()
    last = kept.last_signed()
    if key is None or (last and not catch_up and last.signed_at >= hour_of(now)):
        _publish()
        return None
    _listen()
    unbroken.check(ask=True)
    after = last.size if last else 0
    size = _filled(after=after, hour=policy.ledger_leaves_an_hour, whole=catch_up or last is None)
    _check_hashes(after, size)
    signed = checkpoint.signed(Checkpoint(origin=key.name, size=size, root=_root_at(size)), key)
    with work.ledger():
        leaf.take_turn()
        newest = kept.last_signed()
        if newest and newest.size >= size:  # another process was quicker
            return None
        kept.keep(size=size, note=signed, now=now)
    _publish()
    return Published(size=size, note=signed)


def hour_of(now: datetime) -> datetime:
    """Return when the present hour of the clock began."""
    return now.replace(minute=0, second=0, microsecond=0)


def next_hour(now: datetime) -> datetime:
    """Return when the next checkpoint is due."""
    return hour_of(now) + timedelta(hours=1)


def head() -> tuple[int, bytes]:
    """Return size and root of the tree as stored. Raises LedgerCorrupt when its head is damaged."""
    stored = _head()
    return stored.size, stored.root


def make_key(*, origin: str = "") -> str:
    """Make the ledger's signing key and its policy file, once, for `haal init`; return the public key (vkey).

    Raises:
        FileExistsError: there is a key already; it is never overwritten.
    """
    return kept.make_signing_key(origin=origin).text


def _listen() -> None:
    """Hear what the witnesses hold; an operator's file of them that is off stops no signing (the clock says that it is)."""
    with suppress(Malformed):
        cosign.listen()


def _filled(*, after: int, hour: int, whole: bool) -> int:
    """Return the size to sign, once the tree has as many leaves; what is missing is filled with ones that say nothing."""
    with work.ledger():
        leaf.take_turn()
        size = leaf.size()
        to = max(after, -(-size // hour) * hour, hour) if whole else after + hour
        while size < to:
            size = _append([_saying_nothing() for _ in range(min(to - size, PADDING_MAX))]).size
    return to


def _check_hashes(first: int, to: int) -> None:
    """Return if the tree holds the hash of each leaf that is about to be signed for the first time."""
    for start in range(first, to, PADDING_MAX):
        count = min(PADDING_MAX, to - start)
        made = [merkle.leaf_hash(data) for data in leaf.read_entries(start, count)]
        if made != leaf.read_hashes(start, count):
            raise LedgerCorrupt(f"a leaf from {start} on is not what the tree says: run `haal ledger audit`")


def _append(entries: Sequence[Entry]) -> Frontier:
    if not entries:
        return _head()
    try:
        return leaf.append(entries)
    except ValueError as error:
        raise LedgerCorrupt(f"the stored tree does not fit its leaves ({error}): run `haal ledger audit`") from error


def _saying_nothing() -> Entry:
    """Return a leaf that nobody can tell from an act's."""
    data = record.leaf_of(secrets.token_bytes(merkle.HASH_BYTES))
    return Entry(data, merkle.leaf_hash(data))


def _publish() -> None:
    """Write the newest checkpoint, with the cosignatures it has, where everybody reads it."""
    last = kept.last()
    if last is not None and kept.read_public("checkpoint") != last:
        kept.write_public("checkpoint", last)


def _head() -> Frontier:
    try:
        return leaf.head()
    except ValueError as error:
        raise LedgerCorrupt(f"the ledger's head is damaged ({error}): run `haal ledger audit`") from error


def _root_at(size: int) -> bytes:
    return unbroken.root_at(size)

"""The newest public checkpoint as witnesses see it: what is asked of them, and what their answers say of this box.

The one thing to know: a witness that knows a longer log than ours, or another of the same length, has seen what we have
forgotten: this box was restored from an older copy, or somebody else signs with its key. Both are findings, `Ahead` and
`Forked`, and the checkpoint that shows it is kept where a restore does not reach it; `haal.services.testify.unbroken` then
lets nothing be signed. It is believed only if it carries our own key's signature, so no witness can stop a log by a lie.

How witnesses are reached is `cosign` (network) and `carry` (memory stick).
"""

from __future__ import annotations

from dataclasses import dataclass

from haal.domain.errors import LedgerCorrupt
from haal.ledger import checkpoint, cosignature, merkle, note
from haal.ledger.note import BadNote, VerifyKey
from haal.ledger.policy import Witness
from haal.ledger.witness import Request, Status
from haal.services.testify.witness.named import named
from haal.storage import checkpoint as kept
from haal.storage import leaf, work


@dataclass(frozen=True, slots=True, kw_only=True)
class Cosigned:
    """The witness has cosigned a checkpoint of this size, and its line is kept."""

    witness: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    """The witness holds a longer log than the one this box has published, signed by our own key."""

    witness: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Forked:
    """The witness holds another log than ours at a size that ours has too, signed by our own key."""

    witness: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Unheard:
    """Nothing came that we can use; `why` is a code, or what the witness said is wrong with our request."""

    witness: str
    why: str


type Finding = Cosigned | Ahead | Forked | Unheard


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The newest public checkpoint without cosignatures, and the key it was signed with."""

    key: VerifyKey
    size: int
    note: str


def own_key() -> VerifyKey | None:
    """Return the key of this box's log, None when it has none."""
    return kept.verify_key()


def newest() -> Head | None:
    """Return what is to be cosigned, None while nothing was published."""
    signed, key = kept.last_signed(), kept.verify_key()
    if signed is None or key is None:
        return None
    return Head(key=key, size=signed.size, note=note.only(signed.note, [key]))


def waiting(head: Head) -> dict[Witness, Request]:
    """Return the witnesses that have not cosigned it, with what is asked of each. Raises Malformed, LedgerCorrupt."""
    sizes = {one: kept.last_cosigned_size(one.key.name) for one in named().witnesses}
    return {one: request(head, old=size) for one, size in sizes.items() if size < head.size}


def request(head: Head, *, old: int) -> Request:
    """Return the request by which the checkpoint grew out of the tree of `old` leaves. Raises LedgerCorrupt."""
    if not 0 < old <= head.size:
        return Request(old=0, note=head.note)
    try:
        proof = merkle.consistency_proof(leaf.node(), old=old, new=head.size)
    except ValueError as error:
        raise _damaged(error) from error
    return Request(old=old, proof=proof, note=head.note)


def understood(one: Witness, *, status: int, text: str, head: Head) -> Finding | int:
    """Return what an answer says, or the size that the next request has to begin with."""
    if status == Status.COSIGNED:
        return taken(one=one, lines=text, signed=head.note)
    told = text.removesuffix("\n")
    if status == Status.CONFLICT and told.isascii() and told.isdigit() and len(told) < 20:
        return (
            int(told) if int(told) <= head.size else Unheard(witness=one.name, why=f"says it holds {int(told)} leaves")
        )
    return Unheard(witness=one.name, why=f"answered {status}")


def taken(*, one: Witness, lines: str, signed: str) -> Finding:
    """Keep the witness's line under a checkpoint of ours, once it is verified."""
    try:
        found = cosignature.verified(signed + lines, [one.key])
        whole = note.parted(signed + lines)[0] == note.parted(signed)[0]
    except BadNote as error:
        return Unheard(witness=one.name, why=str(error))
    if not found or not whole:
        return Unheard(witness=one.name, why="did not sign this checkpoint with its own key")
    size = checkpoint.parsed(note.parted(signed)[0]).size
    with work.ledger():
        kept.add_cosignatures(size=size, lines={one.key.name: found[-1].line})
    return Cosigned(witness=one.name, size=size)


def judged(*, one: Witness, text: str, key: VerifyKey) -> Ahead | Forked | None:
    """Hold a checkpoint that a witness shows against our tree; keep it, if our own key signed it and it does not fit."""
    try:
        told = checkpoint.opened(text, [key])
    except ValueError:
        return None  # not signed by us: it says nothing of us
    signed = kept.last_signed()
    ours = signed.size if signed else 0
    if told.size <= ours and root_at(told.size) == told.root:
        return None
    kept.keep_heard(witness=one.name, note=note.only(text, [key]))
    return (Ahead if told.size > ours else Forked)(witness=one.name, size=told.size)


def root_at(size: int) -> bytes:
    """Return the root of the first `size` leaves as stored. Raises LedgerCorrupt."""
    try:
        return merkle.root_at(leaf.node(), size)
    except ValueError as error:
        raise _damaged(error) from error


def _damaged(error: ValueError) -> LedgerCorrupt:
    return LedgerCorrupt(f"the stored tree is damaged ({error}): run `haal ledger audit`")

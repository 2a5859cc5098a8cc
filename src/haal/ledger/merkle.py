"""The Merkle tree of RFC 6962 (RFC 9162, section 2.1): roots, proofs and their checks.

The one thing to know: a proof is made by asking for the hashes of *complete* subtrees, so whoever stores
the tree only has to answer `node(level, index)`; haal.ledger.tiles does so from 8 KiB rows.

Pure: no storage, no signatures. What the leaves of Haal hold is haal.ledger.record; a root becomes a promise
only when it is signed, see haal.ledger.checkpoint. The stranger's own code for the same checks is haal.ledger.verify.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import sha256

type Node = Callable[[int, int], bytes]
"""`node(level, index)` is the root of the 2**level leaves that start at index * 2**level."""

HASH_BYTES = 32
EMPTY_ROOT = sha256(b"").digest()


class Unproven(ValueError):
    """A proof does not show what it claims; the text says which check failed."""


def leaf_hash(data: bytes) -> bytes:
    """Return the hash of one entry. Source: RFC 9162, section 2.1.1."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of two subtrees. Source: RFC 9162, section 2.1.1."""
    return sha256(b"\x01" + left + right).digest()


def root(hashes: Sequence[bytes]) -> bytes:
    """Return the root over leaf hashes (or over equal, complete subtrees), in order."""
    if not hashes:
        return EMPTY_ROOT
    row = list(hashes)
    while len(row) > 1:
        lone = [row[-1]] if len(row) % 2 else []
        row = [sha256(b"\x01" + left + right).digest() for left, right in zip(row[::2], row[1::2], strict=False)] + lone
    return row[0]


def root_at(node: Node, size: int) -> bytes:
    """Return the root of the first `size` leaves of a stored tree."""
    return EMPTY_ROOT if size == 0 else _span(node, 0, size)


def inclusion_proof(node: Node, *, index: int, size: int) -> tuple[bytes, ...]:
    """Return the hashes, leaf's sibling first, that show entry `index` in the tree of `size`.

    Raises:
        ValueError: the index is not below the size: a bug, the caller knows its leaves.

    Source: RFC 9162, section 2.1.3.1.
    """
    if not 0 <= index < size:
        raise ValueError(f"no entry {index} in a tree of {size}")
    begin, end = 0, size
    spans = []
    while end - begin > 1:
        middle = begin + _split(end - begin)
        if index < middle:
            spans.append((middle, end))
            end = middle
        else:
            spans.append((begin, middle))
            begin = middle
    return tuple(_span(node, *span) for span in reversed(spans))


def consistency_proof(node: Node, *, old: int, new: int) -> tuple[bytes, ...]:
    """Return the hashes that show the tree of `old` leaves to be the beginning of the tree of `new`.

    Raises:
        ValueError: not 1 <= old <= new; from an empty tree there is nothing to prove.

    Source: RFC 9162, section 2.1.4.1.
    """
    if not 1 <= old <= new:
        raise ValueError(f"no consistency proof from size {old} to {new}")
    begin, end = 0, new
    spans = []
    while old < end:
        middle = begin + _split(end - begin)
        if old <= middle:
            spans.append((middle, end))
            end = middle
        else:
            spans.append((begin, middle))
            begin = middle
    if begin > 0:  # The old root itself is known to the one who checks; any other subtree has to be told.
        spans.append((begin, end))
    return tuple(_span(node, *span) for span in reversed(spans))


def verify_inclusion(*, leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> None:
    """Return if `proof` shows the leaf hash at `index` of the tree; raise Unproven if not.

    Source: RFC 9162, section 2.1.3.2.
    """
    if not 0 <= index < size:
        raise Unproven(f"there is no entry {index} in a tree of {size}")
    here, last, value = index, size - 1, leaf
    for sibling in _hashes([leaf, root, *proof])[2:]:
        if last == 0:
            raise Unproven("the inclusion proof is too long")
        if here & 1 or here == last:
            value = node_hash(sibling, value)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            value = node_hash(value, sibling)
        here, last = here >> 1, last >> 1
    if last:
        raise Unproven("the inclusion proof is too short")
    if value != root:
        raise Unproven("the inclusion proof leads to another root")


def verify_consistency(*, old: int, new: int, proof: Sequence[bytes], old_root: bytes, new_root: bytes) -> None:
    """Return if `proof` shows the old tree to be the beginning of the new one; raise Unproven if not.

    Size 0 is accepted only against size 0, both with the empty root: anything grows out of nothing.

    Source: RFC 9162, section 2.1.4.2.
    """
    if not 0 <= old <= new:
        raise Unproven(f"a tree of {new} cannot have grown out of one of {old}")
    if old == 0 and new > 0:
        raise Unproven("nothing is proven from an empty tree")
    if old == new:
        _verify_same(old=old, proof=proof, roots=(old_root, new_root))
        return
    chain = list(_hashes(proof))
    if old & (old - 1) == 0:
        chain.insert(0, old_root)
    if not chain:
        raise Unproven("the consistency proof is empty")
    here, last = old - 1, new - 1
    while here & 1:
        here, last = here >> 1, last >> 1
    old_value = new_value = chain[0]
    for sibling in chain[1:]:
        if last == 0:
            raise Unproven("the consistency proof is too long")
        if here & 1 or here == last:
            old_value, new_value = node_hash(sibling, old_value), node_hash(sibling, new_value)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            new_value = node_hash(new_value, sibling)
        here, last = here >> 1, last >> 1
    if last:
        raise Unproven("the consistency proof is too short")
    if old_value != old_root:
        raise Unproven("the consistency proof leads to another old root")
    if new_value != new_root:
        raise Unproven("the consistency proof leads to another new root")


def _verify_same(*, old: int, proof: Sequence[bytes], roots: tuple[bytes, bytes]) -> None:
    if proof:
        raise Unproven("two trees of one size need no proof")
    if roots[0] != roots[1] or (old == 0 and roots[0] != EMPTY_ROOT):
        raise Unproven("two trees of one size have different roots")


def _hashes(proof: Sequence[bytes]) -> Sequence[bytes]:
    if any(len(value) != HASH_BYTES for value in proof):
        raise Unproven("a hash is not 32 bytes long")
    return proof


def _split(size: int) -> int:
    """Return the largest power of two below `size`, for size > 1."""
    return 1 << ((size - 1).bit_length() - 1)


def _span(node: Node, begin: int, end: int) -> bytes:
    size = end - begin
    if size & (size - 1) == 0:  # The recursion of RFC 6962 keeps `begin` aligned to the size.
        level = size.bit_length() - 1
        return node(level, begin >> level)
    middle = begin + _split(size)
    return node_hash(_span(node, begin, middle), _span(node, middle, end))

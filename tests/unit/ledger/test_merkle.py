"""The tree: published vectors, and laws that hold for every tree."""

import base64
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haal.ledger import checkpoint, frontier, merkle, note, tiles

VECTORS = Path(__file__).parents[2] / "vectors"
PROOFS = json.loads((VECTORS / "merkle/proofs.json").read_text())
LOG = json.loads((VECTORS / "tlog/log.json").read_text())
SIZES = st.integers(1, 700)


def raw(text: str | None) -> bytes:
    return base64.b64decode(text or "")


def leaves(count: int, *, salt: int = 0) -> list[bytes]:
    return [merkle.leaf_hash(b"%d %d" % (salt, number)) for number in range(count)]


def stored(hashes: list[bytes], *, batch: int = 10_000) -> merkle.Node:
    """Return the node function of a tree appended in batches of `batch` leaves."""
    rows: dict[tuple[int, int], bytes] = {}
    head = frontier.Frontier()

    def read(level: int, number: int) -> bytes:
        return rows.get((level, number), b"")

    for start in range(0, len(hashes), batch):
        head, changed = tiles.appended(read, old=head, leaf_hashes=hashes[start : start + batch])
        rows |= changed
    assert head.root == merkle.root(hashes)
    assert frontier.from_data(head.size, head.data) == head
    return tiles.node_of(read)


@pytest.mark.parametrize("case", PROOFS["inclusion"], ids=lambda case: case["file"])
def test_inclusion_proofs_of_others_are_judged_as_they_judge_them(case):
    def verify():
        merkle.verify_inclusion(
            leaf=raw(case["leafHash"]),
            index=case["leafIdx"],
            size=case["treeSize"],
            proof=[raw(value) for value in case["proof"] or ()],
            root=raw(case["root"]),
        )

    if case["wantErr"]:
        with pytest.raises(merkle.Unproven):
            verify()
    else:
        verify()


@pytest.mark.parametrize("case", PROOFS["consistency"], ids=lambda case: case["file"])
def test_consistency_proofs_of_others_are_judged_as_they_judge_them(case):
    def verify():
        merkle.verify_consistency(
            old=case["size1"],
            new=case["size2"],
            proof=[raw(value) for value in case["proof"] or ()],
            old_root=raw(case["root1"]),
            new_root=raw(case["root2"]),
        )

    if case["wantErr"]:
        with pytest.raises(merkle.Unproven):
            verify()
    else:
        verify()


def test_a_published_log_grows_through_the_checkpoints_its_makers_signed():
    entries, rest = [], raw(LOG["entries"])
    while rest:
        length = int.from_bytes(rest[:2], "big")
        entries.append(rest[2 : 2 + length])
        rest = rest[2 + length :]
    hashes = [merkle.leaf_hash(entry) for entry in entries]
    key = note.VerifyKey.parse(LOG["vkey"])
    node = stored(hashes, batch=4)

    heads = [checkpoint.opened(text, [key]) for text in LOG["checkpoints"].values()]

    assert b"".join(hashes) == raw(LOG["tile"])
    assert len(heads) == 17
    for head in heads:
        assert merkle.root_at(node, head.size) == head.root


@given(count=SIZES, batch=st.integers(1, 300), data=st.data())
def test_every_leaf_is_proven_whatever_the_batches_were(count, batch, data):
    hashes = leaves(count)
    node = stored(hashes, batch=batch)
    root = merkle.root_at(node, count)
    index = data.draw(st.integers(0, count - 1))

    proof = merkle.inclusion_proof(node, index=index, size=count)

    assert root == merkle.root(hashes)
    merkle.verify_inclusion(leaf=hashes[index], index=index, size=count, proof=proof, root=root)
    with pytest.raises(merkle.Unproven):
        merkle.verify_inclusion(leaf=merkle.leaf_hash(b"other"), index=index, size=count, proof=proof, root=root)


@given(sizes=st.tuples(SIZES, SIZES).map(sorted))
def test_an_old_root_is_the_beginning_of_every_later_one(sizes):
    old, new = sizes
    hashes = leaves(new)
    node = stored(hashes)

    proof = merkle.consistency_proof(node, old=old, new=new)

    merkle.verify_consistency(
        old=old, new=new, proof=proof, old_root=merkle.root(hashes[:old]), new_root=merkle.root(hashes)
    )


@given(sizes=st.tuples(SIZES, SIZES).map(sorted), data=st.data())
def test_a_rewritten_past_is_never_consistent(sizes, data):
    old, new = sizes
    changed = leaves(new)
    changed[data.draw(st.integers(0, old - 1))] = merkle.leaf_hash(b"rewritten")
    proof = merkle.consistency_proof(stored(changed), old=old, new=new)

    with pytest.raises(merkle.Unproven):
        merkle.verify_consistency(
            old=old, new=new, proof=proof, old_root=merkle.root(leaves(old)), new_root=merkle.root(changed)
        )


def test_a_tree_of_three_tile_levels_is_proven_at_its_edges():
    hashes = leaves(66_000)
    node = stored(hashes, batch=5_000)
    root = merkle.root(hashes)

    for index in (0, 255, 256, 65_535, 65_536, 65_999):
        proof = merkle.inclusion_proof(node, index=index, size=66_000)
        merkle.verify_inclusion(leaf=hashes[index], index=index, size=66_000, proof=proof, root=root)


def test_a_damaged_tile_stops_the_append():
    head, _ = tiles.appended(lambda level, number: b"", old=frontier.Frontier(), leaf_hashes=leaves(3))

    with pytest.raises(ValueError, match="tile 0/0"):
        tiles.appended(lambda level, number: b"", old=head, leaf_hashes=leaves(1))

"""Notes, checkpoints, proofs and policies: parse after write is the same, and nothing unsigned is believed."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haal.ledger import checkpoint, merkle, note, policy, proof, verify

LOG = json.loads((Path(__file__).parents[2] / "vectors/tlog/log.json").read_text())
# golang/mod sumdb/note/note_test.go, BSD-3-Clause: the key pair and the note that the Go tests use.
GO_SECRET = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
GO_PUBLIC = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
GO_TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
GO_NOTE = (
    GO_TEXT
    + "\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
SEEDS = st.binary(min_size=32, max_size=32)
NAMES = st.text(st.characters(codec="utf-8", exclude_categories=["Z", "C"], exclude_characters="+"), min_size=1)


def test_go_and_we_sign_the_same_note_with_the_same_key():
    secret = note.SigningKey.parse(GO_SECRET)

    assert secret.verify_key.text == GO_PUBLIC
    assert note.sign(GO_TEXT, secret) == GO_NOTE
    assert note.opened(GO_NOTE, [note.VerifyKey.parse(GO_PUBLIC)]) == GO_TEXT


@given(name=NAMES, seed=SEEDS)
def test_a_key_is_read_as_it_was_written(name, seed):
    secret = note.SigningKey(name=name, seed=seed)

    assert note.SigningKey.parse(secret.text) == secret
    assert note.VerifyKey.parse(secret.verify_key.text) == secret.verify_key
    assert seed.hex() not in repr(secret)
    assert secret.text not in repr(secret)


@given(origin=NAMES, size=st.integers(0, 2**62), root=SEEDS, seed=SEEDS)
def test_a_checkpoint_is_read_as_it_was_signed(origin, size, root, seed):
    key = note.SigningKey(name=origin, seed=seed)
    head = checkpoint.Checkpoint(origin=origin, size=size, root=root)

    assert checkpoint.opened(checkpoint.signed(head, key), [key.verify_key]) == head


def test_a_note_changed_by_one_letter_is_refused():
    with pytest.raises(note.BadNote, match="does not verify"):
        note.opened(GO_NOTE.replace("answer", "Answer"), [note.VerifyKey.parse(GO_PUBLIC)])


def test_an_unknown_key_is_ignored_but_does_not_make_a_note():
    with pytest.raises(note.BadNote, match="no known key"):
        note.opened(GO_NOTE, [note.SigningKey.new("example.com/x").verify_key])


def test_a_log_does_not_speak_for_another_log():
    other = note.SigningKey.new("example.com/other")
    head = checkpoint.Checkpoint(origin="example.com/log", size=1, root=b"r" * 32)

    with pytest.raises(note.BadNote):
        checkpoint.opened(note.sign(head.text, other), [other.verify_key])
    with pytest.raises(checkpoint.BadCheckpoint):
        checkpoint.signed(head, other)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "origin\n1\n",
        "\n1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n",
        "origin\n01\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n",
        "origin\n-1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n",
        "origin\n1\nAAAA\n",
        "origin\n1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\nextension\n",
        "origin\n1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
    ],
)
def test_what_is_not_three_lines_is_no_checkpoint(text):
    with pytest.raises(checkpoint.BadCheckpoint):
        checkpoint.parsed(text)


@given(index=st.integers(0, 2**40), hashes=st.lists(SEEDS, max_size=40))
def test_a_proof_is_read_as_it_was_written(index, hashes):
    written = proof.Proof(index=index, hashes=tuple(hashes), checkpoint=GO_NOTE)

    assert proof.parsed(written.text) == written


def test_a_proof_shows_a_leaf_and_no_other_leaf():
    key = note.SigningKey.new("example.com/log")
    hashes = [merkle.leaf_hash(b"one"), merkle.leaf_hash(b"two")]
    head = checkpoint.Checkpoint(origin=key.name, size=2, root=merkle.root(hashes))
    written = proof.Proof(index=1, hashes=(hashes[0],), checkpoint=checkpoint.signed(head, key))

    assert proof.verified(proof.parsed(written.text), leaf=b"two", keys=[key.verify_key]) == head
    with pytest.raises(merkle.Unproven):
        proof.verified(written, leaf=b"one", keys=[key.verify_key])


@given(text=st.text())
def test_garbage_is_refused_by_its_own_error(text):
    for read, error in (
        (proof.parsed, proof.BadProof),
        (checkpoint.parsed, checkpoint.BadCheckpoint),
        (note.parted, note.BadNote),
        (note.VerifyKey.parse, note.BadNote),
        (note.SigningKey.parse, note.BadNote),
    ):
        with pytest.raises(error):
            read(text)


def test_a_written_policy_is_understood_by_the_verifier():
    key = note.VerifyKey.parse(LOG["vkey"])

    read = verify.parse_policy(policy.text(logs=[key], comment="two\nlines"))

    assert read.logs == {(key.name, key.key_id): key.public}
    assert read.quorum == "none"

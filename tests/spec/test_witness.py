"""What a witness answers a log that asks for a cosignature: of two histories of one log it cosigns at most one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haal.ledger import checkpoint, merkle, note, witness
from haal.ledger.checkpoint import Checkpoint
from haal.ledger.witness import BadRequest, Evidence, Request, Status

VECTORS = json.loads((Path(__file__).parents[1] / "vectors/witness/add-checkpoint.json").read_text("utf-8"))
LOG = note.SigningKey(name="example.com/log", seed=b"l" * 32)
OTHER = note.SigningKey(name="example.com/other", seed=b"o" * 32)
FORGER = note.SigningKey(name=LOG.name, seed=b"f" * 32)
TRUE, FALSE = "the tree it knows", "another tree"
NONE, GOOD, BAD = "none", "good", "wrong"


def leaves(tree: str, size: int) -> list[bytes]:
    """Return leaf hashes; the two trees differ from the first leaf on."""
    return [merkle.leaf_hash(f"{tree} {number}".encode()) for number in range(size)]


def head(tree: str, size: int, *, by: note.SigningKey = LOG) -> Checkpoint:
    return Checkpoint(origin=by.name, size=size, root=merkle.root(leaves(tree, size)))


def node_of(tree: str, size: int) -> merkle.Node:
    def node(level: int, index: int) -> bytes:
        return merkle.root(leaves(tree, size)[index << level : (index + 1) << level])

    return node


def proof(kind: str, *, tree: str, old: int, new: int) -> tuple[bytes, ...]:
    if kind == NONE or not 1 <= old <= new:
        return () if kind != BAD else (b"x" * 32,)
    made = merkle.consistency_proof(node_of(tree, new), old=old, new=new)
    return made if kind == GOOD else (b"x" * 32, *made[1:])


@pytest.mark.parametrize(
    ("held", "old", "size", "tree", "given_proof", "status", "told"),
    [
        (None, 0, 5, TRUE, NONE, 200, None),
        (None, 0, 1, TRUE, NONE, 200, None),
        (None, 0, 0, TRUE, NONE, 200, None),
        (None, 0, 5, TRUE, BAD, 422, None),
        (None, 0, 0, TRUE, BAD, 422, None),
        (None, 3, 5, TRUE, GOOD, 409, 0),
        (0, 0, 5, TRUE, NONE, 200, None),
        (0, 0, 0, TRUE, NONE, 200, None),
        (0, 1, 5, TRUE, GOOD, 409, 0),
        (3, 3, 5, TRUE, GOOD, 200, None),
        (3, 3, 3, TRUE, NONE, 200, None),
        (3, 3, 3, TRUE, BAD, 422, None),
        (3, 3, 5, TRUE, NONE, 422, None),
        (3, 3, 5, TRUE, BAD, 422, None),
        (3, 3, 5, FALSE, GOOD, 422, None),
        (3, 3, 3, FALSE, NONE, 409, 3),
        (3, 0, 3, FALSE, NONE, 409, 3),
        (3, 0, 5, TRUE, NONE, 409, 3),
        (3, 2, 5, TRUE, GOOD, 409, 3),
        (3, 4, 5, TRUE, GOOD, 409, 3),
        (5, 3, 3, TRUE, NONE, 409, 5),
        (5, 3, 4, TRUE, GOOD, 409, 5),
        (5, 6, 5, TRUE, NONE, 400, None),
        (5, 5, 3, TRUE, NONE, 400, None),
        (5, 5, 0, TRUE, NONE, 400, None),
    ],
)
def test_a_witness_cosigns_only_what_grew_out_of_the_head_it_holds(held, old, size, tree, given_proof, status, told):
    request = Request(
        old=old,
        proof=proof(given_proof, tree=tree, old=old, new=size),
        note=checkpoint.signed(head(tree, size), LOG),
    )

    decided = witness.decide(request, keys=[LOG.verify_key], held=None if held is None else head(TRUE, held))

    assert (decided.status, decided.size) == (status, told)
    assert bool(decided.why) is (status != 200)


@pytest.mark.parametrize(
    ("signed_by", "known_keys", "status"),
    [
        ((LOG,), (LOG,), 200),
        ((LOG, OTHER), (LOG,), 200),
        ((LOG,), (), 404),
        ((OTHER,), (LOG,), 403),
        ((FORGER,), (LOG,), 403),
        ((FORGER, LOG), (LOG,), 200),
        ((FORGER, LOG), (LOG, FORGER), 200),
    ],
)
def test_a_witness_listens_only_to_a_log_it_knows(signed_by, known_keys, status):
    text = head(TRUE, 5).text
    lines = "".join(note.signature(key, message=text.encode()) for key in signed_by)
    request = Request(old=0, note=f"{text}\n{lines}")

    assert witness.decide(request, keys=[key.verify_key for key in known_keys], held=None).status == status


def test_a_line_of_a_known_key_that_does_not_verify_spoils_the_request():
    other = note.sign(head(TRUE, 6).text, LOG).split("\n\n")[1]
    request = Request(old=0, note=f"{head(TRUE, 5).text}\n{other}")

    assert witness.decide(request, keys=[LOG.verify_key], held=None).status == Status.NOT_SIGNED


@pytest.mark.parametrize(
    ("held", "size", "tree", "evidence"),
    [
        (3, 3, FALSE, Evidence.FORKED),
        (3, 5, FALSE, Evidence.UNPROVEN),
        (3, 4, TRUE, None),
        (5, 4, TRUE, None),
        (None, 4, FALSE, None),
    ],
)
def test_two_signed_heads_of_one_size_are_kept_as_evidence(held, size, tree, evidence):
    old = held or 0
    request = Request(
        old=old, proof=proof(GOOD, tree=tree, old=old, new=size), note=checkpoint.signed(head(tree, size), LOG)
    )

    decided = witness.decide(request, keys=[LOG.verify_key], held=head(TRUE, held) if held else None)

    assert decided.evidence == evidence


def test_the_requests_of_another_witness_are_answered_as_it_answers_them():
    """8 of 9 agree. The other has a changed signature with stray bits at its end: we call such base64 malformed (400)."""
    key = note.VerifyKey(name=VECTORS["origin"], public=bytes.fromhex(VECTORS["key"]))
    held, differing = None, []
    for case in VECTORS["requests"]:
        status, size, held = answer(case["body"].encode(), key=key, held=held)
        if (status, size) != (case["status"], case["size"]):
            differing.append((case["name"], case["status"], status))

    assert len(VECTORS["requests"]) == 9
    assert differing == [("invalid signature", 403, 400)]


def answer(body: bytes, *, key: note.VerifyKey, held: Checkpoint | None) -> tuple[int, int | None, Checkpoint | None]:
    """Return status, size told and the head held after it, as a witness that knows one log."""
    try:
        request = witness.parsed(body)
    except BadRequest:
        return 400, None, held
    decided = witness.decide(request, keys=[key] if request.head.origin == key.name else [], held=held)
    return int(decided.status), decided.size, request.head if decided.status == Status.COSIGNED else held


@given(
    old=st.integers(0, 10**18),
    hashes=st.lists(st.binary(min_size=32, max_size=32), max_size=witness.PROOF_LINES_MAX),
    size=st.integers(0, 10**18),
)
def test_a_request_is_read_as_it_was_written(old, hashes, size):
    signed = checkpoint.signed(Checkpoint(origin=LOG.name, size=size, root=b"r" * 32), LOG)
    request = Request(old=old, proof=tuple(hashes), note=signed)

    assert witness.parsed(request.body) == request


SIGNED = checkpoint.signed(head(TRUE, 1), LOG)
HASH = "A" * 43 + "="


@pytest.mark.parametrize(
    "body",
    [
        "",
        "old 0\n" + SIGNED,
        f"old 00\n\n{SIGNED}",
        f"old -1\n\n{SIGNED}",
        f"old  1\n\n{SIGNED}",
        f"OLD 1\n\n{SIGNED}",
        f"old ١\n\n{SIGNED}",
        f"old 1 \n\n{SIGNED}",
        f"old 1\r\n\n{SIGNED}",
        f"old {'9' * 20}\n\n{SIGNED}",
        f"old {2**63}\n\n{SIGNED}",
        "old 0\n\n" + note.sign(Checkpoint(origin=LOG.name, size=2**63, root=b"r" * 32).text, LOG),
        f"\n\n{SIGNED}",
        f"old 1\nAAAA\n\n{SIGNED}",
        f"old 1\n{HASH} \n\n{SIGNED}",
        f"old 1\n{HASH[:-2]}B=\n\n{SIGNED}",
        "old 1\n" + f"{HASH}\n" * 64 + f"\n{SIGNED}",
        f"old 0\n\n{head(TRUE, 1).text}",
        f"old 0\n\n{SIGNED[:-1]}",
        "old 0\n\n" + note.sign(head(TRUE, 1).text + "extension\n", LOG),
        f"old 0\n\n{SIGNED}" + "x" * witness.BODY_BYTES_MAX,
        b"old 0\n\n\xff\n",
    ],
)
def test_what_is_no_request_is_refused(body):
    with pytest.raises(BadRequest):
        witness.parsed(body if isinstance(body, bytes) else body.encode())


@given(body=st.binary(max_size=200))
def test_garbage_is_refused_by_its_own_error(body):
    with pytest.raises(BadRequest):
        witness.parsed(body)

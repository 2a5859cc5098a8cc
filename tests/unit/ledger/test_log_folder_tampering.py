"""A log's folder and other people's code: audit, consistency, proofs and misbehaviour, by contrib/verify-go."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from tests import factories_log_folder as folders
from tests.factories_bundle import COSIGNED_AT, KEY, OTHER_KEY, POLICY, WITNESSES, policy_text
from tests.factories_log_folder import Folder

from haal.ledger import checkpoint, cosignature, merkle, note, record
from haal.ledger.checkpoint import Checkpoint

SIZE, OLD = 700, 600
LEAVES = [record.leaf_of(merkle.leaf_hash(b"%d" % number)) for number in range(SIZE)]
type Run = Callable[..., subprocess.CompletedProcess[str]]


def cosign(head: Checkpoint) -> str:
    return "".join(cosignature.cosigned(head.text, one, at=COSIGNED_AT) for one in WITNESSES[:2])


def head_of(leaves: list[bytes], *, key: note.SigningKey = KEY) -> str:
    told = Checkpoint(origin=key.name, size=len(leaves), root=merkle.root([merkle.leaf_hash(leaf) for leaf in leaves]))
    return checkpoint.signed(told, key) + cosign(told)


@pytest.fixture(scope="module")
def log(tmp_path_factory) -> Folder:
    path = tmp_path_factory.mktemp("log")
    folders.write(path, LEAVES, key=KEY, cosign=cosign)
    (path.parent / "policy").write_text(POLICY)
    return Folder(path=path, key=KEY, earlier=head_of(LEAVES[:OLD]))


@pytest.fixture
def run(verify_go) -> Run:
    return lambda *words: subprocess.run([verify_go, *map(str, words)], capture_output=True, text=True, check=False)


def policy(log: Folder) -> Path:
    return log.path.parent / "policy"


def test_a_log_is_audited_proven_and_grown_out_of_its_past(log, run, tmp_path):
    (tmp_path / "old").write_text(log.earlier)

    for words in (
        ("audit", log.path, policy(log)),
        ("proof", log.path, 0, policy(log)),
        ("proof", log.path, SIZE - 1, policy(log)),
        ("consistency", log.path, tmp_path / "old", policy(log)),
        ("consistency", log.path, log.path / "checkpoint", policy(log)),
    ):
        done = run(*words)
        assert done.returncode == 0, (words, done.stdout)
        assert "\nVALID: " in "\n" + done.stdout


def test_unfinished_tiles_of_earlier_sizes_may_stay(log, run):
    with folders.tampered(log, lambda one: one.write("tile/0/002.p/88", one.read("tile/0/002.p/188")[: 88 * 32])):
        assert run("audit", log.path, policy(log)).returncode == 0


def test_without_a_policy_no_log_is_called_valid(log, run, tmp_path):
    (tmp_path / "old").write_text(log.earlier)

    for words in (("audit", log.path), ("proof", log.path, 3), ("consistency", log.path, tmp_path / "old")):
        done = run(*words)
        assert done.returncode == 1
        assert "NOT CALLED VALID" in done.stdout


def test_every_tampering_with_a_log_is_refused_by_the_audit(log, run):
    accepted = []
    named = folders.tamperings(log)
    for name, change in named.items():
        with folders.tampered(log, change):
            done = run("audit", log.path, policy(log))
        if done.returncode != 1 or not done.stdout.startswith("INVALID: ") or "this program" in done.stdout:
            accepted.append((name, done.stdout))

    assert accepted == []
    assert len(named) >= 28
    assert run("audit", log.path, policy(log)).returncode == 0, "every tampering was taken back"


@pytest.mark.parametrize("index", [SIZE, -1, "01", "x"])
def test_there_is_no_proof_of_what_is_not_there(log, run, index):
    assert run("proof", log.path, index, policy(log)).returncode == 1


def test_a_proof_is_not_another_leafs(log, run):
    with folders.tampered(log, folders.exchanged("tile/entries/000", "tile/entries/001")):
        done = run("proof", log.path, 3, policy(log))

    assert done.returncode == 1
    assert "not in the log" in done.stdout


def test_a_log_has_not_grown_out_of_another_past(log, run, tmp_path):
    (tmp_path / "forked").write_text(head_of([LEAVES[1], *LEAVES[1:OLD]]))
    (tmp_path / "ahead").write_text(head_of([*LEAVES, LEAVES[0]]))
    (tmp_path / "others").write_text(head_of(LEAVES[:OLD], key=OTHER_KEY))

    for name in ("forked", "ahead", "others"):
        done = run("consistency", log.path, tmp_path / name, policy(log))
        assert done.returncode == 1, name
        assert done.stdout.startswith("INVALID: ")


def test_two_histories_signed_by_one_log_are_shown_to_anybody(log, run, tmp_path):
    (tmp_path / "one").write_text(log.earlier)
    (tmp_path / "other").write_text(head_of([LEAVES[1], *LEAVES[1:OLD]]))

    done = run("misbehaviour", tmp_path / "one", tmp_path / "other", policy(log))

    assert done.returncode == 0
    assert "MISBEHAVIOUR: haal.example/ledger signed two histories" in done.stdout
    larger = run("misbehaviour", tmp_path / "other", log.path / "checkpoint", policy(log), log.path)
    assert larger.returncode == 0, larger.stdout


@pytest.mark.parametrize("other", ["same", "grown", "other key", "unsigned"])
def test_what_can_both_be_true_is_no_misbehaviour(log, run, tmp_path, other):
    (tmp_path / "one").write_text(log.earlier)
    texts = {
        "same": log.earlier,
        "grown": log.read("checkpoint").decode(),
        "other key": head_of([LEAVES[1], *LEAVES[1:OLD]], key=OTHER_KEY),
        "unsigned": note.parted(head_of([LEAVES[1], *LEAVES[1:OLD]]))[0] + "\n",
    }
    (tmp_path / "other").write_text(texts[other])

    done = run("misbehaviour", tmp_path / "one", tmp_path / "other", policy(log), log.path)

    assert done.returncode == 1
    assert "MISBEHAVIOUR" not in done.stdout


def test_the_policy_binds_the_audit_too(log, run, tmp_path):
    (tmp_path / "policy").write_text(policy_text(needed=3))

    assert run("audit", log.path, tmp_path / "policy").returncode == 1

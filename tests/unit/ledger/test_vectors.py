"""What others have published, counted: how many files we judge as they do, by which of our programs, and where not.

The cases are told one by one in test_merkle, test_note and test_ed25519; this counts them and adds the strangers' programs.
"""

from __future__ import annotations

import base64
import json
import subprocess
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import ROOT

from haal.formats.public import log_folder
from haal.ledger import checkpoint, merkle, note, policy, verify
from haal.ledger.checkpoint import Checkpoint

VECTORS = ROOT / "tests/vectors"
PROOFS = json.loads((VECTORS / "merkle/proofs.json").read_text())
LOG = json.loads((VECTORS / "tlog/log.json").read_text())
SIGNATURES = json.loads((VECTORS / "ed25519/ed25519_test.json").read_text())["tests"]
POLICY = policy.text(logs=[note.VerifyKey.parse(LOG["vkey"])])
TILE = base64.b64decode(LOG["tile"])
# The example of C2SP signed-note, section "Verifier keys".
SPEC_KEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
SPEC_NOTE = (
    "This is an example message.\n\n— example.com/foo "
    "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
)
# RFC 9162, section 2.1.4.2, begins at size 1 and says nothing of size 0. Who reads it as "anything grows out of nothing, by an
# empty proof" finds these three right; their publisher refuses them, and so do we: from nothing nothing is proven, and two
# empty trees are the same only when both roots are the one of an empty tree.
OF_SIZE_NOUGHT = {
    "size1-is-zero-and-does-not-equal-size2",
    "size1-is-zero-and-size2-is-not-zero",
    "sizes-are-equal-zero-and-proof-is-empty",
}


def raw(text: str | None) -> bytes:
    return base64.b64decode(text or "")


def entries() -> list[bytes]:
    found, rest = [], raw(LOG["entries"])
    while rest:
        length = int.from_bytes(rest[:2], "big")
        found.append(rest[2 : 2 + length])
        rest = rest[2 + length :]
    return found


def is_included(case: dict[str, Any]) -> bool:
    try:
        merkle.verify_inclusion(
            leaf=raw(case["leafHash"]),
            index=case["leafIdx"],
            size=case["treeSize"],
            proof=[raw(value) for value in case["proof"] or ()],
            root=raw(case["root"]),
        )
    except merkle.Unproven:
        return False
    return True


def is_included_for_strangers(case: dict[str, Any]) -> bool:
    head = verify.Head("", case["treeSize"], raw(case["root"]), ())
    path = [raw(value) for value in case["proof"] or ()]
    try:
        verify.check_inclusion("here", raw(case["leafHash"]), index=case["leafIdx"], head=head, path=path)
    except verify.Invalid:
        return False
    return all(len(value) == 32 for value in [raw(case["leafHash"]), *path])  # of which its reader of proofs is sure


def is_consistent(case: dict[str, Any]) -> bool:
    try:
        merkle.verify_consistency(
            old=case["size1"],
            new=case["size2"],
            proof=[raw(value) for value in case["proof"] or ()],
            old_root=raw(case["root1"]),
            new_root=raw(case["root2"]),
        )
    except merkle.Unproven:
        return False
    return True


def differing(kind: str, judge) -> list[str]:
    return [case["file"] for case in PROOFS[kind] if judge(case) is bool(case["wantErr"])]


def test_all_196_proofs_are_judged_as_their_publisher_judges_them():
    assert (len(PROOFS["inclusion"]), len(PROOFS["consistency"])) == (98, 98)

    assert differing("inclusion", is_included) == []
    assert differing("inclusion", is_included_for_strangers) == []
    assert differing("consistency", is_consistent) == []


def test_three_of_them_are_refused_though_a_plain_reading_of_the_rfc_might_not():
    named = {Path(case["file"]).stem: case for case in PROOFS["consistency"]}

    assert named.keys() >= OF_SIZE_NOUGHT
    for name in OF_SIZE_NOUGHT:
        case = named[name]
        assert (case["size1"], case["proof"], case["wantErr"], is_consistent(case)) == (0, [], True, False)
    assert not any(
        case["size1"] == 0 and not case["wantErr"] for case in named.values() if case["root1"] != case["root2"]
    )


def test_all_checkpoints_and_tiles_of_the_published_log_are_those_we_make():
    hashes = [merkle.leaf_hash(entry) for entry in entries()]
    key = note.VerifyKey.parse(LOG["vkey"])
    wanted = verify.parse_policy(POLICY)

    assert len(LOG["checkpoints"]) == 17  # 0 to 15, and the newest under its own name
    for text in LOG["checkpoints"].values():
        head = checkpoint.opened(text, [key])
        assert head == Checkpoint(origin=key.name, size=head.size, root=merkle.root(hashes[: head.size]))
        assert verify.open_checkpoint(text, wanted)[:3] == (head.origin, head.size, head.root)
    assert len(LOG["files"]) == 30
    for path, digest in LOG["files"].items():
        named = log_folder.parsed(path)
        made = named.read(
            tile=lambda level, number: TILE, entries=lambda first, count: entries()[first : first + count]
        )
        assert sha256(made).hexdigest() == digest, path


def test_other_peoples_code_audits_the_published_log_at_each_of_its_sizes(verify_go, tmp_path):
    (tmp_path / "policy").write_text(POLICY)
    audited = 0
    for name, text in LOG["checkpoints"].items():
        folder = tmp_path / name
        folder.mkdir()
        (folder / "checkpoint").write_text(text)
        for one in log_folder.files_of(int(text.split("\n")[1])):
            path = folder / one.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(
                one.read(tile=lambda level, number: TILE, entries=lambda first, count: entries()[first : first + count])
            )
        done = subprocess.run([verify_go, "audit", folder, tmp_path / "policy"], capture_output=True, text=True)
        assert done.returncode == 0, (name, done.stdout)
        audited += 1

    assert audited == 17


def test_the_example_of_the_specification_is_opened_and_one_letter_more_is_not():
    key = note.VerifyKey.parse(SPEC_KEY)

    assert key.text == SPEC_KEY
    assert note.opened(SPEC_NOTE, [key]) == "This is an example message.\n"
    assert verify.ed25519(key.public, b"This is an example message.\n", raw(SPEC_NOTE.split(" ")[-1].strip())[4:])
    with pytest.raises(note.BadNote):
        note.opened(SPEC_NOTE.replace("message", "messages"), [key])


def test_all_151_signatures_of_wycheproof_are_judged_as_it_judges_them():
    assert len(SIGNATURES) == 151

    judged = [
        (case["id"], verify.ed25519(*(bytes.fromhex(case[part]) for part in ("key", "msg", "sig"))))
        for case in SIGNATURES
    ]

    assert [number for number, good in judged if good is not (SIGNATURES[number - 1]["result"] == "valid")] == []

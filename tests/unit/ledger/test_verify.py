"""The stranger's verifier: what it calls valid, and everything it must not call valid."""

import hashlib
import json
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from haal.formats import bundle
from haal.ledger import checkpoint, merkle, note, policy, proof, record, verify

KEY = note.SigningKey(name="haal.example/ledger", seed=b"k" * 32)
OPENED = {"v", "act", "kind", "subject", "prev", "figures"}
POLICY = policy.text(logs=[KEY.verify_key])


def records() -> list[record.Record]:
    """Return three acts of one report and one act of another."""
    made: list[record.Record] = []
    before: dict[str, str] = {}
    for number, (subject, kind) in enumerate(
        [("r_a", "received"), ("r_b", "received"), ("r_a", "graded"), ("r_a", "linked")]
    ):
        values = {
            "v": 1,
            "act": f"act_{number}",
            "kind": kind,
            "subject": subject,
            "prev": before.get(subject, ""),
            "saw": "ظلم \u2028 told in confidence",
            "figures": [{"counted": "killed", "high": None, "low": 3}],
        }
        made.append(record.new(values))
        before[subject] = merkle.leaf_hash(made[-1].leaf).hex()
    return made


def build(
    made: list[record.Record], *, keep: set[int] | None = None, opened: set[str] = OPENED, key=KEY
) -> dict[str, bytes]:
    hashes = [merkle.leaf_hash(one.leaf) for one in made]
    head = checkpoint.Checkpoint(origin=key.name, size=len(made), root=merkle.root(hashes))
    signed = checkpoint.signed(head, key)

    def node(level: int, index: int) -> bytes:
        return merkle.root(hashes[index << level : (index + 1) << level])

    acts = [
        bundle.ShownAct(
            index=index,
            leaf=one.leaf,
            fields=tuple(one.shown(opened)),
            proof=proof.Proof(
                index=index, hashes=merkle.inclusion_proof(node, index=index, size=len(made)), checkpoint=signed
            ),
        )
        for index, one in enumerate(made)
        if keep is None or index in keep
    ]
    return bundle.write(incident="i_x", acts=acts, checkpoint=signed, exported=date(2026, 1, 2))


def put(folder: Path, files: dict[str, bytes]) -> Path:
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


def resealed(files: dict[str, bytes]) -> dict[str, bytes]:
    """Return the files with manifests made anew: what a forger without the ledger's key can do."""

    def manifest(names: list[str]) -> bytes:
        return "".join(f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(names)).encode()

    manifests = {"manifest-sha256.txt", "tagmanifest-sha256.txt"}
    files = {**files, "manifest-sha256.txt": manifest([name for name in files if name.startswith("data/")])}
    tags = [name for name in files if not name.startswith("data/") and name not in manifests]
    files["tagmanifest-sha256.txt"] = manifest([*tags, "manifest-sha256.txt"])
    return files


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> Path:
    return put(tmp_path_factory.mktemp("bundle"), build(records()))


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    program = folder / "verify.py"
    return subprocess.run(
        [sys.executable, "-I", program, folder, *arguments], capture_output=True, text=True, check=False
    )


def test_a_stranger_finds_the_bundle_valid_with_the_policy_in_hand(whole, tmp_path):
    (tmp_path / "policy").write_text(POLICY)

    done = run(whole, "--policy", str(tmp_path / "policy"))

    assert done.returncode == 0, done.stdout + done.stderr
    assert "VALID: all this existed" in done.stdout
    digest = hashlib.sha256(KEY.verify_key.public).hexdigest()
    assert " ".join(digest[at : at + 4] for at in range(0, 64, 4)) in done.stdout
    assert "4: 1 graded, 1 linked, 2 received" in done.stdout


@pytest.mark.parametrize("version", ["3.9", "3.10", "3.11", "3.12"])
def test_it_runs_on_the_pythons_that_strangers_have(whole, tmp_path, version):
    found = sorted(Path.home().glob(f".pyenv/versions/{version}.*/bin/python")) or [shutil.which(f"python{version}")]
    if found[0] is None:
        pytest.skip(f"Python {version} is not on this machine")
    (tmp_path / "policy").write_text(POLICY)

    done = subprocess.run(
        [found[0], "-I", whole / "verify.py", whole, "--policy", tmp_path / "policy"], capture_output=True, text=True
    )

    assert done.returncode == 0, done.stdout + done.stderr


def test_without_a_policy_nothing_is_called_valid(whole):
    done = run(whole)

    assert done.returncode == 1
    assert "NOT CALLED VALID" in done.stdout


def test_the_key_of_somebody_else_is_no_ground_to_call_it_valid(whole):
    other = note.SigningKey(name=KEY.name, seed=b"o" * 32)

    with pytest.raises(verify.Invalid, match="not signed by a log that the policy trusts"):
        verify.check(whole, verify.parse_policy(policy.text(logs=[other.verify_key])))


def test_closed_words_are_nowhere_in_the_bundle(whole):
    assert all(
        "confidence" not in path.read_text() for path in whole.rglob("*") if path.is_file() and path.name != "verify.py"
    )


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_changed_byte_anywhere_is_found(whole, data):
    names = sorted(path.relative_to(whole).as_posix() for path in whole.rglob("*") if path.is_file())
    path = whole / data.draw(st.sampled_from(names))
    before = path.read_bytes()
    at = data.draw(st.integers(0, len(before) - 1))
    path.write_bytes(before[:at] + bytes([before[at] ^ data.draw(st.integers(1, 255))]) + before[at + 1 :])
    try:
        with pytest.raises(verify.Invalid):
            verify.check(whole, verify.parse_policy(POLICY))
    finally:
        path.write_bytes(before)


@pytest.mark.parametrize("name", ["data/extra.txt", "extra.txt", "data/acts/0000000009.json", "data/acts/.hidden"])
def test_an_added_file_is_found(whole, tmp_path, name):
    folder = tmp_path / "copy"
    shutil.copytree(whole, folder)
    (folder / name).write_text("{}")

    with pytest.raises(verify.Invalid):
        verify.check(folder, verify.parse_policy(POLICY))


@pytest.mark.parametrize("name", ["README.md", "data/checkpoint", "data/acts/0000000001.json", "bagit.txt"])
def test_a_missing_file_is_found(whole, tmp_path, name):
    folder = tmp_path / "copy"
    shutil.copytree(whole, folder)
    (folder / name).unlink()

    with pytest.raises(verify.Invalid):
        verify.check(folder, verify.parse_policy(POLICY))


def forged(name: str, change) -> dict[str, bytes]:
    files = build(records())
    data = json.loads(files[name])
    change(data)
    files[name] = json.dumps(data).encode()
    return resealed(files)


def change_figure(act):
    next(row for row in act["fields"] if row["label"] == "figures")["value"][0]["low"] = 30


def drop_field(act):
    act["fields"] = [row for row in act["fields"] if row["label"] != "saw"]


def add_field(act):
    act["fields"].append({"label": "zeal", "salt": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "value": "much"})


def swap_fields(act):
    act["fields"].reverse()


def move(act):
    act["index"] = 1


def fraction(act):
    next(row for row in act["fields"] if row["label"] == "figures")["value"][0]["low"] = 3.0


def count_more(about):
    about["counts"]["acts"] = 5


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("data/acts/0000000000.json", change_figure),
        ("data/acts/0000000000.json", drop_field),
        ("data/acts/0000000000.json", add_field),
        ("data/acts/0000000000.json", swap_fields),
        ("data/acts/0000000000.json", move),
        ("data/acts/0000000000.json", fraction),
        ("data/bundle.json", count_more),
    ],
)
def test_a_forger_who_makes_new_manifests_is_still_found(tmp_path, name, change):
    folder = put(tmp_path, forged(name, change))

    with pytest.raises(verify.Invalid):
        verify.check(folder, verify.parse_policy(POLICY))


def test_a_forged_ledger_is_found_however_well_it_fits_together(tmp_path):
    forger = note.SigningKey(name=KEY.name, seed=b"f" * 32)
    folder = put(tmp_path, build(records(), key=forger))

    with pytest.raises(verify.Invalid):
        verify.check(folder, verify.parse_policy(POLICY))


def test_an_act_left_out_of_the_middle_of_a_chain_is_found(tmp_path):
    folder = put(tmp_path, build(records(), keep={0, 1, 3}))

    with pytest.raises(verify.Invalid, match="left out"):
        verify.check(folder, verify.parse_policy(POLICY))


def test_fields_can_stay_closed_and_the_bundle_is_still_valid(tmp_path):
    folder = put(tmp_path, build(records(), opened={"kind", "prev", "subject"}))

    found = verify.check(folder, verify.parse_policy(POLICY))

    assert (found.opened, found.closed) == (12, 16)


def cosigned(signed: str, name: str, seed: bytes) -> tuple[str, str]:
    """Return the note with a witness's line, and the witness's vkey. Source: C2SP tlog-cosignature."""
    private = Ed25519PrivateKey.from_private_bytes(seed)
    public = b"\x04" + private.public_key().public_bytes_raw()
    key_id = hashlib.sha256(name.encode() + b"\n" + public).digest()[:4]
    stamp = (1_700_000_000).to_bytes(8, "big")
    text = note.parted(signed)[0]
    data = key_id + stamp + private.sign(f"cosignature/v1\ntime 1700000000\n{text}".encode())
    encoded = note._b64
    return f"{signed}— {name} {encoded(data)}\n", f"{name}+{key_id.hex()}+{encoded(public)}"


def test_a_policy_with_witnesses_wants_enough_of_them():
    head = checkpoint.Checkpoint(origin=KEY.name, size=1, root=b"r" * 32)
    signed = checkpoint.signed(head, KEY)
    once, first = cosigned(signed, "witness.example/1", b"1" * 32)
    twice, second = cosigned(once, "witness.example/2", b"2" * 32)
    witnesses = [policy.Witness(name="one", vkey=first), policy.Witness(name="two", vkey=second)]
    wanted = verify.parse_policy(policy.text(logs=[KEY.verify_key], witnesses=witnesses, needed=2))

    assert len(verify.open_checkpoint(twice, wanted).trusted) == 3
    with pytest.raises(verify.Invalid, match="not cosigned"):
        verify.open_checkpoint(once, wanted)
    with pytest.raises(verify.Invalid, match="does not verify"):
        verify.open_checkpoint(twice.replace(KEY.name + "\n1", KEY.name + "\n2"), wanted)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "quorum none\n",
        "log x\nquorum none\n",
        f"log {KEY.verify_key.text}\n",
        f"log {KEY.verify_key.text}\nquorum w\n",
        "?",
    ],
)
def test_a_policy_that_is_not_understood_is_refused(text):
    with pytest.raises(verify.Invalid):
        verify.parse_policy(text)


def test_an_empty_folder_is_not_valid(tmp_path):
    assert verify.main([str(tmp_path)]) == 1

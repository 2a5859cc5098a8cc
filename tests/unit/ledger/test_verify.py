"""The stranger's verifier: what it calls valid, and what it says when it does not."""

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.factories_bundle import (
    KEY,
    OTHER_KEY,
    POLICY,
    WITNESSES,
    Signing,
    exported,
    policy_text,
    put,
    shown_of,
    signed_head,
    told_log,
    written,
)

from haal.ledger import verify


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> Path:
    return put(tmp_path_factory.mktemp("bundle"), written(exported(told_log())))


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
    for key in (KEY.verify_key, WITNESSES[0].verify_key, WITNESSES[1].verify_key):
        digest = hashlib.sha256(key.public).hexdigest()
        assert " ".join(digest[at : at + 4] for at in range(0, 64, 4)) in done.stdout
    assert "3 received" in done.stdout
    assert "reports 3, figures-closed 0, denials 1, responsibility-closed 0" in done.stdout


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
    with pytest.raises(verify.Invalid, match="not signed by a log that the policy trusts"):
        verify.check(whole, verify.parse_policy(policy_text(key=OTHER_KEY)))


def test_closed_words_are_nowhere_in_the_bundle(whole):
    assert all("confidence" not in path.read_text("latin-1") for path in whole.rglob("*") if path.is_file())


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


def test_fields_can_stay_closed_and_are_counted(tmp_path):
    made = written(exported(told_log()), shown=lambda one: shown_of(one) - {"figures", "responsibility"})

    found = verify.check(put(tmp_path, made), verify.parse_policy(POLICY))

    assert {"figures-closed 3", "denials 0", "responsibility-closed 3"} <= set(found.told)


def test_an_incident_that_only_was_exported_is_a_bundle_too(tmp_path):
    made = written(exported(told_log(told=()), after=0))

    found = verify.check(put(tmp_path, made), verify.parse_policy(POLICY))

    assert found.kinds == {"exported": 1}


@pytest.mark.parametrize(
    "by", [Signing(witnesses=()), Signing(witnesses=WITNESSES[:1]), Signing(witnesses=WITNESSES[3:])]
)
def test_a_policy_with_witnesses_wants_enough_of_its_own(by):
    wanted = verify.parse_policy(POLICY)

    assert len(verify.open_checkpoint(signed_head(told_log()), wanted).trusted) == 3
    with pytest.raises(verify.Invalid, match="not cosigned"):
        verify.open_checkpoint(signed_head(told_log(), by=by), wanted)


def test_one_witness_twice_is_one_witness():
    signed = signed_head(told_log(), by=Signing(witnesses=(WITNESSES[0], WITNESSES[0])))

    with pytest.raises(verify.Invalid, match="not cosigned"):
        verify.open_checkpoint(signed, verify.parse_policy(POLICY))


def test_an_empty_folder_is_not_valid(tmp_path):
    assert verify.main([str(tmp_path)]) == 1

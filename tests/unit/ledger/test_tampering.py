"""Every tampering we know is refused by every program that claims to see it; the whole bundle is refused by none."""

from __future__ import annotations

import contextlib
import io
import re
import subprocess
from pathlib import Path

import pytest
from tests.conftest import ROOT
from tests.factories_bundle import POLICY, put, shown_of, written
from tests.factories_tamper import ALL, log, whole
from tests.factories_tamperings import TAMPERINGS

from haal.ledger import verify

SCRIPT = ROOT / "src/haal/ledger/verify.sh"
REFUSED = re.compile(r"^INVALID: \S[^:]*: \S", re.MULTILINE)


def by_python(folder: Path, policy: Path) -> tuple[int, str]:
    said = io.StringIO()
    said.reconfigure = lambda **_: None  # type: ignore[attr-defined]
    with contextlib.redirect_stdout(said):
        code = verify.main([str(folder), "--policy", str(policy)])
    return code, said.getvalue()


def by_shell(folder: Path, policy: Path, env: dict[str, str]) -> tuple[int, str]:
    done = subprocess.run(["bash", SCRIPT, folder, policy], env=env, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def by_go(program: Path, folder: Path, policy: Path) -> tuple[int, str]:
    done = subprocess.run([program, "bundle", folder, policy], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def refused(answer: tuple[int, str]) -> bool:
    """Return whether a program said no in the way all of them say it, where and why."""
    code, said = answer
    return code == 1 and bool(REFUSED.search(said)) and not re.search(r"^VALID", said, re.MULTILINE)


def test_at_least_forty_tamperings_are_known_and_every_program_claims_to_see_at_least_forty():
    for program in ALL:
        assert sum(program in one.claimed_by for one in TAMPERINGS) >= 40


@pytest.mark.parametrize("tampering", TAMPERINGS, ids=lambda one: one.name)
def test_the_python_program_refuses_it(tampering, tmp_path):
    folder = tampering.put(tmp_path)

    answer = by_python(folder, tmp_path / "policy")

    assert refused(answer), answer
    assert "this program" not in answer[1]


@pytest.mark.parametrize("tampering", TAMPERINGS, ids=lambda one: one.name)
def test_the_shell_program_refuses_it(tampering, tmp_path, shell):
    folder = tampering.put(tmp_path)

    answer = by_shell(folder, tmp_path / "policy", shell)

    assert refused(answer), answer
    assert "this program" not in answer[1]


@pytest.mark.parametrize("tampering", TAMPERINGS, ids=lambda one: one.name)
def test_the_go_program_refuses_it(tampering, tmp_path, verify_go):
    folder = tampering.put(tmp_path)

    answer = by_go(verify_go, folder, tmp_path / "policy")

    assert refused(answer), answer
    assert "this program" not in answer[1]


@pytest.mark.parametrize("closed", [set(), {"figures"}, {"responsibility", "day", "files"}])
def test_the_whole_bundle_is_valid_for_all_however_much_is_rightly_closed(closed, tmp_path, shell, verify_go):
    made = written(log(), shown=lambda one: shown_of(one) - (closed if one.value("kind") != "exported" else set()))
    if "files" in closed:  # the export still lists it
        assert any(name.startswith("data/files/") for name in made)
    folder, policy = put(tmp_path / "bundle", made), tmp_path / "policy"
    policy.write_text(POLICY)

    answers = [by_python(folder, policy), by_shell(folder, policy, shell), by_go(verify_go, folder, policy)]

    for code, said in answers:
        assert code == 0, said
        assert re.search(r"^VALID: ", said, re.MULTILINE)
        assert said.count("SIGNED BY") == 3


def test_without_a_policy_no_program_says_valid_or_ends_with_nought(tmp_path, shell, verify_go):
    folder = put(tmp_path / "bundle", whole())

    shell_said = subprocess.run(["bash", SCRIPT, folder], env=shell, capture_output=True, text=True, check=False)
    go_said = subprocess.run([verify_go, "bundle", folder], capture_output=True, text=True, check=False)

    for done in (shell_said, go_said):
        assert done.returncode == 1
        assert "NOT CALLED VALID" in done.stdout
        assert not re.search(r"^VALID", done.stdout, re.MULTILINE)


def test_a_shell_without_a_working_openssl_calls_nothing_valid(tmp_path, shell):
    folder = put(tmp_path / "bundle", whole())
    (tmp_path / "policy").write_text(POLICY)
    stub = tmp_path / "path"
    stub.mkdir()
    for tool in Path(shell["PATH"]).iterdir():
        (stub / tool.name).symlink_to(tool.resolve())

    for answer in ("exit 0", "exit 1"):
        (stub / "openssl").unlink()
        (stub / "openssl").write_text(f"#!/bin/sh\n{answer}\n")
        (stub / "openssl").chmod(0o755)

        assert refused(by_shell(folder, tmp_path / "policy", {**shell, "PATH": str(stub)}))


def test_the_shell_program_calls_nothing_that_it_does_not_name(shell):
    text = SCRIPT.read_text()

    for tool in ("awk", "sed", "grep", "xxd", "python", "perl", "find", "xargs", "od"):
        assert not re.search(rf"(^|[ (|]){tool} ", re.sub(r"^#.*$", "", text, flags=re.MULTILINE), re.MULTILINE), tool

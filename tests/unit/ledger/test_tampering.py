"""Every tampering we know is refused by every program that claims to see it; the whole bundle is refused by none."""

from __future__ import annotations

import contextlib
import io
import re
import subprocess
from pathlib import Path

import pytest
from tests.factories_bundle import POLICY, put, shown_of, written
from tests.factories_tamper import ALL, log, whole
from tests.factories_tamperings import TAMPERINGS
from tests.factories_verifiers import LEDGER, accepts, by_go, by_python, by_shell, refuses

from haal.ledger import verify

SCRIPT = LEDGER / "verify.sh"


def within(folder: Path, policy: Path) -> tuple[int, str]:
    """Let verify.py check a bundle in this process, which is quicker a hundred times."""
    said = io.StringIO()
    said.reconfigure = lambda **_: None  # type: ignore[attr-defined]
    with contextlib.redirect_stdout(said):
        code = verify.main([str(folder), "--policy", str(policy)])
    return code, said.getvalue()


def test_at_least_forty_tamperings_are_known_and_every_program_claims_to_see_at_least_forty():
    for program in ALL:
        assert sum(program in one.claimed_by for one in TAMPERINGS) >= 40


@pytest.mark.parametrize("tampering", TAMPERINGS, ids=lambda one: one.name)
def test_the_python_program_refuses_it(tampering, tmp_path):
    answer = within(tampering.put(tmp_path), tmp_path / "policy")

    assert refuses(answer), answer


@pytest.mark.parametrize("tampering", TAMPERINGS, ids=lambda one: one.name)
def test_the_shell_program_refuses_it(tampering, tmp_path, shell):
    answer = by_shell(shell)(tampering.put(tmp_path), tmp_path / "policy")

    assert refuses(answer), answer


@pytest.mark.parametrize("tampering", TAMPERINGS, ids=lambda one: one.name)
def test_the_go_program_refuses_it(tampering, tmp_path, verify_go):
    answer = by_go(verify_go)(tampering.put(tmp_path), tmp_path / "policy")

    assert refuses(answer), answer


@pytest.mark.parametrize("closed", [set(), {"figures"}, {"responsibility", "day", "files"}])
def test_the_whole_bundle_is_valid_for_all_however_much_is_rightly_closed(closed, tmp_path, shell, verify_go):
    made = written(log(), shown=lambda one: shown_of(one) - (closed if one.value("kind") != "exported" else set()))
    folder, policy = put(tmp_path / "bundle", made), tmp_path / "policy"
    policy.write_text(POLICY)

    for check in (by_python, by_shell(shell), by_go(verify_go)):
        answer = check(folder, policy)
        assert accepts(answer), answer
        assert answer[1].count("SIGNED BY") == 3


def test_without_a_policy_no_program_says_valid_or_ends_with_nought(tmp_path, shell, verify_go):
    folder = put(tmp_path / "bundle", whole())

    shell_said = subprocess.run(["bash", SCRIPT, folder], env=shell, capture_output=True, text=True, check=False)
    go_said = subprocess.run([verify_go, "bundle", folder], capture_output=True, text=True, check=False)

    for done in (shell_said, go_said):
        assert done.returncode == 1
        assert "NOT CALLED VALID" in done.stdout
        assert not re.search(r"^VALID", done.stdout, re.MULTILINE)


def test_a_policy_that_is_not_there_is_no_policy(tmp_path, shell, verify_go):
    folder = put(tmp_path / "bundle", whole())

    for check in (within, by_shell(shell), by_go(verify_go)):
        assert refuses(check(folder, tmp_path / "none"))


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

        assert refuses(by_shell({**shell, "PATH": str(stub)})(folder, tmp_path / "policy"))

"""verify.py, verify.sh and verify-go read a policy alike, with groups and odd names; the page is asked in tests/browser."""

from __future__ import annotations

import pytest
from tests.factories_bundle import WITNESSES, Signing, put, written
from tests.factories_policies import CASES, NO_POLICIES
from tests.factories_tamper import log, whole
from tests.factories_verifiers import accepts, by_go, by_python, by_shell, refuses

from haal.ledger import verify


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_who_has_to_have_cosigned_is_the_same_for_all(case, tmp_path, shell, verify_go):
    made = written(log(), by=Signing(witnesses=tuple(WITNESSES[place] for place in case.cosigned)))
    folder, policy = put(tmp_path / "bundle", made), tmp_path / "policy"
    policy.write_text(case.policy)

    for check in (by_python, by_shell(shell), by_go(verify_go)):
        answer = check(folder, policy)
        assert accepts(answer) is case.enough, answer
        assert refuses(answer) is not case.enough, answer


@pytest.mark.parametrize("name", NO_POLICIES)
def test_what_is_no_policy_is_one_for_nobody(name, tmp_path, shell, verify_go):
    folder, policy = put(tmp_path / "bundle", whole()), tmp_path / "policy"
    policy.write_bytes(NO_POLICIES[name].encode())

    with pytest.raises(verify.Invalid):
        verify.parse_policy(NO_POLICIES[name])
    for check in (by_shell(shell), by_go(verify_go)):
        answer = check(folder, policy)
        assert refuses(answer), answer
        assert "policy" in answer[1]

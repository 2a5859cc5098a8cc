"""A small seed of campaigns/ledger.py: ten thousand leaves made by the product, and everybody's programs on them."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys

from tests.conftest import ROOT, missing
from tests.factories_verifiers import go_is_there


def test_four_programs_and_other_peoples_code_agree_on_a_log_of_ten_thousand_leaves():
    if not (go_is_there() and shutil.which("openssl")):
        missing("Go, or openssl")
    if shutil.which("chromium") is None:
        missing("Chromium")

    command = [sys.executable, "campaigns/ledger.py", "--leaves", "10016", "--no-bundles"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    assert found["leaves"] == 10_016
    assert found["other_code"] == dict.fromkeys(("audit", "consistency", "proofs_by_tiles", "proofs_by_file"), True)
    assert found["bundle_accepted_by"] == dict.fromkeys(("verify.py", "verify.sh", "verify.html", "verify-go"), True)
    assert found["log_tamperings"] >= 28
    assert found["log_tamperings_accepted"] == []

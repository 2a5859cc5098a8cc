"""The same tests on the second database: storage, services and doors, on a real PostgreSQL server."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from benchmarks import harness

FOLDERS = ("tests/storage", "tests/services", "tests/doors")
SECONDS_MAX = 1_500  # against a hang, not a promise


@pytest.mark.postgres
@pytest.mark.slow
def test_storage_services_and_doors_are_green_on_postgresql(postgres_url):
    command = [sys.executable, "-m", "pytest", *FOLDERS, "-m", "not slow and not postgres and not browser"]
    done = subprocess.run(
        command,
        cwd=harness.ROOT,
        env=harness.environment({"DATABASE_URL": postgres_url}),
        capture_output=True,
        text=True,
        timeout=SECONDS_MAX,
        check=False,
    )

    assert done.returncode == 0, done.stdout[-4000:]
    assert int(re.findall(r"(\d+) passed", done.stdout)[-1]) > 100

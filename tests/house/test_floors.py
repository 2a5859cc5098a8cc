"""The import floors stand, and each kind of fault planted in a copy of the source breaks the build.

The real program runs on the real contracts of pyproject.toml; only the tree is a copy with one line too many.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.house.tree import ROOT, SRC

LINT_IMPORTS = Path(sys.executable).parent / "lint-imports"


@dataclass(frozen=True)
class Fault:
    """One line that must not be written, where it would stand, and the contract that says so."""

    name: str
    module: str
    line: str
    contract: str


FLOORS = "Floors: nothing imports upward"
CORRIDOR = "The corridor"
DJANGO = "Django lives in storage and in the doors only"
STORAGE = "Only services open the storage"

FAULTS = (
    Fault("a rule asks a service", "domain/planted.py", "import haal.services.flow", FLOORS),
    Fault("a kernel knows a noun", "ledger/planted.py", "import haal.domain.errors", FLOORS),
    Fault("two kernels lean on each other", "geometry/planted.py", "import haal.language", FLOORS),
    Fault("a channel opens the storage", "channels/planted.py", "import haal.storage", FLOORS),
    Fault("the clock knows the web", "jobs/planted.py", "import haal.web", FLOORS),
    Fault("the porch leans on a door", "porch/planted.py", "import haal.api", FLOORS),
    Fault("a service hangs doors", "services/intake/planted.py", "import haal.gate", FLOORS),
    Fault("a room nobody declared", "annex/__init__.py", "", FLOORS),
    Fault("one end calls another", "services/warn/planted.py", "import haal.services.testify", CORRIDOR),
    Fault("intake looks ahead to the desk", "services/intake/planted.py", "import haal.services.assess", CORRIDOR),
    Fault("an end calls back into the flow", "services/help/planted.py", "import haal.services.flow", CORRIDOR),
    Fault("a corridor room nobody declared", "services/annex/__init__.py", "", CORRIDOR),
    Fault("a rule knows Django", "domain/planted.py", "from django.db import models", DJANGO),
    Fault("a channel knows allauth", "channels/planted.py", "import allauth.account", DJANGO),
    Fault(
        "a service names Django",
        "services/intake/planted.py",
        "from django.db import transaction",
        "Services name no Django",
    ),
    Fault("a service knows allauth", "services/people/planted.py", "import allauth.mfa", "Services name no Django"),
    Fault("a page opens the storage", "web/planted.py", "import haal.storage.work", STORAGE),
    Fault("the gate opens the storage", "gate/planted.py", "from haal.storage import work", STORAGE),
    Fault("a rule reads the settings", "domain/planted.py", "import haal.config", "Nobody imports the settings"),
    Fault(
        "two modules wait for each other",
        "domain/planted.py",
        "import haal.domain.planted_too",
        "No import cycles anywhere",
    ),
)
CYCLE_BACK = ("domain/planted_too.py", "import haal.domain.planted")


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run `lint-imports --no-cache` on the copy in `folder`."""
    return subprocess.run(
        [LINT_IMPORTS, "--no-cache"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder / "src"), "COLUMNS": "200", "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.fixture(scope="module")
def copy(tmp_path_factory) -> Path:
    """Return a copy of the source and its contracts; each test takes out what it planted."""
    folder = tmp_path_factory.mktemp("floors")
    shutil.copytree(
        SRC, folder / "src" / "haal", ignore=shutil.ignore_patterns("__pycache__", "templates", "static", "locale")
    )
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def test_the_floors_stand(copy):
    result = lint(copy)

    assert result.returncode == 0, result.stdout
    assert "0 broken" in result.stdout


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_planted_fault_breaks_the_build(copy, fault):
    planted = copy / "src" / "haal" / fault.module
    planted.parent.mkdir(exist_ok=True)
    planted.write_text(f'"""Planted."""\n{fault.line}\n', "utf-8")
    back = copy / "src" / "haal" / CYCLE_BACK[0]
    if "planted_too" in fault.line:
        back.write_text(f"{CYCLE_BACK[1]}\n", "utf-8")
    try:
        result = lint(copy)
    finally:
        planted.unlink()
        back.unlink(missing_ok=True)
        if planted.name == "__init__.py":
            shutil.rmtree(planted.parent)

    broken = [line for line in result.stdout.splitlines() if line.rstrip().endswith("BROKEN")]
    assert result.returncode == 1
    assert [line for line in broken if line.startswith(fault.contract)], result.stdout

"""Every setting and every command stands in the reference, and the pages that are generated are fresh."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest
from tests.house.tree import ROOT, modules

from haal.cli.commands import COMMANDS

REFERENCE = ROOT / "docs" / "reference"
LINK = re.compile(r"\]\(([^)#]+)(?:#[^)]*)?\)")
VARIABLE = re.compile(r"environ(?:\.get\(|\[)\s*\"([A-Z][A-Z_]+)\"")
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def test_every_setting_is_in_the_reference():
    page = (REFERENCE / "settings.md").read_text("utf-8")
    variables = sorted(
        {
            name
            for module in modules()
            for name in VARIABLE.findall(module.text)
            if name.startswith(("HAAL_", "DATABASE"))
        }
    )

    assert len(variables) > 5
    assert [name for name in variables if f"`{name}`" not in page] == []


def test_every_command_is_in_the_reference():
    page = (REFERENCE / "commands.md").read_text("utf-8")

    assert [module.NAME for module in COMMANDS if f"## haal {module.NAME}" not in page] == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_link_inside_the_docs_leads_somewhere(path):
    targets = [target for target in LINK.findall(path.read_text("utf-8")) if not re.match(r"[a-z]+:", target)]

    assert [target for target in targets if not (path.parent / target).exists()] == []


@pytest.mark.parametrize("tool", ["map.py", "reference.py"])
def test_a_generated_page_is_fresh(tool):
    done = subprocess.run(
        [sys.executable, ROOT / "tools" / tool, "--check"],
        capture_output=True,
        text=True,
        env=os.environ,
        cwd=ROOT,
        check=False,
    )

    assert done.returncode == 0, done.stderr

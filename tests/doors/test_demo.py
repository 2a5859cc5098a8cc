"""What `make demo` shows: real press reports go in once and come out at all three ends, and a stranger can check it."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.demo_site import Demo

pytestmark = pytest.mark.slow
FILES_CHANGED = 10  # spread over the whole bundle, so that each kind is among them


def verified(demo: Demo, bundle: Path) -> subprocess.CompletedProcess[str]:
    """Check a bundle as a stranger does: the standard library alone, nothing of ours on the path."""
    ledger = demo.line["ledger"]
    command = [sys.executable, "-I", "-S", str(ledger["verifier"]), str(bundle), "--policy", str(ledger["policy"])]
    return subprocess.run(command, capture_output=True, text=True, check=False, env={})


def test_the_last_line_on_stdout_is_the_only_one(demo):
    assert json.loads(demo.stdout.strip()) == demo.line


def test_press_reports_are_linked_into_incidents(demo):
    line = demo.line

    assert line["reports"] >= 150
    assert 20 <= line["incidents"] <= 90
    assert line["languages"] >= 5
    assert line["links"]["precision"] >= 0.85
    assert line["links"]["recall"] >= 0.55


def test_the_drill_reaches_everybody_once_and_ends_for_exactly_those(demo):
    warning = demo.line["warning"]

    assert warning["status"] == "Exercise"
    assert warning["headcount"] == warning["delivered"] == warning["cancelled"] == 10_000
    assert warning["duplicates"] == 0


def test_a_need_is_matched_and_silence_is_noticed(demo):
    assert demo.line["help"]["matched"] >= 1
    assert demo.line["help"]["overdue_noticed"] >= 1


def test_a_stranger_checks_the_bundle_and_finds_each_changed_file(demo, tmp_path):
    original = Path(demo.line["ledger"]["bundle"])
    good = verified(demo, original)
    files = [path for path in sorted(original.rglob("*")) if path.is_file() and path.suffix != ".py"]
    files = files[:: max(1, len(files) // FILES_CHANGED)]
    undetected = []
    for path in files:
        copy = tmp_path / path.stem
        shutil.copytree(original, copy)
        changed = copy / path.relative_to(original)
        content = bytearray(changed.read_bytes())
        content[len(content) // 2] ^= 1
        changed.write_bytes(content)
        if verified(demo, copy).returncode == 0:
            undetected.append(path.relative_to(original).as_posix())
        shutil.rmtree(copy)

    assert good.returncode == 0, good.stdout + good.stderr
    assert files
    assert undetected == []

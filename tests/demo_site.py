"""The demo, run once for all tests that look at a whole site, and served by `haal up` as a newcomer would see it.

Made by the fixtures `demo` and `demo_site` in tests/conftest.py. Not for writing: a test that changes something sets up its
own box with `benchmarks.box`.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks import harness
from benchmarks.site import Site

__all__ = ["CHROMIUM_FLAGS", "Demo", "Site", "run_demo"]

DEMO_SECONDS_MAX = 180
CHROMIUM_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)


@dataclass(frozen=True, kw_only=True)
class Demo:
    """What one run of the demo left: its data folder and the line it printed."""

    home: Path
    line: dict[str, Any]
    stdout: str


def run_demo(home: Path) -> Demo:
    """Run the demo into `home`."""
    command = [sys.executable, "-m", "haal", "demo", "--no-serve", "--json"]
    done = subprocess.run(
        command,
        cwd=harness.ROOT,
        env=harness.environment({"HAAL_HOME": str(home), "DJANGO_SETTINGS_MODULE": "haal.config"}),
        capture_output=True,
        text=True,
        timeout=DEMO_SECONDS_MAX,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return Demo(home=home, line=json.loads(done.stdout.strip().splitlines()[-1]), stdout=done.stdout)

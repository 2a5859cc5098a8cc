"""The demo, run once for all tests that look at a whole site, and served by `haal up` as a newcomer would see it.

Made by the fixtures `demo` and `demo_site` in tests/conftest.py. Not for writing: a test that changes something sets up its
own box with `benchmarks.box`.
"""

from __future__ import annotations

import fcntl
import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks import harness
from benchmarks.site import Site

__all__ = ["CHROMIUM_FLAGS", "Demo", "Site", "run_demo", "shared_demo"]

DEMO_SECONDS_MAX = 600  # against a hang, not a promise
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


def shared_demo(folder: Path) -> Demo:
    """Return the run of the demo in `folder`, which all processes share; the first who asks runs it."""
    home, told = folder / "demo" / "haal", folder / "demo.stdout"
    with (folder / "demo.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not told.is_file():
            home.parent.mkdir()
            told.write_text(run_demo(home).stdout, "utf-8")
    return _demo(home, told.read_text("utf-8"))


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
    return _demo(home, done.stdout)


def _demo(home: Path, stdout: str) -> Demo:
    return Demo(home=home, line=json.loads(stdout.strip().splitlines()[-1]), stdout=stdout)

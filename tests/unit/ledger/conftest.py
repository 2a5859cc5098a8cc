"""The programs of other people and other languages that check what we write."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from tests.conftest import ROOT, missing

GOPATH = "/usr/share/gocode"  # where Debian puts the source of Go libraries
SHELL_TOOLS = ("bash", "openssl", "cat", "mktemp", "rm", "mkdir", "sha256sum", "sort", "tr", "wc")


@pytest.fixture(scope="session")
def verify_go(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return contrib/verify-go, built from source with Debian's packages alone."""
    go = shutil.which("go") or missing("Go")
    if not (Path(GOPATH) / "src/golang.org/x/mod/sumdb/tlog").is_dir():
        missing("the Go library golang.org/x/mod (golang-golang-x-mod-dev)")
    made = tmp_path_factory.mktemp("verify-go") / "verify-go"
    env = {"GO111MODULE": "off", "GOPATH": GOPATH, "GOCACHE": str(made.parent / "cache"), "PATH": os.environ["PATH"]}
    subprocess.run([go, "build", "-o", made, "."], cwd=ROOT / "contrib/verify-go", env=env, check=True)
    return made


@pytest.fixture(scope="session")
def shell(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return an environment in which there is bash, openssl and what verify.sh names of coreutils, and nothing else."""
    folder = tmp_path_factory.mktemp("path")
    for name in SHELL_TOOLS:
        (folder / name).symlink_to(shutil.which(name) or missing(name))
    return {"PATH": str(folder), "TMPDIR": str(tmp_path_factory.mktemp("tmp"))}

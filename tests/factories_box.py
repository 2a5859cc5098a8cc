"""A box as `haal init` leaves it, set up once for all tests of a run and copied: tables and keys take nine seconds."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from benchmarks import box as boxes

from haal.vault.keys import KeyPair

NAME = "haal"


@contextmanager
def opened_copy(shared: Path, home: Path) -> Iterator[boxes.Box]:
    """Give a box that is set up and unlocked, as `boxes.opened` does; `home` has to be named like the one it is copied from."""
    assert home.name == NAME
    with boxes.held(_copied(shared, home)) as box:
        yield box


def shared_folder(factory: pytest.TempPathFactory) -> Path:
    """Return a folder that all processes of a run share."""
    base = factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "set-up-once"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def _copied(shared: Path, home: Path) -> boxes.Box:
    told = shared / "box.json"
    with (shared.parent / "set-up-once.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not told.is_file():
            made = boxes.found(shared / NAME)
            keepers = [[pair.identity, pair.public] for pair in made.custodians]
            told.write_text(json.dumps({"keepers": keepers, "founded": made.founded}))
    for beside in (".passphrase", ".backup-key"):
        shutil.copy2(shared / f"{NAME}{beside}", home.parent / f"{NAME}{beside}")
    shutil.copytree(shared / NAME, home)
    kept = json.loads(told.read_text())
    keepers = tuple(KeyPair(identity=identity, public=public) for identity, public in kept["keepers"])
    return boxes.Box(home=home, custodians=keepers, founded=kept["founded"] | {"home": str(home)})

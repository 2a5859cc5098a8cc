"""A whole Haal box in a folder of its own, set up as an operator would: `haal init`, `haal unlock`, `haal up`.

Used by benchmarks and campaigns. Key keepers' keys are made here only because nobody's secret is at stake.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks import harness
from haal.vault.keys import KeyPair, new_pair

PASSPHRASE = "a benchmark keeps no secrets\n"
CUSTODIANS = 3


@dataclass(frozen=True, kw_only=True)
class Box:
    """One data folder and how to run commands on it."""

    home: Path
    custodians: tuple[KeyPair, ...]
    founded: dict[str, Any]

    @property
    def env(self) -> dict[str, str]:
        """Return what the environment of its commands adds."""
        return {"HAAL_HOME": str(self.home), "DJANGO_SETTINGS_MODULE": "haal.config"}

    @property
    def log(self) -> Path:
        """Return where its server writes."""
        return self.home.parent / f"{self.home.name}.log"

    @property
    def passphrase_file(self) -> Path:
        """Return the file with the passphrase of its keys."""
        return self.home.parent / f"{self.home.name}.passphrase"

    def haal(self, *words: str) -> dict[str, Any]:
        """Run one command with `--json` and return its answer. Raises RuntimeError with its last words."""
        return _haal(self.env, *words)

    def up(self, port: int) -> list[str]:
        """Return the command that serves it."""
        return [str(harness.PYTHON), "-m", "haal", "up", "--port", str(port)]

    def serve(self, port: int) -> AbstractContextManager[subprocess.Popen[bytes]]:
        """Serve it until the block ends."""
        return harness.server(self.up(port), url=f"http://127.0.0.1:{port}/healthz", env=self.env, log=self.log)

    def read_back(self) -> dict[str, Any]:
        """Open every report with the desk's key and return the marks in their words, with counts of what lies beside."""
        return run(self.env, [str(harness.PYTHON), str(harness.ROOT / "benchmarks" / "read_back.py")])


def make(home: Path) -> Box:
    """Set a box up in `home` and unlock it."""
    box = found(home)
    unlock(box)
    return box


def found(home: Path) -> Box:
    """Set a box up in `home`; its passphrase and its backup key lie beside it."""
    custodians = tuple(new_pair() for _ in range(CUSTODIANS))
    passphrase = home.parent / f"{home.name}.passphrase"
    passphrase.write_text(PASSPHRASE)
    keys = [word for pair in custodians for word in ("--custodian", pair.public)]
    backup = home.parent / f"{home.name}.backup-key"
    words = ("init", "--passphrase-file", str(passphrase), "--backup-key-to", str(backup), *keys)
    return Box(home=home, custodians=custodians, founded=_haal({"HAAL_HOME": str(home)}, *words))


def unlock(box: Box) -> None:
    """Start its key holder."""
    box.haal("unlock", "--passphrase-file", str(box.passphrase_file))


def close(box: Box) -> None:
    """Let its key holder forget and end."""
    _haal(box.env, "lock")


@contextlib.contextmanager
def opened(home: Path) -> Iterator[Box]:
    """Give a box that is set up and unlocked; in the end its key holder is gone."""
    with held(found(home)) as box:
        yield box


@contextlib.contextmanager
def held(box: Box) -> Iterator[Box]:
    """Unlock a box that is set up and give it; in the end its key holder is gone."""
    unlock(box)
    try:
        yield box
    finally:
        close(box)


Opener = Callable[[Path], AbstractContextManager[Box]]  # gives an unlocked box in a folder, see `opened`


def _haal(env: dict[str, str], *words: str) -> dict[str, Any]:
    command, *rest = words
    return run(env, [str(harness.PYTHON), "-m", "haal", command, "--json", *rest])


def run(env: dict[str, str], command: list[str]) -> dict[str, Any]:
    """Run a program of ours and return its last line as JSON. Raises RuntimeError with its last words."""
    done = subprocess.run(
        command, cwd=harness.ROOT, env=harness.environment(env), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(
            f"{' '.join(command[1:5])} ended with {done.returncode}: {(done.stderr or done.stdout)[-800:]}"
        )
    return dict(json.loads(done.stdout.strip().splitlines()[-1]))

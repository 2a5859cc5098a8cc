"""One person's terminal, for tutorials that are followed at one: a folder of their own, and commands run as they are written.

The one thing to know: each command is a shell of its own, and where it ended (folder and variables) the next begins. What the
person types when a command asks goes in at once; there is no terminal behind it, so nothing is typed that is not on the page.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from benchmarks import harness

SECONDS_MAX = 90
_STATE = ".where"


@dataclass
class Terminal:
    """A folder that stands for one machine. `printed`: what the last command said."""

    folder: Path
    printed: str = ""

    def run(self, command: str, *, typed: str = "", code: int = 0) -> None:
        """Run a command and see that it ends with `code`."""
        state = self.folder / _STATE
        begin = f'[ -f "{state}" ] && . "{state}"'
        end = f'ended=$?; {{ export -p; echo "cd \\"$PWD\\""; }} > "{state}"; exit $ended'
        done = subprocess.run(
            ["bash", "-c", f"{begin}\n{command}\n{end}"],
            cwd=self.folder,
            env=_environment(self.folder),
            input=typed,
            capture_output=True,
            text=True,
            timeout=SECONDS_MAX,
            check=False,
            start_new_session=True,  # no terminal: what asks for a passphrase reads what was typed
        )
        self.printed = " ".join((done.stdout + done.stderr).split())
        assert done.returncode == code, f"{command} ended with {done.returncode}: {self.printed}"

    def leave(self) -> None:
        """Lock the box that is being practised on, if the page did not come so far."""
        if (self.folder / _STATE).is_file():
            self.run('[ ! -d "$HAAL_HOME" ] || haal lock')

    def carry(self, name: str, to: Terminal) -> None:
        """Carry a file to another machine, as on a stick."""
        shutil.copy2(self.folder / name, to.folder / name)


def _environment(folder: Path) -> dict[str, str]:
    """Return what a newcomer's shell knows: where the programs are, and nothing of the box under test."""
    path = f"{harness.PYTHON.parent}{os.pathsep}{os.environ['PATH']}"
    known = harness.environment({"PATH": path, "HOME": str(folder), "PYTHONWARNINGS": "ignore"})
    return {name: value for name, value in known.items() if name not in {"HAAL_HOME", "DATABASE_URL"}}

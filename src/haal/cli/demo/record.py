"""The record's end of the demo: sequence, export one bundle by two people, and let the stand-alone verifier check it."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from haal.cli.demo.box import Box
from haal.services.testify import bundle, checkpoint, seal


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """The ledger's state and where a stranger can repeat the check."""

    size: int
    root: str
    verified: bool
    bundle: Path
    verifier: Path
    policy: Path

    def as_dict(self) -> dict[str, object]:
        """Return it as the demo's JSON has it."""
        return {
            "size": self.size,
            "root": self.root,
            "verified": self.verified,
            "bundle": str(self.bundle),
            "verifier": str(self.verifier),
            "policy": str(self.policy),
        }


def sequence(*, now: datetime) -> None:
    """Put every waiting act into the ledger and sign its head."""
    while seal.sequence(now=now).added:
        pass

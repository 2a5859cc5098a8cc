"""The record's end of the demo: sequence, export one bundle by two people, and let the stand-alone verifier check it."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from haal.cli.demo.box import Box
from haal.domain.ids import IncidentId
from haal.services.testify import bundle, seal


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
    """Put every waiting act into the ledger, and sign its first head."""
    while seal.sequence().added:
        pass
    seal.publish(now=now, catch_up=True)


def keep(*, incident_id: str, box: Box, folder: Path, now: datetime) -> Record:
    """Export the incident's bundle by two people and check it with the verifier inside, as a stranger would."""
    incident = IncidentId(incident_id)
    first, second = box.actors["publisher"], box.actors["warner, second"]
    agreement_id = bundle.ask(incident_id=incident, by=first, reason="demo: a bundle for a stranger", now=now)
    bundle.agree(agreement_id=agreement_id, by=second, now=now)
    bundle.prepare(incident_id=incident, by=first, agreement_id=agreement_id, now=now)
    seal.publish(now=now, catch_up=True)  # a box in use waits for the full hour
    exported = bundle.export(incident_id=incident, by=first, agreement_id=agreement_id, now=now)
    path = bundle.save(exported, to=folder / "bundle")
    policy = folder / "public" / "policy"
    verifier = path / "verify.py"
    verdict = subprocess.run(  # noqa: S603 - our own verifier, in a process of its own
        [sys.executable, str(verifier), str(path), "--policy", str(policy)], capture_output=True, check=False
    )
    size, root = seal.head()
    return Record(
        size=size, root=root.hex(), verified=verdict.returncode == 0, bundle=path, verifier=verifier, policy=policy
    )

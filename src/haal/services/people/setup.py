"""Set a box up, bring it up to date, bring it back: what is done once, by the box keeper, before anybody signs in.

The founding act makes the first people together, each with roles that two of the others gave. What they sign in with is
told once and kept nowhere.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from haal.domain.access import Role
from haal.domain.errors import Malformed
from haal.services.people import accounts, backup
from haal.storage.ground import backup as database
from haal.storage.ground import keys
from haal.vault.keys import new_pair

FOUNDERS: tuple[frozenset[Role], ...] = (
    frozenset({Role.OPERATOR, Role.INTAKE}),
    frozenset({Role.AUDITOR, Role.LISTENER}),
    frozenset({Role.VERIFIER}),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """What `haal init` tells once."""

    home: Path
    founders: tuple[accounts.Founder, ...]
    backup_identity: str


def make_folder(*, custodians: tuple[str, ...] | None, passphrase: str, now: datetime) -> str:
    """Make the data folder with its keys; return the private backup key, which is kept nowhere here.

    Args:
        custodians: public keys of the key keepers; None: the demo makes three of its own.
        passphrase: guards the desk's keys on disk.
        now: from when the certificate of signed warnings holds.

    Raises:
        Malformed: the folder has been set up before, fewer than two key keepers, or too short a passphrase.
    """
    home = database.home()
    key_folder = home / "keys"
    if key_folder.exists():
        raise Malformed("data folder", expected="a folder that has not been set up", got=f"{home.name} with keys in it")
    keys.make_keys(home, custodians=custodians, passphrase=passphrase, now=now)
    pair = new_pair()
    (key_folder / "backup.pub").write_text(pair.public + "\n", "ascii")
    return pair.identity


def found(*, backup_identity: str, founders: tuple[frozenset[Role], ...] = FOUNDERS, now: datetime) -> Ready:
    """Make the tables and the first people."""
    database.migrate()
    made = accounts.found(founders=founders, now=now)
    return Ready(home=database.home(), founders=made, backup_identity=backup_identity)


def upgrade(*, backup_to: Path | None, now: datetime) -> int:
    """Back up, run the migrations that wait, and return how many there were."""
    if backup_to is not None and database.migrations_waiting():
        backup.write(to=backup_to, now=now)
    return database.migrate()


def write_secret(*, path: Path, text: str) -> None:
    """Write a secret that only its owner can read."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(text + "\n")

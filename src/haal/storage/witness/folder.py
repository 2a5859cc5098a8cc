"""The folder of a witness: its key, and the database of the heads it has cosigned.

The one thing to know: a witness that has lost its database must not begin again from nothing, for it would cosign a second
history of a log whose first it has cosigned. So a folder with a key and no database, or one with another witness's, is
refused; a person restores it, or makes a new witness with a new key.

What lies in the database is `haal.storage.witness.heads`.
"""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from haal.domain.errors import HaalError
from haal.ledger.cosignature import WitnessKey, WitnessSigningKey
from haal.storage.witness import heads

KEY = "witness.key"
DATABASE = "witness.sqlite3"


class WitnessLost(HaalError):
    """The folder is not that of a whole witness: nothing is cosigned until a person has looked."""


def make(home: Path, *, name: str) -> WitnessKey:
    """Make the folder with a new key and an empty database, once, and return the public key.

    Raises:
        WitnessLost: something of a witness is there already; it is never overwritten.
        BadNote: no key can have this name.
    """
    key = WitnessSigningKey.new(name)
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    if (home / KEY).exists() or (home / DATABASE).exists():
        raise WitnessLost(f"{home.name} holds a witness already, or what is left of one; take an empty folder")
    heads.create(home / DATABASE, owner=key.verify_key.text)
    with os.fdopen(os.open(home / KEY, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(key.text + "\n")
        file.flush()
        os.fsync(file.fileno())
    folder = os.open(home, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    return key.verify_key


def opened(home: Path) -> tuple[WitnessSigningKey, Path]:
    """Return the key, and the path of the database that belongs to it. Raises WitnessLost, BadNote (a damaged key)."""
    if not (home / KEY).is_file():
        raise WitnessLost(f"{home.name} holds no witness; run: haal witness init")
    key = WitnessSigningKey.parse((home / KEY).read_text("utf-8"))
    path = home / DATABASE
    if not path.is_file():
        raise WitnessLost(
            f"the database of this witness ({DATABASE}) is gone. Without it a second history of a log could be cosigned, "
            f"so nothing is. Bring its newest copy back, or make a new witness in another folder and tell the logs its key."
        )
    try:
        owner = heads.owner(path)
    except sqlite3.DatabaseError as error:
        raise WitnessLost(f"{DATABASE} is damaged ({type(error).__name__}). Nothing is cosigned.") from error
    if owner != key.verify_key.text:
        raise WitnessLost(f"{DATABASE} is that of another witness than {KEY}. Nothing is cosigned.")
    return key, path

"""Unlock and lock the box: start the key holder with the passphrase, or make it forget. Both leave an audit row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from haal.domain.access import SYSTEM
from haal.storage import audit, work
from haal.storage.ground import keys


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """Whether anything can be opened here, and for whom this box shuts: public keys only."""

    locked: bool
    desk: str
    custodians: tuple[str, ...]


def status() -> Status:
    """Return the state of the keys. Raises KeysLocked when the folder has none."""
    public = keys.public()
    return Status(locked=keys.locked(), desk=public.desk, custodians=public.custodians)


def unlock(*, passphrase: str, now: datetime) -> int:
    """Start the key holder and return its process id. Raises KeysLocked: wrong passphrase; Malformed: one runs already."""
    process = keys.unlock(passphrase=passphrase)
    with work.atomic():
        audit.write(by=SYSTEM, what="unlocked", subject="keys", now=now)
    return process


def lock(*, now: datetime) -> bool:
    """Make the key holder forget; False when there was none."""
    was_open = keys.lock()
    with work.atomic():
        audit.write(by=SYSTEM, what="locked", subject="keys", now=now)
    return was_open

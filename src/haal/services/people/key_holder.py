"""Unlock and lock the box: start the key holder with the passphrase, or make it forget. Both leave an audit row."""

from __future__ import annotations

from datetime import datetime

from haal.domain.access import SYSTEM
from haal.storage import audit, keys, work


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

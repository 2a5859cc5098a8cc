"""Give waiting acts their places in the ledger; once an hour, sign its head and publish it."""

from __future__ import annotations

from datetime import datetime

from haal.services.testify import seal


def run(_now: datetime) -> int:
    """Do one round; return how many acts became leaves. A place says nothing of when."""
    return seal.sequence().added


def publish(now: datetime) -> int:
    """Sign and publish this hour's checkpoint, if that was not done; return how many were signed."""
    return int(seal.publish(now=now) is not None)

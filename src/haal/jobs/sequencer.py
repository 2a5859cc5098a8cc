"""Give waiting acts their places in the ledger, and sign its head."""

from __future__ import annotations

from datetime import datetime

from haal.services.testify import seal


def run(now: datetime) -> int:
    """Do one round; return how many acts became leaves."""
    return seal.sequence(now=now).added

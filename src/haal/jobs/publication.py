"""Release what two people agreed to, once its delay has passed."""

from __future__ import annotations

from datetime import datetime

from haal.services.testify import publish


def run(now: datetime) -> int:
    """Do what is due; return how many incidents became public."""
    return publish.release_due(now=now)

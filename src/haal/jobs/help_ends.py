"""End needs and offers whose time has passed, and forget who held old shifts."""

from __future__ import annotations

from datetime import datetime

from haal.services.help import ending


def run(now: datetime) -> int:
    """Do what is due; return how much."""
    return ending.end_past(now=now)

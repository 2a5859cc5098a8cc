"""What ends by itself: needs and offers whose time has passed, and the names of those who held old shifts."""

from __future__ import annotations

from datetime import datetime

from haal.services.help import needs, offers, rota


def end_past(*, now: datetime) -> int:
    """End and forget what is due; return how much that was."""
    return needs.end_past(now=now) + offers.end_past(now=now) + rota.forget_names(now=now)

"""What ends by itself: needs and offers whose time has passed, who held old shifts, and what time does to tracing cases."""

from __future__ import annotations

from datetime import datetime

from haal.services.help import needs, offers, rota
from haal.services.help.tracing import clock as tracing


def end_past(*, now: datetime) -> int:
    """End and forget what is due; return how much that was."""
    return needs.end_past(now=now) + offers.end_past(now=now) + rota.forget_names(now=now) + tracing.run(now=now)

"""Count once a week what became of reports by the kind of actor that they name."""

from __future__ import annotations

from datetime import datetime

from haal.services.testify.alleged import count


def run(now: datetime) -> int:
    """Count when it is due; return how many reports were counted. While the keys are away it waits."""
    return count.count(now=now) if count.is_due(now=now) else 0

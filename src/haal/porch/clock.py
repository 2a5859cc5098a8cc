"""The one place where a web request learns what time it is; everything below is told.

The one thing to know: aware, UTC. Tests freeze it by replacing `now`.
"""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> datetime:
    """Return the present instant, aware, UTC."""
    return datetime.now(UTC)

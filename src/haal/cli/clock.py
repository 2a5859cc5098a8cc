"""The clock of the command line: doors read it once and hand it down."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> datetime:
    """Return this instant, aware, UTC."""
    return datetime.now(UTC)

"""Imports every noun's file, so that Django finds the tables. Add a line when a noun gets a table."""

from __future__ import annotations

from haal.storage import (
    outbox,
)

__all__ = [
    "outbox",
]

"""Imports every noun's file, so that Django finds the tables. Add a line when a noun gets a table."""

from __future__ import annotations

from haal.storage import (
    act,
    agreement,
    audit,
    checkpoint,
    invite,
    leaf,
    message,
    outbox,
    person,
    report,
)

__all__ = [
    "act",
    "agreement",
    "audit",
    "checkpoint",
    "invite",
    "leaf",
    "message",
    "outbox",
    "person",
    "report",
]

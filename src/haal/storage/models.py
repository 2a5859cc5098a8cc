"""Imports every noun's file, so that Django finds the tables. Add a line when a noun gets a table."""

from __future__ import annotations

from haal.storage import (
    act,
    agreement,
    audit,
    check_in,
    checkpoint,
    invite,
    leaf,
    match,
    message,
    need,
    offer,
    outbox,
    person,
    place,
    report,
    rota,
    seal,
)

__all__ = [
    "act",
    "agreement",
    "audit",
    "check_in",
    "checkpoint",
    "invite",
    "leaf",
    "match",
    "message",
    "need",
    "offer",
    "outbox",
    "person",
    "place",
    "report",
    "rota",
    "seal",
]

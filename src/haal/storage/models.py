"""Imports every noun's file, so that Django finds the tables. Add a line when a noun gets a table."""

from __future__ import annotations

from haal.storage import (
    act,
    agreement,
    apart,
    assessment,
    audit,
    check_in,
    checkpoint,
    delivery,
    incident,
    invite,
    leaf,
    link,
    match,
    message,
    need,
    offer,
    outbox,
    person,
    public_incident,
    publication,
    report,
    rota,
    seal,
    source_line,
    subscriber,
    warning,
)
from haal.storage.boxes import data_key
from haal.storage.claim import rows as checked_claim
from haal.storage.compared import rows as compared
from haal.storage.gathering import place
from haal.storage.together import relation, same
from haal.storage.tracing import case as tracing_case
from haal.storage.tracing import pair as tracing_pair
from haal.storage.warn import breaker, queue, receipt
from haal.storage.warn.duty import alarm, call, roster, still_true
from haal.storage.warn.words import review, rumour

__all__ = [
    "act",
    "agreement",
    "alarm",
    "apart",
    "assessment",
    "audit",
    "breaker",
    "call",
    "check_in",
    "checked_claim",
    "checkpoint",
    "compared",
    "data_key",
    "delivery",
    "incident",
    "invite",
    "leaf",
    "link",
    "match",
    "message",
    "need",
    "offer",
    "outbox",
    "person",
    "place",
    "public_incident",
    "publication",
    "queue",
    "receipt",
    "relation",
    "report",
    "review",
    "roster",
    "rota",
    "rumour",
    "same",
    "seal",
    "source_line",
    "still_true",
    "subscriber",
    "tracing_case",
    "tracing_pair",
    "warning",
]

"""Imports every noun's file, so that Django finds the tables. Add a line when a noun gets a table."""

from __future__ import annotations

from haal.storage import (
    act,
    agreement,
    apart,
    assessment,
    audit,
    checkpoint,
    complaint,
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
from haal.storage.aid import aside, relay, road
from haal.storage.boxes import data_key
from haal.storage.check_in import contact as circle_contact
from haal.storage.check_in import note as circle_note
from haal.storage.check_in import rows as circle_rows
from haal.storage.check_in import turns as circle_turns
from haal.storage.claim import rows as checked_claim
from haal.storage.compared import rows as compared
from haal.storage.event_plan import left as event_left
from haal.storage.event_plan import plan as event_plan
from haal.storage.gathering import drill as place_drill
from haal.storage.gathering import place
from haal.storage.shelter import bulletin, referral
from haal.storage.shelter import family as family_count
from haal.storage.shelter import rows as shelter
from haal.storage.steward import after as steward_after
from haal.storage.steward import calendar as steward_calendar
from haal.storage.steward import terms as steward_terms
from haal.storage.together import relation, same
from haal.storage.tracing import case as tracing_case
from haal.storage.tracing import pair as tracing_pair
from haal.storage.tracing import published as tracing_published
from haal.storage.tracing import referral as tracing_referral
from haal.storage.tracing import since as tracing_since
from haal.storage.warn import breaker, queue, receipt
from haal.storage.warn.duty import alarm, call, roster, still_true
from haal.storage.warn.words import review, rumour

__all__ = [
    "act",
    "agreement",
    "alarm",
    "apart",
    "aside",
    "assessment",
    "audit",
    "breaker",
    "bulletin",
    "call",
    "checked_claim",
    "checkpoint",
    "circle_contact",
    "circle_note",
    "circle_rows",
    "circle_turns",
    "compared",
    "complaint",
    "data_key",
    "delivery",
    "event_left",
    "event_plan",
    "family_count",
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
    "place_drill",
    "public_incident",
    "publication",
    "queue",
    "receipt",
    "referral",
    "relation",
    "relay",
    "report",
    "review",
    "road",
    "roster",
    "rota",
    "rumour",
    "same",
    "seal",
    "shelter",
    "source_line",
    "steward_after",
    "steward_calendar",
    "steward_terms",
    "still_true",
    "subscriber",
    "tracing_case",
    "tracing_pair",
    "tracing_published",
    "tracing_referral",
    "tracing_since",
    "warning",
]

"""Custody acts: what was done with a report, an incident or a publication, each a leaf of the ledger.

The one thing to know: an act says that something was done and by whom, bound to the act before it; it never says that
what a report tells is true. Labels named here are written by the ledger's own hand, callers bring the others.
Stored by `haal.storage.act`, put in order by `haal.services.testify.seal`, shown by `haal.services.testify.bundle`.
"""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What was done."""

    RECEIVED = "received"
    ASKED = "asked"
    ANSWERED = "answered"
    GRADED = "graded"
    LINKED = "linked"
    UNLINKED = "unlinked"
    CORRECTED = "corrected"
    CONSENT_CHANGED = "consent-changed"
    MERGED = "merged"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
    WARNED = "warned"
    ENDED = "ended"
    EXPORTED = "exported"
    VIEWED = "viewed"
    ERASED = "erased"


OWN_LABELS = frozenset({"act", "at", "by", "day", "kind", "prev", "subject", "v"})
"""Fields that every act has: random id, instant, person, day, kind, hash of the leaf before it, subject, version."""

"""Custody acts: what was done with a report, an incident or a publication, each a leaf of the ledger.

The one thing to know: an act says that something was done and by whom, bound to the act before it; it never says that
what a report tells is true. Labels named here are written by the ledger's own hand, callers bring the others.
Stored by `haal.storage.act`, put in order by `haal.services.testify.seal`, shown by `haal.services.testify.bundle`.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from haal.domain.report import TestifyConsent


class Kind(StrEnum):
    """What was done."""

    RECEIVED = "received"
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
    RUMOUR_CHECKED = "rumour-checked"
    WORDS_REVIEWED = "words-reviewed"
    ASKED = "asked"
    ANSWERED = "answered"
    EXPORTED = "exported"
    VIEWED = "viewed"
    ERASED = "erased"


OWN_LABELS = frozenset({"act", "at", "by", "day", "kind", "prev", "subject", "v"})
"""Fields that every act has: random id, instant, person, day, kind, hash of the leaf before it, subject, version."""


EXPORT_AGREED_HOURS = 72
"""How long the yes of a second person lets a bundle be written."""


class CustodyReason(StrEnum):
    """Why a bundle is not made."""

    NOT_AGREED = "export-not-agreed"
    AGREED_LONG_AGO = "export-agreed-long-ago"


CHAIN = frozenset({"v", "act", "kind", "subject", "prev"})
"""What every bundle opens of every act: that it happened, about which random id, after which other act."""

NUMBERS = CHAIN | {"day", "day-first", "day-last", "day-known", "event-type", "figures"}
AGREED = NUMBERS | {"knows", "channel", "language", "consent-testify"}
PRESS = AGREED | {
    "source-line",
    "outlet",
    "published",
    "place-words",
    "district",
    "figures-said-by",
    "responsibility",
    "responsibility-said-by",
}
DESK: Mapping[Kind, frozenset[str]] = MappingProxyType(
    {
        Kind.GRADED: CHAIN | {"day", "part", "value"},
        Kind.LINKED: CHAIN | {"day", "report", "how"},
        Kind.UNLINKED: CHAIN | {"day", "report"},
        Kind.MERGED: CHAIN | {"day", "gone", "into", "reports"},
        Kind.PUBLISHED: CHAIN | {"day"},
        Kind.WITHDRAWN: CHAIN | {"day"},
        Kind.WARNED: CHAIN | {"day"},
        Kind.ENDED: CHAIN | {"day"},
        Kind.RUMOUR_CHECKED: CHAIN | {"day"},
        Kind.WORDS_REVIEWED: CHAIN | {"day", "language", "book-sha256"},
        Kind.EXPORTED: CHAIN | {"day", "agreement"},
    }
)


def openable(kind: Kind, *, consent: TestifyConsent, from_press: bool) -> frozenset[str]:
    """Return the labels that a bundle for anybody may open of an act; everything else stays a commitment.

    What a teller typed (story, place words, who said it, the names of parties) is never opened; of a press report the
    words by which its outlet can be found are, since they were published. A consent for the UN or a court alone is not
    one for everybody. What the desk did is told without the person who did it.
    """
    if kind is not Kind.RECEIVED:
        return DESK.get(kind, CHAIN)
    if consent is TestifyConsent.NUMBERS:
        return NUMBERS
    if consent is not TestifyConsent.PRESS:
        return CHAIN
    return PRESS if from_press else AGREED

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
    SEALED = "sealed"
    GRADED = "graded"
    LINKED = "linked"
    UNLINKED = "unlinked"
    CORRECTED = "corrected"
    CONSENT_CHANGED = "consent-changed"
    MERGED = "merged"
    RELATED = "related"
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
    TRANSFERRED = "transferred"
    VERIFIED = "verified"


class Basis(StrEnum):
    """On what ground a record is erased; a code, so that nobody has to write down a story once more."""

    TELLER_ASKED = "teller-asked"
    FAMILY_ASKED = "family-asked"
    DANGER = "danger"  # to whoever told, or to whom it names
    LAW = "law"
    MISTAKE = "kept-by-mistake"


class Remains(StrEnum):
    """What is still there of a record that was erased."""

    THAT_IT_CAME = "that-it-came"  # its random id, its way in, the hour
    ACTS = "acts"  # that something was done with it, and when; not what, nor by whom
    GRADES = "grades"
    LINKS = "links"
    CIPHERTEXT = "ciphertext"  # of what was sealed, and its hash: nobody can open it


OWN_LABELS = frozenset({"act", "at", "by", "day", "kind", "prev", "subject", "v"})
"""Fields that every act has: random id, instant, person, day, kind, hash of the leaf before it, subject, version."""


EXPORT_AGREED_HOURS = 72
"""How long the yes of a second person lets a bundle be written."""

EXPORT_FRESH_HOURS = 3
"""How long a bundle may be written as of one exported act; then it is exported anew, with what was told since."""


class CustodyReason(StrEnum):
    """Why a bundle is not made."""

    NOT_AGREED = "export-not-agreed"
    AGREED_LONG_AGO = "export-agreed-long-ago"
    NOT_YET_PUBLIC = "export-not-yet-public"
    NOT_YET_WITNESSED = "export-not-yet-witnessed"
    TOO_BUSY = "export-too-busy"


CHAIN = frozenset({"v", "act", "kind", "subject", "prev"})
"""What every bundle opens of every act: that it happened, about which random id, after which other act."""

NUMBERS = CHAIN | {"day", "day-first", "day-last", "day-known", "event-type", "figures"}
AGREED = NUMBERS | {"form", "asked", "knows", "channel", "language", "consent-testify"}
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
        Kind.LINKED: CHAIN | {"day", "report", "reports", "how", "out-of"},
        Kind.UNLINKED: CHAIN | {"day", "report", "reports", "to"},
        Kind.MERGED: CHAIN | {"day", "gone", "into", "reports"},
        Kind.RELATED: CHAIN | {"day", "relation", "one", "other", "did"},
        Kind.PUBLISHED: CHAIN | {"day"},
        Kind.CORRECTED: CHAIN | {"day"},
        Kind.WITHDRAWN: CHAIN | {"day"},
        Kind.SEALED: CHAIN | {"day"},
        Kind.TRANSFERRED: CHAIN | {"day", "bundle-sha256", "to", "statement", "receipt"},
        Kind.VERIFIED: CHAIN | {"day", "seals", "fit"},
        Kind.ERASED: CHAIN | {"day", "basis", "remains"},
        Kind.WARNED: CHAIN | {"day"},
        Kind.ENDED: CHAIN | {"day"},
        Kind.RUMOUR_CHECKED: CHAIN | {"day"},
        Kind.WORDS_REVIEWED: CHAIN | {"day", "language", "book-sha256"},
        Kind.EXPORTED: OWN_LABELS - {"by"} | {"agreement", "standard", "acts", "contents"},
    }
)


def openable(kind: Kind, *, consent: TestifyConsent, from_press: bool) -> frozenset[str]:
    """Return the labels that a bundle for anybody may open of an act; everything else stays a commitment.

    What a teller typed (story, place words, who said it, the names of parties) is never opened; of a press report the
    words by which its outlet can be found are, since they were published. A consent for the UN or a court alone is not
    one for everybody. What the desk did is told without the person who did it.
    """
    if kind is Kind.SEALED and consent is TestifyConsent.PRESS:
        return DESK[kind] | {"files"}  # else a hash would tell whoever has a known file that it lies here
    if kind is not Kind.RECEIVED:
        return DESK.get(kind, CHAIN)
    if consent is TestifyConsent.NUMBERS:
        return NUMBERS
    if consent is not TestifyConsent.PRESS:
        return CHAIN
    return PRESS if from_press else AGREED

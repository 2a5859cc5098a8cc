"""A checked claim in public: who must have agreed, what its text may not say, and exactly what is shown.

Entered -> published -> replaced or withdrawn. One person enters a claim, another confirms the computed verdict; the
database refuses one person as both. A correction is a new claim that replaces the old one; nothing is overwritten. A call
to violence is kept and never published. Names of parties end here: the public reads categories.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from haal.domain.claim.actor import is_sort
from haal.domain.claim.evidence import Answer
from haal.domain.claim.verdict import Judgement, Verdict
from haal.domain.ids import CheckedClaimId, PersonId
from haal.domain.publication import Attribution, PublicationReason, names_said
from haal.language.neutral import sided_words

PUBLIC_CHARS_MAX = 600


class ClaimState(StrEnum):
    """Where a claim stands."""

    ENTERED = "entered"
    PUBLISHED = "published"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"


class ClaimReason(StrEnum):
    """Why a claim is not confirmed."""

    CALLS = "claim-calls-to-violence"
    OWN = "claim-entered-by-you"
    CHANGED = "claim-verdict-changed"
    STATE = "claim-state"
    NO_WORDS = "claim-no-words"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A claim on the desk: who entered it and when, whether it calls to violence, and what it replaces."""

    id: CheckedClaimId
    state: ClaimState
    entered_by: PersonId
    entered_at: datetime
    calls_to_violence: bool
    replaces: CheckedClaimId | None = None
    replaced_by: CheckedClaimId | None = None
    confirmed_by: PersonId | None = None
    confirmed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicCheck:
    """Everything the public reads of a checked claim. `lines`: who told, as source lines; `accused`: a category, never a name.

    `accused_answered` None: it is no mere allegation.
    """

    id: CheckedClaimId
    words: str
    verdict: Verdict
    when: str
    answers: tuple[Answer, ...]
    reports_count: int
    lines: tuple[str, ...]
    searches: tuple[str, ...]
    accused: tuple[Attribution, ...] = ()
    accused_answered: bool | None = None
    replaces: CheckedClaimId | None = None
    published_at: datetime | None = None


def why_not_confirm(kept: Kept, *, by: PersonId) -> ClaimReason | None:
    """Return what forbids `by` to confirm, or None."""
    if kept.state is not ClaimState.ENTERED:
        return ClaimReason.STATE
    if kept.calls_to_violence:
        return ClaimReason.CALLS
    return ClaimReason.OWN if kept.entered_by == by else None


def why_not_say(words: str, *, parties: Iterable[str]) -> tuple[ClaimReason | PublicationReason, str] | None:
    """Return what a public text of a claim may not say, with the words meant, or None."""
    if not words.strip():
        return ClaimReason.NO_WORDS, ""
    if len(words) > PUBLIC_CHARS_MAX:
        return PublicationReason.TOO_LONG, str(PUBLIC_CHARS_MAX)
    if named := names_said(words, parties=(party for party in parties if not is_sort(party))):
        return PublicationReason.PARTIES, ", ".join(named)
    if sided := sided_words(words):
        return PublicationReason.WORDS, ", ".join(dict.fromkeys(one.word for one in sided))
    return None


def shown_answers(judgement: Judgement) -> tuple[Answer, ...]:
    """Return the answers without the ids of reports: counts stay in the words."""
    return tuple(replace(one, pro=(), con=()) for one in judgement.answers)

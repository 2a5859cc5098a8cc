"""A case: how it stands, when it ends, and what a clock may do to it.

The one thing to know: a person taken and not heard of since is searched for as alive. Such a case never expires, no clock
wipes it, and only the family closes it; once a year the family is asked whether to go on, and silence means yes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from haal.domain.ids import PersonId, ReportId, TracingId
from haal.domain.tracing.told import Entry, Situation, TracingReason

ASK_AGAIN_DAYS = 365
SEPARATED_DAYS = 730  # a search for somebody separated rests then, unless the one who seeks goes on
NEVER_BY_CLOCK = frozenset({Situation.TAKEN, Situation.AFTER_EVENT})


class CaseState(StrEnum):
    """How a case stands at the desk; the seeker is told `SeekerState` and nothing else."""

    OPEN = "open"
    CLOSED = "closed"  # by the one who told it
    EXPIRED = "expired"  # of separation alone; its words are wiped


class SeekerState(StrEnum):
    """All that the one who told it can see by the code. Nothing about a person found is among it but `SPEAK`."""

    KEPT = "tracing-kept"
    SEARCHING = "tracing-searching"
    SPEAK = "tracing-speak"  # a family finder wants to speak with you: the same words for every news there is
    CLOSED = "tracing-closed"


class By(StrEnum):
    """Who wants to end a case."""

    FAMILY = "family"
    FINDER = "finder"
    CLOCK = "clock"
    SOURCE = "source"  # the desk elsewhere that the record came from has wiped it


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One request or sighting as it is kept in clear: no word about anybody."""

    id: TracingId
    report_id: ReportId
    entry: Entry
    situation: Situation
    state: CaseState
    seeker: SeekerState
    told_at: datetime
    handed_to: PersonId | None = None
    expires_at: datetime | None = None
    ask_again_at: datetime | None = None
    asked_again_at: datetime | None = None


def expires_at(situation: Situation, *, told_at: datetime) -> datetime | None:
    """Return when a case rests by itself; None: never."""
    return None if situation in NEVER_BY_CLOCK else told_at + timedelta(days=SEPARATED_DAYS)


def ask_again_at(*, since: datetime) -> datetime:
    """Return when the family is asked whether to go on."""
    return since + timedelta(days=ASK_AGAIN_DAYS)


def is_to_be_asked(case: Case, *, now: datetime) -> bool:
    """Return whether the family is to be asked now. No answer changes nothing: the search goes on."""
    asked_for = case.entry is Entry.REQUEST and case.state is CaseState.OPEN and case.ask_again_at is not None
    return asked_for and case.ask_again_at is not None and case.ask_again_at <= now


def why_not_end(case: Case, *, by: By, now: datetime) -> TracingReason | None:
    """Return what forbids ending a case, or None."""
    if case.state is not CaseState.OPEN:
        return TracingReason.NOT_FROM_THIS_STATE
    if by is By.FAMILY or (by is By.SOURCE and case.situation not in NEVER_BY_CLOCK):
        return None
    if (
        by is By.CLOCK
        and case.situation not in NEVER_BY_CLOCK
        and case.expires_at is not None
        and case.expires_at <= now
    ):
        return None
    return TracingReason.NEVER_WIPED if case.situation in NEVER_BY_CLOCK else TracingReason.FAMILY_ALONE_CLOSES

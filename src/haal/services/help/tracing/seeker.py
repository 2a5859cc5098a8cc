"""What the one who told it can see and do with the code alone.

The one thing to know: everything here is read from the case's own row. No pair, no answer of anybody found, and nothing that
grows when somebody is found is looked at, so the page is the same in every byte and takes the same time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from haal.domain.access import NOBODY
from haal.domain.errors import NotFound, Refused
from haal.domain.tracing.case import By, Case, CaseState, SeekerState, ask_again_at, expires_at, why_not_end
from haal.domain.tracing.told import Entry, ToldOf, TracingReason
from haal.services.intake import follow
from haal.storage import audit, work
from haal.storage.tracing import case as case_rows
from haal.storage.tracing import end as end_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How it stands, as the one who told it sees it. `asked_again`: they are asked whether to go on.

    `seeks`: they ask for somebody, and have not seen somebody.
    """

    state: SeekerState
    asked_again: bool
    seeks: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnCopy:
    """What the family told and agreed to, when, and how it stands: all that is kept of it but what others told."""

    told: ToldOf
    told_at: datetime
    state: SeekerState


def standing_of(*, code: str) -> Standing:
    """Return how the case of this code stands. Raises NotFound."""
    case = case_of(code=code)
    return Standing(state=case.seeker, asked_again=case.asked_again_at is not None, seeks=case.entry is Entry.REQUEST)


def own_copy(*, code: str) -> OwnCopy:
    """Return the family's own copy of the record. Raises NotFound when it was wiped, KeysLocked."""
    case = case_of(code=code)
    told = case_rows.told_of(case.id)
    if told is None:
        raise NotFound
    return OwnCopy(told=told, told_at=case.told_at, state=case.seeker)


def close(*, code: str, now: datetime) -> None:
    """End the search: only the one who told it can, in one step, and nobody asks why. Raises NotFound, Refused."""
    case = case_of(code=code)
    with work.atomic():
        if reason := why_not_end(case_rows.get(case.id, for_change=True), by=By.FAMILY, now=now):
            raise Refused(reason)
        end_rows.end(case.id, to=CaseState.CLOSED)
        audit.write(by=NOBODY, what="tracing-closed", subject=case.id, why=By.FAMILY.value, now=now)


def go_on(*, code: str, now: datetime) -> None:
    """Keep that the family goes on; they are asked again in a year. Raises NotFound, Refused when it was ended."""
    case = case_of(code=code)
    if case.state is not CaseState.OPEN:
        raise Refused(TracingReason.NOT_FROM_THIS_STATE)
    with work.atomic():
        case_rows.set_goes_on(
            case.id, ask_again_at=ask_again_at(since=now), expires_at=expires_at(case.situation, told_at=now)
        )
        audit.write(by=NOBODY, what="tracing-goes-on", subject=case.id, now=now)


def case_of(*, code: str) -> Case:
    """Return the case of this code, without its words. Raises NotFound."""
    case = case_rows.of_report(follow.find(code=code))
    if case is None:
        raise NotFound
    return case

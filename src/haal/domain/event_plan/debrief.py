"""The debrief: what came of it, told once; it becomes a report without names, and the counts that stay.

The one thing to know: nobody's name is in it. What the people named on the plan are called and who held a sheet is looked for in
what was typed, and so is a telephone number. 72 hours later the plan is shredded, whatever anybody wants.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from haal.domain.event_plan.plan import EventKind
from haal.domain.event_plan.reasons import EventReason
from haal.domain.gathering.plan import CROWD_MAX
from haal.domain.policy import Policy
from haal.domain.report import TestifyConsent

NAME_CHARS_MIN = 3
_NUMBER_TO_CALL = re.compile(r"(?:\d[\s\-().]*){7,}")


class End(StrEnum):
    """How an event ended."""

    HELD = "held"
    BROKEN_OFF = "broken-off"
    CALLED_OFF = "called-off"


@dataclass(frozen=True, slots=True, kw_only=True)
class Debrief:
    """What came of it. `where` is as the news desk may know it; `came` and `first_aid` are numbers, None: nobody knows."""

    where: str = ""
    words: str = ""
    came: int | None = None
    first_aid: int | None = None
    testify: TestifyConsent = TestifyConsent.NOBODY


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """What is left of an event for good: numbers and a month. `kind` and `end` None: nobody came back to debrief it."""

    month: date
    kind: EventKind | None = None
    end: End | None = None
    came: int | None = None
    stewards: int | None = None
    sheets: int = 0
    sheets_lost: int = 0


def why_not_tell(told: Debrief, *, names: Iterable[str]) -> EventReason | None:
    """Return what forbids telling it, or None. `names`: of the people on the plan, and of those who held a sheet."""
    if any(number is not None and not 0 <= number <= CROWD_MAX for number in (told.came, told.first_aid)):
        return EventReason.NUMBERS_WRONG
    text = f"{told.where}\n{told.words}".casefold()
    named = {name.strip().casefold() for name in names}
    if any(len(name) >= NAME_CHARS_MIN and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) for name in named):
        return EventReason.NAMES_IN_DEBRIEF
    return EventReason.NAMES_IN_DEBRIEF if _NUMBER_TO_CALL.search(text) else None


def line_of(told: Debrief, *, kind: EventKind, end: End) -> str:
    """Return the line of the report that says what kind of event it was, how it ended, and the numbers."""
    parts = [f"event: {kind.value}", end.value]
    parts += [f"came: {told.came}"] if told.came is not None else []
    parts += [f"given first aid: {told.first_aid}"] if told.first_aid is not None else []
    return "; ".join(parts)


def shred_at(*, debriefed_at: datetime, policy: Policy) -> datetime:
    """Return when the plan goes after its debrief."""
    return debriefed_at + timedelta(hours=policy.event_shred_hours)


def lapses_at(*, begun_at: datetime, policy: Policy) -> datetime:
    """Return when a plan goes that nobody debriefs; later than any event that may stand in it."""
    return begun_at + timedelta(days=policy.event_lapse_days)


def month_of(day: date) -> date:
    """Return the first day of its month: what is left says no day."""
    return day.replace(day=1)

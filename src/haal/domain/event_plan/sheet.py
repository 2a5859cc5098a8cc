"""Printed sheets: each has its number and of how many, somebody who holds it, and comes back or is burnt.

The one thing to know: who holds a sheet is written down before it is printed, and an event is not debriefed while one is out.
A lost sheet is written down as lost: that is an answer too, and the others then know what may be read by somebody.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from haal.domain.errors import NotFound, Refused
from haal.domain.event_plan.reasons import EventReason

HOLDER_CHARS_MAX = 40
SHEETS_MAX = 20  # in one printing
PRINTINGS_MAX = 9


class Back(StrEnum):
    """What became of a sheet."""

    COLLECTED = "collected"
    DESTROYED = "destroyed"
    LOST = "lost"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet of one printing. `of_change`: which writing of the plan it shows. `back` None: somebody has it."""

    printing: int
    number: int
    of: int
    holder: str
    of_change: int
    printed_at: datetime
    back: Back | None = None
    back_at: datetime | None = None


def printed(sheets: Sequence[Sheet], *, holders: Sequence[str], of_change: int, now: datetime) -> tuple[Sheet, ...]:
    """Return all sheets with those of a new printing, one for each who holds one. Raises Refused."""
    named = [holder.strip() for holder in holders if holder.strip()]
    printing = newest_printing(sheets) + 1
    if not named or len(set(named)) < len(named):
        raise Refused(EventReason.HOLDER_NEEDED, most=SHEETS_MAX)
    if len(named) > SHEETS_MAX or printing > PRINTINGS_MAX or any(len(one) > HOLDER_CHARS_MAX for one in named):
        raise Refused(EventReason.HOLDER_NEEDED, most=SHEETS_MAX)
    return (
        *sheets,
        *(
            Sheet(printing=printing, number=number, of=len(named), holder=holder, of_change=of_change, printed_at=now)
            for number, holder in enumerate(named, start=1)
        ),
    )


def ticked(sheets: Sequence[Sheet], *, printing: int, number: int, back: Back, now: datetime) -> tuple[Sheet, ...]:
    """Return all sheets with what became of one. What is destroyed stays so. Raises NotFound."""
    if not any((one.printing, one.number) == (printing, number) for one in sheets):
        raise NotFound
    return tuple(
        replace(one, back=back, back_at=now)
        if (one.printing, one.number) == (printing, number) and one.back is not Back.DESTROYED
        else one
        for one in sheets
    )


def newest_printing(sheets: Sequence[Sheet]) -> int:
    """Return the number of the last printing, 0 when nothing was printed."""
    return max((one.printing for one in sheets), default=0)


def out_count(sheets: Sequence[Sheet]) -> int:
    """Return how many sheets somebody still has."""
    return sum(one.back is None for one in sheets)

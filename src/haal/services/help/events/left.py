"""What is left of events that are over, in sums: of months that are over too, so that a debrief of today changes nothing here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from haal.domain.access import Actor, Permission, require
from haal.domain.event_plan.debrief import End, Left, month_of
from haal.domain.event_plan.plan import EventKind
from haal.domain.warning_text import LAND_TIME
from haal.storage.event_plan import left as rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """Events of one kind. `kind` None: nobody came back to debrief them."""

    kind: EventKind | None
    count: int
    not_held: int
    came: int
    sheets: int
    sheets_lost: int


def sums(*, by: Actor, now: datetime) -> tuple[Sum, ...]:
    """Return what is left of events of past months, by kind."""
    require(by, Permission.PLAN_EVENT)
    left = rows.before(month_of(now.astimezone(LAND_TIME).date()))
    kinds = [kind for kind in (*EventKind, None) if any(one.kind is kind for one in left)]
    return tuple(_sum(kind, [one for one in left if one.kind is kind]) for kind in kinds)


def _sum(kind: EventKind | None, left: Iterable[Left]) -> Sum:
    of_kind = tuple(left)
    return Sum(
        kind=kind,
        count=len(of_kind),
        not_held=sum(one.end is not End.HELD for one in of_kind),
        came=sum(one.came or 0 for one in of_kind),
        sheets=sum(one.sheets for one in of_kind),
        sheets_lost=sum(one.sheets_lost for one in of_kind),
    )

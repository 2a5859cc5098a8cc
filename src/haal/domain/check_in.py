"""Check-in circles: a person at risk says "I am well" by a rhythm, and when they do not, somebody acts.

Kept is only how it stands now: when the next word is due. No place is asked, and earlier words leave no trace: a
diary of a person at risk would be a gift to whoever hunts them. Lateness is not invented: while the box was down
nobody could be late. Who acts is an order agreed beforehand; when nobody of it acts in time, every watcher is asked.
Police, party or office are never called by the program.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from haal.domain.ids import CheckInId, PersonId

MEMBERS_MIN = 2
MEMBERS_MAX = 5
EVERY_MINUTES_MIN = 30
EVERY_MINUTES_MAX = 7 * 24 * 60
DOWN_MINUTES = 10  # A watch that did not run for longer counts as the box having been down.


class CircleState(StrEnum):
    """How a circle stands."""

    WATCHING = "watching"
    PAUSED = "paused"
    OVERDUE = "overdue"
    ENDED = "ended"


class Act(StrEnum):
    """What the one who acts did."""

    REACHED_WELL = "reached-well"
    GOING_TO_LOOK = "going-to-look"
    ASKED_OTHERS = "asked-others"
    NEEDS_HELP = "needs-help"


class CircleReason(StrEnum):
    """Why a circle is refused."""

    TWO_TO_FIVE_MEMBERS = "two-to-five-members"
    RHYTHM_OUT_OF_RANGE = "rhythm-out-of-range"
    CIRCLE_HAS_ENDED = "circle-has-ended"
    NOT_OVERDUE = "not-overdue"


@dataclass(frozen=True, slots=True, kw_only=True)
class Circle:
    """A person at risk (by label, sealed elsewhere) and those who act, in order.

    `excused_until`: before this nobody counts as late, because the box was down. `overdue_since`: set while overdue.
    """

    id: CheckInId
    members: tuple[PersonId, ...]
    every_minutes: int
    grace_minutes: int
    due_at: datetime
    state: CircleState = CircleState.WATCHING
    excused_until: datetime | None = None
    overdue_since: datetime | None = None

    @property
    def late_at(self) -> datetime:
        """The instant from which silence is overdue."""
        late = self.due_at + timedelta(minutes=self.grace_minutes)
        return late if self.excused_until is None else max(late, self.excused_until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """Whose turn it is to act: a member, or everyone who watches (`member` None)."""

    step: int
    member: PersonId | None


def why_not_open(members: Sequence[PersonId], *, every_minutes: int) -> CircleReason | None:
    """Return what forbids opening a circle, or None."""
    if not MEMBERS_MIN <= len(set(members)) == len(members) <= MEMBERS_MAX:
        return CircleReason.TWO_TO_FIVE_MEMBERS
    if not EVERY_MINUTES_MIN <= every_minutes <= EVERY_MINUTES_MAX:
        return CircleReason.RHYTHM_OUT_OF_RANGE
    return None


def is_overdue(circle: Circle, *, now: datetime) -> bool:
    """Return whether somebody must act."""
    return circle.state in {CircleState.WATCHING, CircleState.OVERDUE} and now >= circle.late_at


def next_due_at(circle: Circle, *, now: datetime) -> datetime:
    """Return when the next word is due after one that came `now`, early or late."""
    return now + timedelta(minutes=circle.every_minutes)


def turns(circle: Circle, *, now: datetime, step_minutes: int) -> tuple[Turn, ...]:
    """Return every turn that has come since the circle became overdue, in order; () when it is not overdue."""
    if circle.overdue_since is None or now < circle.overdue_since:
        return ()
    passed = int((now - circle.overdue_since).total_seconds() // 60) // step_minutes + 1
    order: tuple[PersonId | None, ...] = (*circle.members, None)
    return tuple(Turn(step=step, member=member) for step, member in enumerate(order[:passed], start=1))


def excused_until(*, watched_at: datetime | None, now: datetime, grace_minutes: int) -> datetime | None:
    """Return until when nobody is late because the box was down since `watched_at`, or None when it ran."""
    if watched_at is None or now - watched_at <= timedelta(minutes=DOWN_MINUTES):
        return None
    return now + timedelta(minutes=grace_minutes)

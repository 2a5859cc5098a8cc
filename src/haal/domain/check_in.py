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


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """A turn that has come, and when somebody acted on it (None: nobody has)."""

    came_at: datetime
    acted_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """How long a turn lasts before the next one comes: without any act, and after one."""

    step_minutes: int
    acted_minutes: int


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


def next_turn(circle: Circle, came: Sequence[Came], *, now: datetime, wait: Wait) -> Turn | None:
    """Return whose turn comes now, or None when it is nobody's, or not yet.

    The first turn comes with the alarm. The next comes when nobody acted in time, or when the one who acted has not brought
    news in time; after the last of the circle it is the turn of everyone who watches.
    """
    if circle.overdue_since is None or len(came) > len(circle.members):
        return None
    if came and now < _turn_ends_at(came[-1], wait):
        return None
    member = circle.members[len(came)] if len(came) < len(circle.members) else None
    return Turn(step=len(came) + 1, member=member)


def _turn_ends_at(last: Came, wait: Wait) -> datetime:
    if last.acted_at is None:
        return last.came_at + timedelta(minutes=wait.step_minutes)
    return last.acted_at + timedelta(minutes=wait.acted_minutes)


def excused_until(*, watched_at: datetime | None, now: datetime, grace_minutes: int) -> datetime | None:
    """Return until when nobody is late because the box was down since `watched_at`, or None when it ran."""
    if watched_at is None or now - watched_at <= timedelta(minutes=DOWN_MINUTES):
        return None
    return now + timedelta(minutes=grace_minutes)

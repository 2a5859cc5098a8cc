"""Whose turn it is to act, and when the next one's comes.

The first of the circle is called with the alarm. The next is called when nobody acted in time, when the one who acted
brought no news in time, and at once when one hands over, says that help is needed, or has left the circle. After the last
it is the turn of everyone who watches, if that was agreed; else the circle is called again from the first, more slowly,
for as long as it takes. A duress alarm never leaves the circle.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from haal.domain.check_in.circle import Alarm, Circle, Member
from haal.domain.ids import MemberId, PersonId


class Act(StrEnum):
    """What the one who acts did."""

    REACHED_WELL = "reached-well"
    STEP_DONE = "step-done"  # a step of the agreed plan
    GOING_TO_LOOK = "going-to-look"
    ASKED_OTHERS = "asked-others"
    NEEDS_HELP = "needs-help"
    HAND_OVER = "hand-over"  # I cannot: the next, please


CALLS_NEXT = frozenset({Act.NEEDS_HELP, Act.HAND_OVER})


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """Whose turn it is to act: a member, or everyone who watches (`member` None)."""

    step: int
    member: MemberId | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """A turn that has come, and the last act on it (None: nobody has acted)."""

    member: MemberId | None
    came_at: datetime
    acted_at: datetime | None = None
    did: Act | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """How long a turn lasts before the next one comes: without any act, and after one."""

    step_minutes: int
    acted_minutes: int


def next_turn(
    circle: Circle, came: Sequence[Came], *, now: datetime, wait: Wait, alarm: Alarm = Alarm.SILENCE
) -> Turn | None:
    """Return whose turn comes now in one of the alarms, or None when it is nobody's, or not yet."""
    if circle.since(alarm) is None or (came and came[-1].member is None):
        return None
    if came and now < _turn_ends_at(circle, came, wait):
        return None
    step = len(came) + 1
    called = Counter(turn.member for turn in came)
    if circle.widens and alarm is Alarm.SILENCE and all(called[member.id] for member in circle.members):
        return Turn(step=step, member=None)
    return Turn(step=step, member=min(circle.members, key=lambda member: called[member.id]).id)


def with_acts(turns: Sequence[Came], acts: Sequence[tuple[datetime, Act]]) -> tuple[Came, ...]:
    """Return the turns, each with the last act after it came and before the next one did."""
    found = []
    for at, turn in enumerate(turns, start=1):
        end = turns[at].came_at if at < len(turns) else None
        on_it = [one for one in acts if turn.came_at < one[0] and (end is None or one[0] <= end)]
        found.append(replace(turn, acted_at=on_it[-1][0], did=on_it[-1][1]) if on_it else turn)
    return tuple(found)


def member_of(circle: Circle, person: PersonId) -> Member | None:
    """Return the member with this account, or None."""
    return next((member for member in circle.members if member.person == person), None)


def is_everyones(circle: Circle, came: Sequence[Came]) -> bool:
    """Return whether everyone who watches has been called because of silence."""
    return circle.widens and circle.silent_since is not None and any(turn.member is None for turn in came)


def _turn_ends_at(circle: Circle, came: Sequence[Came], wait: Wait) -> datetime:
    last = came[-1]
    if last.did in CALLS_NEXT and last.acted_at is not None:
        return last.acted_at
    if all(member.id != last.member for member in circle.members):
        return last.came_at  # they have left
    if last.acted_at is not None:
        return last.acted_at + timedelta(minutes=wait.acted_minutes)
    first_round = len(came) <= len(circle.members)
    return last.came_at + timedelta(minutes=wait.step_minutes if first_round else wait.acted_minutes)

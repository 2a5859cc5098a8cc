"""Check-in circles: a person at risk says "I am well" by a rhythm or on a journey, and when they do not, somebody acts.

Kept is only how it stands now: when the next word is due. No place is asked, and earlier words leave no trace: a
diary of a person at risk would be a gift to whoever hunts them. Who acts is an order agreed beforehand. Police, party
or office are never called by the program.

The one thing to know: there are two alarms that know nothing of each other. Silence is what the desk and the audit read of;
duress is for the circle alone. So whoever looks on, at the page or at the desk's log, sees the same after either code.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from haal.domain.ids import CheckInId, MemberId, PersonId

MEMBERS_MIN = 2
MEMBERS_MAX = 5
EVERY_MINUTES_MIN = 30
EVERY_MINUTES_MAX = 7 * 24 * 60
STEPS_MAX = 7


class Kind(StrEnum):
    """What a circle waits for."""

    RHYTHM = "rhythm"  # a word every so often
    JOURNEY = "journey"  # one word on arrival; between journeys nobody waits


class State(StrEnum):
    """How a circle stands for its person."""

    WATCHING = "watching"
    PAUSED = "paused"
    ENDED = "ended"


class Alarm(StrEnum):
    """Why somebody of the circle must act."""

    SILENCE = "silence"
    DURESS = "duress"  # known to the members of the circle and to nobody else


class CircleReason(StrEnum):
    """Why a circle is refused."""

    TWO_TO_FIVE_MEMBERS = "two-to-five-members"
    RHYTHM_OUT_OF_RANGE = "rhythm-out-of-range"
    TOO_MANY_STEPS = "too-many-steps"
    CIRCLE_HAS_ENDED = "circle-has-ended"
    NOT_OVERDUE = "not-overdue"
    TWO_MUST_STAY = "two-must-stay"
    NO_NOTE = "no-note"
    NOTE_OPENED_BY_WORDS = "note-opened-by-words"


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """Somebody who acts. `person`: their account, if they have one; most have only a code."""

    id: MemberId
    person: PersonId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Circle:
    """A person at risk (by label, sealed elsewhere) and those who act, in order.

    `excused_until`: before this nobody counts as late, because the box was down. `silent_since`, `duress_since`: set while
    somebody must act because of it. `widens`: it was agreed that everyone who watches is asked when nobody of the circle acts.
    """

    id: CheckInId
    members: tuple[Member, ...]
    every_minutes: int
    grace_minutes: int
    due_at: datetime
    kind: Kind = Kind.RHYTHM
    state: State = State.WATCHING
    excused_until: datetime | None = None
    reminded: bool = False
    silent_since: datetime | None = None
    duress_since: datetime | None = None
    widens: bool = False

    @property
    def late_at(self) -> datetime:
        """The instant from which silence is overdue."""
        late = self.due_at + timedelta(minutes=self.grace_minutes)
        return late if self.excused_until is None else max(late, self.excused_until)

    @property
    def alarms(self) -> tuple[Alarm, ...]:
        """The alarms that are on."""
        return tuple(alarm for alarm in Alarm if self.since(alarm) is not None)

    @property
    def is_over(self) -> bool:
        """Whether nobody of it has anything to do any more."""
        return self.state is State.ENDED and not self.alarms

    def since(self, alarm: Alarm) -> datetime | None:
        """Return since when an alarm is on, or None."""
        return self.silent_since if alarm is Alarm.SILENCE else self.duress_since


def why_not_open(*, members_count: int, every_minutes: int, steps_count: int = 0) -> CircleReason | None:
    """Return what forbids opening a circle, or None."""
    if not MEMBERS_MIN <= members_count <= MEMBERS_MAX:
        return CircleReason.TWO_TO_FIVE_MEMBERS
    if not EVERY_MINUTES_MIN <= every_minutes <= EVERY_MINUTES_MAX:
        return CircleReason.RHYTHM_OUT_OF_RANGE
    if steps_count > STEPS_MAX:
        return CircleReason.TOO_MANY_STEPS
    return None


def why_not_leave(circle: Circle) -> CircleReason | None:
    """Return what forbids a member to leave, or None: two must stay, so that somebody always notices."""
    return CircleReason.TWO_MUST_STAY if len(circle.members) <= MEMBERS_MIN else None


def steps_of(plan: str) -> tuple[str, ...]:
    """Return the steps of an agreed plan: its lines that say something, in order."""
    return tuple(line.strip() for line in plan.splitlines() if line.strip())


def has_twice(accounts: Sequence[PersonId | None]) -> bool:
    """Return whether one account was named twice; who has none is another person each time."""
    named = [one for one in accounts if one is not None]
    return len(set(named)) != len(named)


def wants_reminder(circle: Circle, *, now: datetime) -> bool:
    """Return whether the person is reminded now, gently and once: the word is due and nobody is called yet."""
    calm = circle.state is State.WATCHING and circle.silent_since is None
    return calm and not circle.reminded and now >= circle.due_at


def is_silent(circle: Circle, *, now: datetime) -> bool:
    """Return whether silence raises an alarm now."""
    return circle.state is State.WATCHING and circle.silent_since is None and now >= circle.late_at

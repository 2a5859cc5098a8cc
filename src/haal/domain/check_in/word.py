"""What a word of the person at risk does to their circle.

There are two codes. The plain one says "I am well"; the duress one says the same to whoever looks on, and calls the circle.
The one thing to know: of what the person may read (`state`, `due_at`) both leave exactly the same, whatever is asked
with them and whatever is on, and a duress alarm is ended by the circle alone: a plain word after it may be a forced one.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum

from haal.domain.check_in.circle import (
    EVERY_MINUTES_MAX,
    EVERY_MINUTES_MIN,
    Circle,
    CircleReason,
    Kind,
    State,
)
from haal.domain.receipt import normalise


class Code(StrEnum):
    """Which code was used."""

    PLAIN = "plain"
    DURESS = "duress"


class Saying(StrEnum):
    """What is asked with a code."""

    WELL = "well"
    SET_OUT = "set-out"  # the next word comes in so many hours, this once
    PAUSE = "pause"
    END = "end"


HOURS_DIGITS_MAX = 3
_STATES = {
    Saying.WELL: State.WATCHING,
    Saying.SET_OUT: State.WATCHING,
    Saying.PAUSE: State.PAUSED,
    Saying.END: State.ENDED,
}


def read(text: str) -> tuple[str, int]:
    """Return the code of a text message and the minutes it sets out for (0: it says that all is well).

    Hours stand behind the code, as one number of three figures at most, in figures of any script.
    """
    whole = text.strip()
    code, _, last = whole.rpartition(" ")
    if not code or len(last) > HOURS_DIGITS_MAX or not last.isdecimal() or normalise(whole) is not None:
        return whole, 0
    return (code, int(last) * 60) if normalise(code) is not None else (whole, 0)


def why_not_say(circle: Circle, *, saying: Saying, minutes: int = 0) -> CircleReason | None:
    """Return what forbids a word, or None; which code it came with is not looked at."""
    if circle.state is State.ENDED:
        return CircleReason.CIRCLE_HAS_ENDED
    if saying is Saying.SET_OUT and not EVERY_MINUTES_MIN <= minutes <= EVERY_MINUTES_MAX:
        return CircleReason.RHYTHM_OUT_OF_RANGE
    return None


def after(circle: Circle, *, code: Code, saying: Saying, now: datetime, minutes: int = 0) -> Circle:
    """Return the circle after a word that `why_not_say` allows."""
    state = _STATES[saying]
    if saying is Saying.WELL and circle.kind is Kind.JOURNEY:
        state = State.PAUSED  # they have arrived
    wait = timedelta(minutes=minutes if saying is Saying.SET_OUT else circle.every_minutes)
    duress_since = now if code is Code.DURESS and circle.duress_since is None else circle.duress_since
    return replace(
        circle,
        state=state,
        due_at=now + wait,
        excused_until=None,
        reminded=False,
        silent_since=None,
        duress_since=duress_since,
    )


def reached_well(circle: Circle, *, now: datetime) -> Circle:
    """Return the circle after one of it has reached the person and they are well and free."""
    calm = replace(circle, silent_since=None, duress_since=None)
    if circle.silent_since is None:
        return calm
    arrived = circle.kind is Kind.JOURNEY and circle.state is State.WATCHING
    return replace(
        calm,
        state=State.PAUSED if arrived else circle.state,
        due_at=now + timedelta(minutes=circle.every_minutes),
        excused_until=None,
        reminded=False,
    )

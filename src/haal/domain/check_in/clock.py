"""What the clock's own standing still and jumping does to circles: nobody is late for a time the box was down.

The one thing to know: lateness is counted in time that passed, not in what the clock says. The door tells how far the clock
itself was moved since the last look (`jumped`); every kept instant moves with it. A gap in the looks is the box having
been down: whoever was not overdue before it gets the grace again from now. A clock that went back while nobody looked
must have been moved at least as far as the last look: so far everything moves too, else a year's jump would hide
silence for a year.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from haal.domain.check_in.circle import Circle, State

DOWN_MINUTES = 10  # A watch that did not run for longer counts as the box having been down.
JUMP_MIN = timedelta(seconds=30)  # less is a clock being kept right


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One look of the clock at all circles. `jumped`: how far the clock was moved since the last look, as far as known."""

    now: datetime
    watched_at: datetime | None
    jumped: timedelta = timedelta(0)

    @property
    def shift(self) -> timedelta:
        """How far every kept instant moves."""
        if self.watched_at is None:
            return timedelta(0)
        if abs(self.jumped) >= JUMP_MIN:
            return self.jumped
        return min(self.now - self.watched_at, timedelta(0))

    @property
    def was_down(self) -> bool:
        """Whether the box did not look for so long that people could not be heard."""
        if self.watched_at is None:
            return False
        passed = self.now - self.watched_at - self.shift
        unknown = self.shift < timedelta(0) and abs(self.jumped) < JUMP_MIN
        return unknown or passed > timedelta(minutes=DOWN_MINUTES)


def seen_at(circle: Circle, *, look: Look) -> Circle:
    """Return the circle as this look must take it: moved with the clock, and excused when the box was down."""
    circle = _moved(circle, look.shift)
    if not look.was_down or circle.state is not State.WATCHING or circle.silent_since is not None:
        return circle
    return replace(circle, excused_until=look.now + timedelta(minutes=circle.grace_minutes))


def _moved(circle: Circle, shift: timedelta) -> Circle:
    if not shift:
        return circle
    return replace(
        circle,
        due_at=circle.due_at + shift,
        excused_until=circle.excused_until + shift if circle.excused_until else None,
        silent_since=circle.silent_since + shift if circle.silent_since else None,
        duress_since=circle.duress_since + shift if circle.duress_since else None,
    )

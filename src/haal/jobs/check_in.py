"""Look at every check-in circle: silence becomes an alarm, an alarm goes on to the next who acts; and send what waits.

It runs while the keys are away, and a gap in its own running makes nobody late (see `haal.domain.check_in.clock`). How far the
clock itself was moved since the last look is told by a clock that nobody can set and that goes on while the machine sleeps.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

from haal.services.help.circles import calling, watch
from haal.services.warn import gateways

_STEADY = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)


class Clocks:
    """Remembers what both clocks of this machine said at the last look of this process."""

    def __init__(self) -> None:
        """Begin without a look."""
        self._last: tuple[datetime, float] | None = None

    def jumped(self, *, wall: datetime, steady: float) -> timedelta:
        """Return how far the clock on the wall was moved since the last look; nothing is known at the first one."""
        last, self._last = self._last, (wall, steady)
        return timedelta(0) if last is None else (wall - last[0]) - timedelta(seconds=steady - last[1])


_clocks = Clocks()


def run(now: datetime) -> int:
    """Look once; return how many reminders, alarms and turns came."""
    jumped = _clocks.jumped(wall=datetime.now(UTC), steady=time.clock_gettime(_STEADY))
    watched = watch.watch(now=now, jumped=jumped)
    return watched.reminded_count + watched.overdue_count + watched.turns_count


def call(_now: datetime) -> int:
    """Send reminders and calls that wait; return how many. Raises KeysLocked."""
    return calling.send_waiting(ways=gateways.live(), clock=lambda: datetime.now(UTC))

"""Send warnings that wait, end those that have run out, write to new subscribers, forget what is old.

Drills have no gateways here: a drill opens its own (`haal.services.warn.drill`), so a clock can never mix the two.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime

from haal.services.warn import cancel, deliver, gateways, subscribe

OWNER = f"clock-{os.getpid()}"
DRAIN_SECONDS_MAX = 5.0  # then the other duties have their turn


def run(now: datetime) -> int:
    """Do one round; return how many messages left. Raises KeysLocked."""
    cancel.expire(now=now)
    live = gateways.live()
    sent = deliver.drain_at_once(
        gateways=live, owner=OWNER, clock=lambda: datetime.now(UTC), seconds_max=DRAIN_SECONDS_MAX
    )
    return sent.total() + subscribe.send_first_messages(ways=live, now=now)


def wait(*, seconds: float) -> bool:
    """Wait until a warning is released here or the time is over; return which."""
    return deliver.wait_for_work(seconds=seconds)


def forget(now: datetime) -> int:
    """Forget unconfirmed wishes and old message rows; return how many."""
    return subscribe.forget_unconfirmed(now=now) + deliver.forget_old(now=now)

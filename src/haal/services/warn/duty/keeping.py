"""What the clock does for people on duty: hand calls over, ask whether warnings still hold, forget who was asked and called."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from haal.domain.policy import DEFAULT, Policy
from haal.services.warn import gateways
from haal.services.warn.duty import call, roster, still_true


def call_waiting(*, clock: Callable[[], datetime]) -> int:
    """Hand over the calls that wait by the live ways; return how many were looked at. Raises KeysLocked."""
    return call.send_waiting(ways=gateways.live(), clock=clock).total()


def ask_after(*, now: datetime) -> int:
    """Ask after warnings that will soon run out; return how many."""
    return still_true.ask_due(now=now)


def forget_old(*, now: datetime, policy: Policy = DEFAULT) -> int:
    """Forget who was asked, who was called and what alarmed a place, thirty days later; return how much."""
    before = now - timedelta(days=policy.shift_names_days)
    return roster.forget(now=now, policy=policy) + call.forget_old(before=before, now=now)

"""Call the helpers of a place that is alarmed, ask after warnings that will soon run out, forget who was asked and called."""

from __future__ import annotations

from datetime import UTC, datetime

from haal.services.warn.duty import keeping


def call(now: datetime) -> int:
    """Hand over the calls that wait; return how many. Raises KeysLocked."""
    return keeping.call_waiting(clock=lambda: datetime.now(UTC))


def ask(now: datetime) -> int:
    """Ask after warnings; return how many."""
    return keeping.ask_after(now=now)


def forget(now: datetime) -> int:
    """Forget what is older than thirty days; return how much."""
    return keeping.forget_old(now=now)

"""How a gateway is spared: a bucket of tokens for its pace, and a breaker that rests it when it fails again and again.

The one thing to know: an open breaker holds back nothing but haste. What waits stays in the queue, another gateway of the
channel may take it, and after the rest a few messages are tried (half-open); one answer closes it, one failure rests it
longer. What counts as a failure: not reachable, or a whole call of which nothing was answered.

Pure: the instants are passed in. Kept by `haal.storage.warn.breaker`, for all dispatchers together.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

FAILURES_MAX = 3  # one after another; then it is rested
REST_SECONDS = 5
REST_SECONDS_MAX = 300
PROBE_MESSAGES = 5
PROBE_SECONDS = 60  # who took the probe and died holds it no longer than this


class Stand(StrEnum):
    """Where a breaker stands."""

    CLOSED = "closed"
    OPEN = "open"
    HALF_OPEN = "half-open"


@dataclass(frozen=True, slots=True, kw_only=True)
class Breaker:
    """What is remembered of a gateway: failures one after another, rests one after another, until when."""

    failures: int = 0
    rests: int = 0
    open_until: datetime | None = None
    probe_until: datetime | None = None

    def stand(self, now: datetime) -> Stand:
        """Return where it stands."""
        if self.open_until is None:
            return Stand.CLOSED
        return Stand.OPEN if now < self.open_until else Stand.HALF_OPEN

    def messages_max(self, now: datetime) -> int | None:
        """Return how many messages may be taken now; None: as many as one likes."""
        stand = self.stand(now)
        if stand is Stand.CLOSED:
            return None
        is_taken = self.probe_until is not None and now < self.probe_until
        return 0 if stand is Stand.OPEN or is_taken else PROBE_MESSAGES


def probing(breaker: Breaker, *, now: datetime) -> Breaker:
    """Return it with the probe taken, so that nobody else tries meanwhile."""
    return replace(breaker, probe_until=now + timedelta(seconds=PROBE_SECONDS))


def answered(breaker: Breaker) -> Breaker:
    """Return it after an answer: closed, whatever was before."""
    return Breaker() if breaker != Breaker() else breaker


def failed(breaker: Breaker, *, now: datetime, rest_seconds: float = 0) -> Breaker:
    """Return it after a failure; `rest_seconds` is what the gateway itself asked for, and then it rests at once."""
    failures = breaker.failures + 1
    if failures < FAILURES_MAX and breaker.open_until is None and not rest_seconds:
        return replace(breaker, failures=failures)
    rest = min(REST_SECONDS_MAX, max(rest_seconds, REST_SECONDS * 2 ** min(breaker.rests, 10)))
    return Breaker(failures=failures, rests=breaker.rests + 1, open_until=now + timedelta(seconds=rest))


def tokens_at(*, tokens: float, filled_at: datetime | None, rate_per_second: float, burst: int, now: datetime) -> float:
    """Return how many messages the bucket allows now; never more than `burst`. A clock put back fills nothing."""
    if filled_at is None:
        return float(max(1, burst))
    return min(float(max(1, burst)), tokens + max(0.0, (now - filled_at).total_seconds()) * rate_per_second)

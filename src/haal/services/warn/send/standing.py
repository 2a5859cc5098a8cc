"""How the gateways stand, for the desk: which are rested after failures, until when, and why."""

from __future__ import annotations

from datetime import datetime

from haal.domain.access import Actor, Permission, require
from haal.storage.warn import breaker
from haal.storage.warn.breaker import Known


def gateways_standing(*, by: Actor, now: datetime) -> tuple[Known, ...]:
    """Return every gateway that was used, live ones first."""
    require(by, Permission.CANCEL_WARNING)
    return breaker.known(now=now)

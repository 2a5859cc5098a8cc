"""What ends by itself: needs and offers whose time has passed, what was written between two sides, who held old shifts,
hand-overs that nobody signed, and what time does to tracing cases."""

from __future__ import annotations

from datetime import datetime

from haal.services.help import aside, needs, offers
from haal.services.help.aid import relay
from haal.services.help.rota import after, shifts
from haal.services.help.shelters import refer
from haal.services.help.tracing import clock as tracing


def end_past(*, now: datetime) -> int:
    """End and forget what is due; return how much that was."""
    aside.forget_senders(now=now)
    ended = relay.forget_over(now=now) + needs.end_past(now=now) + offers.end_past(now=now)
    ended += refer.end_past(now=now)
    ended += shifts.forget_names(now=now) + after.forget_notes(now=now)
    return ended + tracing.run(now=now)

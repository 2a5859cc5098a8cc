"""End needs and offers whose time has passed, forget who held old shifts, notice who did not come to one, shred event plans."""

from __future__ import annotations

from datetime import datetime

from haal.services.help import ending
from haal.services.help.events import shred
from haal.services.help.rota import absence


def run(now: datetime) -> int:
    """Do what is due; return how much."""
    return ending.end_past(now=now)


def look_at_shifts(now: datetime) -> int:
    """Notice who did not come; return how many."""
    return absence.look(now=now)


def shred_event_plans(now: datetime) -> int:
    """Shred the plans of events whose debrief is 72 hours past; return how many are gone. It opens nothing."""
    return shred.shred(now=now)

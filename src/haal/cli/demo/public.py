"""The press reports' incidents in public: drafted by one of the demo's publishers, agreed to by the other, one by one.

What the rules hold back stays back: an incident in which people may still be held is not published, since nobody here can
give the family's word. Both people only press the buttons; on a real desk the second one reads.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from haal.cli.demo.box import Box
from haal.domain.errors import Refused
from haal.domain.publication import State
from haal.services.assess import queries
from haal.services.testify import publish


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """How many incidents became public, and how many a rule held back."""

    released: int
    held_back: int


def incidents_count() -> int:
    """Return how many incidents there are."""
    return len({incident for incident, _how in queries.membership().values()})


def run(*, box: Box, now: datetime, step: Callable[[], None]) -> Published:
    """Publish every incident that the rules let out; `step` is called once for each."""
    first = replace(box.actors["publisher"], second_factor_at=now)
    second = replace(box.actors["warner, second"], second_factor_at=now)
    released = held_back = 0
    for incident_id in sorted({incident for incident, _how in queries.membership().values()}):
        step()
        try:
            publication_id = publish.draft(incident_id=incident_id, by=first, now=now)
            state = publish.agree(publication_id=publication_id, could_help_harm=False, by=second, now=now)
        except Refused:
            held_back += 1
            continue
        released += state is State.RELEASED
    return Published(released=released, held_back=held_back)

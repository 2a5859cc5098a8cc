"""The plan of who serves whom, kept in memory and mended each time somebody looks.

The one thing to know: a plan is a suggestion. It is made of what is open now, holds no promise, and loses nothing when the box
is restarted; a person proposes, and only that is kept.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from datetime import datetime

from haal.domain.aid.cost import Plan
from haal.domain.need import Need
from haal.domain.offer import Offer
from haal.planning.assignment.kept import Kept, mended
from haal.storage.aid import road as road_rows

_turn = threading.Lock()
_kept: list[Kept] = []


def current(*, needs: Sequence[Need], offers: Sequence[Offer], now: datetime) -> Plan:
    """Return the best plan for what is open now; one at a time, since each look mends what the last one kept."""
    with _turn:
        before = _kept.pop() if _kept else None  # a plan that failed half-way is not kept
        kept = mended(before, needs, offers, now=now, roads=road_rows.all_of_them())
        _kept.append(kept)
        return kept.plan()

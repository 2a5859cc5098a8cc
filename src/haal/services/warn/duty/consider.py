"""Look at warnings anew when the incident they were written from has changed.

The one thing to know: nothing is ended and nobody is told by itself. A warning whose incident was parted or merged away is
marked, and the desk decides: it may be right all the same. Opens no box, so it works while the keys are away.
"""

from __future__ import annotations

from datetime import datetime

from haal.domain.access import SYSTEM
from haal.domain.ids import IncidentId
from haal.domain.incident import Did, End, Outcome
from haal.storage import audit, work
from haal.storage import incident as incident_rows
from haal.storage import warning as warning_rows


def consider(*, incident_id: IncidentId, now: datetime) -> Outcome:
    """Mark what has lost its ground, or take the mark back when the incident stands again. Raises NotFound."""
    changed_at = None if incident_rows.stands(incident_id) else now
    with work.atomic():
        marked = warning_rows.ground_of(incident_id, changed_at=changed_at)
        for warning_id in marked:
            audit.write(by=SYSTEM, what="warning-ground-changed", subject=warning_id, now=now)
    return Outcome(end=End.WARN, did=Did.MARKED if marked else Did.NOTHING)

"""Look over all reports once a night, by the box's own clock on the wall, and ask the desk about what differs."""

from __future__ import annotations

import logging
from datetime import datetime

from django.utils import timezone

from haal.domain.errors import KeysLocked
from haal.services.assess.decide import nightly

log = logging.getLogger("haal.night")


def run(now: datetime) -> int:
    """Look when it is due; return how many questions are new. While the keys are away it waits, and says so."""
    if not nightly.is_due(now=now, hour=timezone.localtime(now).hour):
        return 0
    try:
        found = nightly.look()
        asked = nightly.propose(found=found, now=now)
    except KeysLocked:
        log.warning("the look over all reports waits for the keys")
        raise
    log.info("looked over %d reports: %d new questions for the desk", found.reports, asked)
    return asked

"""Ask the witnesses to cosign the newest public checkpoint, and keep the policy file as the operator wants it."""

from __future__ import annotations

import logging
from datetime import datetime

from haal.services.testify.witness import cosign, named
from haal.services.testify.witness.ours import Ahead, Cosigned, Forked

log = logging.getLogger("haal.witness")


def run(now: datetime) -> int:
    """Do one round; return how many cosignatures came."""
    del now  # a witness tells its own time
    named.write_policy()
    found = cosign.ask()
    for one in found:
        if isinstance(one, Ahead | Forked):
            log.error(
                "witness %s holds another ledger of ours (%s, %d leaves)", one.witness, type(one).__name__, one.size
            )
    return sum(isinstance(one, Cosigned) for one in found)

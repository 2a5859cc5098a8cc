"""Take what a gateway reports later of a message: twice, late, or before its sending has been kept; it counts once.

Anybody who knows a message's name could report on it, so the endpoints that call this know the gateway by a secret first.
"""

from __future__ import annotations

from datetime import datetime

from haal.domain.delivery import Outcome
from haal.storage import work
from haal.storage.warn import receipt


def take(*, gateway: str, key: str = "", external_id: str = "", outcome: Outcome, why: str = "", now: datetime) -> bool:
    """Keep a receipt and move the message it is about, if that is known already; return whether anything was new.

    Args:
        gateway: its name, as the messages' rows have it.
        key: our own name of the message, where the gateway carries it.
        external_id: the gateway's name of it.
        outcome: accepted (it arrived, or the network has it) or refused for ever; others are kept and change nothing.
        why: a code of the protocol, never a text.
        now: when it came.
    """
    names = [name for name in (key, external_id) if name]
    if not names:
        return False
    with work.atomic():
        new = [receipt.keep(gateway=gateway, name=name, outcome=outcome, why=why, now=now) for name in names]
    return any(new)

"""One call of a gateway, whatever it does: what it says, that nothing was sent, or that nobody knows."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

from haal.channels.batch import Message, Receipt
from haal.domain.delivery import Outcome
from haal.domain.errors import ChannelUnavailable
from haal.services.warn.send.lane import AnyGateway, Call, Said

log = logging.getLogger("haal.send")


def said_by(gateway: AnyGateway, batch: Sequence[Message]) -> Said:
    """Call it. A fault of ours in there is an unknown for every message, named in the log and in the rows."""
    try:
        return Said(receipts=gateway.send(batch))
    except ChannelUnavailable as error:
        return Said(unavailable=True, rest_seconds=error.rest_seconds)
    except Exception as error:
        why = type(error).__name__
        log.error("gateway %s failed: %s", gateway.name, why)
        return Said(receipts=tuple(Receipt(key=one.key, outcome=Outcome.UNKNOWN, why=why) for one in batch))


class _Done:
    """A call that is over."""

    def __init__(self, said: Said) -> None:
        self._said = said

    def wait(self, renew: Callable[[], None]) -> Said:
        """Return what it brought; there is nothing to hold meanwhile."""
        del renew
        return self._said


def at_once(gateway: AnyGateway, batch: Sequence[Message]) -> Call:
    """Make the call in this thread."""
    return _Done(said_by(gateway, batch))

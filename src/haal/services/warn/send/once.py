"""One call of a gateway, whatever it does: what it says, that nothing was sent, or that nobody knows.

Made at once in this thread, or beside it: then a gateway that hangs holds up nobody but itself.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

from haal.channels.batch import Receipt
from haal.domain.delivery import Outcome
from haal.domain.errors import ChannelUnavailable
from haal.services.warn.send.lane import AnyGateway, Call, Said
from haal.services.warn.send.words import Make

log = logging.getLogger("haal.send")


def said_by(*, gateway: AnyGateway, make: Make) -> Said:
    """Make the messages and call it. A fault of ours in the call is an unknown for every one, named in the log and the rows."""
    batch = make()
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

    def is_over(self) -> bool:
        """Return that it is."""
        return True

    def said(self) -> Said:
        """Return what it brought."""
        return self._said


class _Beside:
    """A call in another thread. Every gateway has a time limit of its own."""

    def __init__(self, future: Future[Said]) -> None:
        self.future = future

    def is_over(self) -> bool:
        """Return whether it has come back."""
        return self.future.done()

    def said(self) -> Said:
        """Return what it brought."""
        return self.future.result()


class AtOnce:
    """Does all in this thread."""

    def call(self, *, gateway: AnyGateway, make: Make) -> Call:
        """Make the call."""
        return _Done(said_by(gateway=gateway, make=make))

    def begin[T](self, does: Callable[[], T]) -> Callable[[], T]:
        """Do it."""
        done = does()
        return lambda: done


class Beside:
    """Does it in other threads, which touch no database: one thread does all of the table's work."""

    def __init__(self, pool: ThreadPoolExecutor) -> None:
        """Use the threads of `pool`, two for each gateway."""
        self._pool = pool
        self._latest: dict[int, Future[Said]] = {}

    def begin[T](self, does: Callable[[], T]) -> Callable[[], T]:
        """Begin it."""
        return self._pool.submit(does).result

    def call(self, *, gateway: AnyGateway, make: Make) -> Call:
        """Begin a call."""
        future = self._pool.submit(said_by, gateway=gateway, make=make)
        self._latest[id(gateway)] = future
        return _Beside(future)

    def under_way(self) -> tuple[Future[Said], ...]:
        """Return the calls that have not come back."""
        return tuple(future for future in self._latest.values() if not future.done())

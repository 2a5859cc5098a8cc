"""Several gateways at once: a thread for each lane, another for its call, and this one to fill the queue beside them.

The one thing to know: a gateway that hangs holds up nobody but itself, and while it hangs its batch stays held. All threads
end before the function returns, also when the time is over: what is under way is brought to its end, nothing new is taken.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from threading import Event, Lock

from haal.channels.batch import Message
from haal.domain.delivery import State
from haal.services.warn.send.lane import AnyGateway, Call, Lane, Said
from haal.services.warn.send.once import said_by
from haal.storage import work

IDLE_SECONDS = 0.05


class Calls:
    """Makes each call in a thread of its own, so that a lane can open the next batch and keep hold of this one."""

    def __init__(self, pool: ThreadPoolExecutor, *, renew_seconds: float) -> None:
        """Use the threads of `pool`; hold batches anew every `renew_seconds`."""
        self._pool, self._renew_seconds = pool, renew_seconds

    def __call__(self, gateway: AnyGateway, batch: Sequence[Message]) -> Call:
        """Begin a call."""
        return _Waiting(self._pool.submit(said_by, gateway, batch), self._renew_seconds)


class _Waiting:
    """A call in another thread."""

    def __init__(self, future: Future[Said], renew_seconds: float) -> None:
        self._future, self._renew_seconds = future, renew_seconds

    def wait(self, renew: Callable[[], None]) -> Said:
        """Wait as long as it takes: every gateway has a time limit of its own."""
        while not wait([self._future], self._renew_seconds).done:
            renew()
        return self._future.result()


class _Together:
    """What the threads of one drain share."""

    def __init__(self, lanes: int) -> None:
        self.over, self.more = Event(), Event()
        self._lock, self._idle = Lock(), [False] * lanes
        self.done: Counter[State] = Counter()

    def add(self, number: int, done: Counter[State] | None) -> None:
        """Keep what one turn did; None: the lane found nothing."""
        with self._lock:
            self._idle[number] = done is None
            self.done += done or Counter()

    def all_idle(self) -> bool:
        """Return whether no lane found anything the last time it looked."""
        with self._lock:
            return all(self._idle)


def run(lanes: Sequence[Lane], *, beside: Callable[[], bool], seconds_max: float | None) -> Counter[State]:
    """Drain all lanes; `beside` fills and tidies, and returns whether it did anything. Raises what a lane raised."""
    together = _Together(len(lanes))
    ends = time.monotonic() + seconds_max if seconds_max is not None else float("inf")
    with ThreadPoolExecutor(max_workers=max(1, len(lanes)), thread_name_prefix="lane") as pool:
        futures = [pool.submit(_drive, lane, number, together) for number, lane in enumerate(lanes)]
        try:
            while time.monotonic() < ends and not any(future.done() for future in futures):
                was_idle = together.all_idle()
                if beside():
                    together.more.set()
                elif was_idle:
                    break
                else:
                    together.over.wait(IDLE_SECONDS)
        finally:
            together.over.set()
            together.more.set()
    for future in futures:
        future.result()
    return together.done


def _drive(lane: Lane, number: int, together: _Together) -> None:
    try:
        while not together.over.is_set():
            done = lane.turn()
            together.add(number, done)
            if done is None:
                together.more.wait(IDLE_SECONDS)
                together.more.clear()
    finally:
        try:
            while (done := lane.turn(claims=False)) is not None:
                together.add(number, done)
        finally:
            work.close_connection()

"""Send what is queued: a lane for each gateway, and beside them the queue that is still being filled.

The one thing to know: without the route key nothing is claimed and `KeysLocked` says so. The instant is asked again just
before each sending (`clock` is a door's). A set of drill gateways drains drills only, a live set warnings only. How one
gateway is fed is `haal.services.warn.send.lane`; what is queued, `haal.services.warn.issue`.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from contextlib import contextmanager
from datetime import datetime, timedelta

from haal.channels.batch import Gateways
from haal.domain.delivery import Channel, State
from haal.domain.policy import DEFAULT, Policy
from haal.services.warn.send import once, tidy
from haal.services.warn.send.lane import AnyGateway, Clock, Dispatcher, Lane
from haal.storage import delivery as delivery_rows
from haal.storage import work
from haal.storage.ground import keys, together
from haal.storage.warn import claim, fill, queue, receipt

KEEP_DAYS = 30
CALL_SECONDS = 0.1  # so long at most nobody looks whether there is something new, while all gateways are busy
REST_SECONDS_MAX = 0.5
THREADS = 16  # two for each of eight gateways: one that hangs, and one that opens addresses

__all__ = ["Clock", "drain", "drain_at_once", "forget_old", "is_anything_waiting", "wait_for_work"]


def drain(
    *, gateways: Gateways, owner: str, clock: Clock, batches_max: int = 1_000, policy: Policy = DEFAULT
) -> Counter[State]:
    """Send until nothing waits, one call after another, at most `batches_max` of each gateway; return what became of them.

    Raises:
        KeysLocked: addresses cannot be opened; nothing is held.
    """
    lanes = _lanes(gateways, Dispatcher(owner=owner, clock=clock, policy=policy, hands=once.AtOnce()))
    done: Counter[State] = Counter()
    turns = 0
    with _ended(lanes, done):
        while _beside(gateways, clock, first=turns == 0) + _round(lanes, done, claims=turns < batches_max):
            turns += 1
    return done


def drain_at_once(
    *, gateways: Gateways, owner: str, clock: Clock, seconds_max: float | None = None, policy: Policy = DEFAULT
) -> Counter[State]:
    """Send until nothing waits or the time is over, all gateways at the same time; return what became of the messages.

    While people are telling something, it takes less at a time and rests as long as it worked: half of the machine is theirs.

    Raises:
        KeysLocked: addresses cannot be opened; nothing is held.
    """
    done: Counter[State] = Counter()
    if not is_anything_waiting(gateways=gateways, now=clock()):
        return done
    ends = time.monotonic() + seconds_max if seconds_max is not None else float("inf")
    keys.route_key()
    with ThreadPoolExecutor(max_workers=THREADS, thread_name_prefix="call") as pool:
        calls = once.Beside(pool)
        lanes = _lanes(gateways, Dispatcher(owner=owner, clock=clock, policy=policy, hands=calls))
        with _ended(lanes, done):
            while (began := time.monotonic()) < ends:
                filled = _beside(gateways, clock, first=False)
                turned = _round(lanes, done, claims=True)
                if not filled and not turned:
                    break
                if not filled and all(lane.is_waiting() or lane.is_resting for lane in lanes):
                    wait(calls.under_way(), timeout=CALL_SECONDS, return_when=FIRST_COMPLETED)
                elif together.is_busy():
                    time.sleep(min(time.monotonic() - began, REST_SECONDS_MAX))
    return done


@contextmanager
def _ended(lanes: Sequence[Lane], done: Counter[State]) -> Iterator[None]:
    """Bring what is under way to its end, whatever happened; a death is no end."""
    try:
        yield
    except Exception:
        _end(lanes, done)
        raise
    _end(lanes, done)


def _end(lanes: Sequence[Lane], done: Counter[State]) -> None:
    while _round(lanes, done, claims=False):
        if any(lane.is_waiting() for lane in lanes):
            time.sleep(CALL_SECONDS)


def is_anything_waiting(*, gateways: Gateways, now: datetime) -> bool:
    """Return whether there is something to fill, send or tidy; a look that takes no write turn."""
    is_drill = gateways.is_drill
    queues = queue.open_queues(is_drill=is_drill, now=now)
    return (
        queue.is_filling(is_drill=is_drill, now=now)
        or queue.is_over(is_drill=is_drill, now=now)
        or claim.is_held(is_drill=is_drill)
        or claim.has_rested(queues, now=now)
        or any(claim.is_ready(queues, channel=channel, gateway="") for channel in gateways.by_channel)
    )


def wait_for_work(*, seconds: float) -> bool:
    """Wait until a warning is released in this process or the time is over; return which."""
    was_set = queue.wake.wait(seconds)
    queue.wake.clear()
    return was_set


def forget_old(*, now: datetime, limit: int = 5_000) -> int:
    """Delete rows of warnings that ran out a month ago; the counts stay in the ledger. Return how many."""
    before = now - timedelta(days=KEEP_DAYS)
    with work.atomic():
        receipt.forget(before=before, limit=limit)
        return delivery_rows.forget(ended_before=before, limit=limit)


def _lanes(gateways: Gateways, by: Dispatcher) -> Sequence[Lane]:
    ways: Mapping[Channel, tuple[AnyGateway, ...]] = gateways.by_channel
    return [
        Lane(gateway, channel=channel, before=ordered[:place], by=by)
        for channel, ordered in ways.items()
        for place, gateway in enumerate(ordered)
    ]


def _beside(gateways: Gateways, clock: Clock, *, first: bool) -> int:
    """Fill and tidy a little; return whether anything was done."""
    people = fill.CHUNK_WHILE_TOLD if together.is_busy() else fill.CHUNK
    filled = fill.some(is_drill=gateways.is_drill, now=clock(), people=people)
    moved = tidy.tidy(is_drill=gateways.is_drill, now=clock())
    if first:
        keys.route_key()
    return int(filled is not None or moved > 0)


def _round(lanes: Sequence[Lane], done: Counter[State], *, claims: bool) -> int:
    """Let each lane take its turn; return how many had anything to do."""
    turned = [lane.turn(claims=claims) for lane in lanes]
    for one in turned:
        done.update(one or Counter())
    return sum(one is not None for one in turned)

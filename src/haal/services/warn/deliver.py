"""Send what is queued: a lane for each gateway, and beside them the queue that is still being filled.

The one thing to know: without the route key nothing is claimed and `KeysLocked` says so. The instant is asked again just
before each sending (`clock` is a door's). A set of drill gateways drains drills only, a live set warnings only. How one
gateway is fed is `haal.services.warn.send.lane`; what is queued, `haal.services.warn.issue`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

from haal.channels.batch import Gateways
from haal.domain.delivery import Channel, State
from haal.domain.errors import KeysLocked
from haal.domain.policy import DEFAULT, Policy
from haal.services.warn.send import apart, once, tidy
from haal.services.warn.send.lane import AnyGateway, Clock, Dispatcher, Lane, MakeCall
from haal.storage import delivery as delivery_rows
from haal.storage import work
from haal.storage.ground import keys
from haal.storage.warn import claim, fill, queue, receipt

KEEP_DAYS = 30
RENEWALS_PER_LEASE = 3

__all__ = ["Clock", "drain", "drain_at_once", "forget_old", "is_anything_waiting", "wait_for_work"]


def drain(
    *, gateways: Gateways, owner: str, clock: Clock, batches_max: int = 1_000, policy: Policy = DEFAULT
) -> Counter[State]:
    """Send until nothing waits, one batch after another, at most `batches_max` of each gateway; return what became of them.

    Raises:
        KeysLocked: addresses cannot be opened; nothing is held.
    """
    lanes = _lanes(gateways, Dispatcher(owner=owner, clock=clock, policy=policy, call=once.at_once))
    done: Counter[State] = Counter()
    turns = 0
    try:
        while _beside(gateways, clock, first=turns == 0) + sum(
            _counted(done, lane, claims=turns < batches_max) for lane in lanes
        ):
            turns += 1
    except KeysLocked:
        for lane in lanes:
            while _counted(done, lane, claims=False):
                pass
        raise
    return done


def drain_at_once(
    *, gateways: Gateways, owner: str, clock: Clock, seconds_max: float | None = None, policy: Policy = DEFAULT
) -> Counter[State]:
    """Send until nothing waits or the time is over, all gateways at the same time; return what became of the messages.

    Raises:
        KeysLocked: addresses cannot be opened; nothing is held.
    """
    if not is_anything_waiting(gateways=gateways, now=clock()):
        return Counter()
    keys.route_key()
    count = sum(len(ways) for ways in gateways.by_channel.values())
    renew_seconds = policy.delivery_lease_seconds / RENEWALS_PER_LEASE
    with ThreadPoolExecutor(max_workers=max(1, count), thread_name_prefix="call") as pool:
        calls: MakeCall = apart.Calls(pool, renew_seconds=renew_seconds)
        lanes = _lanes(gateways, Dispatcher(owner=owner, clock=clock, policy=policy, call=calls))
        return apart.run(lanes, beside=lambda: bool(_beside(gateways, clock, first=False)), seconds_max=seconds_max)


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
    filled = fill.some(is_drill=gateways.is_drill, now=clock())
    moved = tidy.tidy(is_drill=gateways.is_drill, now=clock())
    if first:
        keys.route_key()
    return int(filled is not None or moved > 0)


def _counted(done: Counter[State], lane: Lane, *, claims: bool) -> int:
    """Take one turn and count it; return whether there was anything to do."""
    turned = lane.turn(claims=claims)
    done.update(turned or Counter())
    return int(turned is not None)

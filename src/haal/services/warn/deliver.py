"""Send what is queued, batch by batch: claim, look once more, send, keep what was answered.

The one thing to know: addresses are opened for one batch at a time and forgotten after it; without the route key
nothing is claimed and `KeysLocked` says so. The instant is asked again just before each sending (`clock` is a
door's). A set of drill gateways drains drills only, a live set warnings only. Never inside a transaction: a gateway
is slow.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from haal.channels.batch import Gateways, Message, Receipt
from haal.domain.delivery import Begun, Channel, Outcome, State
from haal.domain.errors import ChannelUnavailable
from haal.domain.ids import SubscriberId, WarningId
from haal.domain.policy import DEFAULT, Policy
from haal.domain.warn.message import Around, body, headline, text_for
from haal.domain.warning import PublicWarning, RevisionKind
from haal.services.warn.checking import codes
from haal.services.warn.subscribe import stop_url
from haal.storage import delivery as delivery_rows
from haal.storage import subscriber
from haal.storage import warning as warning_rows
from haal.storage.ground import keys
from haal.storage.ground.site import site
from haal.storage.subscriber import Address

type Clock = Callable[[], datetime]

KEEP_DAYS = 30


def drain(
    *, gateways: Gateways, owner: str, clock: Clock, batches_max: int = 1_000, policy: Policy = DEFAULT
) -> Counter[State]:
    """Send until nothing of these channels waits, or after `batches_max` batches; return what became of the messages.

    Raises:
        KeysLocked: addresses cannot be opened; nothing was claimed.
    """
    keys.route_key()
    delivery_rows.reclaim(is_drill=gateways.is_drill, now=clock())
    done: Counter[State] = Counter()
    for channel in gateways.by_channel:
        for _ in range(batches_max):
            sent = send_batch(gateways=gateways, channel=channel, owner=owner, clock=clock, policy=policy)
            if sent is None:
                break
            done += sent
            if sent.get(State.QUEUED, 0):  # the gateway is away: let it rest
                break
    return done


def send_batch(
    *, gateways: Gateways, channel: Channel, owner: str, clock: Clock, policy: Policy = DEFAULT
) -> Counter[State] | None:
    """Send one batch of a channel; None when nothing waits."""
    gateway = gateways.by_channel[channel][0]
    ids = delivery_rows.claim(
        channel=channel,
        is_drill=gateways.is_drill,
        owner=owner,
        limit=min(gateway.pace.batch_max, policy.delivery_batch),
        now=clock(),
        lease_seconds=policy.delivery_lease_seconds,
    )
    if not ids:
        return None
    addresses = subscriber.addresses(delivery_rows.recipients_of(ids))
    begun = delivery_rows.begin(ids, owner=owner, gateway=gateway.name, reachable=addresses, now=clock())
    batch = _messages(begun, addresses, now=clock())
    receipts = _send(gateway.send, batch)
    outcomes = {one.id: (receipt.outcome, receipt.why) for one, receipt in zip(begun, receipts, strict=True)}
    return delivery_rows.settle(outcomes, owner=owner, honours_key=gateway.honours_key, now=clock())


def forget_old(*, now: datetime, limit: int = 5_000) -> int:
    """Delete rows of warnings that ran out a month ago; the counts stay in the ledger. Return how many."""
    return delivery_rows.forget(ended_before=now - timedelta(days=KEEP_DAYS), limit=limit)


def _send(send: Callable[[Sequence[Message]], tuple[Receipt, ...]], batch: Sequence[Message]) -> tuple[Receipt, ...]:
    if not batch:
        return ()
    try:
        return send(batch)
    except ChannelUnavailable:
        return tuple(Receipt(key=message.key, outcome=Outcome.LATER, why="unavailable") for message in batch)


def _messages(begun: Sequence[Begun], addresses: Mapping[str, Address], *, now: datetime) -> tuple[Message, ...]:
    warnings = {of: warning_rows.get_said(of) for of in {one.warning_id for one in begun}}
    return tuple(_message(one, warnings[one.warning_id], addresses[one.recipient], now=now) for one in begun)


def _message(one: Begun, warning: PublicWarning, to: Address, *, now: datetime) -> Message:
    revision = next(revision for revision in warning.issued() if revision.number == one.revision)
    text = text_for(revision.texts, to.language)
    is_repeat = one.repeats > 0
    stop = stop_url(SubscriberId(one.recipient))
    around = Around(
        code=codes.code(revision.identifier),
        until=None if revision.kind is RevisionKind.CANCEL else one.not_after,
        page_url=page_url(warning.id),
        stop_url=stop,
        is_repeat=is_repeat,
    )
    return Message(
        key=one.key,
        address=to.address,
        language=text.language,
        headline=headline(text, is_repeat=is_repeat),
        body=body(text, channel=one.channel, around=around),
        reference=f"{warning.id}.{one.revision}",
        sent_at=now,
        not_after=one.not_after,
        stop_url=stop,
        is_repeat=is_repeat,
    )


def page_url(warning_id: WarningId) -> str:
    """Return where a message can be checked."""
    return f"{site().url}/warnings/{warning_id}/"

"""Send what waits in circles: the gentle reminder to the person, the call to the member whose turn has come.

The one thing to know: a message says nothing to a stranger (`haal.domain.check_in.reply`), goes once, and is forgotten when
it has left. One of which nobody knows whether it left is not sent again; the turn of the next member comes all the same.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from haal.channels.batch import LiveGateways, Message
from haal.domain.check_in import reply
from haal.domain.delivery import Channel, Outcome
from haal.domain.errors import ChannelUnavailable
from haal.domain.warn.alarm import TRIES_MAX, CallState
from haal.storage.check_in import contact as rows
from haal.storage.ground.site import site

type Clock = Callable[[], datetime]

BATCH = 50
_AFTER = {Outcome.ACCEPTED: CallState.ACCEPTED, Outcome.REFUSED: CallState.REFUSED, Outcome.UNKNOWN: CallState.UNKNOWN}


def send_waiting(*, ways: LiveGateways, clock: Clock) -> int:
    """Hand over what waits; return how many left the queue. Never inside a transaction. Raises KeysLocked."""
    if not ways.by_channel.get(Channel.SMS) or not rows.any_waiting():
        return 0
    done = 0
    for call in rows.waiting(limit=BATCH):
        if call.not_after <= clock():
            rows.settle(call.id, CallState.EXPIRED)
            done += 1
        elif rows.begin(call.id):
            state = _hand_over(call, ways=ways, now=clock())
            rows.settle(call.id, state)
            done += state is not CallState.QUEUED
    return done


def _hand_over(call: rows.Call, *, ways: LiveGateways, now: datetime) -> CallState:
    message = _message(call, now=now)
    for gateway in ways.by_channel[Channel.SMS]:
        try:
            receipt = gateway.send([message])[0]
        except ChannelUnavailable:
            continue
        if receipt.outcome is not Outcome.LATER:
            return _AFTER[receipt.outcome]
    return CallState.QUEUED if call.tries + 1 < TRIES_MAX else CallState.REFUSED


def _message(call: rows.Call, *, now: datetime) -> Message:
    words = reply.call_in(call.language) if call.to_member else reply.reminder_in(call.language)
    return Message(
        key=f"cc_{call.id}",
        address=call.address,
        language=call.language,
        headline=site().name,
        body=words,
        reference=f"cc_{call.id}",
        sent_at=now,
        not_after=call.not_after,
        stop_url="",
    )

"""Call a place's own helpers by the address that each registered for that place, and hand the calls over.

The one thing to know: a call says "your place needs you" and nothing else; who reads the message on the way learns
neither which place nor what danger. It goes once: a call of which nobody knows whether it left is not sent again, the
page of the place says so. Live ways only; there is no drill of an alarm.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime

from haal.channels.batch import LiveGateways, Message, Receipt
from haal.domain.access import SYSTEM, Actor, Permission, require
from haal.domain.delivery import Channel, Outcome
from haal.domain.errors import ChannelUnavailable, NotFound, Refused
from haal.domain.ids import PlaceId
from haal.domain.subscriber import Reason, normal_address
from haal.domain.warn.alarm import TRIES_MAX, CallState, call_in
from haal.storage import audit, work
from haal.storage.ground.site import site
from haal.storage.warn.duty import alarm as alarm_rows
from haal.storage.warn.duty import call as rows

type Clock = Callable[[], datetime]

BATCH = 50
_AFTER = {Outcome.ACCEPTED: CallState.ACCEPTED, Outcome.REFUSED: CallState.REFUSED, Outcome.UNKNOWN: CallState.UNKNOWN}


def register(*, place_id: PlaceId, channel: Channel, address: str, language: str, by: Actor, now: datetime) -> None:
    """Keep the address by which one wants to be called for one's own place, in place of the one before.

    Raises:
        NotFound: it is not the actor's place.
        Refused: nobody can be reached at such an address.
        KeysLocked: addresses cannot be kept now.
    """
    require(by, Permission.OWN_PLACE)
    normal = normal_address(channel, address)
    if normal is None:
        raise Refused(Reason.ADDRESS_NOT_USABLE)
    with work.atomic():
        if not rows.set_contact(place_id, by.person_id, channel=channel, language=language, address=normal):
            raise NotFound
        audit.write(by=by, what="place-contact-kept", subject=place_id, now=now)


def forget(*, place_id: PlaceId, by: Actor, now: datetime) -> None:
    """Forget one's own addresses for a place."""
    require(by, Permission.OWN_PLACE)
    with work.atomic():
        rows.forget_contacts(place_id, by.person_id)
        audit.write(by=by, what="place-contact-forgotten", subject=place_id, now=now)


def send_waiting(*, ways: LiveGateways, clock: Clock) -> Counter[CallState]:
    """Hand over the calls that wait; return what became of them. Never inside a transaction.

    Raises:
        KeysLocked: addresses cannot be opened; nothing was begun.
    """
    done: Counter[CallState] = Counter()
    open_channels = [channel for channel, gateways in ways.by_channel.items() if gateways]
    if not open_channels or not rows.any_waiting():
        return done
    for call in rows.waiting(channels=open_channels, limit=BATCH):
        if call.not_after <= clock():
            rows.settle(call.id, CallState.EXPIRED)
            done[CallState.EXPIRED] += 1
        elif rows.begin(call.id):
            state = _hand_over(call, ways=ways, now=clock())
            rows.settle(call.id, state)
            done[state] += 1
    return done


def forget_old(*, before: datetime, now: datetime) -> int:
    """Forget alarms, threats and who saw them; return how many."""
    with work.atomic():
        gone = alarm_rows.forget(before=before)
        if gone:
            audit.write(by=SYSTEM, what="alarms-forgotten", subject="", now=now)
    return gone


def _hand_over(call: rows.Call, *, ways: LiveGateways, now: datetime) -> CallState:
    """Return where the call stands after each way of its channel was tried once."""
    message = _message(call, now=now)
    for gateway in ways.by_channel[call.channel]:
        try:
            receipt: Receipt = gateway.send([message])[0]
        except ChannelUnavailable:
            continue
        if receipt.outcome is not Outcome.LATER:
            return _AFTER[receipt.outcome]
    return CallState.QUEUED if call.tries + 1 < TRIES_MAX else CallState.REFUSED


def _message(call: rows.Call, *, now: datetime) -> Message:
    language, words = call_in(call.language)
    return Message(
        key=f"c_{call.subject}_{call.id}",
        address=call.address,
        language=language,
        headline=site().name,
        body=words,
        reference=f"c_{call.id}",
        sent_at=now,
        not_after=call.not_after,
        stop_url="",
    )

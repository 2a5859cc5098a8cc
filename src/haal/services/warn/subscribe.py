"""Ask to be warned, confirm it, and stop: for anybody, without an account.

An address is written to once, with a link; only who opens it and says yes is warned. The answer on the page is the
same whether the address is known or not. To stop is one tap, deletes everything, and needs no reason. To change
places: stop, and ask again.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from haal.channels.batch import LiveGateways, Message
from haal.domain import gazetteer
from haal.domain.delivery import Channel, Outcome
from haal.domain.errors import ChannelUnavailable, Refused
from haal.domain.hazard import Severity
from haal.domain.ids import SubscriberId, new_id
from haal.domain.subscriber import CELLS_MAX, PLACES_MAX, Choice, Reason, State, Subscriber, normal_address
from haal.domain.warn.message import first_message
from haal.domain.warning import CELL_RESOLUTION, Mode
from haal.geometry.cells import cells_of_circle, is_cell, parent, resolution_of
from haal.services.warn import gateways
from haal.storage import subscriber as subscriber_rows
from haal.storage import work
from haal.storage.ground import secret
from haal.storage.ground.site import site

CONFIRM_HOURS = 48
PLACE_RADIUS_KM_MAX = 5.0
TOKEN_BYTES = 16
FIRST_MESSAGES_MAX = 50
FORGET_MAX = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the form brings. A place is a name, or a cell chosen on a map; hours of quiet are both there or neither."""

    channel: Channel
    address: str
    language: str
    places: tuple[str, ...]
    second_language: str = ""
    level: Severity = Severity.SEVERE
    quiet_from: int | None = None
    quiet_to: int | None = None


def ask(*, wish: Wish, now: datetime) -> None:
    """Keep the wish; a first message with a link follows. Nothing tells whether the address was known.

    Raises:
        Refused: the address or the places are not usable, or nothing leaves by this channel yet.
        KeysLocked: addresses cannot be kept now.
    """
    if wish.channel not in gateways.channels_ready(Mode.ACTUAL):
        raise Refused(Reason.CHANNEL_NOT_READY)
    address = normal_address(wish.channel, wish.address)
    if address is None:
        raise Refused(Reason.ADDRESS_NOT_USABLE)
    choice = choice_of(wish)
    asked = subscriber_rows.Asked(id=SubscriberId(new_id("s")), address=address, choice=choice)
    with work.atomic():
        known = subscriber_rows.find(wish.channel, address)
        if known is not None and known.state is State.ASKED:
            subscriber_rows.choose_again(known.id, choice)
        elif known is None:
            subscriber_rows.keep([asked], state=State.ASKED, now=now)


def choice_of(wish: Wish) -> Choice:
    """Return what is kept of a wish beside the address. Raises Refused: no such place, too many, quiet all day."""
    hours = (wish.quiet_from, wish.quiet_to)
    if (None in hours and hours != (None, None)) or (hours[0] is not None and hours[0] == hours[1]):
        raise Refused(Reason.QUIET_ALL_DAY)
    places = places_of(wish.places)
    return Choice(
        channel=wish.channel,
        language=wish.language,
        second_language=wish.second_language if wish.second_language != wish.language else "",
        cells=tuple(sorted({cell for place in places for cell in place})),
        places=places,
        level=wish.level,
        quiet_from=wish.quiet_from,
        quiet_to=wish.quiet_to,
    )


def cells_of(places: Iterable[str]) -> tuple[str, ...]:
    """Return the cells of places, about 36 km2 each. Raises Refused when a place is not found or there are too many."""
    return tuple(sorted({cell for place in places_of(places) for cell in place}))


def places_of(places: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    """Return each place as its cells, the same once. Raises Refused when one is not found or there are too many."""
    names = tuple(name.strip() for name in places if name.strip())
    if len(names) > PLACES_MAX:
        raise Refused(Reason.TOO_MANY_PLACES, limit=PLACES_MAX)
    found = tuple(sorted({_place(name) for name in names}))
    if not found:
        raise Refused(Reason.NO_PLACE)
    if len({cell for place in found for cell in place}) > CELLS_MAX:
        raise Refused(Reason.TOO_MANY_PLACES, limit=PLACES_MAX)
    return found


def confirm(*, subscriber_id: SubscriberId, token: str) -> None:
    """Begin to warn. Raises Refused when the link is not valid, or too old."""
    _check("confirm", subscriber_id, token)
    with work.atomic():
        known = subscriber_rows.get(subscriber_id)
        if known is None:
            raise Refused(Reason.LINK_NOT_VALID)
        subscriber_rows.confirm(subscriber_id)


def stop(*, subscriber_id: SubscriberId, token: str) -> None:
    """Forget the subscription; done twice it is the same. Raises Refused when the link is not valid."""
    _check("stop", subscriber_id, token)
    with work.atomic():
        subscriber_rows.forget([subscriber_id])


def stop_by_address(*, channel: Channel, address: str) -> None:
    """Forget whoever is warned there: who writes from a number needs no link to stop it. Raises KeysLocked."""
    with work.atomic():
        known = subscriber_rows.find(channel, address)
        if known is not None:
            subscriber_rows.forget([known.id])


def confirm_by_address(*, channel: Channel, address: str) -> None:
    """Begin to warn there: who answers yes from a number needs no link. Nothing tells whether anybody had asked. Raises KeysLocked."""
    with work.atomic():
        known = subscriber_rows.find(channel, address)
        if known is not None:
            subscriber_rows.confirm(known.id)


def send_first_messages(*, ways: LiveGateways, now: datetime) -> int:
    """Write to those who asked and were not written to yet; return how many. Raises KeysLocked."""
    waiting = subscriber_rows.waiting_for_first_message(limit=FIRST_MESSAGES_MAX)
    sent = 0
    for channel, (gateway, *_) in ways.by_channel.items():
        here = [one for one in waiting if one.channel is channel]
        addresses = subscriber_rows.addresses([one.id for one in here])
        batch = [_first(one, addresses[one.id], now=now) for one in here if one.id in addresses]
        try:
            receipts = gateway.send(batch) if batch else ()
        except ChannelUnavailable:
            continue
        settled = {receipt.key for receipt in receipts if receipt.outcome is not Outcome.LATER}
        with work.atomic():
            subscriber_rows.set_told((one.id for one in here if one.id in settled), now=now)
        sent += len(settled)
    return sent


def forget_unconfirmed(*, now: datetime) -> int:
    """Delete wishes that nobody confirmed within two days; return how many."""
    late = subscriber_rows.unconfirmed(before=now - timedelta(hours=CONFIRM_HOURS), limit=FORGET_MAX)
    if not late:
        return 0
    with work.atomic():
        return subscriber_rows.forget(late)


def stop_urls() -> Callable[[str], str]:
    """Return what gives the link that ends a subscription; key and address of the box are looked up once for many."""
    box_url, digest_of = site().url, secret.digests(_of("stop"))

    def url(subscriber_id: str) -> str:
        return f"{box_url}/warnings/stop/{subscriber_id}/{digest_of(subscriber_id)[:TOKEN_BYTES].hex()}/"

    return url


def token_of(*, purpose: str, subscriber_id: SubscriberId) -> str:
    """Return what only the box can have written into a link."""
    return secret.digest(_of(purpose), subscriber_id)[:TOKEN_BYTES].hex()


def _of(purpose: str) -> str:
    return f"subscriber-{purpose}"


def _check(purpose: str, subscriber_id: SubscriberId, token: str) -> None:
    if not hmac.compare_digest(
        token_of(purpose=purpose, subscriber_id=subscriber_id).encode(), token.encode("utf-8", "replace")
    ):
        raise Refused(Reason.LINK_NOT_VALID)


def _place(name: str) -> tuple[str, ...]:
    """Return the cells of a name, or the cell that is named itself; a finer one is kept as the wider area it lies in."""
    if is_cell(name) and resolution_of(name) >= CELL_RESOLUTION:
        return (parent(name, CELL_RESOLUTION),)
    readings = gazetteer.resolve(name)
    if not readings:
        raise Refused(Reason.NO_PLACE)
    radius = min(readings[0].radius_km, PLACE_RADIUS_KM_MAX)
    lat, lon = readings[0].lat, readings[0].lon
    return tuple(sorted(cells_of_circle(lat=lat, lon=lon, radius_km=radius, resolution=CELL_RESOLUTION)))


def _first(one: Subscriber, to: subscriber_rows.Address, *, now: datetime) -> Message:
    subscriber_id = one.id
    url = f"{site().url}/warnings/confirm/{subscriber_id}/{token_of(purpose='confirm', subscriber_id=subscriber_id)}/"
    title, text = first_message(language=to.language, channel=one.channel, confirm_url=url)
    return Message(
        key=subscriber_id,
        address=to.address,
        language=to.language,
        headline=title,
        body=text,
        reference="first-message",
        sent_at=now,
        not_after=now + timedelta(hours=CONFIRM_HOURS),
        stop_url=stop_urls()(subscriber_id),
    )

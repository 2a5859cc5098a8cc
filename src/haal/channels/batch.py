"""What every outward channel is: it takes a batch of messages and gives one receipt for each.

The one thing to know: an answer is "accepted", "refused", "certainly not sent, later" or "unknown", and a gateway
that is not sure says unknown. The message's key goes with it wherever the wire has a place for it. A batch of which
nothing was sent at all raises `ChannelUnavailable`.

Live and drill gateways are different types. A drill gateway's endpoint has a port and nothing else: it is on this
machine by construction, so no setting can make a drill reach a person. Who is told and when is not decided here, see
`haal.services.warn`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import ClassVar, Protocol

from haal.domain.delivery import Channel, Outcome

LOOPBACK = "127.0.0.1"
NOT_BEGUN = "not-begun"  # of a message behind one at which the line broke: it is as if it had never been claimed


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveEndpoint:
    """A server that reaches people."""

    is_drill: ClassVar[bool] = False
    host: str
    port: int
    tls: bool = False  # from the first byte; a mail server on another port is asked for STARTTLS instead


@dataclass(frozen=True, slots=True, kw_only=True)
class DrillEndpoint:
    """A port of this machine. There is no field for a host."""

    is_drill: ClassVar[bool] = True
    port: int

    @property
    def host(self) -> str:
        """Return the loopback address, always."""
        return LOOPBACK


type Endpoint = LiveEndpoint | DrillEndpoint


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message for one person. `address` is in clear here and nowhere before."""

    key: str
    address: str
    language: str
    headline: str
    body: str
    reference: str  # which revision of which warning, without a word of it
    sent_at: datetime
    not_after: datetime
    stop_url: str
    is_repeat: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What became of one message. `why` is a code of the protocol, never a text with an address.

    `external_id` is the gateway's own name for the message; later receipts come under it.
    """

    key: str
    outcome: Outcome
    why: str = ""
    external_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How fast a gateway may be fed. The bucket itself is kept in the database, for all dispatchers together."""

    rate_per_second: float = 0.0  # 0: as fast as it takes them
    burst: int = 0  # how many at once after a rest; 0: what it takes in one second
    batch_max: int = 500  # for one call: so much is lost from sight when the call breaks off

    @property
    def at_once_max(self) -> int:
        """Return how large the bucket is: never less than one message."""
        return self.burst or max(1, round(self.rate_per_second))


UNPACED = Pace()
ONE_BY_ONE = Pace(batch_max=20)  # where a call sends one after another: small enough to look at the clock between


class Gateway[E: (LiveEndpoint, DrillEndpoint)](Protocol):
    """One way out."""

    @property
    def name(self) -> str:
        """Return a short name for rows and logs."""

    @property
    def honours_key(self) -> bool:
        """Return whether a second message with the same key is dropped by the other side."""

    @property
    def pace(self) -> Pace:
        """Return how fast it may be fed."""

    @property
    def endpoint(self) -> E:
        """Return where it leads; its type says whether people are there."""

    def send(self, batch: Sequence[Message]) -> tuple[Receipt, ...]:
        """Hand the batch over and return one receipt per message, in order.

        Raises:
            ChannelUnavailable: nothing of the batch was sent.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveGateways:
    """The ways that reach people: for each channel the preferred one first; a later one takes only what still waits."""

    is_drill: ClassVar[bool] = False
    by_channel: Mapping[Channel, tuple[Gateway[LiveEndpoint], ...]]

    def __post_init__(self) -> None:
        """Refuse a drill gateway: a warning must not vanish on this machine."""
        object.__setattr__(self, "by_channel", _checked(self.by_channel, LiveEndpoint))


@dataclass(frozen=True, slots=True, kw_only=True)
class DrillGateways:
    """The ways that reach nobody but this machine, in the same order."""

    is_drill: ClassVar[bool] = True
    by_channel: Mapping[Channel, tuple[Gateway[DrillEndpoint], ...]]

    def __post_init__(self) -> None:
        """Refuse a live gateway, also where types were not checked."""
        object.__setattr__(self, "by_channel", _checked(self.by_channel, DrillEndpoint))


type Gateways = LiveGateways | DrillGateways
type _Ways[E: (LiveEndpoint, DrillEndpoint)] = Mapping[Channel, tuple[Gateway[E], ...]]


def _checked[E: (LiveEndpoint, DrillEndpoint)](by_channel: _Ways[E], kind: type[E]) -> _Ways[E]:
    """Return the ways that can be used. What a gateway is called is where its bucket and its breaker are kept."""
    for ways in by_channel.values():
        if any(type(gateway.endpoint) is not kind for gateway in ways):
            raise TypeError(f"every gateway of this set leads to a {kind.__name__}")
        if len({gateway.name for gateway in ways}) != len(ways):
            raise ValueError("two gateways of one channel have the same name")
    return MappingProxyType({channel: tuple(ways) for channel, ways in by_channel.items() if ways})

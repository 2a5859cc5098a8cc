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


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveEndpoint:
    """A server that reaches people."""

    is_drill: ClassVar[bool] = False
    host: str
    port: int


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
    """What became of one message. `why` is a code of the protocol, never a text with an address."""

    key: str
    outcome: Outcome
    why: str = ""


class Gateway[E: (LiveEndpoint, DrillEndpoint)](Protocol):
    """One way out."""

    @property
    def name(self) -> str:
        """Return a short name for rows and logs."""

    @property
    def honours_key(self) -> bool:
        """Return whether a second message with the same key is dropped by the other side."""

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
    """The ways that reach people."""

    is_drill: ClassVar[bool] = False
    by_channel: Mapping[Channel, Gateway[LiveEndpoint]]

    def __post_init__(self) -> None:
        """Refuse a drill gateway: a warning must not vanish on this machine."""
        _check(self.by_channel, LiveEndpoint)
        object.__setattr__(self, "by_channel", MappingProxyType(dict(self.by_channel)))


@dataclass(frozen=True, slots=True, kw_only=True)
class DrillGateways:
    """The ways that reach nobody but this machine."""

    is_drill: ClassVar[bool] = True
    by_channel: Mapping[Channel, Gateway[DrillEndpoint]]

    def __post_init__(self) -> None:
        """Refuse a live gateway, also where types were not checked."""
        _check(self.by_channel, DrillEndpoint)
        object.__setattr__(self, "by_channel", MappingProxyType(dict(self.by_channel)))


type Gateways = LiveGateways | DrillGateways


type _Sets = Mapping[Channel, Gateway[LiveEndpoint]] | Mapping[Channel, Gateway[DrillEndpoint]]


def _check(gateways: _Sets, kind: type) -> None:
    if any(type(gateway.endpoint) is not kind for gateway in gateways.values()):
        raise TypeError(f"every gateway of this set leads to a {kind.__name__}")

"""Somebody who asked to be warned: an address, and a choice of places, languages, how grave, and hours of quiet.

Places are cells of about 36 km2, never a point. A person is told only after answering the first message (double
opt-in) and can stop with one tap or one word. Quiet hours never hold back what is extreme; anything less waits until
they end, if it still stands then. There is no list of subscribers for any role; see `haal.storage.subscriber`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from haal.domain.delivery import Channel
from haal.domain.hazard import Severity
from haal.domain.ids import SubscriberId
from haal.domain.warning_text import LAND_TIME

PLACES_MAX = 5
CELLS_MAX = 40
# As kept and compared: a person is told of what is at least as grave as their level.
LEVELS: Mapping[Severity, int] = MappingProxyType(
    {Severity.EXTREME: 4, Severity.SEVERE: 3, Severity.MODERATE: 2, Severity.MINOR: 1}
)
_MAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z0-9-]{2,63}")
_NUMBER = re.compile(r"\+[1-9][0-9]{7,14}")
_PUNCTUATION = re.compile(r"[\s().\-]+")


class State(StrEnum):
    """Where a subscription stands."""

    ASKED = "asked"
    ACTIVE = "active"  # there is no third: who stops is forgotten


class Reason(StrEnum):
    """Why a subscription is refused."""

    ADDRESS_NOT_USABLE = "subscriber-address-not-usable"
    NO_PLACE = "subscriber-no-place"
    TOO_MANY_PLACES = "subscriber-too-many-places"
    LINK_NOT_VALID = "subscriber-link-not-valid"
    CHANNEL_NOT_READY = "subscriber-channel-not-ready"
    QUIET_ALL_DAY = "subscriber-quiet-all-day"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What somebody chose. Many people may have chosen exactly the same; they are counted together.

    `cells` are of resolution 6. `places` says how they fall into places, at most `PLACES_MAX`; () when all are one place.
    `second_language` is read where nothing is written in the first; "" for none. Quiet hours are whole hours 0-23 of the
    land's clock, both or neither; 22 to 6 goes past midnight.
    """

    channel: Channel
    language: str
    cells: tuple[str, ...]
    second_language: str = ""
    level: Severity = Severity.SEVERE
    quiet_from: int | None = None
    quiet_to: int | None = None
    is_simulated: bool = False
    places: tuple[tuple[str, ...], ...] = ()

    @property
    def patches(self) -> tuple[tuple[str, ...], ...]:
        """Return the places, each as its cells."""
        return self.places or (self.cells,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscriber:
    """A subscription, as far as the system ever sees it: no address in clear."""

    id: SubscriberId
    choice: Choice
    state: State

    @property
    def channel(self) -> Channel:
        """Return by which way."""
        return self.choice.channel

    @property
    def cells(self) -> tuple[str, ...]:
        """Return of which places."""
        return self.choice.cells


def is_told(*, level: Severity, severity: Severity) -> bool:
    """Return whether somebody with this level is told of what is so grave."""
    return LEVELS[severity] >= LEVELS[level]


def quiet_until(*, quiet_from: int | None, quiet_to: int | None, severity: Severity, now: datetime) -> datetime | None:
    """Return when the quiet hours that hold a message back end, or None when it may go at once."""
    if quiet_from is None or quiet_to is None or quiet_from == quiet_to or severity is Severity.EXTREME:
        return None
    here = now.astimezone(LAND_TIME)
    hours_since = (here.hour - quiet_from) % 24
    length = (quiet_to - quiet_from) % 24
    if hours_since >= length:
        return None
    began = here.replace(minute=0, second=0, microsecond=0) - timedelta(hours=hours_since)
    return (began + timedelta(hours=length)).astimezone(now.tzinfo)


def normal_address(channel: Channel, typed: str) -> str | None:
    """Return the address in the one form that is kept and compared, or None when it cannot be one."""
    text = typed.strip()
    if channel is Channel.EMAIL:
        local, _, domain = text.rpartition("@")
        folded = f"{local}@{domain.lower()}"
        return folded if len(folded) <= 254 and _MAIL.fullmatch(folded) else None
    number = _PUNCTUATION.sub("", text)
    if number.startswith("00"):
        number = "+" + number[2:]
    elif number.startswith("0"):
        number = "+92" + number[1:]
    return number if _NUMBER.fullmatch(number) else None

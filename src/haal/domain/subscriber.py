"""Somebody who asked to be warned: an address, some places, a language. Nothing else is ever asked.

Places are cells of about 36 km2, never a point. A person is told only after answering the first message (double
opt-in) and can stop with one tap. There is no list of subscribers for any role; see `haal.storage.subscriber`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from haal.domain.delivery import Channel
from haal.domain.ids import SubscriberId

PLACES_MAX = 5
CELLS_MAX = 40
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscriber:
    """A subscription, as far as the system ever sees it: no address in clear."""

    id: SubscriberId
    channel: Channel
    language: str
    cells: tuple[str, ...]
    state: State
    is_simulated: bool = False


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

"""What asker and offerer may write to each other by code, without a number: few, short, masked, and either can stop it.

The one thing to know: whatever looks like a telephone number is masked before it is kept, since numbers are shown only when
both agree. Who is molested flags it: from then on nothing goes through, and two of the desk may read what was written.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from haal.domain.aid.match import LIVE_STATES, Match, Side
from haal.domain.aid.money import MoneyReason, names_account

CHARS_MAX = 300
IN_WINDOW_MAX = 5
WINDOW = timedelta(hours=1)
OF_SIDE_MAX = 30
MASK = "…"
_NUMBER = re.compile(r"\+?\d(?:[\s().-]?\d){6,}")
_AT = re.compile(r"\S+@\S+|(?:https?://|www\.)\S+", re.IGNORECASE)


class RelayReason(StrEnum):
    """Why a line does not go through."""

    RELAY_STOPPED = "relay-stopped"
    RELAY_MATCH_IS_OVER = "relay-match-is-over"
    RELAY_TOO_MANY = "relay-too-many"
    RELAY_TOO_LONG = "relay-too-long"
    RELAY_EMPTY = "relay-empty"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line, as both sides see it."""

    side: Side
    text: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """When each line of a match went through, without its words."""

    side: Side
    at: datetime


def why_not_say(
    match: Match, said: Sequence[Said], *, side: Side, text: str, now: datetime
) -> RelayReason | MoneyReason | None:
    """Return what forbids this line, or None."""
    own = [one for one in said if one.side is side]
    rules: tuple[tuple[bool, RelayReason | MoneyReason], ...] = (
        (match.relay_stopped, RelayReason.RELAY_STOPPED),
        (match.state not in LIVE_STATES, RelayReason.RELAY_MATCH_IS_OVER),
        (not text.strip(), RelayReason.RELAY_EMPTY),
        (len(text) > CHARS_MAX, RelayReason.RELAY_TOO_LONG),
        (names_account(text), MoneyReason.NO_ACCOUNT_NUMBERS),
        (len(own) >= OF_SIDE_MAX, RelayReason.RELAY_TOO_MANY),
        (sum(now - one.at < WINDOW for one in own) >= IN_WINDOW_MAX, RelayReason.RELAY_TOO_MANY),
    )
    return next((reason for holds, reason in rules if holds), None)


def masked(text: str) -> str:
    """Return the text with everything by which somebody could be reached taken out, in digits of any script."""
    return _NUMBER.sub(MASK, _AT.sub(MASK, text))

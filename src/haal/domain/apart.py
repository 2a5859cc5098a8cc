"""Protected reports, told apart from the news desk. The other thing told apart is a complaint, `haal.domain.complaint`.

The one thing to know: a protected report is no account of what happened. It asks how a focal person can reach somebody,
and nothing else; there is no field for a story, a name of another person or a place finer than a district.
It is not graded, linked, mapped, counted or exported, and is no `report`. The rows are `haal.storage.apart`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from haal.domain.errors import Refused
from haal.domain.incoming import CLIENT_KEY_CHARS_MAX, CLIENT_KEY_CHARS_MIN, Reason, check_text, texts_of
from haal.domain.policy import Policy


class ApartReason(StrEnum):
    """Why something told apart is not kept or not shown."""

    NO_WAY_TO_REACH = "no-way-to-reach"


@dataclass(frozen=True, slots=True, kw_only=True)
class Protected:
    """How a focal person can reach somebody. `urgent`: somebody is in danger now."""

    contact: str = ""
    safe_time: str = ""
    district: str = ""
    urgent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ProtectedSeen:
    """A protected report as a focal person reads it. `taken_by`: the pseudonym of who reaches out; empty: nobody yet."""

    id: str
    received_on: date
    told: Protected
    taken_by: str


def check_protected(told: Protected, *, client_key: str, policy: Policy) -> None:
    """Pass, or raise `Refused`. Only a way to be reached is needed, since nothing else is asked."""
    if not CLIENT_KEY_CHARS_MIN <= len(client_key) <= CLIENT_KEY_CHARS_MAX:
        raise Refused(Reason.CLIENT_KEY_NEEDED, chars=CLIENT_KEY_CHARS_MIN)
    for name, text in texts_of(told):
        check_text(text, field=name, chars_max=policy.field_chars_max)
    if not told.contact.strip():
        raise Refused(ApartReason.NO_WAY_TO_REACH)

"""What is told apart from the news desk: protected reports, and complaints.

The one thing to know: a protected report is no account of what happened. It asks how a focal person can reach somebody,
and nothing else; there is no field for a story, a name of another person or a place finer than a district. A complaint is
about us, and reaches two listeners who have no role at the desk.
Neither is graded, linked, mapped, counted or exported, and neither is a `report`. The rows are `haal.storage.apart`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from haal.domain.access import PERMISSIONS, Permission, Role
from haal.domain.errors import Refused
from haal.domain.incoming import CLIENT_KEY_CHARS_MAX, CLIENT_KEY_CHARS_MIN, Reason, check_text, texts_of
from haal.domain.policy import Policy

LISTENERS_COUNT = 2


class ApartReason(StrEnum):
    """Why something told apart is not kept or not shown."""

    NO_WAY_TO_REACH = "no-way-to-reach"
    NOTHING_COMPLAINED = "nothing-complained"
    LISTENER_AT_THE_DESK = "listener-at-the-desk"


@dataclass(frozen=True, slots=True, kw_only=True)
class Protected:
    """How a focal person can reach somebody. `urgent`: somebody is in danger now."""

    contact: str = ""
    safe_time: str = ""
    district: str = ""
    urgent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """What somebody says about us. `about` may name a pseudonym or a thing; `contact` may be empty."""

    told: str
    about: str = ""
    contact: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProtectedSeen:
    """A protected report as a focal person reads it. `taken_by`: the pseudonym of who reaches out; empty: nobody yet."""

    id: str
    received_on: date
    told: Protected
    taken_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintSeen:
    """A complaint as a listener reads it. `reached`: how many listeners have read it, of two."""

    id: str
    received_on: date
    told: Complaint
    reached: int


def check_protected(told: Protected, *, client_key: str, policy: Policy) -> None:
    """Pass, or raise `Refused`. Only a way to be reached is needed, since nothing else is asked."""
    _check(told, client_key=client_key, long=frozenset(), policy=policy)
    if not told.contact.strip():
        raise Refused(ApartReason.NO_WAY_TO_REACH)


def check_complaint(told: Complaint, *, client_key: str, policy: Policy) -> None:
    """Pass, or raise `Refused`."""
    _check(told, client_key=client_key, long=frozenset({"told"}), policy=policy)
    if not told.told.strip():
        raise Refused(ApartReason.NOTHING_COMPLAINED)


def why_not_listen(roles: frozenset[Role]) -> ApartReason | None:
    """Return why somebody with these roles may not read complaints although they are a listener, or None."""
    return ApartReason.LISTENER_AT_THE_DESK if roles & PERMISSIONS[Permission.SEE_DESK] else None


def _check(told: object, *, client_key: str, long: frozenset[str], policy: Policy) -> None:
    if not CLIENT_KEY_CHARS_MIN <= len(client_key) <= CLIENT_KEY_CHARS_MAX:
        raise Refused(Reason.CLIENT_KEY_NEEDED, chars=CLIENT_KEY_CHARS_MIN)
    for name, text in texts_of(told):
        check_text(text, field=name, chars_max=policy.story_chars_max if name in long else policy.field_chars_max)

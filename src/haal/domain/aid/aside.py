"""What a person looks at first before anything is done with it: a flood, a sender who misled, something told not to be so.

The one thing to know: nothing is refused, deleted or answered otherwise, and the asker sees the same: only the machine leaves it
alone and the desk sees why. One person's word holds a sender back for three days and no longer; a second person's makes it thirty.
Whoever looks brings it back with one press.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from haal.domain.policy import Policy

OPEN_WINDOW = timedelta(hours=1)


class AsideWhy(StrEnum):
    """Why it is set aside."""

    ABUSE = "aside-abuse"  # somebody of the desk says so; holds the sender back
    RUMOUR = "aside-rumour"  # only heard, by nobody who could know
    CORRECTED = "aside-corrected"  # somebody told that it is not so
    SENDER = "aside-sender"  # from a sender who is held back
    FLOOD = "aside-flood"  # one of very many without a way to reach anybody


BY_HAND = (AsideWhy.ABUSE, AsideWhy.RUMOUR)


class AsideReason(StrEnum):
    """Why something is not set aside or not kept so."""

    ASIDE_ALREADY = "aside-already"
    ASIDE_NOT_ANY_MORE = "aside-not-any-more"


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    """A need or an offer that is set aside. `confirmed`: a second person said so too."""

    subject: str
    why: AsideWhy
    by: str
    at: datetime
    confirmed: bool = False


def holds_back(aside: Aside, *, now: datetime, policy: Policy) -> bool:
    """Return whether the sender of this one is held back still."""
    days = policy.sender_held_days_two if aside.confirmed else policy.sender_held_days_one
    return aside.why is AsideWhy.ABUSE and now - aside.at < timedelta(days=days)


def why_set_aside(
    *, sender: tuple[Aside, ...], has_contact: bool, unnamed_count: int, now: datetime, policy: Policy
) -> AsideWhy | None:
    """Return why a need or an offer that comes now is set aside, or None.

    Args:
        sender: what was set aside of the same sender.
        has_contact: somebody can be reached.
        unnamed_count: how many without any contact came within the last hour.
        now: the instant.
        policy: the limits.
    """
    if any(holds_back(one, now=now, policy=policy) for one in sender):
        return AsideWhy.SENDER
    return AsideWhy.FLOOD if not has_contact and unnamed_count >= policy.unnamed_an_hour_max else None

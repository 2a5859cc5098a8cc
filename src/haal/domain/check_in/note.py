"""The note that a person at risk may attach: where they wanted to go, whom they meant to meet.

It is sealed before it is kept. The one thing to know: it opens only while somebody must act, and by two of the circle, each
with their own six words; nobody else can open it, the box neither. Nothing else asks for a place.
"""

from __future__ import annotations

from collections.abc import Collection

from haal.domain.check_in.circle import Circle, CircleReason
from haal.domain.ids import MemberId

MEMBERS_TO_OPEN = 2


def why_not_agree(circle: Circle, *, has_note: bool) -> CircleReason | None:
    """Return what forbids a member to agree that the note is opened, or None."""
    if not circle.alarms:
        return CircleReason.NOT_OVERDUE
    return None if has_note else CircleReason.NO_NOTE


def opens(circle: Circle, *, agreed: Collection[MemberId]) -> bool:
    """Return whether these are enough to open it: two who are of the circle, while somebody must act."""
    mine = {member.id for member in circle.members}
    return bool(circle.alarms) and len(mine & set(agreed)) >= MEMBERS_TO_OPEN

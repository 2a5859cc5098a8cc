"""Invitations: one code, said once, for one person, without any role.

The one thing to know: the code is told to the one who invites and kept nowhere; the box keeps a keyed digest. Nothing says
who was meant. Using a code is `accounts.join`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from haal.domain.access import Actor, Permission, require, require_fresh
from haal.domain.errors import GeneralReason, Refused
from haal.domain.person import draw_invite_code, normalise_invite_code
from haal.domain.policy import DEFAULT, Policy
from haal.storage import audit, invite, work

OPEN_MAX = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """The code to say or hand over on paper, and until when it works."""

    code: str
    expires_at: datetime


def invite_one(*, by: Actor, now: datetime, policy: Policy = DEFAULT) -> Invitation:
    """Make a one-time code. Raises Refused: not allowed, no fresh second factor, or twenty codes wait already."""
    require(by, Permission.INVITE)
    require_fresh(by, now=now, minutes=policy.second_factor_minutes)
    code = draw_invite_code()
    expires_at = now + timedelta(hours=policy.invite_hours)
    with work.atomic():
        if invite.open_count(now=now) >= OPEN_MAX:
            raise Refused(GeneralReason.TOO_MANY)
        invite_id = invite.add(code=normalise_invite_code(code), by=by.person_id, now=now, expires_at=expires_at)
        audit.write(by=by, what="invited", subject=invite_id, now=now)
    return Invitation(code=code, expires_at=expires_at)

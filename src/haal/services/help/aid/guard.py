"""A match for a child or a woman alone: a second person vouches and names the host, and somebody calls after the arrival."""

from __future__ import annotations

from datetime import datetime

from haal.domain.access import Actor, Permission, require
from haal.domain.aid.match import LIVE_STATES, MatchReason
from haal.domain.aid.whom import GuardReason, why_not_vouch
from haal.domain.errors import Refused
from haal.domain.ids import MatchId, NeedId
from haal.domain.incoming import check_text
from haal.domain.policy import DEFAULT
from haal.storage import audit, work
from haal.storage import match as match_rows


def vouch(*, match_id: MatchId, host: str, by: Actor, now: datetime) -> NeedId:
    """Keep that a second person has looked at this match, and who the host is, in the desk's box. Raises Refused."""
    require(by, Permission.MATCH_NEEDS)
    check_text(host, field="host", chars_max=DEFAULT.field_chars_max)
    if not host.strip():
        raise Refused(GuardReason.HOST_NAME_FIRST)
    with work.atomic():
        match = match_rows.get(match_id, for_change=True)
        if not match.guarded or match.state not in LIVE_STATES:
            raise Refused(MatchReason.NOT_FROM_THIS_STATE)
        if reason := why_not_vouch(match, by=by.person_id):
            raise Refused(reason)
        match_rows.vouch(match_id, by=by.person_id, host=host, now=now)
        audit.write(by=by, what="match-vouched", subject=match_id, now=now)
    return match.need_id


def called(*, match_id: MatchId, by: Actor, now: datetime) -> NeedId:
    """Keep that somebody called after the arrival and heard that all is well. Raises Refused."""
    require(by, Permission.MATCH_NEEDS)
    with work.atomic():
        match = match_rows.get(match_id, for_change=True)
        if not match.guarded or match.state not in LIVE_STATES:
            raise Refused(MatchReason.NOT_FROM_THIS_STATE)
        match_rows.set_called(match_id, by=by.person_id, now=now)
        audit.write(by=by, what="match-called", subject=match_id, now=now)
    return match.need_id

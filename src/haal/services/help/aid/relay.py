"""Asker and offerer write to each other by code alone; either stops it with one press, and the desk then reads what was said.

The one thing to know: neither side learns who the other is. What looks like a number is masked before it is kept, and there is
no notice by which a line could be answered from outside: who has the code comes back and reads.
"""

from __future__ import annotations

from datetime import datetime

from haal.domain.access import NOBODY, Actor, Permission, require
from haal.domain.aid.relay import Line, masked, why_not_say
from haal.domain.errors import GeneralReason, NotFound, Refused
from haal.domain.ids import MatchId
from haal.domain.incoming import check_text
from haal.domain.policy import DEFAULT
from haal.services.help import codes
from haal.storage import audit, work
from haal.storage import match as match_rows
from haal.storage.aid import relay as rows
from haal.storage.ground import secret

FLAGGED_DAYS = 30


def say(*, code: str, match_id: MatchId, text: str, client_key: str, now: datetime) -> None:
    """Keep a line for the other side. The same key twice keeps it once. Raises NotFound, Refused."""
    check_text(text, field="text", chars_max=DEFAULT.field_chars_max)
    with work.atomic():
        match, side = codes.mine(code=code, match_id=match_id)
        match_rows.get(match_id, for_change=True)
        if reason := why_not_say(match, rows.said(match_id), side=side, text=text, now=now):
            raise Refused(reason)
        key_hash = secret.digest("relay-key", match_id, side.value, client_key, text)
        if rows.put(match_id, side=side, text=masked(text), key_hash=key_hash, now=now):
            audit.write(by=NOBODY, what="relay-said", subject=match_id, why=side.value, now=now)


def flag(*, code: str, match_id: MatchId, now: datetime) -> None:
    """Stop everything between the two: who was molested says so. Raises NotFound, Refused."""
    with work.atomic():
        _, side = codes.mine(code=code, match_id=match_id)
        if not match_rows.stop_relay(match_id, now=now):
            raise Refused(GeneralReason.ALREADY_DONE)
        audit.write(by=NOBODY, what="relay-flagged", subject=match_id, why=side.value, now=now)


def read_flagged(*, match_id: MatchId, by: Actor, now: datetime) -> tuple[Line, ...]:
    """Return what was said in a match that was flagged; each reading is audited. Raises NotFound, KeysLocked."""
    require(by, Permission.MATCH_NEEDS)
    with work.atomic():
        if not match_rows.get(match_id).relay_stopped:
            raise NotFound
        found = rows.lines(match_id)
        audit.write(by=by, what="relay-read", subject=match_id, now=now)
    return found


def forget_over(*, now: datetime) -> int:
    """Delete what was said where nothing is to be said any more; return how much."""
    return rows.forget_over(now=now, flagged_days=FLAGGED_DAYS)

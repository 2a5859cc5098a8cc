"""What may be a child is handed to a child-protection body, with a record of the hand-over and of what the body said.

The one thing to know: until that body says that it is the same child, the desk cannot say so (`why_not_say_same`); what it says is
kept in a box, and changes nothing for the seeker.
"""

from __future__ import annotations

from datetime import datetime

from haal.domain.access import Actor
from haal.domain.errors import Refused
from haal.domain.ids import TracingPairId
from haal.domain.incoming import check_text
from haal.domain.policy import DEFAULT
from haal.domain.tracing.pair import PairState
from haal.domain.tracing.referral import Protection, Referral, why_not_keep, why_not_refer
from haal.services.help.tracing import desk
from haal.storage import audit, work
from haal.storage.tracing import pair as pair_rows
from haal.storage.tracing import referral as rows


def refer(*, pair_id: TracingPairId, to: str, why: str, by: Actor, now: datetime) -> None:
    """Keep that a child-protection body has it. Raises NotFound, Refused, KeysLocked."""
    for field, text in (("to", to), ("why", why)):
        check_text(text, field=field, chars_max=DEFAULT.field_chars_max)
    with work.atomic():
        pair = desk.own_pair(pair_id=pair_id, by=by, for_change=True)
        if reason := why_not_refer(pair, last=_last(pair_id), to=to):
            raise Refused(reason)
        referral = Referral(pair_id=pair_id, to=to.strip(), why=why.strip(), referred_by=by.person_id, referred_at=now)
        rows.add(referral)
        pair_rows.refer(pair_id, now=now)
        audit.write(by=by, what="tracing-referred", subject=pair_id, now=now)


def keep_said(*, pair_id: TracingPairId, said: Protection, by: Actor, now: datetime) -> None:
    """Keep what the body said; that it is another child parts the two. The audit does not say which. Raises Refused."""
    with work.atomic():
        pair = desk.own_pair(pair_id=pair_id, by=by, for_change=True)
        if reason := why_not_keep(_last(pair_id), said):
            raise Refused(reason)
        rows.keep_said(pair_id, said, now=now)
        if said is Protection.NOT_SAME and pair.state is not PairState.SAME:
            pair_rows.say_not_same(pair_id)
        audit.write(by=by, what="tracing-protection-said", subject=pair_id, now=now)


def _last(pair_id: TracingPairId) -> Referral | None:
    return next(reversed(rows.of_pair(pair_id)), None)

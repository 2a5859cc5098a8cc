"""Set something aside for a person to look at, keep it so, bring it back; and look whether what comes now is to be looked at first.

The one thing to know: whoever sent it is told nothing else than before and nothing is deleted. A second person makes it last, one
person alone brings it back.
"""

from __future__ import annotations

from datetime import datetime

from haal.domain.access import SYSTEM, Actor, Permission, require
from haal.domain.aid.aside import BY_HAND, Aside, AsideReason, AsideWhy, why_set_aside
from haal.domain.errors import GeneralReason, Refused
from haal.domain.ids import NeedId, OfferId
from haal.domain.policy import DEFAULT, Policy
from haal.storage import audit, work
from haal.storage import need as need_rows
from haal.storage import offer as offer_rows
from haal.storage.aid import aside as rows

type Subject = NeedId | OfferId | str


def set_aside(*, subject: Subject, why: AsideWhy, by: Actor, now: datetime) -> None:
    """Let nothing be suggested for it till a person has looked; who misled is held back. Raises NotFound, Refused."""
    require(by, Permission.MATCH_NEEDS)
    if why not in BY_HAND:
        raise Refused(GeneralReason.NOT_ALLOWED)
    _put(subject, why=why, by=by, now=now)


def keep_aside(*, subject: Subject, by: Actor, now: datetime) -> None:
    """Say as a second person that it is so. Raises Refused: the same person, or it is not set aside by hand."""
    require(by, Permission.MATCH_NEEDS)
    with work.atomic():
        found = rows.find(subject)
        if found is None or found.why not in BY_HAND:
            raise Refused(AsideReason.ASIDE_NOT_ANY_MORE)
        if not rows.confirm(subject, by=by.person_id):
            raise Refused(GeneralReason.TWO_PEOPLE_NEEDED)
        audit.write(by=by, what="aside-confirmed", subject=subject, now=now)


def bring_back(*, subject: Subject, by: Actor, now: datetime) -> None:
    """Treat it like any other again. Raises Refused: it is not set aside."""
    require(by, Permission.MATCH_NEEDS)
    with work.atomic():
        if not rows.bring_back(subject):
            raise Refused(AsideReason.ASIDE_NOT_ANY_MORE)
        audit.write(by=by, what="aside-brought-back", subject=subject, now=now)


def is_not_so(*, subject: Subject, now: datetime) -> bool:
    """Set aside what somebody told not to be so, inside the caller's transaction; False when it is aside already."""
    return _keep(subject, why=AsideWhy.CORRECTED, by=SYSTEM, sender=None, now=now)


def look_at_new(*, subject: Subject, contact: str, now: datetime, policy: Policy = DEFAULT) -> None:
    """Set aside what comes from a sender who is held back, or in a flood; inside the caller's transaction."""
    sender = rows.sender_of(contact)
    unnamed = 0 if contact else need_rows.unnamed_since(now=now) + offer_rows.unnamed_since(now=now)
    why = why_set_aside(
        sender=rows.of_sender(sender), has_contact=bool(contact), unnamed_count=unnamed, now=now, policy=policy
    )
    if why is not None:
        _keep(subject, why=why, by=SYSTEM, sender=sender, now=now)


def forget_senders(*, now: datetime, policy: Policy = DEFAULT) -> int:
    """Forget by what a sender is known where nobody is held back any more; return how many."""
    return rows.forget_senders(now=now, days_max=policy.sender_held_days_two)


def _put(subject: Subject, *, why: AsideWhy, by: Actor, now: datetime) -> None:
    with work.atomic():
        table = need_rows if subject.startswith("n") else offer_rows
        sender = table.sender_index(subject)
        if not _keep(subject, why=why, by=by, sender=sender, now=now):
            raise Refused(AsideReason.ASIDE_ALREADY)


def _keep(subject: Subject, *, why: AsideWhy, by: Actor, sender: bytes | None, now: datetime) -> bool:
    made = rows.put(Aside(subject=subject, why=why, by=by.person_id, at=now), sender=sender)
    if made:
        audit.write(by=by, what="set-aside", subject=subject, why=why.value, now=now)
    return made

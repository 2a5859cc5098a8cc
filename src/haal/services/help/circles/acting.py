"""Who is of a circle acts: writes down what they did, hands over, says they reached the person, leaves.

The one thing to know: a member without an account acts with their code, one with an account also at the desk; both come to
the same steps here. What is done in a duress alarm stands with the circle alone and in no audit.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from haal.domain.access import Actor, Permission, may, require
from haal.domain.check_in.circle import Alarm, Circle, CircleReason, Member
from haal.domain.check_in.ladder import Act, is_everyones, member_of
from haal.domain.check_in.word import reached_well
from haal.domain.delivery import Channel
from haal.domain.errors import NotFound, Refused
from haal.domain.ids import CheckInId, MemberId
from haal.domain.subscriber import Reason, normal_address
from haal.services.help.circles import opening
from haal.storage import audit, work
from haal.storage.check_in import contact, rows, turns


@dataclass(frozen=True, slots=True, kw_only=True)
class OfCircle:
    """A circle as one of its members comes to it with their code."""

    circle: Circle
    member: Member


def act(*, circle_id: CheckInId, did: Act, by: Actor, now: datetime, plan_step: int | None = None) -> None:
    """Keep who did what, at the desk; reaching them well ends the alarm.

    Raises:
        NotFound: the actor is not of this circle, and it is not everyone's turn yet.
        Refused: nobody must act.
    """
    require(by, Permission.WATCH_CHECK_INS)
    with work.atomic():
        circle = rows.get(circle_id, for_change=True)
        if not may_act(circle=circle, by=by):
            raise NotFound
        member = member_of(circle, by.person_id)
        _act(circle, did=did, member=member.id if member else None, by=by, now=now, plan_step=plan_step)


def act_by_code(*, code: str, did: Act, now: datetime, plan_step: int | None = None) -> None:
    """Keep what a member did, with their code. Raises NotFound, Refused."""
    with work.atomic():
        mine = find(code)
        circle = rows.get(mine.circle.id, for_change=True)
        _act(circle, did=did, member=mine.member.id, by=mine.member.id, now=now, plan_step=plan_step)


def leave(*, code: str, now: datetime) -> bool:
    """Leave the circle and return True; False: two must stay, and the opener sees who asks for somebody in their place."""
    mine = find(code)
    return opening.let_go(circle_id=mine.circle.id, member=mine.member.id, by=mine.member.id, now=now)


def set_number(*, code: str, number: str, language: str, now: datetime) -> None:
    """Keep the number at which a member is called; empty: forget it. Raises NotFound, Refused, KeysLocked."""
    mine = find(code)
    normal = normal_address(Channel.SMS, number) if number else None
    if number and normal is None:
        raise Refused(Reason.ADDRESS_NOT_USABLE)
    with work.atomic():
        if normal is None:
            contact.forget_number(mine.circle.id, mine.member.id)
        else:
            contact.set_number(mine.circle.id, mine.member.id, language=language, address=normal)
        audit.write(by=mine.member.id, what="circle-number-set", subject=mine.circle.id, now=now)


def find(code: str) -> OfCircle:
    """Return the circle of a member's code. Raises NotFound, for the person's own codes too."""
    found = rows.find_by_code_hash(opening.code_hash(code))
    circle = rows.get(found.circle_id)
    member = next((one for one in circle.members if one.id == found.member), None)
    if member is None:
        raise NotFound
    return OfCircle(circle=circle, member=member)


def may_act(*, circle: Circle, by: Actor) -> bool:
    """Return whether it is this account's to act: one of the circle, or anyone who watches once everyone was called."""
    if member_of(circle, by.person_id):
        return True
    everyones = is_everyones(circle, turns.came(circle, Alarm.SILENCE))
    return everyones and may(by, Permission.WATCH_CHECK_INS)


def _act(
    circle: Circle, *, did: Act, member: MemberId | None, by: Actor | MemberId, now: datetime, plan_step: int | None
) -> None:
    if not circle.alarms:
        raise Refused(CircleReason.NOT_OVERDUE)
    person = by.person_id if isinstance(by, Actor) else None
    turns.keep_act(circle.id, turns.Done(member=member, person=person, did=did, plan_step=plan_step, at=now))
    if circle.silent_since is not None:
        audit.write(by=by, what="circle-acted", subject=circle.id, why=did.value, now=now)
    if did is Act.REACHED_WELL:
        rows.save(reached_well(circle, now=now))

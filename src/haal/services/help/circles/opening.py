"""Open a circle, and let its opener name somebody else in it or make new codes when some were lost.

The one thing to know: codes are told once and kept as keyed hashes. The person at risk gets two, the plain and the duress one;
each member one of their own, by which they act without any account and open the sealed note. The opener reads neither
alarm nor note unless they are of the circle.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from haal.domain import receipt
from haal.domain.access import Actor, Permission, Role, require
from haal.domain.check_in.circle import (
    Circle,
    CircleReason,
    Kind,
    Member,
    has_twice,
    steps_of,
    why_not_leave,
    why_not_open,
)
from haal.domain.errors import NotFound, Refused
from haal.domain.ids import CheckInId, MemberId, PersonId, new_id
from haal.domain.incoming import check_text
from haal.domain.policy import DEFAULT, Policy
from haal.language.receipt_words import WORDS
from haal.storage import audit, person, work
from haal.storage.check_in import rows
from haal.storage.ground import secret
from haal.storage.ground.fields import DeskBox
from haal.vault import word
from haal.vault.keys import new_pair

WATCHERS = (Role.AID, Role.STEWARD)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """A circle to be opened.

    `label`: a word the circle uses for the person, not their name. `plan`: what to do, a step a line. `members`: accounts in
    the order in which they act; None for somebody who has none and acts with a code.
    """

    label: str
    plan: str
    members: tuple[PersonId | None, ...]
    every_minutes: int
    kind: Kind = Kind.RHYTHM
    widens: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A code as it is told, once: as words and as digits."""

    words: str
    digits: str

    @property
    def link(self) -> str:
        """The words as they stand in an address."""
        return self.words.replace(" ", "-")


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """Told once: the two codes of the person at risk, and one for each member in order."""

    circle_id: CheckInId
    plain: Code
    duress: Code
    members: tuple[Code, ...]


def open_circle(*, opening: Opening, by: Actor, now: datetime, policy: Policy = DEFAULT) -> Opened:
    """Keep a circle and return its codes. Raises Refused, NotFound (an account that does not watch)."""
    require(by, Permission.WATCH_CHECK_INS)
    _check(opening, policy)
    circle = Circle(
        id=CheckInId(new_id("c")),
        members=tuple(Member(id=MemberId(new_id("m")), person=one) for one in opening.members),
        kind=opening.kind,
        every_minutes=opening.every_minutes,
        grace_minutes=policy.check_in_grace_minutes,
        due_at=now + timedelta(minutes=opening.every_minutes),
        widens=opening.widens,
    )
    box = DeskBox.shut({"label": opening.label, "plan": opening.plan})
    plain, duress, *others = (_new_code() for _ in range(2 + len(circle.members)))
    joining = [_joining(member, code) for member, code in zip(circle.members, others, strict=True)]
    with work.atomic():
        rows.keep(circle, box=box, opened_by=by.person_id)
        rows.set_codes(circle.id, plain=_hashes(plain), duress=_hashes(duress))
        for step, member in enumerate(joining, start=1):
            rows.join(circle.id, member, step=step)
        audit.write(by=by, what="circle-opened", subject=circle.id, now=now)
    return Opened(circle_id=circle.id, plain=plain, duress=duress, members=tuple(others))


def new_codes(*, circle_id: CheckInId, by: Actor, now: datetime) -> tuple[Code, Code]:
    """Make new codes for the person at risk, the old ones are void; return the plain and the duress one. Raises NotFound."""
    _own(circle_id, by)
    plain, duress = _new_code(), _new_code()
    with work.atomic():
        rows.set_codes(circle_id, plain=_hashes(plain), duress=_hashes(duress))
        audit.write(by=by, what="circle-codes-renewed", subject=circle_id, now=now)
    return plain, duress


def name_another(*, circle_id: CheckInId, place: int, person_id: PersonId | None, by: Actor, now: datetime) -> Code:
    """Let somebody else stand at `place` (from 1), as agreed with the person at risk; return their code.

    Raises:
        NotFound: not the actor's circle, no such place, or an account that does not watch.
        Refused: this account is in the circle already.
    """
    circle = _own(circle_id, by)
    if not 1 <= place <= len(circle.members):
        raise NotFound
    leaving = circle.members[place - 1]
    if has_twice([person_id, *(member.person for member in circle.members if member is not leaving)]):
        raise Refused(CircleReason.TWO_TO_FIVE_MEMBERS)
    _check_watches(person_id)
    code = _new_code()
    joining = _joining(Member(id=MemberId(new_id("m")), person=person_id), code)
    with work.atomic():
        rows.join(circle_id, joining, step=rows.leave(leaving.id))
        audit.write(by=by, what="circle-member-named", subject=circle_id, now=now)
    return code


def let_go(*, circle_id: CheckInId, member: MemberId, by: Actor | str, now: datetime) -> bool:
    """Let a member leave and return True; where two must stay, keep that they wish to and return False."""
    with work.atomic():
        circle = rows.get(circle_id, for_change=True)
        audit.write(by=by, what="circle-member-leaves", subject=circle_id, now=now)
        if why_not_leave(circle):
            rows.set_wants_out(member)
            return False
        rows.leave(member)
    return True


def code_hash(code: str) -> bytes:
    """Return the keyed hash of a code in either form; of what cannot be a code, one that nothing has."""
    normal = receipt.normalise(code)
    return secret.digest("check-in-code", normal) if normal else b""


def _check(opening: Opening, policy: Policy) -> None:
    check_text(opening.label, field="label", chars_max=policy.field_chars_max)
    check_text(opening.plan, field="plan", chars_max=policy.story_chars_max)
    steps = steps_of(opening.plan)
    count = 0 if has_twice(opening.members) else len(opening.members)
    if reason := why_not_open(members_count=count, every_minutes=opening.every_minutes, steps_count=len(steps)):
        raise Refused(reason)
    for member in opening.members:
        _check_watches(member)


def _check_watches(person_id: PersonId | None) -> None:
    if person_id is not None and not person.roles_of(person_id) & set(WATCHERS):
        raise NotFound


def _own(circle_id: CheckInId, by: Actor) -> Circle:
    require(by, Permission.WATCH_CHECK_INS)
    circle = rows.get(circle_id)
    if circle.is_over or rows.opener_of(circle_id) != by.person_id:
        raise NotFound
    return circle


def _joining(member: Member, code: Code) -> rows.Joining:
    """Make the member's own key, locked with the words of their code: slow on purpose, so outside any transaction."""
    pair = new_pair()
    locked = word.shut(pair.identity.encode(), word=code.link, row_id=member.id)
    return rows.Joining(member=member, hashes=_hashes(code), public=pair.public, identity=locked)


def _hashes(code: Code) -> rows.Hashes:
    return rows.Hashes(words=code_hash(code.words), digits=code_hash(code.digits))


def _new_code() -> Code:
    """Return a code that no circle has."""
    while True:
        seed = secrets.token_bytes(32)
        code = Code(words=receipt.words_of(seed, WORDS), digits=receipt.digits_of(seed))
        if not rows.code_taken(code_hash(code.digits)):
            return code

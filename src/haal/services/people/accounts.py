"""Accounts: the founding act, joining by a one-time code, stopping.

The one thing to know: one person is enough to stop an account and never enough to open or close one. The founding act is the
only moment at which roles exist before two people could give them; it is refused as soon as any account exists.
Not for roles (`roles`) nor for what needs two people (`agreements`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from haal.domain import conduct
from haal.domain.access import SYSTEM, Actor, Permission, Role, require
from haal.domain.agreement import Kind
from haal.domain.errors import GeneralReason, Refused
from haal.domain.ids import PersonId
from haal.domain.person import (
    PersonReason,
    draw_passphrase,
    draw_pseudonym,
    normalise_invite_code,
    why_not_passphrase,
)
from haal.storage import agreement as agreements
from haal.storage import audit, invite, person, work

FOUNDERS_MIN = 3
SUSPENSIONS_A_DAY_MAX = 3  # one person can stop another at once, but not empty the desk


@dataclass(frozen=True, slots=True, kw_only=True)
class Founder:
    """A first account, told once and kept nowhere: whoever founds writes it down."""

    person_id: PersonId
    pseudonym: str
    passphrase: str
    roles: tuple[Role, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """What a newcomer must write down: the pseudonym that was drawn."""

    person_id: PersonId
    pseudonym: str


def found(*, founders: Sequence[frozenset[Role]], now: datetime) -> tuple[Founder, ...]:
    """Make the first accounts together, each with its roles, given by the two who come after it in the round.

    Args:
        founders: the roles of each; at least three people, since a role is given by two others.
        now: aware, UTC.

    Raises:
        Refused: there is an account already, or fewer than three people found.
    """
    if len(founders) < FOUNDERS_MIN:
        raise Refused(PersonReason.FOUNDERS_TOO_FEW)
    drawn = [(draw_passphrase(), roles) for roles in founders]
    hashes = [person.hashed(passphrase) for passphrase, _ in drawn]
    with work.atomic():
        if person.any_person():
            raise Refused(PersonReason.ALREADY_FOUNDED)
        made = tuple(
            _make_founder(passphrase, roles=roles, password=password, now=now)
            for (passphrase, roles), password in zip(drawn, hashes, strict=True)
        )
        for place, founder in enumerate(made):
            _give_founding_roles(
                founder, others=(made[(place + 1) % len(made)], made[(place + 2) % len(made)]), now=now
            )
    return made


def join(*, code: str, passphrase: str, now: datetime) -> Joined:
    """Make an account from an invitation: a drawn pseudonym, the chosen passphrase, no role.

    Raises:
        Refused: the passphrase is too short, or the code is used, expired or unknown (one answer for the three).
    """
    if reason := why_not_passphrase(passphrase):
        raise Refused(reason)
    normal = normalise_invite_code(code)
    if not invite.is_open(code=normal, now=now):  # before hashing: a flood of wrong codes costs nothing
        raise Refused(PersonReason.INVITE_NOT_VALID)
    password = person.hashed(passphrase)
    with work.atomic():
        pseudonym = draw_pseudonym(person.pseudonym_taken)
        person_id = person.add_hashed(pseudonym=pseudonym, password=password, now=now)
        invite_id = invite.use(code=normal, by=person_id, now=now)
        if invite_id is None:
            raise Refused(PersonReason.INVITE_NOT_VALID)
        audit.write(by=person_id, what="joined", subject=invite_id, now=now)
    return Joined(person_id=person_id, pseudonym=pseudonym)


def accept_conduct(*, by: Actor, now: datetime) -> None:
    """Keep that the actor accepted the code of conduct as it holds now."""
    require(by, Permission.OWN_ACCOUNT)
    with work.atomic():
        person.accept_conduct(person_id=by.person_id, now=now)
        audit.write(by=by, what="conduct-accepted", subject=by.person_id, why=conduct.VERSION, now=now)


def suspend(*, person_id: PersonId, by: Actor, now: datetime) -> None:
    """Stop an account at once and end its sittings; any one person may, of any account, their own included.

    Raises:
        NotFound: there is no such account.
        Refused: it is stopped already, or the actor stopped three others today.
    """
    require(by, Permission.SUSPEND)
    with work.atomic():
        person.get(person_id)
        own = person_id == by.person_id
        today = audit.count(by=by.person_id, what="suspended", since=now - timedelta(days=1))
        if not own and today >= SUSPENSIONS_A_DAY_MAX:
            raise Refused(PersonReason.SUSPENSIONS_TOO_MANY)
        if not person.suspend(person_id=person_id, by=by, now=now):
            raise Refused(GeneralReason.ALREADY_DONE)
        audit.write(by=by, what="suspended-self" if own else "suspended", subject=person_id, now=now)


def _make_founder(passphrase: str, *, roles: frozenset[Role], password: str, now: datetime) -> Founder:
    pseudonym = draw_pseudonym(person.pseudonym_taken)
    person_id = person.add_hashed(pseudonym=pseudonym, password=password, now=now)
    audit.write(by=SYSTEM, what="founded", subject=person_id, now=now)
    return Founder(person_id=person_id, pseudonym=pseudonym, passphrase=passphrase, roles=tuple(sorted(roles)))


def _give_founding_roles(founder: Founder, *, others: tuple[Founder, Founder], now: datetime) -> None:
    first, second = others
    for role in founder.roles:
        subject = f"{founder.person_id}:{role}"
        agreement_id = agreements.ask(kind=Kind.ROLE_GRANT, subject=subject, by=first.person_id, now=now)
        agreements.agree(agreement_id=agreement_id, by=second.person_id, now=now)
        person.grant(person_id=founder.person_id, role=role, agreement_id=agreement_id, now=now)
        audit.write(by=SYSTEM, what="role-granted", subject=subject, why="founding", now=now)

"""Roles: asked for by one, agreed by another, for a third; ended by one.

The one thing to know: `ask_grant` gives nothing. The role is there when another person agreed, see `agreements.agree`.
Taking a role away needs one person, since stopping is always easier than starting.
"""

from __future__ import annotations

from datetime import datetime

from haal.domain.access import Actor, Permission, Role, require, require_fresh
from haal.domain.agreement import Kind
from haal.domain.errors import GeneralReason, NotFound, Refused
from haal.domain.ids import AgreementId, PersonId
from haal.domain.person import PersonReason
from haal.domain.policy import DEFAULT, Policy
from haal.storage import agreement, audit, person, work


def ask_grant(
    *, person_id: PersonId, role: Role, by: Actor, reason: str = "", now: datetime, policy: Policy = DEFAULT
) -> AgreementId:
    """Ask a second person to give `role` to somebody else.

    Raises:
        NotFound: there is no such account, or it is stopped.
        Refused: not allowed, for oneself, held already, asked already, no fresh second factor.
    """
    require(by, Permission.GRANT_ROLE)
    require_fresh(by, now=now, minutes=policy.second_factor_minutes)
    with work.atomic():
        newcomer = person.get(person_id)
        if not newcomer.is_active:
            raise NotFound
        if person_id == by.person_id:
            raise Refused(PersonReason.NOT_FOR_ONESELF)
        if role in newcomer.roles:
            raise Refused(PersonReason.ROLE_HELD_ALREADY)
        subject = f"{person_id}:{role}"
        agreement_id = agreement.ask(kind=Kind.ROLE_GRANT, subject=subject, by=by, reason=reason, now=now)
        audit.write(by=by, what="role-asked", subject=subject, now=now)
    return agreement_id


def end_role(*, person_id: PersonId, role: Role, by: Actor, now: datetime, policy: Policy = DEFAULT) -> None:
    """Take a role away; one's own always, another's with the right to give roles.

    Raises:
        NotFound: there is no such account.
        Refused: not allowed, no fresh second factor, or the role was not held.
    """
    require(by, Permission.OWN_ACCOUNT if person_id == by.person_id else Permission.GRANT_ROLE)
    require_fresh(by, now=now, minutes=policy.second_factor_minutes)
    with work.atomic():
        person.get(person_id)
        if not person.end_roles(person_id=person_id, role=role, now=now):
            raise Refused(GeneralReason.ALREADY_DONE)
        audit.write(by=by, what="role-ended", subject=f"{person_id}:{role}", now=now)

"""What a second person is asked about people: roles, lost second factors, stopped accounts.

The one thing to know: `agree` carries the act out in the same transaction, once; there is no other way to it. Warnings,
publications, openings, exports and shredding use the same rows from their own rooms.
"""

from __future__ import annotations

from datetime import datetime

from haal.domain.access import Actor, Permission, Role, may, require, require_fresh
from haal.domain.agreement import MAY_AGREE, MAY_ASK, Agreement, Kind
from haal.domain.errors import GeneralReason, NotFound, Refused
from haal.domain.ids import AgreementId, PersonId
from haal.domain.person import PersonReason
from haal.domain.policy import DEFAULT, Policy
from haal.storage import agreement, audit, person, work

ABOUT_PEOPLE = frozenset({Kind.ROLE_GRANT, Kind.FACTOR_RESET, Kind.ACCOUNT_RESTORE, Kind.ACCOUNT_CLOSE})


def ask_factor_reset(
    *, person_id: PersonId, by: Actor, reason: str = "", now: datetime, policy: Policy = DEFAULT
) -> AgreementId:
    """Ask a second person to forget somebody's lost second factor, so that a new one can be set up.

    Raises:
        NotFound: there is no such account.
        Refused: not allowed, for oneself, asked already, no fresh second factor.
    """
    require(by, Permission.RESET_FACTOR)
    require_fresh(by, now=now, minutes=policy.second_factor_minutes)
    if person_id == by.person_id:
        raise Refused(PersonReason.NOT_FOR_ONESELF)
    with work.atomic():
        if not person.get(person_id).is_active:
            raise NotFound
        agreement_id = agreement.ask(kind=Kind.FACTOR_RESET, subject=person_id, by=by, reason=reason, now=now)
        audit.write(by=by, what="factor-reset-asked", subject=person_id, now=now)
    return agreement_id


def ask_restore(
    *, person_id: PersonId, by: Actor, reason: str = "", now: datetime, policy: Policy = DEFAULT
) -> AgreementId:
    """Ask a second person to open a stopped account again.

    Raises:
        NotFound: there is no such account, or it was closed.
        Refused: not allowed, not stopped, asked already, no fresh second factor.
    """
    return _ask_about_stopped(Kind.ACCOUNT_RESTORE, person_id=person_id, by=by, reason=reason, now=now, policy=policy)


def ask_close(
    *, person_id: PersonId, by: Actor, reason: str = "", now: datetime, policy: Policy = DEFAULT
) -> AgreementId:
    """Ask a second person to close a stopped account for good: roles, passphrase and second factor go, the audit stays.

    Raises:
        NotFound: there is no such account, or it was closed.
        Refused: not allowed, not stopped, asked already, no fresh second factor.
    """
    return _ask_about_stopped(Kind.ACCOUNT_CLOSE, person_id=person_id, by=by, reason=reason, now=now, policy=policy)


def agree(*, agreement_id: AgreementId, by: Actor, now: datetime, policy: Policy = DEFAULT) -> Agreement:
    """Say yes as the second person, and do it.

    Raises:
        NotFound: there is no such question, or it is not for this person's roles.
        Refused: the same person asked, it concerns the person who agrees, it is no longer open, no fresh second factor.
    """
    with work.atomic():
        asked = agreement.get(agreement_id)
        if asked.kind not in ABOUT_PEOPLE or not may(by, MAY_AGREE[asked.kind]):
            raise NotFound
        require_fresh(by, now=now, minutes=policy.second_factor_minutes)
        subject, _, role = asked.subject.partition(":")
        if subject == by.person_id:
            raise Refused(PersonReason.NOT_FOR_ONESELF)
        agreed = agreement.agree(agreement_id=agreement_id, by=by, now=now)
        _carry_out(agreed, person_id=PersonId(subject), role=role, now=now)
        audit.write(by=by, what=f"{asked.kind}-agreed", subject=asked.subject, now=now)
    return agreed


def withdraw(*, agreement_id: AgreementId, by: Actor, now: datetime) -> None:
    """End an open question; who asked may, and whoever could have agreed.

    Raises:
        NotFound: there is no such question, or it is not for this person's roles.
        Refused: it is no longer open.
    """
    with work.atomic():
        asked = agreement.get(agreement_id)
        if asked.kind is Kind.RELEASE or not (may(by, MAY_ASK[asked.kind]) or may(by, MAY_AGREE[asked.kind])):
            raise NotFound  # a draft for the public is withdrawn as a whole, see services.testify.publish
        agreement.withdraw(agreement_id=agreement_id, by=by, now=now)
        audit.write(by=by, what=f"{asked.kind}-withdrawn", subject=asked.subject, now=now)


def _ask_about_stopped(
    kind: Kind, *, person_id: PersonId, by: Actor, reason: str, now: datetime, policy: Policy
) -> AgreementId:
    require(by, MAY_ASK[kind])
    require_fresh(by, now=now, minutes=policy.second_factor_minutes)
    with work.atomic():
        stopped = person.get(person_id)
        if stopped.removed_at is not None:
            raise NotFound
        if stopped.suspended_at is None:
            raise Refused(PersonReason.SUSPEND_FIRST)
        agreement_id = agreement.ask(kind=kind, subject=person_id, by=by, reason=reason, now=now)
        audit.write(by=by, what=f"{kind}-asked", subject=person_id, now=now)
    return agreement_id


def _carry_out(agreed: Agreement, *, person_id: PersonId, role: str, now: datetime) -> None:
    concerned = person.get(person_id)
    if concerned.removed_at is not None:
        raise NotFound
    match agreed.kind:
        case Kind.ROLE_GRANT:
            if not concerned.is_active:
                raise NotFound
            person.grant(person_id=person_id, role=Role(role), agreement_id=agreed.id, now=now)
        case Kind.FACTOR_RESET:
            person.drop_second_factor(person_id)
        case Kind.ACCOUNT_CLOSE:
            if concerned.suspended_at is None:
                raise Refused(PersonReason.SUSPEND_FIRST)
            person.end_roles(person_id=person_id, now=now)
            person.remove(person_id=person_id, now=now)
        case _:
            if not person.restore(person_id=person_id):
                raise Refused(GeneralReason.ALREADY_DONE)

"""Who may do what: one table, from which a test makes every address x method x role.

A role is given by two people and never implies another. Reporters have no role and no account. Nobody's rights grow by
knowing more facts: `may` looks at roles alone; whether a thing is one's own is asked beside the thing.
Screens use the words of `mission.md`; the names here are the glossary's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from haal.domain.errors import GeneralReason, Refused
from haal.domain.ids import PersonId


class Role(StrEnum):
    """What a person with an account was asked to do, by two others."""

    INTAKE = "intake"
    VERIFIER = "verifier"
    WARNER = "warner"
    AID = "aid"
    TRACER = "tracer"
    STEWARD = "steward"
    PUBLISHER = "publisher"
    CUSTODIAN = "custodian"
    OPERATOR = "operator"
    AUDITOR = "auditor"
    FOCAL = "focal"
    LISTENER = "listener"
    WOMAN_LISTENER = "woman-listener"


class Permission(StrEnum):
    """One thing a signed-in person can be allowed to do."""

    SEE_DESK = "see-desk"  # the desk's front page: what waits, in numbers
    TAKE_IN = "take-in"
    READ_REPORTS = "read-reports"
    GRADE = "grade"
    LINK = "link"
    MERGE = "merge"
    DRAFT_WARNING = "draft-warning"
    AGREE_WARNING = "agree-warning"
    CANCEL_WARNING = "cancel-warning"
    CHECK_RUMOUR = "check-rumour"
    REVIEW_WORDS = "review-words"
    PASS_THREAT_ON = "pass-threat-on"  # noqa: S105 - a word for passing on, no password
    MATCH_NEEDS = "match-needs"
    KEEP_SHELTERS = "keep-shelters"
    TRACE = "trace"
    WATCH_CHECK_INS = "watch-check-ins"
    KEEP_PLACES = "keep-places"
    OWN_PLACE = "own-place"
    PLAN_EVENT = "plan-event"  # write a plan, and open one by its word; there is no list of them
    DRAFT_PUBLICATION = "draft-publication"
    AGREE_PUBLICATION = "agree-publication"
    CHECK_CLAIM = "check-claim"
    CONFIRM_CLAIM = "confirm-claim"
    WITHDRAW = "withdraw"
    ASK_UNSEAL = "ask-unseal"
    AGREE_UNSEAL = "agree-unseal"
    ASK_EXPORT = "ask-export"
    AGREE_EXPORT = "agree-export"
    SHRED = "shred"
    INVITE = "invite"
    GRANT_ROLE = "grant-role"
    RESET_FACTOR = "reset-factor"
    SUSPEND = "suspend"
    READ_AUDIT = "read-audit"
    READ_PROTECTED = "read-protected"
    READ_COMPLAINTS = "read-complaints"
    OWN_ACCOUNT = "own-account"


_EVERY_ROLE = frozenset(Role)
_DESK = frozenset(
    {Role.INTAKE, Role.VERIFIER, Role.WARNER, Role.AID, Role.TRACER, Role.STEWARD, Role.PUBLISHER, Role.OPERATOR}
)

PERMISSIONS: Mapping[Permission, frozenset[Role]] = MappingProxyType(
    {
        Permission.SEE_DESK: _DESK,
        Permission.TAKE_IN: frozenset({Role.INTAKE, Role.VERIFIER}),
        Permission.READ_REPORTS: frozenset({Role.INTAKE, Role.VERIFIER, Role.WARNER, Role.PUBLISHER}),
        Permission.GRADE: frozenset({Role.VERIFIER}),
        Permission.LINK: frozenset({Role.VERIFIER}),
        Permission.MERGE: frozenset({Role.VERIFIER}),
        Permission.DRAFT_WARNING: frozenset({Role.WARNER}),
        Permission.AGREE_WARNING: frozenset({Role.WARNER}),
        Permission.CANCEL_WARNING: frozenset({Role.WARNER, Role.VERIFIER}),
        Permission.CHECK_RUMOUR: frozenset({Role.WARNER, Role.VERIFIER}),
        Permission.REVIEW_WORDS: frozenset({Role.WARNER, Role.VERIFIER, Role.PUBLISHER}),
        Permission.PASS_THREAT_ON: frozenset({Role.WARNER, Role.VERIFIER}),
        Permission.MATCH_NEEDS: frozenset({Role.AID}),
        Permission.KEEP_SHELTERS: frozenset({Role.AID}),
        Permission.TRACE: frozenset({Role.TRACER}),
        Permission.WATCH_CHECK_INS: frozenset({Role.AID, Role.STEWARD}),
        Permission.KEEP_PLACES: frozenset({Role.AID, Role.STEWARD}),
        Permission.OWN_PLACE: frozenset({Role.STEWARD}),
        Permission.PLAN_EVENT: frozenset({Role.AID, Role.STEWARD}),
        Permission.DRAFT_PUBLICATION: frozenset({Role.PUBLISHER}),
        Permission.AGREE_PUBLICATION: frozenset({Role.PUBLISHER}),
        Permission.CHECK_CLAIM: frozenset({Role.PUBLISHER, Role.VERIFIER}),
        Permission.CONFIRM_CLAIM: frozenset({Role.PUBLISHER, Role.VERIFIER}),
        Permission.WITHDRAW: frozenset({Role.PUBLISHER, Role.VERIFIER}),
        Permission.ASK_UNSEAL: frozenset({Role.VERIFIER, Role.TRACER}),
        Permission.AGREE_UNSEAL: frozenset({Role.VERIFIER, Role.TRACER}),
        Permission.ASK_EXPORT: frozenset({Role.PUBLISHER}),
        Permission.AGREE_EXPORT: frozenset({Role.PUBLISHER}),
        Permission.SHRED: frozenset({Role.TRACER, Role.PUBLISHER}),
        Permission.INVITE: frozenset({Role.OPERATOR}),
        Permission.GRANT_ROLE: frozenset({Role.OPERATOR, Role.AUDITOR}),
        Permission.RESET_FACTOR: frozenset({Role.OPERATOR, Role.AUDITOR}),
        Permission.SUSPEND: _EVERY_ROLE,  # and who has no role yet, see OF_EVERY_ACCOUNT
        Permission.READ_AUDIT: frozenset({Role.AUDITOR}),
        Permission.READ_PROTECTED: frozenset({Role.FOCAL}),
        Permission.READ_COMPLAINTS: frozenset({Role.LISTENER, Role.WOMAN_LISTENER, Role.AUDITOR}),
        Permission.OWN_ACCOUNT: _EVERY_ROLE,
    }
)


OF_EVERY_ACCOUNT = frozenset({Permission.SUSPEND, Permission.OWN_ACCOUNT})  # a newcomer has an account before a role


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who is asking: a pseudonym, its roles, and when the second factor was last shown (aware UTC; None: never)."""

    person_id: PersonId
    pseudonym: str
    roles: frozenset[Role]
    second_factor_at: datetime | None = None


SYSTEM = Actor(person_id=PersonId("p_system"), pseudonym="haal", roles=frozenset())
NOBODY = Actor(person_id=PersonId("p_nobody"), pseudonym="nobody", roles=frozenset())


def is_account(actor: Actor) -> bool:
    """Return whether the actor is a person who signed in: neither the box itself nor a teller."""
    return actor.person_id not in {SYSTEM.person_id, NOBODY.person_id}


def may(actor: Actor, permission: Permission) -> bool:
    """Return whether one of the actor's roles (or having an account at all) carries `permission`."""
    if permission in OF_EVERY_ACCOUNT and is_account(actor):
        return True
    return bool(actor.roles & PERMISSIONS[permission])


def require(actor: Actor, permission: Permission) -> None:
    """Pass, or raise `Refused(NOT_ALLOWED)`."""
    if not may(actor, permission):
        raise Refused(GeneralReason.NOT_ALLOWED)


def is_fresh(actor: Actor, *, now: datetime, minutes: int) -> bool:
    """Return whether the second factor was shown in the last `minutes`."""
    shown_at = actor.second_factor_at
    return shown_at is not None and timedelta(0) <= now - shown_at <= timedelta(minutes=minutes)


def require_fresh(actor: Actor, *, now: datetime, minutes: int) -> None:
    """Pass, or raise `Refused(SECOND_FACTOR_NEEDED)`: acts of two people need it shown again by both."""
    if not is_fresh(actor, now=now, minutes=minutes):
        raise Refused(GeneralReason.SECOND_FACTOR_NEEDED)

"""What pages read about people, agreements and the audit: plain typed rows.

The one thing to know: the people page shows pseudonyms and roles to those who give roles, and nothing about when anybody
worked. Reading the audit is itself kept in the audit.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from haal.domain.access import NOBODY, SYSTEM, Actor, Permission, Role, may, require
from haal.domain.agreement import MAY_AGREE, MAY_ASK, Agreement, Kind, why_not_agree
from haal.domain.conduct import is_accepted
from haal.domain.errors import KeysLocked, NotFound
from haal.domain.ids import AgreementId, PersonId
from haal.domain.person import Person
from haal.services.people.agreements import ABOUT_PEOPLE
from haal.storage import agreement, audit, person, work
from haal.storage.ground import keys

AUDIT_PAGE = 100
CHECKED_ON_PAGE = 5_000  # the page checks the last rows of the chain; `audit.first_bad_row` checks all


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What an account still lacks before it may see the desk."""

    conduct_accepted: bool
    has_second_factor: bool

    @property
    def is_complete(self) -> bool:
        """Whether nothing is lacking."""
        return self.conduct_accepted and self.has_second_factor


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """An open question to a second person, as the agreements page shows it.

    `about` is the pseudonym for questions about people, else an id. `reason` is None when none was given or the keys are away.
    """

    id: AgreementId
    kind: Kind
    subject: str
    about: str
    role: str
    asked_by: str
    asked_at: datetime
    reason: str | None
    can_agree: bool
    about_people: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditLine:
    """One row of the audit with the pseudonym of who did it."""

    seq: int
    at: datetime
    by: str
    what: str
    subject: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditPage:
    """One page of the audit, newest first. `first_bad` is the first row that does not fit; None: the chain holds."""

    lines: tuple[AuditLine, ...]
    older_than: int | None
    first_bad: int | None


def actor_of(*, person_id: PersonId, second_factor_at: datetime | None = None) -> Actor:
    """Return the person as an actor with the roles of this moment. Raises NotFound."""
    known = person.get(person_id)
    roles = person.roles_of(person_id)
    return Actor(person_id=person_id, pseudonym=known.pseudonym, roles=roles, second_factor_at=second_factor_at)


def roles_of(*, person_id: PersonId) -> frozenset[Role]:
    """Return the roles a person holds at this moment."""
    return person.roles_of(person_id)


def standing_of(*, person_id: PersonId) -> Standing:
    """Return what the account still lacks. Raises NotFound."""
    known = person.get(person_id)
    return Standing(conduct_accepted=is_accepted(known.conduct_version), has_second_factor=known.has_second_factor)


def delivery_locked() -> bool:
    """Return whether the keys are away, so that nothing can be read or sent."""
    return keys.locked()


def people(*, by: Actor) -> tuple[Person, ...]:
    """Return every account: any account may suspend another, so pseudonyms are seen; roles only by who gives them."""
    require(by, Permission.SUSPEND)
    return tuple(_seen(known, by=by) for known in person.everyone())


def one(*, person_id: PersonId, by: Actor) -> Person:
    """Return one account. Raises NotFound."""
    require(by, Permission.SUSPEND)
    return _seen(person.get(person_id), by=by)


def questions(*, by: Actor) -> tuple[Question, ...]:
    """Return the open questions that this person's roles may ask or answer, oldest first."""
    kinds = _kinds_of(by)
    asked = agreement.open_ones(kinds)
    names = person.pseudonyms({part.subject.partition(":")[0] for part in asked} | {part.asked_by for part in asked})
    return tuple(_question(part, names=names, by=by) for part in asked)


def question(*, agreement_id: AgreementId, by: Actor) -> Question:
    """Return one open question. Raises NotFound, also when it is for other roles."""
    for asked in questions(by=by):
        if asked.id == agreement_id:
            return asked
    raise NotFound


def audit_page(*, by: Actor, before_seq: int | None = None, now: datetime) -> AuditPage:
    """Return a page of the audit with the state of its chain; the reading is itself kept."""
    require(by, Permission.READ_AUDIT)
    first_bad = audit.verify(last=CHECKED_ON_PAGE)
    entries = audit.latest(limit=AUDIT_PAGE, before_seq=before_seq)
    with work.atomic():
        audit.write(by=by, what="audit-read", subject=by.person_id, now=now)
    names = person.pseudonyms({entry.by for entry in entries}) | {
        SYSTEM.person_id: SYSTEM.pseudonym,
        NOBODY.person_id: NOBODY.pseudonym,
    }
    lines = tuple(
        AuditLine(
            seq=entry.seq,
            at=entry.at,
            by=names.get(entry.by, entry.by),
            what=entry.what,
            subject=entry.subject,
            why=entry.why,
        )
        for entry in entries
    )
    more = len(lines) == AUDIT_PAGE and lines[-1].seq > 1
    return AuditPage(lines=lines, older_than=lines[-1].seq if more else None, first_bad=first_bad)


def _seen(known: Person, *, by: Actor) -> Person:
    return known if may(by, Permission.GRANT_ROLE) or known.id == by.person_id else replace(known, roles=())


def _kinds_of(by: Actor) -> frozenset[Kind]:
    return frozenset(kind for kind in Kind if may(by, MAY_ASK[kind]) or may(by, MAY_AGREE[kind]))


def _question(asked: Agreement, *, names: dict[str, str], by: Actor) -> Question:
    concerned, _, rest = asked.subject.partition(":")
    can_agree = (
        may(by, MAY_AGREE[asked.kind]) and why_not_agree(asked, by=by.person_id) is None and concerned != by.person_id
    )
    return Question(
        id=asked.id,
        kind=asked.kind,
        subject=asked.subject,
        about=names.get(concerned, concerned),
        role=rest if asked.kind is Kind.ROLE_GRANT else "",
        asked_by=names.get(asked.asked_by, asked.asked_by),
        asked_at=asked.asked_at,
        reason=_reason(asked.id),
        can_agree=can_agree,
        about_people=asked.kind in ABOUT_PEOPLE,
    )


def _reason(agreement_id: AgreementId) -> str | None:
    box = agreement.reason_of(agreement_id)
    if box is None:
        return None
    try:
        return str(box.open()["reason"])
    except KeysLocked:
        return None

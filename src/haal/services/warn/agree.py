"""One person asks that people be told, another agrees, and then they are told. Both type the number of people back.

Only here does an alert or an update become one; who asked cannot agree, by this rule and by the database. The count
is made anew for the second person: who agrees, agrees to what happens now.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from haal.domain.access import Actor, Permission, require, require_fresh
from haal.domain.agreement import Kind
from haal.domain.errors import Refused
from haal.domain.ids import AgreementId, WarningId
from haal.domain.policy import DEFAULT, Policy
from haal.domain.warning import PublicWarning, Reason, Revision, ends_at, why_not_issue
from haal.services.warn import headcount, wording
from haal.services.warn.duty import roster
from haal.services.warn.headcount import Audience
from haal.services.warn.issue import Issued, issue
from haal.services.warn.words import review
from haal.storage import agreement, audit, work
from haal.storage import warning as warning_rows


def ask(
    *, warning_id: WarningId, typed_back: str | int | None, by: Actor, now: datetime, policy: Policy = DEFAULT
) -> AgreementId:
    """Ask a second person.

    Raises:
        NotFound: there is no such warning.
        Refused: nobody would be told, the number is not the same, the content may not be said, asked already.
    """
    require(by, Permission.DRAFT_WARNING)
    require_fresh(by, now=now, minutes=policy.second_factor_minutes)
    with work.atomic():
        warning, revision = _waiting(warning_id, now=now)
        people = _checked(warning, revision, typed_back, most=headcount.most(by, policy=policy))
        agreement_id = agreement.ask(kind=Kind.WARN, subject=warning_id, by=by, now=now)
        warning_rows.set_asked(
            warning_id=warning_id, number=revision.number, by=by.person_id, audience_count=people.total
        )
        roster.note_asked(agreement_id=agreement_id, by=by, now=now)
        audit.write(by=by, what="warning-asked", subject=warning_id, now=now)
    return agreement_id


def agree(
    *, warning_id: WarningId, typed_back: str | int | None, by: Actor, now: datetime, policy: Policy = DEFAULT
) -> Issued:
    """Agree as the second person, and issue it.

    Raises:
        NotFound: there is no such warning.
        Refused: nobody asked, the same person asked, the number is not the same, or a rule forbids it by now.
    """
    require(by, Permission.AGREE_WARNING)
    require_fresh(by, now=now, minutes=policy.second_factor_minutes)
    with work.atomic():
        warning, revision = _waiting(warning_id, now=now)
        asked = agreement.find_open(kind=Kind.WARN, subject=warning_id)
        if asked is None or revision.asked_by is None:
            raise Refused(Reason.NOT_ASKED)
        people = _checked(warning, revision, typed_back, most=headcount.most(by, policy=policy))
        agreement.agree(agreement_id=asked.id, by=by, now=now)
        at = now.replace(microsecond=0)  # CAP knows whole seconds
        agreed = replace(
            revision,
            asked_by=asked.asked_by,
            agreed_by=by.person_id,
            issued_at=at,
            expires_at=ends_at(issued_at=at, lifetime_hours=revision.content.lifetime_hours),
        )
        return issue(warning=warning, revision=agreed, audience_count=people.total, by=by, now=now)


def _waiting(warning_id: WarningId, *, now: datetime) -> tuple[PublicWarning, Revision]:
    """Return the warning and the version that waits, with its words of this moment."""
    warning = warning_rows.get(warning_id, for_change=True)
    draft = wording.draft_of(warning)
    if draft is None:
        raise Refused(Reason.NOT_DRAFT)
    if said := warning.said():
        assert said.expires_at is not None
        if said.expires_at <= now:
            raise Refused(Reason.NOT_LIVE)
    return warning, wording.with_words(revision=draft, mode=warning.mode, now=now.replace(microsecond=0))


def _checked(warning: PublicWarning, revision: Revision, typed_back: str | int | None, *, most: int) -> Audience:
    people = headcount.audience(warning, revision=revision)
    reason = why_not_issue(
        revision, mode=warning.mode, audience_count=people.total, typed_back=typed_back, audience_max=most
    )
    if reason:
        raise Refused(reason, **wording.details(reason), limit=most)
    review.refuse_unreviewed(revision=revision, mode=warning.mode)
    return people

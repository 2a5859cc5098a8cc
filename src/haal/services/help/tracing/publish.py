"""A name leaves only here: the seeker agreed to it, two family finders agree, and it expires.

The one thing to know: what is let out is the public part and nothing else (`haal.domain.tracing.person.Sought`): no contact, no marks
of a child, nobody of unknown age. Past its expiry, or as soon as the case ends, the words are wiped and a placeholder tells
every other desk to wipe them too.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from haal.domain.access import SYSTEM, Actor, Permission, require
from haal.domain.errors import GeneralReason, NotFound, Refused
from haal.domain.ids import TracingId, new_id
from haal.domain.policy import DEFAULT, Policy
from haal.domain.tracing.case import Case, CaseState
from haal.domain.tracing.person import Sought, may_be_child
from haal.domain.tracing.publishing import why_not_publish
from haal.domain.tracing.told import ToldOf, TracingReason
from haal.formats.pfif.model import Wiped
from haal.formats.pfif.write import write
from haal.storage import audit, work
from haal.storage.ground.site import site
from haal.storage.tracing import case as case_rows
from haal.storage.tracing import published as rows


def ask(*, case_id: TracingId, by: Actor, now: datetime, policy: Policy = DEFAULT) -> str:
    """Ask a second family finder to publish one's own case; return the id under which they find it.

    Raises:
        NotFound: it is not one's own case, or it was ended.
        Refused: no consent to publish, a live kidnapping, danger, a child or somebody of unknown age, asked already.
    """
    require(by, Permission.TRACE)
    case, told = _own(case_id, by=by)
    _check(case, told)
    ends = min(filter(None, (case.expires_at, now + timedelta(days=policy.tracing_published_days))))
    published_id = new_id("s")
    sought = _public_part(told, published_id=published_id, now=now, expires_at=ends)
    with work.atomic():
        if not rows.keep(published_id=published_id, case_id=case_id, sought=sought, by=by.person_id, expiry_date=ends):
            raise Refused(GeneralReason.ALREADY_DONE)
        audit.write(by=by, what="tracing-publish-asked", subject=published_id, now=now)
    return published_id


def draft(*, published_id: str, by: Actor) -> Sought:
    """Return what would be public, for the second person to read. Raises NotFound, KeysLocked."""
    require(by, Permission.TRACE)
    return rows.sought_of(published_id)


def agree(*, published_id: str, by: Actor, now: datetime) -> None:
    """Say yes as the second family finder: from now on it is in the public file.

    Raises:
        NotFound: there is no such question.
        Refused: the same person asked, it is out already, or the case may no longer be published.
    """
    require(by, Permission.TRACE)
    asked = rows.get(published_id)
    if asked.asked_by == by.person_id:
        raise Refused(GeneralReason.TWO_PEOPLE_NEEDED)
    told = case_rows.told_of(asked.case_id)
    if told is None:
        raise NotFound
    _check(case_rows.get(asked.case_id), told)
    with work.atomic():
        if not rows.agree(published_id, by=by.person_id, now=now):
            raise Refused(GeneralReason.ALREADY_DONE)
        audit.write(by=by, what="tracing-published", subject=published_id, now=now)


def public_file(*, now: datetime) -> bytes:
    """Return all that is public as PFIF 1.4, with placeholders for what was wiped. Raises KeysLocked, Malformed."""
    box = site()
    domain = box.sender.lower()
    people = [
        replace(sought, record_id=f"{domain}/{one.id}", source_date=one.source_date)
        for one, sought in rows.out()
        if case_rows.get(one.case_id).state is CaseState.OPEN
    ]
    gone = [
        Wiped(record_id=f"{domain}/{one.id}", source_date=one.wiped_at, expiry_date=min(one.expiry_date, one.wiped_at))
        for one in rows.wiped()
        if one.wiped_at is not None
    ]
    return write(people, (), gone, source_name=box.name, now=now)


def wipe_past(*, now: datetime) -> int:
    """Wipe what is past its expiry or of an ended case; return how many."""
    ended = frozenset(one for one in rows.cases_out() if case_rows.get(one).state is not CaseState.OPEN)
    with work.atomic():
        due = rows.to_be_wiped(now=now, ended=ended)
        for one in due:
            rows.wipe(one.id, now=now)
            audit.write(by=SYSTEM, what="tracing-published-wiped", subject=one.id, now=now)
    return len(due)


def _own(case_id: TracingId, *, by: Actor) -> tuple[Case, ToldOf]:
    case, told = case_rows.get(case_id), case_rows.told_of(case_id)
    if case.handed_to != by.person_id or told is None:
        raise NotFound
    return case, told


def _check(case: Case, told: ToldOf) -> None:
    """Pass, or raise Refused. A child's name is for a child-protection body to publish."""
    if reason := why_not_publish(case, told):
        raise Refused(reason)
    if may_be_child(told.who.age):
        raise Refused(TracingReason.CHILD_NOT_BY_DESK)
    if not any(name.strip() for name in told.who.names):
        raise Refused(TracingReason.NOBODY_NAMED)


def _public_part(told: ToldOf, *, published_id: str, now: datetime, expires_at: datetime) -> Sought:
    names = [name.strip() for name in told.who.names if name.strip()]
    return Sought(
        record_id=published_id,
        full_name=" ".join(names[0].split()),
        other_names=tuple(" ".join(name.split()) for name in names[1:]),
        source_date=now,
        age_band=told.who.age,
        sex=told.who.sex,
        last_seen_area=" ".join((told.who.district or told.who.area).split()),
        expiry_date=expires_at,
    )

"""A name leaves only here: the seeker agreed to it, two family finders agree, and it expires.

The one thing to know: what is let out is the public part and nothing else (`haal.domain.tracing.person.Sought`): no contact, no marks
of a child, nobody of unknown age. Past its expiry, or as soon as the case ends, the words are wiped and a placeholder tells
every other desk to wipe them too.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from haal.domain.access import SYSTEM, Actor, Permission, require
from haal.domain.errors import GeneralReason, NotFound, Refused
from haal.domain.ids import TracingId, new_id
from haal.domain.policy import DEFAULT, Policy
from haal.domain.tracing.case import Case, CaseState
from haal.domain.tracing.pair import PairState
from haal.domain.tracing.person import Sought, may_be_child
from haal.domain.tracing.publishing import why_not_publish
from haal.domain.tracing.telling import Answer
from haal.domain.tracing.told import ToldOf, TracingReason
from haal.formats.pfif.values import fitting
from haal.services.help.tracing import hand_out
from haal.storage import audit, work
from haal.storage.tracing import case as case_rows
from haal.storage.tracing import pair as pair_rows
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
    second = hand_out.fewest(but=by.person_id)
    ends = min(filter(None, (case.expires_at, now + timedelta(days=policy.tracing_published_days))))
    published_id = new_id("s")
    sought = _public_part(told, published_id=published_id, now=now, expires_at=ends)
    draft_ = rows.Published(
        id=published_id, case_id=case_id, asked_by=by.person_id, second_asked=second, agreed_by=None,
        source_date=sought.source_date, expiry_date=ends, wiped_at=None,
    )  # fmt: skip
    with work.atomic():
        if not rows.keep(draft_, sought):
            raise Refused(GeneralReason.ALREADY_DONE)
        audit.write(by=by, what="tracing-publish-asked", subject=published_id, now=now)
    return published_id


def draft(*, published_id: str, by: Actor) -> Sought:
    """Return what would be public, for the second person to read. Raises NotFound, KeysLocked."""
    require(by, Permission.TRACE)
    _asked(published_id, by=by)
    return rows.sought_of(published_id)


def agree(*, published_id: str, by: Actor, now: datetime) -> None:
    """Say yes as the second family finder: from now on it is in the public file.

    Raises:
        NotFound: there is no such question.
        Refused: the same person asked, it is out already, or the case may no longer be published.
    """
    require(by, Permission.TRACE)
    asked = _asked(published_id, by=by)
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


def wipe_past(*, now: datetime) -> int:
    """Wipe what is past its expiry or of an ended case; return how many."""
    ended = frozenset(one for one in rows.cases_out() if case_rows.get(one).state is not CaseState.OPEN)
    with work.atomic():
        due = rows.to_be_wiped(now=now, ended=ended)
        for one in due:
            rows.wipe(one.id, now=now)
            audit.write(by=SYSTEM, what="tracing-published-wiped", subject=one.id, now=now)
    return len(due)


def refuse(*, published_id: str, by: Actor, now: datetime) -> None:
    """Say no as the one who was asked: the draft is wiped, and may be asked for anew. Raises NotFound."""
    require(by, Permission.TRACE)
    asked = _asked(published_id, by=by)
    if asked.agreed_by or asked.wiped_at:
        raise NotFound
    with work.atomic():
        rows.wipe(published_id, now=now)
        audit.write(by=by, what="tracing-publish-refused", subject=published_id, now=now)


def take_back(*, case_id: TracingId, by: Actor, now: datetime) -> None:
    """Wipe what is public of a case, or asked to be; in the caller's transaction. One is enough."""
    kept = rows.of_case(case_id)
    if kept is not None:
        rows.wipe(kept.id, now=now)
        audit.write(by=by, what="tracing-published-wiped", subject=kept.id, now=now)


def why_not(*, case: Case, told: ToldOf) -> TracingReason | None:
    """Return what forbids publishing now, or None. A child's name is for a child-protection body to publish."""
    if reason := why_not_publish(case, told):
        return reason
    if may_be_child(told.who.age):
        return TracingReason.CHILD_NOT_BY_DESK
    if not _names(told):
        return TracingReason.NOBODY_NAMED
    answers = {pair_rows.answer_of(pair.id) for pair in pair_rows.of_request(case.id) if pair.state is PairState.SAME}
    return TracingReason.SEEKER_MAY_BE_DANGER if Answer.SEEKER_IS_DANGER in answers else None


def _asked(published_id: str, *, by: Actor) -> rows.Published:
    """Return a draft that one asked for, or to which one is asked to say yes. Raises NotFound."""
    asked = rows.get(published_id)
    if asked.second_asked is not None and by.person_id not in {asked.asked_by, asked.second_asked}:
        raise NotFound
    return asked


def _own(case_id: TracingId, *, by: Actor) -> tuple[Case, ToldOf]:
    case, told = case_rows.get(case_id), case_rows.told_of(case_id)
    if case.handed_to != by.person_id or told is None:
        raise NotFound
    return case, told


def _check(case: Case, told: ToldOf) -> None:
    """Pass, or raise Refused."""
    if reason := why_not(case=case, told=told):
        raise Refused(reason)


def _public_part(told: ToldOf, *, published_id: str, now: datetime, expires_at: datetime) -> Sought:
    names = _names(told)
    return Sought(
        record_id=published_id,
        full_name=names[0],
        other_names=tuple(names[1:]),
        source_date=now,
        age_band=told.who.age,
        sex=told.who.sex,
        last_seen_area=fitting(told.who.district or told.who.area),
        expiry_date=expires_at,
    )


def _names(told: ToldOf) -> list[str]:
    """Return the spellings as a file can carry them, each once."""
    return list(dict.fromkeys(filter(None, map(fitting, told.who.names))))

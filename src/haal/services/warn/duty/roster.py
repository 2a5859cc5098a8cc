"""Who can be had: say that one can be reached, see how the roster stands, and who was asked to be the second.

The one thing to know: everybody speaks for themselves only. When a second person is asked, who was asked at that
moment is kept, so that after three minutes the desk shows it in black and white and what is left to do. Names are
pseudonyms, and who was asked is forgotten with the shifts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from haal.domain.access import SYSTEM, Actor, Permission, require
from haal.domain.agreement import Agreement, Kind
from haal.domain.errors import Refused
from haal.domain.ids import AgreementId, WarningId
from haal.domain.policy import DEFAULT, Policy
from haal.domain.warn.roster import SECOND_WITHIN, Standing, standing, waits_too_long, why_not_reachable
from haal.storage import agreement, audit, person, work
from haal.storage.warn.duty import roster as rows


@dataclass(frozen=True, slots=True, kw_only=True)
class OnDuty:
    """Somebody who may agree, as the roster shows them."""

    pseudonym: str
    is_me: bool
    is_outside: bool
    reachable_until: datetime | None  # None: not reachable now, whatever they said before


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """The whole roster at one moment; `me` is None for who may not agree."""

    people: tuple[OnDuty, ...]
    standing: Standing
    me: OnDuty | None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedOne:
    """Somebody who was asked; `was_reachable`: they had said that they can be reached."""

    pseudonym: str
    was_reachable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedForSecond:
    """A question to a second person that nobody has answered, and who was asked."""

    warning_id: WarningId
    asked_by: str
    asked_at: datetime
    people: tuple[AskedOne, ...]
    too_long_at: datetime
    waits_too_long: bool
    standing: Standing
    at: datetime


def say_reachable(*, hours: int, is_outside: bool, by: Actor, now: datetime) -> datetime:
    """Keep that one can be reached for so many hours; return until when. Raises Refused."""
    require(by, Permission.AGREE_WARNING)
    if reason := why_not_reachable(hours):
        raise Refused(reason)
    until = now + timedelta(hours=hours)
    with work.atomic():
        rows.say(by.person_id, is_outside=is_outside, reachable_until=until)
        audit.write(by=by, what="roster-reachable", subject=by.person_id, now=now)
    return until


def say_away(*, by: Actor, now: datetime) -> None:
    """Keep that one can be reached no more; where one is stays as it was said."""
    require(by, Permission.AGREE_WARNING)
    with work.atomic():
        outside = any(one.is_outside for one in rows.roster() if one.person_id == by.person_id)
        rows.say(by.person_id, is_outside=outside, reachable_until=None)
        audit.write(by=by, what="roster-away", subject=by.person_id, now=now)


def board(*, by: Actor, now: datetime) -> Board:
    """Return the roster, those who can be reached first."""
    require(by, Permission.CANCEL_WARNING)
    found = rows.roster()
    names = person.pseudonyms(one.person_id for one in found)
    people = sorted(
        (
            OnDuty(
                pseudonym=names.get(one.person_id, ""),
                is_me=one.person_id == by.person_id,
                is_outside=one.is_outside,
                reachable_until=one.reachable_until if one.is_reachable(now) else None,
            )
            for one in found
        ),
        key=lambda one: (one.reachable_until is None, one.pseudonym),
    )
    me = next((one for one in people if one.is_me), None)
    return Board(people=tuple(people), standing=standing(found, now=now), me=me, at=now)


def note_asked(*, agreement_id: AgreementId, by: Actor, now: datetime) -> int:
    """Keep who is asked, in the transaction of the asking; return how many."""
    others = [one for one in rows.roster() if one.person_id != by.person_id]
    rows.put_asked(agreement_id, ((one.person_id, one.is_reachable(now)) for one in others), now=now)
    return len(others)


def asked(*, warning_id: WarningId, by: Actor, now: datetime) -> AskedForSecond | None:
    """Return the open question of a warning and who was asked, or None when none is open."""
    require(by, Permission.CANCEL_WARNING)
    question = agreement.find_open(kind=Kind.WARN, subject=warning_id)
    return None if question is None else _asked(question, now=now)


def forget(*, now: datetime, policy: Policy = DEFAULT) -> int:
    """Forget who was asked long ago; return how many."""
    with work.atomic():
        gone = rows.forget_asked(before=now - timedelta(days=policy.shift_names_days))
        if gone:
            audit.write(by=SYSTEM, what="roster-asked-forgotten", subject="", now=now)
    return gone


def _asked(question: Agreement, *, now: datetime) -> AskedForSecond:
    found = rows.asked(question.id)
    names = person.pseudonyms([question.asked_by, *(one.person_id for one in found)])
    return AskedForSecond(
        warning_id=WarningId(question.subject),
        asked_by=names.get(question.asked_by, ""),
        asked_at=question.asked_at,
        people=tuple(
            AskedOne(pseudonym=names.get(one.person_id, ""), was_reachable=one.was_reachable) for one in found
        ),
        too_long_at=question.asked_at + SECOND_WITHIN,
        waits_too_long=waits_too_long(asked_at=question.asked_at, now=now),
        standing=standing(rows.roster(), now=now),
        at=now,
    )

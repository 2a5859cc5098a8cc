"""What a helper says of themselves for the rota, and what is told to them alone: a refresher that is due, how much was hard.

The one thing to know: nobody else opens it. The planner reads it for the helpers of a place and hands on times and skills; who had
many hard events is not free for a while, and the plan says of them what it says of anybody who is not free.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from haal.domain.access import Actor, Permission, require
from haal.domain.errors import Refused
from haal.domain.policy import DEFAULT, Policy
from haal.domain.rota.terms import Terms, hard_days_rest, refresher_due_on, why_not_terms
from haal.domain.warning_text import LAND_TIME
from haal.storage import audit, work
from haal.storage.ground.fields import DeskBox
from haal.storage.steward import terms as rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Mine:
    """One's own page. `hard_count`: in the last thirty days; `rests_until`: new plans leave one out until then."""

    terms: Terms
    said: bool
    refresher_due_on: date | None
    refresher_is_due: bool
    hard_count: int
    rests_until: date | None


def read(*, by: Actor, now: datetime, policy: Policy = DEFAULT) -> Mine:
    """Return what one said of oneself. Raises KeysLocked."""
    require(by, Permission.OWN_PLACE)
    told, today = rows.of(by.person_id), _today(now)
    said = told or rows.Told()
    due_on = refresher_due_on(said.terms, policy=policy)
    return Mine(
        terms=said.terms,
        said=told is not None,
        refresher_due_on=due_on,
        refresher_is_due=due_on is not None and due_on <= today,
        hard_count=len(_recent(said.hard_on, today=today, policy=policy)),
        rests_until=hard_days_rest(said.hard_on, today=today, policy=policy),
    )


def keep(*, terms: Terms, by: Actor, now: datetime, policy: Policy = DEFAULT) -> None:
    """Keep what one says of oneself. Raises Refused, KeysLocked."""
    require(by, Permission.OWN_PLACE)
    today = _today(now)
    if reason := why_not_terms(terms, today=today):
        raise Refused(reason)
    told = rows.of(by.person_id) or rows.Told()
    box = _shut(replace(told, terms=terms), now=now, policy=policy)
    with work.atomic():
        rows.put(by.person_id, box)
        audit.write(by=by, what="steward-terms-kept", subject=by.person_id, now=now)


def forget(*, by: Actor, now: datetime) -> None:
    """Forget what one said of oneself, with what was hard; nobody is planned who said nothing."""
    require(by, Permission.OWN_PLACE)
    with work.atomic():
        rows.forget(by.person_id)
        audit.write(by=by, what="steward-terms-forgotten", subject=by.person_id, now=now)


def after_shift(*, was_hard: bool, by: Actor, now: datetime, policy: Policy = DEFAULT) -> DeskBox:
    """Return one's box after a shift, to be kept by the caller: made anew whether or not it was hard. Raises KeysLocked."""
    told = rows.of(by.person_id) or rows.Told()
    hard_on = (*told.hard_on, _today(now)) if was_hard else told.hard_on
    return _shut(replace(told, hard_on=hard_on), now=now, policy=policy)


def _shut(told: rows.Told, *, now: datetime, policy: Policy) -> DeskBox:
    return rows.shut(replace(told, hard_on=_recent(told.hard_on, today=_today(now), policy=policy)))


def _recent(hard_on: tuple[date, ...], *, today: date, policy: Policy) -> tuple[date, ...]:
    return tuple(day for day in hard_on if 0 <= (today - day).days < policy.hard_days)


def _today(now: datetime) -> date:
    return now.astimezone(LAND_TIME).date()

"""Write an event plan, write it anew, name more people on it, and give one's part of the two to another.

The one thing to know: `begin` draws the plan's words, tells them once and keeps them nowhere. Nothing of it is in the audit until the
plan is shredded (`shred`); what was done stands in the plan itself, for its people.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from haal.domain.access import Actor, Permission, require
from haal.domain.errors import NotFound, Refused
from haal.domain.event_plan import life
from haal.domain.event_plan.debrief import lapses_at
from haal.domain.event_plan.life import Doer
from haal.domain.event_plan.plan import (
    DISTRICT_CHARS_MAX,
    NOTE_CHARS_MAX,
    TEXT_CHARS_MAX,
    WHERE_CHARS_MAX,
    Plan,
    texts_of,
    why_not_keep,
)
from haal.domain.ids import EventId, PersonId, new_id
from haal.domain.incoming import check_text
from haal.domain.policy import DEFAULT, Policy
from haal.services.help.events import sealed
from haal.services.help.events.opened import At, Choices, Opened, can_be_named, choices, done
from haal.storage import work
from haal.storage.event_plan import plan as rows
from haal.storage.gathering import place as place_rows


def offered(*, by: Actor) -> Choices:
    """Return what the form of a new plan offers to this person. Raises KeysLocked."""
    require(by, Permission.PLAN_EVENT)
    return choices(by=by)


def begin(
    *, plan: Plan, people: Collection[PersonId], named: tuple[PersonId, PersonId], by: Actor, now: datetime,
    policy: Policy = DEFAULT,
) -> str:  # fmt: skip
    """Keep a new plan and return its six words, told this once.

    Raises:
        Refused: the plan, its people or its two cannot be kept so.
        NotFound: somebody on it has no account that helps, or the place is not one's own.
    """
    require(by, Permission.PLAN_EVENT)
    _check(plan, begun_at=now, now=now, policy=policy)
    _check_people({*people, *named}, by=by)
    _check_place(plan, by=by)
    doer = Doer(by=by.person_id, now=now, policy=policy)
    event = life.written(plan, people=people, named=named, by=doer)
    event_id, drawn = EventId(new_id("v")), sealed.drawn()
    box = sealed.shut(event, typed=drawn, event_id=event_id)
    gone_at = lapses_at(begun_at=now, policy=policy)
    with work.atomic():
        rows.keep(event_id, found_by=sealed.found_by(drawn), box=box, gone_at=gone_at)
    return drawn


def change(*, at: At, plan: Plan, by: Actor, now: datetime, policy: Policy = DEFAULT) -> Opened:
    """Keep another plan in place of what is there; what was said of the old one is taken back."""

    def step(event: life.Event, doer: Doer) -> life.Event:
        _check(plan, begun_at=event.written_at, now=now, policy=policy)
        if plan.place_id != event.plan.place_id:
            _check_place(plan, by=by)
        return life.changed(event, plan, by=doer)

    return done(at=at, by=by, now=now, step=step, policy=policy)


def name(*, at: At, people: Collection[PersonId], by: Actor, now: datetime) -> Opened:
    """Name more people on the plan. They still need its words. Raises NotFound: no account that helps."""
    _check_people(people, by=by)
    return done(at=at, by=by, now=now, step=lambda event, doer: life.named_also(event, people, by=doer))


def hand_over(*, at: At, to: PersonId, by: Actor, now: datetime) -> Opened:
    """Give one's part of the two who say go to another of the plan's people."""
    return done(at=at, by=by, now=now, step=lambda event, doer: life.handed_over(event, to, by=doer))


def _check(plan: Plan, *, begun_at: datetime, now: datetime, policy: Policy) -> None:
    check_text(plan.where, field="where", chars_max=WHERE_CHARS_MAX)
    check_text(plan.district, field="district", chars_max=DISTRICT_CHARS_MAX)
    for field, text in texts_of(plan):
        check_text(text, field=field, chars_max=TEXT_CHARS_MAX)
    for step in plan.steps:
        check_text(step.note, field="note", chars_max=NOTE_CHARS_MAX)
    if reason := why_not_keep(plan, begun_at=begun_at, now=now, policy=policy):
        raise Refused(reason, most=policy.event_ahead_days, hours=policy.event_hours_max)


def _check_people(people: Collection[PersonId], *, by: Actor) -> None:
    if not set(people) <= can_be_named() | {by.person_id}:
        raise NotFound


def _check_place(plan: Plan, *, by: Actor) -> None:
    if plan.place_id is not None and plan.place_id not in place_rows.places_of(by.person_id):
        raise NotFound

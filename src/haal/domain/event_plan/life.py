"""The life of an event plan: written, said go, begun, ended, debriefed, shredded. Every step is one function of the state before.

The one thing to know: an event runs only while two named people said go and nothing new stands beside it; any one of its people
says no-go at any time, and while it runs that ends it. Who is on a plan stays on it, so nobody can put the others out. What
anybody did is kept inside the plan (`acts`) and nowhere else: an audit that told of it would tell its reader that an event is
coming.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from haal.domain.errors import GeneralReason, NotFound, Refused
from haal.domain.event_plan import sheet
from haal.domain.event_plan.debrief import End
from haal.domain.event_plan.going import NAMED_COUNT, Going, Said, Standing, Word, going
from haal.domain.event_plan.plan import Plan
from haal.domain.event_plan.reasons import EventReason
from haal.domain.ids import PersonId
from haal.domain.policy import Policy

PEOPLE_MAX = 12
ACTS_MAX = 300
HAPPENED_COUNT_MAX = 100_000


class Happened(StrEnum):
    """What place helpers note while it runs. A closed list; a number may stand beside it, never a name."""

    COUNTED = "counted"
    FIRST_AID = "first-aid-given"
    CROWDED = "too-crowded"
    WAY_SHUT = "way-out-shut"
    WAY_FREE = "way-out-free-again"
    CHILD_ALONE = "child-without-family"
    CHILD_BACK = "child-with-family-again"
    CALMED = "quarrel-calmed"
    WARNED = "warning-told-to-all"
    INSIDE = "all-went-inside"
    STEWARDS_LEFT = "place-helpers-left"


class Act(StrEnum):
    """What was done with a plan, as its own people read it."""

    WRITTEN = "written"
    CHANGED = "changed"
    NAMED = "named"
    HANDED_OVER = "handed-over"
    SAID_GO = "said-go"
    SAID_NO_GO = "said-no-go"
    BEGUN = "begun"
    ENDED = "ended"
    PRINTED = "printed"
    DEBRIEFED = "debriefed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Acted:
    """Who did what, when."""

    act: Act
    by: PersonId
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """What happened, when, and how many, if somebody counted."""

    what: Happened
    at: datetime
    count: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A plan with everything that was said and done. `named` are the two who say go; `change`: how often it was written."""

    plan: Plan
    people: tuple[PersonId, ...]
    named: tuple[PersonId, PersonId]
    written_at: datetime
    change: int = 1
    said: tuple[Said, ...] = ()
    began_at: datetime | None = None
    ended_at: datetime | None = None
    end: End | None = None
    debriefed_at: datetime | None = None
    noted: tuple[Noted, ...] = ()
    sheets: tuple[sheet.Sheet, ...] = ()
    acts: tuple[Acted, ...] = ()

    def stands(self, on_air: Collection[str]) -> Going:
        """Return how go and no-go stand with these warnings on air."""
        return going(self.said, named=self.named, on_air=on_air)


@dataclass(frozen=True, slots=True, kw_only=True)
class Doer:
    """Who does a step, when, which warnings are on air there now, how many place helpers come, and the rules' numbers."""

    by: PersonId
    now: datetime
    policy: Policy
    on_air: frozenset[str] = frozenset()
    stewards_count: int = 0


def why_not_people(people: Collection[PersonId], named: Collection[PersonId]) -> EventReason | None:
    """Return what forbids these people and these two, or None."""
    if len(set(named)) != NAMED_COUNT or not set(named) <= set(people):
        return EventReason.TWO_NAMED
    return EventReason.TOO_MANY_PEOPLE if len(set(people)) > PEOPLE_MAX else None


def written(plan: Plan, *, people: Collection[PersonId], named: tuple[PersonId, PersonId], by: Doer) -> Event:
    """Return a new event of these people, among whom is who writes it. Raises Refused."""
    everybody = tuple(dict.fromkeys((by.by, *people)))
    if reason := why_not_people(everybody, named):
        raise Refused(reason, most=PEOPLE_MAX)
    return _acted(Event(plan=plan, people=everybody, named=named, written_at=by.now), Act.WRITTEN, by)


def changed(event: Event, plan: Plan, *, by: Doer) -> Event:
    """Return the event with another plan; what was said of the old one is taken back. Raises Refused."""
    _before_it_began(event)
    ticks = {(step.at, step.doing): step.done_at for step in event.plan.steps}
    steps = tuple(replace(step, done_at=ticks.get((step.at, step.doing))) for step in plan.steps)
    plan = replace(plan, steps=steps)
    if plan == event.plan:
        return event
    said = (*event.said, Said(word=Word.CHANGED, by=by.by, at=by.now))
    return _acted(replace(event, plan=plan, said=said, change=event.change + 1), Act.CHANGED, by)


def named_also(event: Event, people: Collection[PersonId], *, by: Doer) -> Event:
    """Return the event with more people on it. Raises Refused."""
    _not_over(event)
    everybody = tuple(dict.fromkeys((*event.people, *people)))
    if reason := why_not_people(everybody, event.named):
        raise Refused(reason, most=PEOPLE_MAX)
    return event if everybody == event.people else _acted(replace(event, people=everybody), Act.NAMED, by)


def handed_over(event: Event, to: PersonId, *, by: Doer) -> Event:
    """Return the event with another person in the place of one of the two, who alone can give it; both then say it anew."""
    _before_it_began(event)
    if by.by not in event.named:
        raise Refused(EventReason.ONLY_NAMED_SAY_GO)
    first, second = (to if one == by.by else one for one in event.named)
    if reason := why_not_people(event.people, (first, second)):
        raise Refused(reason, most=PEOPLE_MAX)
    said = (*event.said, Said(word=Word.CHANGED, by=by.by, at=by.now))
    return _acted(replace(event, named=(first, second), said=said), Act.HANDED_OVER, by)


def said_go(event: Event, *, seen: Collection[str], by: Doer) -> Event:
    """Return the event after somebody said go, having had these warnings before them. Raises Refused."""
    _before_it_began(event)
    if by.by not in event.named:
        raise Refused(EventReason.ONLY_NAMED_SAY_GO)
    if by.now >= event.plan.ends_at:
        raise Refused(EventReason.IS_OVER)
    if by.now < event.plan.starts_at - timedelta(hours=by.policy.event_go_hours):
        raise Refused(EventReason.GO_TOO_EARLY, most=by.policy.event_go_hours)
    if by.stewards_count < by.policy.shift_people_min:
        raise Refused(EventReason.NEVER_ALONE)
    if not by.on_air <= set(seen):
        raise Refused(EventReason.WARNING_CAME)
    said = Said(word=Word.GO, by=by.by, at=by.now, warnings=by.on_air)
    return _acted(replace(event, said=(*event.said, said)), Act.SAID_GO, by)


def said_no_go(event: Event, *, by: Doer) -> Event:
    """Return the event after somebody said no-go: never refused; while it runs that ends it, after it is over it is nothing."""
    newest = event.said[-1] if event.said else None
    if event.end is not None or (newest and (newest.word, newest.by) == (Word.NO_GO, by.by) and not event.began_at):
        return event
    said = (*event.said, Said(word=Word.NO_GO, by=by.by, at=by.now))
    after = _acted(replace(event, said=said), Act.SAID_NO_GO, by, always=True)
    return after if event.began_at is None else _acted(_ended(after, End.BROKEN_OFF, by), Act.ENDED, by, always=True)


def begun(event: Event, *, by: Doer) -> Event:
    """Return the event as it begins: only while both said go and nothing new stands beside it. Raises Refused."""
    _before_it_began(event)
    if by.now >= event.plan.ends_at:
        raise Refused(EventReason.IS_OVER)
    if event.stands(by.on_air).standing is not Standing.GO:
        raise Refused(EventReason.GO_NEEDED)
    return _acted(replace(event, began_at=by.now), Act.BEGUN, by)


def step_ticked(event: Event, number: int, *, by: Doer) -> Event:
    """Return the event with a line of the timeline done, or not done after all. Raises NotFound, Refused."""
    _not_over(event)
    if not 0 <= number < len(event.plan.steps):
        raise NotFound
    steps = list(event.plan.steps)
    steps[number] = replace(steps[number], done_at=None if steps[number].done_at else by.now)
    return replace(event, plan=replace(event.plan, steps=tuple(steps)))


def noted(event: Event, what: Happened, *, count: int | None, by: Doer) -> Event:
    """Return the event with something noted. Raises Refused."""
    _running(event)
    if count is not None and not 0 <= count <= HAPPENED_COUNT_MAX:
        raise Refused(EventReason.NUMBERS_WRONG)
    if len(event.noted) >= ACTS_MAX:
        raise Refused(GeneralReason.TOO_MANY)
    return replace(event, noted=(*event.noted, Noted(what=what, at=by.now, count=count)))


def ended(event: Event, *, end: End, by: Doer) -> Event:
    """Return the event as one person ends it: called off before it began, held or broken off after. Raises Refused."""
    _not_over(event)
    if event.began_at is None and end is not End.CALLED_OFF:
        raise Refused(EventReason.NOT_BEGUN)
    if event.began_at is not None and end is End.CALLED_OFF:
        raise Refused(EventReason.RUNS)
    return _acted(_ended(event, end, by), Act.ENDED, by, always=True)


def printed(event: Event, *, holders: tuple[str, ...], by: Doer) -> Event:
    """Return the event with a new printing. Raises Refused."""
    _not_over(event)
    sheets = sheet.printed(event.sheets, holders=holders, of_change=event.change, now=by.now)
    return _acted(replace(event, sheets=sheets), Act.PRINTED, by)


def sheet_ticked(event: Event, *, printing: int, number: int, back: sheet.Back, by: Doer) -> Event:
    """Return the event with what became of a sheet, also after its debrief. Raises NotFound."""
    return replace(event, sheets=sheet.ticked(event.sheets, printing=printing, number=number, back=back, now=by.now))


def debriefed(event: Event, *, by: Doer) -> Event:
    """Return the event after its debrief: once, when it is over and no sheet is out. Raises Refused."""
    if event.end is None:
        raise Refused(EventReason.NOT_OVER)
    if event.debriefed_at is not None:
        raise Refused(EventReason.IS_DEBRIEFED)
    if out := sheet.out_count(event.sheets):
        raise Refused(EventReason.SHEETS_OUT, count=out)
    return _acted(replace(event, debriefed_at=by.now), Act.DEBRIEFED, by, always=True)


def _ended(event: Event, end: End, by: Doer) -> Event:
    return replace(event, ended_at=by.now, end=end)


def _acted(event: Event, act: Act, by: Doer, *, always: bool = False) -> Event:
    if len(event.acts) >= ACTS_MAX and not always:
        raise Refused(GeneralReason.TOO_MANY)
    return replace(event, acts=(*event.acts, Acted(act=act, by=by.by, at=by.now)))


def _before_it_began(event: Event) -> None:
    _not_over(event)
    if event.began_at is not None:
        raise Refused(EventReason.RUNS)


def _running(event: Event) -> None:
    _not_over(event)
    if event.began_at is None:
        raise Refused(EventReason.NOT_BEGUN)


def _not_over(event: Event) -> None:
    if event.end is not None:
        raise Refused(EventReason.IS_OVER)

"""Go and no-go, begin, timeline, what happens, end: what the people of a plan do with it while it is coming and running.

The one thing to know: a no-go names no edition, so nothing that others write at the same moment can hold it back.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from haal.domain.access import Actor
from haal.domain.event_plan import life
from haal.domain.event_plan.debrief import End
from haal.domain.event_plan.life import Happened
from haal.domain.event_plan.sheet import Back
from haal.services.help.events.opened import At, Opened, done


def say_go(*, at: At, seen: Collection[str], by: Actor, now: datetime) -> Opened:
    """Say go, having had these warnings before one's eyes."""
    return done(at=at, by=by, now=now, step=lambda event, doer: life.said_go(event, seen=seen, by=doer))


def say_no_go(*, at: At, by: Actor, now: datetime) -> Opened:
    """Say no-go, alone; while the event runs this ends it."""
    whatever = replace(at, edition=None)
    return done(at=whatever, by=by, now=now, step=lambda event, doer: life.said_no_go(event, by=doer))


def begin(*, at: At, by: Actor, now: datetime) -> Opened:
    """Let the event begin."""
    return done(at=at, by=by, now=now, step=lambda event, doer: life.begun(event, by=doer))


def tick(*, at: At, number: int, by: Actor, now: datetime) -> Opened:
    """Tick a line of the timeline, or take the tick away. Raises NotFound."""
    return done(at=at, by=by, now=now, step=lambda event, doer: life.step_ticked(event, number, by=doer))


def note(*, at: At, what: Happened, count: int | None, by: Actor, now: datetime) -> Opened:
    """Note what happens."""
    return done(at=at, by=by, now=now, step=lambda event, doer: life.noted(event, what, count=count, by=doer))


def end(*, at: At, end: End, by: Actor, now: datetime) -> Opened:
    """End it; one person is enough."""
    return done(at=at, by=by, now=now, step=lambda event, doer: life.ended(event, end=end, by=doer))


def give_sheets(*, at: At, holders: tuple[str, ...], by: Actor, now: datetime) -> Opened:
    """Write down who holds which sheet, so that they can be printed."""
    return done(at=at, by=by, now=now, step=lambda event, doer: life.printed(event, holders=holders, by=doer))


def tick_sheet(*, at: At, printing: int, number: int, back: Back, by: Actor, now: datetime) -> Opened:
    """Write down what became of a sheet. Raises NotFound."""
    return done(
        at=at,
        by=by,
        now=now,
        step=lambda event, doer: life.sheet_ticked(event, printing=printing, number=number, back=back, by=doer),
    )

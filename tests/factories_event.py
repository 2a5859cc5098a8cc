"""Plans of events for tests of every floor: one that lacks nothing, and the steps that bring it to where a test begins."""

from __future__ import annotations

from datetime import datetime, timedelta

from tests.factories import NOW
from tests.factories_help import colleague

from haal.domain.access import Actor, Role
from haal.domain.event_plan.debrief import End
from haal.domain.event_plan.life import Doer, Event, begun, ended, said_go, written
from haal.domain.event_plan.plan import Check, Doing, EventKind, Plan, Step
from haal.domain.gathering.plan import Answer
from haal.domain.ids import PersonId
from haal.domain.policy import DEFAULT
from haal.services.help.events import opened, writing
from haal.services.help.events.opened import At

AMIN, BIBI, DAD, STRANGER = (PersonId(f"p_{name}") for name in ("amin", "bibi", "dad", "stranger"))
STARTS = NOW + timedelta(hours=3)
WELL = {check: Answer.NO if check in {Check.ARMED_THERE, Check.THREATENED} else Answer.YES for check in Check}


def plan(*, starts_at: datetime = STARTS, **changes: object) -> Plan:
    """Return a plan that lacks nothing, of a rally in three hours."""
    given: dict[str, object] = {
        "kind": EventKind.RALLY,
        "where": "the ground behind the old mill",
        "district": "Mastung",
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=4),
        "heads": 400,
        "ways_out": 2,
        "stewards": 8,
        "first_aiders": 2,
        "exits": "the lane and the gate",
        "first_aid": "a tent by the gate",
        "access": "in pairs",
        "end_sign": "the bell, three times",
        "contacts": "the doctor first",
        "answers": WELL,
        "steps": (
            Step(at=starts_at - timedelta(hours=1), doing=Doing.MEET, note="at the gate"),
            Step(at=starts_at + timedelta(hours=4), doing=Doing.LEAVE),
        ),
    }
    return Plan(**{**given, **changes})


def doer(by: PersonId = AMIN, *, now: datetime = NOW, on_air: frozenset[str] = frozenset(), come: int = 8) -> Doer:
    """Return who does a step."""
    return Doer(by=by, now=now, policy=DEFAULT, on_air=on_air, stewards_count=come)


def event(**changes: object) -> Event:
    """Return an event of three people, of whom the first two say go."""
    return written(plan(**changes), people=(AMIN, BIBI, DAD), named=(AMIN, BIBI), by=doer())


def gone(one: Event, *, on_air: frozenset[str] = frozenset()) -> Event:
    """Return the event after both said go."""
    for by in one.named:
        one = said_go(one, seen=on_air, by=doer(by, on_air=on_air))
    return one


def running(**changes: object) -> Event:
    """Return an event that runs."""
    return begun(gone(event(**changes)), by=doer())


def over(**changes: object) -> Event:
    """Return an event that was held."""
    return ended(running(**changes), end=End.HELD, by=doer())


def crew(count: int = 4, *, now: datetime = NOW) -> tuple[Actor, ...]:
    """Keep so many accounts of place helpers and return them."""
    return tuple(colleague(Role.STEWARD, now=now) for _ in range(count))


def begun_plan(people: tuple[Actor, ...], *, now: datetime = NOW, **changes: object) -> str:
    """Keep a plan of these people, of whom the first two say go, and return its words."""
    first, second = people[0].person_id, people[1].person_id
    named_on_it = tuple(one.person_id for one in people)
    starts_at = now + timedelta(hours=3)
    given = plan(**{"starts_at": starts_at, **changes})
    return writing.begin(plan=given, people=named_on_it, named=(first, second), by=people[0], now=now)


def at(word: str, *, by: Actor, now: datetime = NOW) -> At:
    """Return the plan of these words as somebody has it before them."""
    return opened.read(at=At(word=word), by=by, now=now).at


def actor_of(person_id: PersonId, pseudonym: str) -> Actor:
    """Return an account that is there already as a place helper who acts."""
    return Actor(person_id=person_id, pseudonym=pseudonym, roles=frozenset({Role.STEWARD}))

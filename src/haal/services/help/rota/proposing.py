"""Propose a rota for one's own place, and take it by one act; tell how a whole town's would come out.

The one thing to know: a proposal is kept nowhere. Who takes it sends back its mark, and it is made anew from what there is then: the
same people, times and shifts give the same rota, and if anything has changed the mark is another, nothing is kept, and one looks
again. Every shift is read once more by the rules themselves (`haal.domain.rota.rules`) before it is kept.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from haal.domain.access import Actor, Permission, require
from haal.domain.errors import Refused
from haal.domain.ids import PersonId, PlaceId, ShiftId, new_id
from haal.domain.rota.change import with_more
from haal.domain.rota.plan import Planned
from haal.domain.rota.rules import broken
from haal.domain.rota.shift import RotaReason, Shift
from haal.domain.rota.wanted import Wanted
from haal.domain.rota.wish import WEEKS_MAX, Wish, WishReason
from haal.domain.warning_text import LAND_TIME
from haal.planning.rota import apart, solve
from haal.planning.rota.search import is_installed
from haal.services.help.rota import shifts
from haal.services.help.rota.gathered import Gathered, Weeks, gather
from haal.storage import audit, person, work
from haal.storage import rota as shift_rows
from haal.storage.gathering import place as place_rows
from haal.storage.steward import terms as term_rows

type Tell = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """A shift by when it is."""

    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A shift of the proposal, and who would hold it."""

    times: Times
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NotHeld:
    """A shift that nobody would hold, why, and how many there were at each step of the rules."""

    times: Times
    reason: RotaReason
    of_place_count: int
    free_count: int
    rested_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """Shifts that cannot all be held, and the rules that make it so; no rule: there are too few people."""

    times: tuple[Times, ...]
    reasons: tuple[RotaReason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What is proposed, in the words of the place. `mark`: what is sent back to take it. `hours`: of each, with what they hold."""

    place_id: PlaceId
    weeks: Weeks
    mark: str
    held: tuple[Held, ...]
    not_held: tuple[NotHeld, ...]
    left_over: tuple[tuple[str, RotaReason], ...]
    clashes: tuple[Clash, ...]
    hours: tuple[tuple[str, float], ...]
    is_best: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceAsked:
    """One of one's own places before it is planned. `planner`: whether one is installed."""

    place_id: PlaceId
    name: str
    wishes: tuple[Wish, ...]
    crew_count: int
    said_count: int
    planner: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    """How all places would come out, without a person in it: by place, how many shifts are wanted, held, and closed for what."""

    wanted_count: int
    held_count: int
    places: dict[PlaceId, Counter[str]]
    left_over: Counter[RotaReason]
    clashes: tuple[Clash, ...]
    is_best: bool


def page(*, by: Actor) -> tuple[PlaceAsked, ...]:
    """Return one's own places, what each wants, and how many of its helpers said when they can. Raises KeysLocked."""
    require(by, Permission.OWN_PLACE)
    mine = place_rows.many(place_rows.places_of(by.person_id))
    wishes = term_rows.wishes_of([place.id for place in mine])
    return tuple(
        PlaceAsked(
            place_id=place.id,
            name=place.name,
            wishes=tuple(wish for wish in wishes if wish.place_id == place.id),
            crew_count=len(place.stewards),
            said_count=term_rows.count(place.stewards),
            planner=is_installed(),
        )
        for place in mine
        if not place.is_closed
    )


def propose(*, place_id: PlaceId, weeks: Weeks, by: Actor, now: datetime) -> Proposal:
    """Return a rota for one's own place.

    Raises:
        NotFound: it is not the actor's place.
        Refused: no planner is installed, the weeks are past or too many, the place is closed or wants nothing.
        KeysLocked: what helpers said cannot be read now.
    """
    shifts.require_own(place_id=place_id, by=by)
    shifts.require_open(place_id=place_id)
    gathered = _gathered([place_id], weeks=weeks, now=now)
    return _told(solve.plan(gathered.stewards, gathered.wanted), gathered, place_id=place_id, weeks=weeks)


def take(*, place_id: PlaceId, weeks: Weeks, mark: str, by: Actor, now: datetime) -> int:
    """Keep a proposal that was seen; return how many shifts that are.

    Raises:
        NotFound: it is not the actor's place.
        Refused: as `propose`, or something changed since.
        KeysLocked: what helpers said cannot be read now.
    """
    shifts.require_own(place_id=place_id, by=by)
    shifts.require_open(place_id=place_id)
    gathered = _gathered([place_id], weeks=weeks, now=now)
    planned = solve.plan(gathered.stewards, gathered.wanted)
    if _mark(planned, gathered.wanted) != mark or broken(gathered.stewards, gathered.wanted, planned.rota):
        raise Refused(WishReason.PLAN_CHANGED)
    with work.atomic():
        if gather(places=[place_id], weeks=weeks, now=now) != gathered:
            raise Refused(WishReason.PLAN_CHANGED)
        closed = {
            (shift.starts_at, shift.ends_at): shift
            for shift in shift_rows.of_place(place_id, since=weeks.starts_at)
            if shift.closed_at is not None
        }
        for one in gathered.wanted:
            if one.id in planned.rota:
                _keep(one, planned.rota[one.id], again=closed.get((one.starts_at, one.ends_at)), by=by, now=now)
        audit.write(by=by, what="rota-taken", subject=place_id, now=now)
    return len(planned.rota)


def town(*, weeks: Weeks, now: datetime, tell: Tell = lambda _done, _total: None) -> Town:
    """Return how a rota of all places would come out, in numbers. Keeps nothing and names nobody. Raises Refused, KeysLocked."""
    gathered = _gathered(term_rows.places_with_wishes(), weeks=weeks, now=now)
    parts = apart.parts(gathered.stewards, gathered.wanted)
    done: list[Planned] = []
    for stewards, wanted in parts:
        tell(len(done), len(parts))
        done.append(solve.plan(stewards, wanted))
    tell(len(parts), len(parts))
    places: dict[PlaceId, Counter[str]] = {one.place_id: Counter() for one in gathered.wanted}
    why = {one.shift_id: one.reason for planned in done for one in planned.closed}
    for one in gathered.wanted:
        places[one.place_id]["wanted"] += 1
        places[one.place_id][why[one.id].value if one.id in why else "held"] += 1
    return Town(
        wanted_count=len(gathered.wanted),
        held_count=sum(len(planned.rota) for planned in done),
        places=places,
        left_over=Counter(one.reason for planned in done for one in planned.leftover),
        clashes=tuple(clash for planned in done for clash in _clashes(planned, gathered.wanted)),
        is_best=all(planned.is_best for planned in done),
    )


def _gathered(places: Iterable[PlaceId], *, weeks: Weeks, now: datetime) -> Gathered:
    if not is_installed():
        raise Refused(WishReason.PLANNER_NOT_HERE)
    if not 1 <= weeks.count <= WEEKS_MAX or weeks.since < _today(now):
        raise Refused(WishReason.PLAN_WEEKS)
    gathered = gather(places=tuple(places), weeks=weeks, now=now)
    if not gathered.wanted:
        raise Refused(WishReason.WISH_NONE)
    return gathered


def _keep(one: Wanted, people: tuple[PersonId, ...], *, again: Shift | None, by: Actor, now: datetime) -> None:
    """Keep one shift; where the same hours were closed they are held again."""
    if again is not None:
        shifts.keep(done=with_more(again, people), by=by, now=now)
        return
    shift = Shift(
        id=ShiftId(new_id("s")),
        place_id=one.place_id,
        starts_at=one.starts_at,
        ends_at=one.ends_at,
        people=people,
        people_count=len(people),
    )
    shifts.keep_new(shift=shift, by=by, now=now)


def _told(planned: Planned, gathered: Gathered, *, place_id: PlaceId, weeks: Weeks) -> Proposal:
    by_id = {one.id: one for one in gathered.wanted}
    names = person.pseudonyms(steward.person_id for steward in gathered.stewards)
    return Proposal(
        place_id=place_id,
        weeks=weeks,
        mark=_mark(planned, gathered.wanted),
        held=tuple(
            Held(times=_times(one), people=tuple(sorted(names[person_id] for person_id in planned.rota[one.id])))
            for one in gathered.wanted
            if one.id in planned.rota
        ),
        not_held=tuple(
            NotHeld(
                times=_times(by_id[one.shift_id]),
                reason=one.reason,
                of_place_count=one.of_place_count,
                free_count=one.free_count,
                rested_count=one.rested_count,
            )
            for one in planned.closed
        ),
        left_over=tuple(sorted((names[one.person_id], one.reason) for one in planned.leftover)),
        clashes=_clashes(planned, gathered.wanted),
        hours=tuple(sorted((names[one], minutes / 60) for one, minutes in planned.minutes.items() if minutes)),
        is_best=planned.is_best,
    )


def _clashes(planned: Planned, wanted: Iterable[Wanted]) -> tuple[Clash, ...]:
    by_id = {one.id: one for one in wanted}
    return tuple(
        Clash(times=tuple(_times(by_id[one]) for one in conflict.shifts), reasons=conflict.reasons)
        for conflict in planned.conflicts
    )


def _times(one: Wanted) -> Times:
    return Times(starts_at=one.starts_at, ends_at=one.ends_at)


def _mark(planned: Planned, wanted: Iterable[Wanted]) -> str:
    rota = [[one.id, one.ends_at.isoformat(), sorted(planned.rota.get(one.id, ()))] for one in wanted]
    return hashlib.sha256(json.dumps(rota).encode()).hexdigest()[:32]


def _today(now: datetime) -> date:
    return now.astimezone(LAND_TIME).date()

"""Exercises at one's own place, and what its helpers did there lately, in numbers."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from haal.domain.access import Actor, Permission, require
from haal.domain.errors import NotFound, Refused
from haal.domain.gathering.drill import Drill, next_due, why_not_drill
from haal.domain.gathering.place import is_own
from haal.domain.ids import PlaceId
from haal.domain.policy import DEFAULT, Policy
from haal.domain.rota.practice import METHOD_OF, Method, Practice
from haal.domain.warning_text import LAND_TIME
from haal.storage import audit, work
from haal.storage.gathering import drill as rows
from haal.storage.gathering import place as place_rows
from haal.storage.steward import after as after_rows

SHOWN_MAX = 12
DONE_DAYS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class DrillsSeen:
    """The page. `due_on` None: there was no exercise yet. `done`: in how many shifts each thing was done in thirty days."""

    place_id: PlaceId
    place_name: str
    drills: tuple[Drill, ...]
    due_on: date | None
    is_due: bool
    done: tuple[tuple[Method, tuple[tuple[Practice, int], ...]], ...]


def keep(*, place_id: PlaceId, drill: Drill, by: Actor, now: datetime) -> None:
    """Keep an exercise at one's own place. Raises NotFound, Refused."""
    with work.atomic():
        _require_own(place_id, by)
        if reason := why_not_drill(drill, today=_today(now)):
            raise Refused(reason)
        rows.keep(place_id, drill)
        audit.write(by=by, what="place-drill-kept", subject=place_id, now=now)


def seen(*, place_id: PlaceId, by: Actor, now: datetime, policy: Policy = DEFAULT) -> DrillsSeen:
    """Return the exercises of one's own place. Raises NotFound, KeysLocked."""
    _require_own(place_id, by)
    drills = rows.of_place(place_id, limit=SHOWN_MAX)
    due_on = next_due(drills, policy=policy)
    return DrillsSeen(
        place_id=place_id,
        place_name=place_rows.get(place_id).name,
        drills=drills,
        due_on=due_on,
        is_due=due_on is None or due_on <= _today(now),
        done=_by_method(after_rows.done_at(place_id, since=now - timedelta(days=DONE_DAYS))),
    )


def _by_method(done: Counter[Practice]) -> tuple[tuple[Method, tuple[tuple[Practice, int], ...]], ...]:
    return tuple(
        (method, tuple((one, done[one]) for one in Practice if METHOD_OF[one] is method and done[one]))
        for method in Method
        if any(METHOD_OF[one] is method for one in done)
    )


def _require_own(place_id: PlaceId, by: Actor) -> None:
    require(by, Permission.OWN_PLACE)
    if not is_own(by.person_id, place_rows.stewards_of(place_id)):
        raise NotFound


def _today(now: datetime) -> date:
    return now.astimezone(LAND_TIME).date()

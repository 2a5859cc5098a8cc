"""What a plan is made from: the shifts that places want in some weeks, and the helpers who can stand in them.

The one thing to know: this is the one place where what a helper said of themselves leaves its box for others' use, and it leaves it
as times and skills without a name, for the planner alone.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from haal.domain.access import Role
from haal.domain.ids import PersonId, PlaceId
from haal.domain.policy import DEFAULT, Policy
from haal.domain.rota.shift import Shift
from haal.domain.rota.terms import free, hard_days_rest, skills_on
from haal.domain.rota.wanted import WEEK, Span, Steward, Wanted
from haal.domain.rota.wish import wanted
from haal.domain.warning_text import LAND_TIME
from haal.storage import person
from haal.storage import rota as shift_rows
from haal.storage.gathering import place as place_rows
from haal.storage.steward import terms as rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Weeks:
    """Which weeks are planned: from the beginning of a day, by the land's time."""

    since: date
    count: int

    @property
    def starts_at(self) -> datetime:
        """The first instant."""
        return datetime.combine(self.since, time(0), LAND_TIME)

    @property
    def ends_at(self) -> datetime:
        """The last."""
        return self.starts_at + timedelta(weeks=self.count)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """People and shifts for the planner, always in the same order."""

    stewards: tuple[Steward, ...]
    wanted: tuple[Wanted, ...]


def gather(*, places: Collection[PlaceId], weeks: Weeks, now: datetime, policy: Policy = DEFAULT) -> Gathered:
    """Return what these places want and who helps there. Raises KeysLocked."""
    active = set(person.holders_of(Role.STEWARD))
    of_place = {place_id: active & set(place_rows.stewards_of(place_id)) for place_id in sorted(places)}
    people = sorted(set().union(*of_place.values()))
    told = rows.of_many(people)
    there = [shift for place_id in of_place for shift in shift_rows.of_place(place_id, since=weeks.starts_at)]
    shifts = wanted(rows.wishes_of(of_place), since=weeks.since, weeks=weeks.count, there=there)
    return Gathered(
        stewards=tuple(
            _steward(
                person_id,
                told.get(person_id, rows.Told()),
                places=frozenset(place_id for place_id, crew in of_place.items() if person_id in crew),
                held=shift_rows.of_person(person_id, since=weeks.starts_at - WEEK),
                weeks=weeks,
                today=now.astimezone(LAND_TIME).date(),
                policy=policy,
            )
            for person_id in people
        ),
        wanted=tuple(one for one in shifts if one.starts_at > now),
    )


def _steward(
    person_id: PersonId,
    told: rows.Told,
    *,
    places: frozenset[PlaceId],
    held: Sequence[Shift],
    weeks: Weeks,
    today: date,
    policy: Policy,
) -> Steward:
    rests_until = hard_days_rest(told.hard_on, today=today, policy=policy)
    near = [shift for shift in held if shift.starts_at < weeks.ends_at + WEEK]
    return Steward(
        person_id=person_id,
        places=places,
        free=free(told.terms, since=weeks.since, days=7 * weeks.count + 1, rests_until=rests_until),
        is_woman=told.terms.is_woman,
        skills=skills_on(told.terms, day=weeks.ends_at.astimezone(LAND_TIME).date(), policy=policy),
        week_shifts_max=told.terms.week_shifts_max,
        rest_hours=told.terms.rest_hours,
        held=tuple(Span(starts_at=shift.starts_at, ends_at=shift.ends_at) for shift in near),
    )

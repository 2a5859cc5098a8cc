"""Five places and fifty place helpers for four weeks, made from a seed: shifts, skills, and when people are free.

People of a town as they are: some free all day, most only mornings or evenings or some days of the week, each with an absence;
half women; most know first aid. Nobody of it is real.
"""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

from haal.domain.ids import PersonId, PlaceId, ShiftId
from haal.domain.rota.wanted import Skill, Span, Steward, Wanted

MONDAY = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)
WEEKS = 4
TEAMS = (
    "market",
    "stand",
    "worship",
    "market",
    "school",
    "stand",
    "clinic",
    "market",
    "worship",
    "market",
    "stand",
    "school",
    "clinic",
)
SHARES = {Skill.FIRST_AID: 0.7, Skill.EXPERIENCED: 0.7, Skill.CALMING: 0.6, Skill.CHILDREN: 0.7}

# place: days of the week, hours from and to, people, mixed, skills
PLACES: dict[str, tuple[tuple[int, ...], tuple[tuple[int, int], ...], int, bool, frozenset[Skill]]] = {
    "school": (tuple(range(6)), ((7, 11), (11, 15)), 2, True, frozenset({Skill.CHILDREN, Skill.FIRST_AID})),
    "worship": (tuple(range(7)), ((11, 15), (16, 20)), 2, False, frozenset({Skill.CALMING})),
    "market": (tuple(range(7)), ((8, 12), (12, 16), (16, 20)), 3, True, frozenset({Skill.FIRST_AID})),
    "clinic": (tuple(range(7)), ((8, 14), (14, 20)), 2, True, frozenset({Skill.EXPERIENCED})),
    "stand": (tuple(range(7)), ((6, 12), (12, 18), (18, 22)), 2, False, frozenset({Skill.FIRST_AID})),
}


def wanted(*, weeks: int = WEEKS) -> tuple[Wanted, ...]:
    """Return every shift the places want."""
    made = []
    for place, (days, hours, people, is_mixed, skills) in PLACES.items():
        for day in range(7 * weeks):
            if day % 7 not in days:
                continue
            for start, end in hours:
                begins = MONDAY + timedelta(days=day)
                made.append(
                    Wanted(
                        id=ShiftId(f"s_{place}_{day:02d}_{start:02d}"),
                        place_id=PlaceId(place),
                        starts_at=begins + timedelta(hours=start),
                        ends_at=begins + timedelta(hours=end),
                        people_min=people,
                        people_max=people + 1,
                        is_mixed=is_mixed,
                        skills=skills,
                    )
                )
    return tuple(made)


def stewards(count: int, *, seed: int, weeks: int = WEEKS) -> tuple[Steward, ...]:
    """Return people of the town; everybody helps at one place, half at two."""
    chance = random.Random(seed)
    names = list(PLACES)
    made = []
    for number in range(count):
        places = {TEAMS[number % len(TEAMS)]}
        if chance.random() < 0.5:
            places.add(chance.choice(names))
        skills = frozenset(skill for skill, share in SHARES.items() if chance.random() < share)
        made.append(
            Steward(
                person_id=PersonId(f"p_{number:02d}"),
                places=frozenset(PlaceId(name) for name in places),
                free=_free(chance, weeks=weeks),
                is_woman=number % 2 == 0,
                skills=skills,
                week_shifts_max=chance.choice((5, 5, 6)),
            )
        )
    return tuple(made)


def _free(chance: random.Random, *, weeks: int) -> tuple[Span, ...]:
    """Return when somebody is free: their hours of the day, on their days, but for some days away."""
    start, end = chance.choice(((0, 24), (0, 24), (0, 24), (6, 16), (11, 23)))
    off = {chance.randrange(7)}
    away = chance.randrange(7 * weeks)
    away_days = set(range(away, away + chance.choice((0, 1, 2, 4))))
    return tuple(
        Span(
            starts_at=MONDAY + timedelta(days=day, hours=start),
            ends_at=MONDAY + timedelta(days=day, hours=end),
        )
        for day in range(7 * weeks)
        if day % 7 not in off and day not in away_days
    )

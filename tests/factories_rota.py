"""Place helpers, their place and its shifts, for tests of rotas."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from tests import factories_help

from haal.domain.access import Actor, Role
from haal.domain.gathering.place import PlaceKind
from haal.domain.ids import PlaceId, ShiftId
from haal.services.help.gathering import register
from haal.services.help.rota import shifts

NOW = datetime(2026, 3, 21, 12, 0, tzinfo=UTC)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
DAY = 24 * HOUR


def helpers_of(count: int) -> tuple[Actor, ...]:
    """Keep so many place helpers."""
    return tuple(factories_help.colleague(Role.STEWARD, now=NOW) for _ in range(count))


def place_of(helpers: Sequence[Actor], *, name: str = "A school") -> PlaceId:
    """Keep a place that these look after."""
    place_id = register.register(kind=PlaceKind.SCHOOL, name=name, district="Mastung", by=helpers[0], now=NOW)
    for newcomer in helpers:
        register.add_steward(place_id=place_id, person_id=newcomer.person_id, by=helpers[0], now=NOW)
    return place_id


def hold(place_id: PlaceId, people: Sequence[Actor], *, starts_at: datetime = NOW) -> ShiftId:
    """Keep a shift of four hours."""
    ids = tuple(one.person_id for one in people)
    return shifts.hold(
        place_id=place_id, people=ids, starts_at=starts_at, ends_at=starts_at + 4 * HOUR, by=people[0], now=NOW
    )

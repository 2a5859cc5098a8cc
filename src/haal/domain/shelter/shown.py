"""What anybody may read of families driven out and of room for them: by area, in fives, and nothing of fewer than five.

The one thing to know: each number is rounded by itself, sums too, so that none can be worked out by subtracting; of one to
four families only "<5" is told and nothing else. Each count stands in one area alone (`haal.domain.public_place`), so no two
rows lie over each other. Documented, not total: what nobody told is not here, and what two told may be here twice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from haal.domain.need import NeedKind
from haal.domain.public_place import PublicPlace
from haal.domain.publication import FEW
from haal.domain.shelter.family import Band, Counted, Move
from haal.domain.shelter.standing import Shelter

STEP = 5
ROOM_STEP = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class FamiliesRow:
    """Families of one district in one area. Ages and disability are of those who arrived, as far as they were counted.

    A text is empty where nothing is told of it. `needs`: what counts of at least five of the families said they lack.
    """

    where: PublicPlace
    home: str
    arrived: str
    left: str
    there: str
    people_arrived: str = ""
    ages: Mapping[Band, str] = MappingProxyType({})
    disabled: str = ""
    needs: tuple[NeedKind, ...] = ()
    last_day: date | None = None
    is_corrected: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MovesRow:
    """How many families arrived in an area in a month, moved on and went home."""

    month: str
    where: PublicPlace
    arrived: str
    moved_on: str
    went_home: str
    is_corrected: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomRow:
    """Shelters of an area. Of fewer than five only whether there is room is told, never how many would be in them."""

    where: PublicPlace
    shelters: str
    has_room: bool
    places: str = ""
    free: str = ""
    is_corrected: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DoneRow:
    """What was done in an area in a month: people reached with one kind of help."""

    month: str
    where: PublicPlace
    kind: NeedKind
    people: str
    is_corrected: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Everything that one release tells, as of one day."""

    on: date
    families: tuple[FamiliesRow, ...] = ()
    moves: tuple[MovesRow, ...] = ()
    rooms: tuple[RoomRow, ...] = ()
    done: tuple[DoneRow, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """One need that was met, exactly."""

    kind: NeedKind
    people: int
    day: date


def in_fives(number: int) -> str:
    """Return how a number of families or people is shown: `0`, `<5`, else the nearest five."""
    if number <= 0:
        return "0"
    return f"<{FEW}" if number < FEW else str((number + STEP // 2) // STEP * STEP)


def families_rows(counts: Iterable[tuple[Counted, PublicPlace]]) -> tuple[FamiliesRow, ...]:
    """Return a row for each district of origin in each area, by name: an order by size would tell more than is shown."""
    groups: dict[tuple[PublicPlace, str], list[Counted]] = defaultdict(list)
    for counted, where in counts:
        groups[where, counted.home].append(counted)
    rows = [_families_row(where, home, group) for (where, home), group in groups.items()]
    return tuple(sorted(rows, key=lambda row: (_order(row.where), row.home)))


def moves_rows(counts: Iterable[tuple[Counted, PublicPlace]]) -> tuple[MovesRow, ...]:
    """Return a row for each month and area, the newest month first."""
    groups: dict[tuple[str, PublicPlace], dict[Move, int]] = defaultdict(lambda: dict.fromkeys(Move, 0))
    for counted, where in counts:
        groups[f"{counted.day:%Y-%m}", where][counted.move] += counted.families
    rows = [
        MovesRow(
            month=month,
            where=where,
            arrived=in_fives(moved[Move.ARRIVED]),
            moved_on=in_fives(moved[Move.MOVED_ON]),
            went_home=in_fives(moved[Move.WENT_HOME]),
        )
        for (month, where), moved in groups.items()
    ]
    rows.sort(key=lambda row: _order(row.where))
    return tuple(sorted(rows, key=lambda row: row.month, reverse=True))


def room_rows(shelters: Iterable[tuple[Shelter, PublicPlace]]) -> tuple[RoomRow, ...]:
    """Return a row for each area with an open shelter whose host two have met; where it is, is never told."""
    groups: dict[PublicPlace, list[Shelter]] = defaultdict(list)
    for shelter, where in shelters:
        if shelter.closed is None and shelter.is_met:
            groups[where].append(shelter)
    rows = [
        RoomRow(
            where=where,
            shelters=in_fives(len(group)),
            has_room=any(shelter.free_count for shelter in group),
            places=_in_tens(shelter.capacity for shelter in group) if len(group) >= FEW else "",
            free=_in_tens(shelter.free_count for shelter in group) if len(group) >= FEW else "",
        )
        for where, group in groups.items()
    ]
    return tuple(sorted(rows, key=lambda row: _order(row.where)))


def done_rows(done: Iterable[tuple[Done, PublicPlace]]) -> tuple[DoneRow, ...]:
    """Return a row for each month, area and kind of help, the newest month first."""
    sums: dict[tuple[str, PublicPlace, NeedKind], int] = defaultdict(int)
    for one, where in done:
        sums[f"{one.day:%Y-%m}", where, one.kind] += one.people
    rows = [
        DoneRow(month=month, where=where, kind=kind, people=in_fives(people))
        for (month, where, kind), people in sums.items()
    ]
    rows.sort(key=lambda row: (_order(row.where), row.kind))
    return tuple(sorted(rows, key=lambda row: row.month, reverse=True))


def _families_row(where: PublicPlace, home: str, group: list[Counted]) -> FamiliesRow:
    came = [one for one in group if one.move is Move.ARRIVED]
    arrived = sum(one.families for one in came)
    if arrived < FEW:
        return FamiliesRow(where=where, home=home, arrived=in_fives(arrived), left="", there="")
    ages = {band: sum(one.ages.get(band, 0) for one in came) for band in Band}
    people, disabled = sum(one.people for one in came), sum(one.disabled for one in came)
    return FamiliesRow(
        where=where,
        home=home,
        arrived=in_fives(arrived),
        left=in_fives(sum(one.families for one in group) - arrived),
        there=in_fives(_there(group)),
        people_arrived=in_fives(people) if people else "",
        ages=MappingProxyType({band: in_fives(number) for band, number in ages.items() if any(ages.values())}),
        disabled=in_fives(disabled) if disabled else "",
        needs=_needs(came),
        last_day=max(one.day for one in group),
    )


def _needs(came: list[Counted]) -> tuple[NeedKind, ...]:
    asking = {kind: sum(one.families for one in came if kind in one.needs) for kind in NeedKind}
    return tuple(sorted((kind for kind in NeedKind if asking[kind] >= FEW), key=lambda kind: (-asking[kind], kind)))


def _there(group: Iterable[Counted]) -> int:
    return max(0, sum(one.families if one.move is Move.ARRIVED else -one.families for one in group))


def _in_tens(numbers: Iterable[int]) -> str:
    """Return a sum rounded down: nobody is sent for a place that is not there."""
    return str(sum(numbers) // ROOM_STEP * ROOM_STEP)


def _order(where: PublicPlace) -> tuple[str, str, str, str]:
    return where.province, where.district, where.name, where.cell


def corrected(shown: Shown, where: PublicPlace) -> Shown:
    """Return what is shown once something told of an area proved wrong: its numbers are gone until two release them anew."""
    return Shown(
        on=shown.on,
        families=tuple(_emptied(row) if row.where == where else row for row in shown.families),
        moves=tuple(
            MovesRow(month=row.month, where=where, arrived="", moved_on="", went_home="", is_corrected=True)
            if row.where == where
            else row
            for row in shown.moves
        ),
        rooms=shown.rooms,
        done=shown.done,
    )


def without_room(shown: Shown, where: PublicPlace) -> Shown:
    """Return what is shown once a shelter of an area closed: nothing is told of room there until it is released anew."""
    rooms = tuple(
        RoomRow(where=where, shelters="", has_room=False, is_corrected=True) if row.where == where else row
        for row in shown.rooms
    )
    return Shown(on=shown.on, families=shown.families, moves=shown.moves, rooms=rooms, done=shown.done)


def _emptied(row: FamiliesRow) -> FamiliesRow:
    return FamiliesRow(where=row.where, home=row.home, arrived="", left="", there="", is_corrected=True)

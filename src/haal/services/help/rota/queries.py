"""What a place helper's own page reads: the coming shifts of their places, and what they are asked.

The one thing to know: only of places that the reader looks after; nobody reads the shifts of all places, nor those of one person
across places. Opens the names of one's own places alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from haal.domain.access import Actor, Permission, require
from haal.domain.ids import PersonId, ShiftId, SwapId
from haal.domain.rota.calendar import Use
from haal.domain.rota.change import Swap, could_swap
from haal.domain.rota.shift import Shift
from haal.services.help.rota import after
from haal.services.help.rota.after import Over
from haal.storage import person
from haal.storage import rota as rows
from haal.storage.gathering import place as place_rows
from haal.storage.steward import calendar as code_rows

DAYS_SHOWN = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner:
    """Somebody whose shift could be had for one's own."""

    shift_id: ShiftId
    person_id: PersonId
    pseudonym: str
    starts_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftSeen:
    """A coming shift of the reader's own place."""

    shift: Shift
    place_name: str
    people: tuple[str, ...]
    standing_in: tuple[str, ...]
    is_mine: bool
    stands_in: bool
    is_here: bool
    runs: bool
    partners: tuple[Partner, ...]
    word: str = ""  # of the pair before, for this one


@dataclass(frozen=True, slots=True, kw_only=True)
class SwapSeen:
    """A swap the reader asked for, or is asked for."""

    id: SwapId
    asked_by: str
    asked_of: str
    gives_at: datetime
    takes_at: datetime
    is_mine: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MyShifts:
    """The page: what the reader is asked, the shifts in order, those that are over, and for what they have a code."""

    swaps: tuple[SwapSeen, ...]
    shifts: tuple[ShiftSeen, ...]
    over: tuple[Over, ...] = ()
    codes: frozenset[Use] = frozenset()


def mine(*, by: Actor, now: datetime) -> MyShifts:
    """Return the coming shifts of one's own places. Raises KeysLocked."""
    require(by, Permission.OWN_PLACE)
    places = {place_id: place_rows.get(place_id).name for place_id in place_rows.places_of(by.person_id)}
    until = now + timedelta(days=DAYS_SHOWN)
    coming = [shift for place_id in places for shift in rows.of_place(place_id, since=now) if shift.starts_at < until]
    coming.sort(key=lambda shift: (shift.starts_at, shift.id))
    swaps = [
        swap for swap in rows.swaps_of(by.person_id) if {swap.shift_id, swap.other_id} <= {one.id for one in coming}
    ]
    relief = {shift.id: rows.standing_in(shift.id) for shift in coming}
    everybody = {one for shift in coming for one in (*shift.people, *relief[shift.id])}
    names = person.pseudonyms(everybody | {one for swap in swaps for one in (swap.giver, swap.taker)})
    begins = {shift.id: shift.starts_at for shift in coming}
    words = after.words_for(by=by, places=places, now=now)
    return MyShifts(
        swaps=tuple(_swap(swap, begins=begins, names=names, by=by) for swap in swaps),
        shifts=tuple(
            ShiftSeen(
                shift=shift,
                place_name=places[shift.place_id],
                people=tuple(names.get(one, "") for one in shift.people),
                standing_in=tuple(names.get(one, "") for one in relief[shift.id]),
                is_mine=by.person_id in shift.people,
                stands_in=by.person_id in relief[shift.id],
                is_here=by.person_id in rows.came(shift.id),
                runs=shift.starts_at <= now,
                partners=_partners(shift, coming, names=names, by=by, now=now),
                word=words.get(shift.id, ""),
            )
            for shift in coming
        ),
        over=after.over(by=by, now=now),
        codes=code_rows.uses_of(by.person_id),
    )


def _swap(swap: Swap, *, begins: dict[ShiftId, datetime], names: Mapping[str, str], by: Actor) -> SwapSeen:
    return SwapSeen(
        id=swap.id,
        asked_by=names.get(swap.giver, ""),
        asked_of=names.get(swap.taker, ""),
        gives_at=begins[swap.shift_id],
        takes_at=begins[swap.other_id],
        is_mine=swap.giver == by.person_id,
    )


def _partners(
    shift: Shift, coming: list[Shift], *, names: Mapping[str, str], by: Actor, now: datetime
) -> tuple[Partner, ...]:
    """Return with whom the reader could change places."""
    return tuple(
        Partner(shift_id=other.id, person_id=taker, pseudonym=names.get(taker, ""), starts_at=other.starts_at)
        for other, taker in could_swap(shift, coming, giver=by.person_id, now=now)
    )

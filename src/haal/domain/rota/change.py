"""What changes a shift that was planned: somebody falls ill, does not come, swaps, hands over, comes in; its times move.

The one thing to know: no change leaves a lone shift. Who is missing is made good from those who can stand in; where that is not
possible the shift is closed, whoever is left goes home, and the place is told. Nobody is asked why they cannot come, and nothing
is kept of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from haal.domain.ids import PersonId, ShiftId, SwapId
from haal.domain.rota.shift import SHIFT_HOURS_MAX, SHIFT_PEOPLE_MAX, RotaReason, Shift
from haal.domain.rota.wanted import PEOPLE_MIN


class ShiftNews(StrEnum):
    """What the helpers of a place are told of one of its shifts."""

    FILLED = "filled"  # somebody stands in for who is missing
    CLOSED = "closed"  # there are no two: nobody stands, and who is there goes home
    HELD_AGAIN = "held-again"
    MOVED = "moved"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A shift after a change, who came into it by the change, and what its place is told (None: nothing)."""

    shift: Shift
    came_in: tuple[PersonId, ...] = ()
    news: ShiftNews | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Swap:
    """One asks another to change places: `giver` gives their place in `shift_id` for the one of `taker` in `other_id`."""

    id: SwapId
    shift_id: ShiftId
    other_id: ShiftId
    giver: PersonId
    taker: PersonId


def without(
    shift: Shift, gone: Collection[PersonId], *, standing_in: Iterable[PersonId], people_min: int, now: datetime
) -> Change:
    """Return the shift without these people, filled up from `standing_in` in that order, or closed."""
    left = [person_id for person_id in shift.people if person_id not in gone]
    if shift.closed_at is not None or len(left) == len(shift.people):
        return Change(shift=shift)
    missing = max(0, _least(people_min) - len(left))
    able = dict.fromkeys(one for one in standing_in if one not in gone and one not in left)
    came_in = tuple(able)[:missing]
    if len(came_in) < missing:
        return Change(shift=replace(shift, people=(), people_count=0, closed_at=now), news=ShiftNews.CLOSED)
    return Change(shift=_of(shift, (*left, *came_in)), came_in=came_in, news=ShiftNews.FILLED if came_in else None)


def is_elsewhere(shift: Shift, *, held: Iterable[Shift]) -> bool:
    """Return whether who holds these shifts is in another one at the time of this."""
    return any(
        other.id != shift.id and other.starts_at < shift.ends_at and shift.starts_at < other.ends_at for other in held
    )


def why_not_swap(one: Shift, other: Shift, *, giver: PersonId, taker: PersonId, now: datetime) -> RotaReason | None:
    """Return what forbids two people changing places between two shifts, or None. Both have to have agreed."""
    if now >= one.ends_at or now >= other.ends_at:
        return RotaReason.SHIFT_IS_OVER
    if one.closed_at is not None or other.closed_at is not None:
        return RotaReason.SHIFT_IS_CLOSED
    if giver not in one.people or taker not in other.people:
        return RotaReason.NOT_IN_SHIFT
    if one.id == other.id or giver in other.people or taker in one.people:
        return RotaReason.IN_IT_ALREADY
    return None


def could_swap(
    shift: Shift, coming: Iterable[Shift], *, giver: PersonId, now: datetime
) -> tuple[tuple[Shift, PersonId], ...]:
    """Return with whom the giver could change places, and for which shift: at the same place, nobody in two shifts at once."""
    others = [one for one in coming if one.id != shift.id]
    mine = [one for one in others if giver in one.people]
    return tuple(
        (other, taker)
        for other in others
        if other.place_id == shift.place_id and not is_elsewhere(other, held=mine)
        for taker in other.people
        if why_not_swap(shift, other, giver=giver, taker=taker, now=now) is None
    )


def swapped(one: Shift, other: Shift, *, giver: PersonId, taker: PersonId) -> tuple[Shift, Shift]:
    """Return both shifts after the swap; ask `why_not_swap` first."""
    return _handed(one, giver, taker), _handed(other, taker, giver)


def why_not_hand_over(shift: Shift, *, giver: PersonId, taker: PersonId, now: datetime) -> RotaReason | None:
    """Return what forbids somebody giving their place in a shift to another, or None."""
    if now >= shift.ends_at:
        return RotaReason.SHIFT_IS_OVER
    if shift.closed_at is not None:
        return RotaReason.SHIFT_IS_CLOSED
    if giver not in shift.people:
        return RotaReason.NOT_IN_SHIFT
    return RotaReason.IN_IT_ALREADY if taker in shift.people else None


def handed_over(shift: Shift, *, giver: PersonId, taker: PersonId) -> Shift:
    """Return the shift after one gave their place to another; ask `why_not_hand_over` first."""
    return _handed(shift, giver, taker)


def why_not_come_in(shift: Shift, people: Sequence[PersonId], *, people_min: int, now: datetime) -> RotaReason | None:
    """Return what forbids these people coming in beside who is there, or None. A closed shift takes two at once."""
    if now >= shift.ends_at:
        return RotaReason.SHIFT_IS_OVER
    if any(person_id in shift.people for person_id in people):
        return RotaReason.IN_IT_ALREADY
    after = len({*shift.people, *people})
    if after < _least(people_min):
        return RotaReason.NEVER_ALONE
    return RotaReason.TOO_MANY_IN_SHIFT if after > SHIFT_PEOPLE_MAX else None


def with_more(shift: Shift, people: Iterable[PersonId]) -> Change:
    """Return the shift with these people too, held again if it was closed; ask `why_not_come_in` first."""
    came_in = tuple(dict.fromkeys(people))
    after = _of(replace(shift, closed_at=None), (*shift.people, *came_in))
    news = ShiftNews.HELD_AGAIN if shift.closed_at is not None else None
    return Change(shift=after, came_in=came_in, news=news)


def why_not_move(shift: Shift, *, starts_at: datetime, ends_at: datetime, now: datetime) -> RotaReason | None:
    """Return what forbids other times for the shift, or None. Who cannot come then is `without` it."""
    if now >= shift.ends_at:
        return RotaReason.SHIFT_IS_OVER
    if not starts_at < ends_at <= starts_at + timedelta(hours=SHIFT_HOURS_MAX):
        return RotaReason.SHIFT_TIMES_WRONG
    return None


def moved(
    shift: Shift, *, starts_at: datetime, ends_at: datetime, able: Collection[PersonId], people_min: int, now: datetime
) -> Change:
    """Return the shift at other times, with those of it who can come then, filled up from the others who can, or closed."""
    cannot = [person_id for person_id in shift.people if person_id not in able]
    at_new_times = replace(shift, starts_at=starts_at, ends_at=ends_at)
    return without(at_new_times, cannot, standing_in=able, people_min=people_min, now=now)


def _handed(shift: Shift, giver: PersonId, taker: PersonId) -> Shift:
    return _of(shift, tuple(taker if one == giver else one for one in shift.people))


def _of(shift: Shift, people: tuple[PersonId, ...]) -> Shift:
    return replace(shift, people=people, people_count=len(people))


def _least(people_min: int) -> int:
    return max(PEOPLE_MIN, people_min)

"""A proposed rota with its reasons: which shifts are held by whom, which are not and why, and who was left over.

The one thing to know: a shift is held by enough people or by nobody; there is no third state. A plan is a proposal, read by
`haal.domain.rota.rules.broken` and kept only by a person's word.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from haal.domain.ids import PersonId, ShiftId
from haal.domain.rota.rules import Rota, is_free, why_not_hold, why_not_stand
from haal.domain.rota.shift import RotaReason
from haal.domain.rota.wanted import Steward, Wanted


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """A shift that nobody holds, and how many could have stood in it, rule after rule.

    `rested_count`: of those who are free, how many the rest of the plan leaves rested and with room in their week.
    """

    shift_id: ShiftId
    reason: RotaReason
    of_place_count: int
    free_count: int
    rested_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Leftover:
    """Somebody who got no shift, and why."""

    person_id: PersonId
    reason: RotaReason


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Shifts that cannot all be held, and the rules that together make it so: without any one of them they could be.

    No rule at all: there are too few people for any way to hold them with two each.
    """

    shifts: tuple[ShiftId, ...]
    reasons: tuple[RotaReason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """What is proposed. `is_best`: no other rota holds more shifts, nor as many more evenly."""

    rota: Rota
    closed: tuple[Closed, ...]
    leftover: tuple[Leftover, ...]
    conflicts: tuple[Conflict, ...]
    minutes: Mapping[PersonId, int]
    is_best: bool

    @property
    def spread(self) -> timedelta:
        """How much more the busiest stands than the idlest of those who stand at all."""
        load = [minutes for minutes in self.minutes.values() if minutes]
        return timedelta(minutes=max(load) - min(load)) if load else timedelta(0)


def minutes_of(
    stewards: Iterable[Steward], wanted: Iterable[Wanted], rota: Mapping[ShiftId, Sequence[PersonId]]
) -> dict[PersonId, int]:
    """Return how long everybody stands, with what they held before."""
    load = {steward.person_id: steward.held_minutes for steward in stewards}
    for one in wanted:
        for person_id in rota.get(one.id, ()):
            load[person_id] += one.minutes
    return load


def why_closed(stewards: tuple[Steward, ...], one: Wanted, *, held: Mapping[PersonId, list[Wanted]]) -> Closed:
    """Return at which rule too few were left for the shift: of the place, free, rested; then mixed, then skilled."""
    of_place = [steward for steward in stewards if one.place_id in steward.places]
    free = [steward for steward in of_place if is_free(steward, one)]
    rested = [steward for steward in free if not why_not_stand(steward, one, held=held.get(steward.person_id, ()))]
    reason = _lacks(one, free, too_few=RotaReason.NOT_FREE)
    if len(of_place) < one.least:
        reason = RotaReason.NOT_OF_THIS_PLACE
    elif reason is None:
        tired = any(
            why_not_stand(steward, one, held=held.get(steward.person_id, ())) is RotaReason.NOT_RESTED
            for steward in free
        )
        is_short = _lacks(one, rested, too_few=RotaReason.NOT_FREE) is not None
        short = RotaReason.NOT_RESTED if tired else RotaReason.WEEK_IS_FULL
        reason = short if is_short else RotaReason.TOO_MANY_IN_SHIFT
    return Closed(
        shift_id=one.id,
        reason=reason,
        of_place_count=len(of_place),
        free_count=len(free),
        rested_count=len(rested),
    )


def _lacks(one: Wanted, some: list[Steward], *, too_few: RotaReason) -> RotaReason | None:
    """Return what a shift would lack if all of these stood in it."""
    reason = why_not_hold(replace(one, people_max=len(some)), some)
    return too_few if reason is RotaReason.NEVER_ALONE else reason


def why_left_over(steward: Steward, wanted: tuple[Wanted, ...]) -> Leftover:
    """Return why somebody got no shift."""
    at_place = [one for one in wanted if one.place_id in steward.places]
    reason = RotaReason.NOTHING_LEFT
    if not at_place:
        reason = RotaReason.NOT_OF_THIS_PLACE
    elif not any(is_free(steward, one) for one in at_place):
        reason = RotaReason.NOT_FREE
    return Leftover(person_id=steward.person_id, reason=reason)

"""The rules of a rota that are never broken, and the reader that finds whatever breaks one.

The one thing to know: this knows nothing of any solver. Whatever plan is made, by a machine or by hand, is read here before it
is kept, and `broken` names each rule and each shift. A gap between two shifts is rest; a week is any seven days, not only those
from Monday.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from haal.domain.ids import PersonId, ShiftId
from haal.domain.rota.shift import RotaReason
from haal.domain.rota.wanted import WEEK, Span, Steward, Wanted

type Rota = Mapping[ShiftId, tuple[PersonId, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """A rule that a rota breaks, where, and by whom (None: by the shift as a whole)."""

    reason: RotaReason
    shift_id: ShiftId
    person_id: PersonId | None = None


def why_not_stand(steward: Steward, wanted: Wanted, *, held: Iterable[Wanted] = ()) -> RotaReason | None:
    """Return what forbids this person standing in this shift beside the others they hold, or None."""
    others: list[Span | Wanted] = [*steward.held, *(one for one in held if one.id != wanted.id)]
    if wanted.place_id not in steward.places:
        return RotaReason.NOT_OF_THIS_PLACE
    if not is_free(steward, wanted):
        return RotaReason.NOT_FREE
    if any(not is_rested(one, wanted, hours=steward.rest_hours) for one in others):
        return RotaReason.NOT_RESTED
    if fullest_week([*others, wanted], with_one=wanted) > steward.week_shifts_max:
        return RotaReason.WEEK_IS_FULL
    return None


def why_not_hold(wanted: Wanted, people: Sequence[Steward]) -> RotaReason | None:
    """Return what forbids the shift being held by these people together, or None. Named twice is one person."""
    once = {steward.person_id: steward for steward in people}.values()
    if len(once) < wanted.least:
        return RotaReason.NEVER_ALONE
    if len(once) > max(wanted.least, wanted.people_max):
        return RotaReason.TOO_MANY_IN_SHIFT
    if wanted.is_mixed and {True, False} - {steward.is_woman for steward in once}:
        return RotaReason.NOT_MIXED
    if wanted.skills - frozenset[str]().union(*(steward.skills for steward in once)):
        return RotaReason.SKILL_MISSING
    return None


def is_free(steward: Steward, wanted: Wanted) -> bool:
    """Return whether one of the spans in which they are free holds the whole shift."""
    return any(span.starts_at <= wanted.starts_at and wanted.ends_at <= span.ends_at for span in steward.free)


def is_rested(one: Span | Wanted, other: Span | Wanted, *, hours: int) -> bool:
    """Return whether between the two lie at least so many hours; never when they overlap."""
    first, second = sorted((one, other), key=lambda wanted: (wanted.starts_at, wanted.ends_at))
    return second.starts_at - first.ends_at >= timedelta(hours=max(0, hours))


def fullest_week(held: Iterable[Span | Wanted], *, with_one: Span | Wanted | None = None) -> int:
    """Return the most shifts that begin within any seven days; of those days only that have `with_one`, if given."""
    begin = sorted(wanted.starts_at for wanted in held)
    most = 0
    for first in begin:
        if with_one is None or first <= with_one.starts_at < first + WEEK:
            most = max(most, sum(first <= other < first + WEEK for other in begin))
    return most


def broken(stewards: Iterable[Steward], wanted: Iterable[Wanted], rota: Rota) -> tuple[Broken, ...]:
    """Return all that breaks a rule. A shift that is not in the rota is held by nobody, which breaks none."""
    who = {steward.person_id: steward for steward in stewards}
    shifts = {one.id: one for one in wanted}
    held: dict[PersonId, list[Wanted]] = {}
    for shift_id, people in rota.items():
        for person_id in set(people):
            held.setdefault(person_id, []).append(shifts[shift_id])
    found = []
    for shift_id, people in rota.items():
        of_whole = why_not_hold(shifts[shift_id], [who[person_id] for person_id in people if person_id in who])
        if of_whole:
            found.append(Broken(reason=of_whole, shift_id=shift_id))
        for person_id in people:
            steward = who.get(person_id)
            reason = (
                why_not_stand(steward, shifts[shift_id], held=held[person_id])
                if steward
                else RotaReason.NOT_OF_THIS_PLACE
            )
            if reason:
                found.append(Broken(reason=reason, shift_id=shift_id, person_id=person_id))
    return tuple(found)

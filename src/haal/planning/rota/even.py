"""The same shifts held more evenly: first the busiest is brought down as far as can be, then hands change where one has less.

The one thing to know: whether a rota exists in which nobody stands longer than so many hours is a light question, so it is asked
again and again, each time in the middle of what is left. What remains between the others is levelled by giving one shift at a time
from who stands longer to who stands less, which never breaks a rule that held before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from haal.domain.ids import PersonId, ShiftId
from haal.domain.rota.plan import minutes_of
from haal.domain.rota.rules import Rota, why_not_hold, why_not_stand
from haal.domain.rota.wanted import Steward, Wanted
from haal.planning.rota.model import Built, build
from haal.planning.rota.search import finder, is_answer, is_impossible

ROUNDS_MAX = 20
TRIES_MAX = 3
LEVEL_MINUTES = 120  # the busiest is brought down to within two hours of what is possible


def lowest_top(people: Sequence[Steward], shifts: Sequence[Wanted], *, first: Rota, effort: float) -> tuple[Rota, bool]:
    """Return a rota of the same shifts in which the busiest stands least, and whether that was shown."""
    held = [one for one in shifts if one.id in first]
    rota, is_shown = first, True
    top = _top(people, shifts, rota)
    low = -(-sum(one.minutes * one.least for one in held) // max(1, len(people))) - 1
    for _ in range(TRIES_MAX):
        if top - low <= LEVEL_MINUTES:
            break
        middle = (top + low) // 2
        built = build(people, held)
        _cap(built, people, held, minutes=middle)
        solver = finder(effort)
        status = solver.solve(built.model)
        if is_answer(status):
            rota = built.rota(solver)
            top = _top(people, shifts, rota)
        else:
            low = middle
            is_shown = is_shown and is_impossible(status)
    return rota, is_shown and top - low <= LEVEL_MINUTES


def level(people: Sequence[Steward], shifts: Sequence[Wanted], *, first: Rota) -> Rota:
    """Return the rota after every gift of a shift that makes two people more alike and keeps all rules."""
    who = {steward.person_id: steward for steward in people}
    rota = _no_more_than_needed(who, shifts, first)
    held: dict[PersonId, list[Wanted]] = {steward.person_id: [] for steward in people}
    for one in shifts:
        for person_id in rota.get(one.id, ()):
            held[person_id].append(one)
    load = dict(minutes_of(people, shifts, rota))
    for _ in range(ROUNDS_MAX):
        given = 0
        for giver in sorted(load, key=lambda person_id: (-load[person_id], person_id)):
            given += _give(giver, who=who, rota=rota, held=held, load=load)
        if not given:
            break
    return {shift_id: tuple(crew) for shift_id, crew in rota.items()}


def _no_more_than_needed(
    who: Mapping[PersonId, Steward], shifts: Sequence[Wanted], first: Rota
) -> dict[ShiftId, list[PersonId]]:
    """Return the rota without those whom a shift does not need; of two of them who stands longer goes first."""
    load = minutes_of(who.values(), shifts, first)
    rota = {shift_id: list(crew) for shift_id, crew in first.items()}
    for one in shifts:
        for person_id in sorted(rota.get(one.id, ()), key=lambda person_id: (-load[person_id], person_id)):
            others = [other for other in rota[one.id] if other != person_id]
            if why_not_hold(one, [who[other] for other in others]) is None:
                rota[one.id] = others
                load[person_id] -= one.minutes
    return rota


def _give(
    giver: PersonId,
    *,
    who: Mapping[PersonId, Steward],
    rota: dict[ShiftId, list[PersonId]],
    held: dict[PersonId, list[Wanted]],
    load: dict[PersonId, int],
) -> int:
    """Give away shifts of one person, each to whoever stands least among those who can; return how many."""
    count = 0
    for one in list(held[giver]):
        crew = rota[one.id]
        for taker in sorted(load, key=lambda person_id: (load[person_id], person_id)):
            if load[taker] + one.minutes >= load[giver]:
                break
            others = [person_id for person_id in crew if person_id != giver]
            if taker in crew or why_not_stand(who[taker], one, held=held[taker]):
                continue
            if why_not_hold(one, [who[person_id] for person_id in (*others, taker)]):
                continue
            rota[one.id] = [*others, taker]
            held[giver].remove(one)
            held[taker].append(one)
            load[giver] -= one.minutes
            load[taker] += one.minutes
            count += 1
            break
    return count


def _top(people: Sequence[Steward], shifts: Sequence[Wanted], rota: Rota) -> int:
    return max(minutes_of(people, shifts, rota).values(), default=0)


def _cap(built: Built, people: Sequence[Steward], held: Sequence[Wanted], *, minutes: int) -> None:
    """Have every one of these shifts held, and nobody stand longer than so many minutes."""
    for one in held:
        built.model.add(built.held[one.id] == 1)
    for steward in people:
        mine = [one for one in held if (one.id, steward.person_id) in built.stands]
        if mine:
            load = steward.held_minutes + sum(one.minutes * built.stands[one.id, steward.person_id] for one in mine)
            built.model.add(load <= minutes)

"""Plan a rota: as many shifts held as can be, then as evenly as can be, then what could not be and why.

The one thing to know: the same input gives the same plan. The search has a fixed seed and one thread, and stops by its own count
of work (`Effort`), never by the clock; what it costs in seconds is the machine's affair.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from haal.domain.ids import PersonId
from haal.domain.rota.plan import Planned, minutes_of, why_closed, why_left_over
from haal.domain.rota.rules import Rota
from haal.domain.rota.wanted import Steward, Wanted
from haal.planning.rota.even import level, lowest_top
from haal.planning.rota.model import Built, build
from haal.planning.rota.search import core_finder, finder, is_answer, is_best
from haal.planning.rota.why import conflicts


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """How much work one question may cost, in the solver's own units: a second or more each."""

    hold: float = 2.0
    even: float = 0.05
    explain: float = 0.3


STANDARD = Effort()


def plan(stewards: Iterable[Steward], wanted: Iterable[Wanted], *, effort: Effort = STANDARD) -> Planned:
    """Return the rota proposed for these shifts, with reasons for what is not in it."""
    people = tuple(sorted(stewards, key=lambda steward: steward.person_id))
    shifts = tuple(sorted(wanted, key=lambda one: (one.starts_at, one.id)))
    first, all_held = _hold(build(people, shifts), effort=effort.hold)
    first = level(people, shifts, first=first)
    capped, is_even = lowest_top(people, shifts, first=first, effort=effort.even)
    rota = level(people, shifts, first=capped)
    held: dict[PersonId, list[Wanted]] = {}
    for one in shifts:
        for person_id in rota.get(one.id, ()):
            held.setdefault(person_id, []).append(one)
    closed = [one for one in shifts if one.id not in rota]
    return Planned(
        rota=rota,
        closed=tuple(why_closed(people, one, held=held) for one in closed),
        leftover=tuple(why_left_over(steward, shifts) for steward in people if steward.person_id not in held),
        conflicts=conflicts(people, shifts, closed=closed, effort=effort.explain),
        minutes=minutes_of(people, shifts, rota),
        is_best=all_held and is_even,
    )


def _hold(built: Built, *, effort: float) -> tuple[Rota, bool]:
    """Return a rota that holds as many shifts as can be, and whether no other holds more.

    Asked from above, by which shifts clash: mostly all or nearly all can be held. Only where that is not answered in time it is
    asked from below, one shift more at a time.
    """
    built.model.maximize(sum(built.held.values()))
    for solver in (core_finder(effort), finder(effort)):
        status = solver.solve(built.model)
        if is_answer(status):
            return built.rota(solver), is_best(status)
    return {}, False

"""Why shifts cannot all be held: the fewest of them that clash, and the rules that together make it so.

The one thing to know: the solver is told to assume that each shift is held and each rule holds; from its proof come the assumptions
that it used, and whatever can be left out of them is left out, one at a time. So every shift and every rule named is needed:
without it the others could be.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from haal.domain.ids import ShiftId
from haal.domain.rota.plan import Conflict
from haal.domain.rota.shift import RotaReason
from haal.domain.rota.wanted import Steward, Wanted
from haal.planning.rota.model import LIFTABLE, build
from haal.planning.rota.search import finder, is_impossible

CONFLICTS_MAX = 5
SHRUNK_MAX = 60  # assumptions; a clash of more shifts is told as it is


def conflicts(
    stewards: Sequence[Steward], wanted: Sequence[Wanted], *, closed: Iterable[Wanted], effort: float
) -> tuple[Conflict, ...]:
    """Return clashes that between them hold the closed shifts, at most five of them."""
    found: list[Conflict] = []
    for one in closed:
        if len(found) == CONFLICTS_MAX:
            break
        if any(one.id in conflict.shifts for conflict in found):
            continue
        shifts = _clash(stewards, wanted, one=one, effort=effort)
        if shifts:
            reasons = _rules(stewards, [other for other in wanted if other.id in shifts], effort=effort)
            found.append(Conflict(shifts=tuple(other.id for other in wanted if other.id in shifts), reasons=reasons))
    return tuple(found)


def _clash(
    stewards: Sequence[Steward], wanted: Sequence[Wanted], *, one: Wanted, effort: float
) -> frozenset[ShiftId] | None:
    """Return the fewest shifts that cannot all be held, `one` first of all; None when no proof was found in time."""
    near = sorted(wanted, key=lambda other: (abs(other.starts_at - one.starts_at), other.id))
    count = 1
    while True:
        some = near[:count]
        core = _core([other.id for other in some], stewards, some, effort=effort)
        if core is not None or count >= len(near):
            break
        count *= 4
    if core is None:
        return None
    by_id = {other.id: other for other in wanted}
    return frozenset(
        _shrunk(core, lambda ids: _core(ids, stewards, [by_id[name] for name in ids], effort=effort) is not None)
    )


def _core(
    ids: Sequence[ShiftId], stewards: Sequence[Steward], wanted: Sequence[Wanted], *, effort: float
) -> list[ShiftId] | None:
    """Return those of the shifts of which the solver proves that they cannot all be held; None when it proves nothing."""
    built = build(stewards, wanted)
    built.model.add_assumptions([built.held[shift_id] for shift_id in ids])
    solver = finder(effort)
    if not is_impossible(solver.solve(built.model)):
        return None
    used = set(solver.sufficient_assumptions_for_infeasibility())
    return [shift_id for shift_id in ids if built.held[shift_id].index in used] or list(ids)


def _rules(stewards: Sequence[Steward], wanted: Sequence[Wanted], *, effort: float) -> tuple[RotaReason, ...]:
    """Return the fewest rules that together forbid holding all these shifts."""

    def clash(reasons: Sequence[RotaReason]) -> bool:
        built = build(stewards, wanted, with_literals=True)
        for held in built.held.values():
            built.model.add(held == 1)
        built.model.add_assumptions([built.rules[reason] for reason in reasons])
        return is_impossible(finder(effort).solve(built.model))

    return tuple(_shrunk(list(LIFTABLE), clash))


def _shrunk[T](assumed: Sequence[T], clash: Callable[[list[T]], bool]) -> list[T]:
    """Return what is left when whatever is not needed for the clash is taken out, one at a time."""
    left = list(assumed)
    if len(left) > SHRUNK_MAX:
        return left
    for one in assumed:
        without = [other for other in left if other != one]
        if clash(without):
            left = without
    return left

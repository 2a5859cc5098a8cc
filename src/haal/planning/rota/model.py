"""The rota as a model of OR-Tools: one yes-or-no for each person who may stand in each shift, and the rules between them.

The one thing to know: a rule can be given a literal (`Rules`), so that a model that cannot be solved tells which rules make it
so. "Never alone" is no such rule: it holds in every model, as enough people or nobody. What the model says is read again by
`haal.domain.rota.rules`, which shares nothing with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from haal.domain.ids import PersonId, ShiftId
from haal.domain.rota.rules import Rota, is_free, is_rested
from haal.domain.rota.shift import RotaReason
from haal.domain.rota.wanted import WEEK, Steward, Wanted

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

LIFTABLE = (
    RotaReason.NOT_OF_THIS_PLACE,
    RotaReason.NOT_FREE,
    RotaReason.NOT_MIXED,
    RotaReason.SKILL_MISSING,
    RotaReason.TOO_MANY_IN_SHIFT,
    RotaReason.NOT_RESTED,
    RotaReason.WEEK_IS_FULL,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """A model: who stands where, which shift is held, and the literal of each rule that has one."""

    model: cp_model.CpModel
    stands: dict[tuple[ShiftId, PersonId], cp_model.IntVar]
    held: dict[ShiftId, cp_model.IntVar]
    rules: dict[RotaReason, cp_model.IntVar] = field(default_factory=dict)

    def rota(self, solver: cp_model.CpSolver) -> Rota:
        """Return who stands where in the solution."""
        found: dict[ShiftId, list[PersonId]] = {}
        for (shift_id, person_id), stands in self.stands.items():
            if solver.boolean_value(stands):
                found.setdefault(shift_id, []).append(person_id)
        return {shift_id: tuple(people) for shift_id, people in found.items()}


def build(stewards: Sequence[Steward], wanted: Sequence[Wanted], *, with_literals: bool = False) -> Built:
    """Return the model of all rules; `with_literals` gives each rule that could be lifted a literal of its own."""
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    built = Built(model=model, stands={}, held={one.id: model.new_bool_var("") for one in wanted})
    if with_literals:
        built.rules.update({reason: model.new_bool_var(reason.value) for reason in LIFTABLE})
    for one in wanted:
        _add_people(built, one, stewards)
        _add_group(built, one, stewards)
    for steward in stewards:
        mine = [one for one in wanted if (one.id, steward.person_id) in built.stands]
        _add_rest(built, steward, sorted(mine, key=lambda one: (one.starts_at, one.id)))
        _add_weeks(built, steward, sorted(mine, key=lambda one: (one.starts_at, one.id)))
    return built


def _add_people(built: Built, one: Wanted, stewards: Iterable[Steward]) -> None:
    """Let those stand who may; with literals also the others, each under the rule that forbids it."""
    for steward in stewards:
        reasons = []
        if one.place_id not in steward.places:
            reasons.append(RotaReason.NOT_OF_THIS_PLACE)
        if not is_free(steward, one):
            reasons.append(RotaReason.NOT_FREE)
        if any(not is_rested(span, one, hours=steward.rest_hours) for span in steward.held):
            reasons.append(RotaReason.NOT_RESTED)
        if reasons and not built.rules:
            continue
        stands = built.stands[one.id, steward.person_id] = built.model.new_bool_var("")
        for reason in reasons:
            built.model.add_implication(built.rules[reason], stands.negated())


def _add_group(built: Built, one: Wanted, stewards: Sequence[Steward]) -> None:
    """Held by enough people or by nobody; by not too many, by women and men, and with each skill."""
    there = [
        (steward, built.stands[one.id, steward.person_id])
        for steward in stewards
        if (one.id, steward.person_id) in built.stands
    ]
    held, model = built.held[one.id], built.model
    everybody = sum(stands for _, stands in there)
    model.add(everybody >= one.least * held)
    for _, stands in there:
        model.add_implication(stands, held)
    _under(built, RotaReason.TOO_MANY_IN_SHIFT, everybody <= max(one.least, one.people_max) * held)
    if one.is_mixed:
        for is_woman in (True, False):
            some = sum(stands for steward, stands in there if steward.is_woman is is_woman)
            _under(built, RotaReason.NOT_MIXED, some >= held)
    for skill in sorted(one.skills):
        some = sum(stands for steward, stands in there if skill in steward.skills)
        _under(built, RotaReason.SKILL_MISSING, some >= held)


def _add_rest(built: Built, steward: Steward, mine: Sequence[Wanted]) -> None:
    """Nobody is in two shifts at once, nor in a second before they have rested.

    A shift with the rest after it is one stretch of time; whichever stretches share an instant exclude one another.
    """
    rest = timedelta(hours=max(0, steward.rest_hours))
    done: set[frozenset[ShiftId]] = set()
    for later in mine:
        together = [one for one in mine if _covers(one, later.starts_at, rest=rest) or one.id == later.id]
        names = frozenset(one.id for one in together)
        if len(together) > 1 and not any(names <= other for other in done):
            done.add(names)
            some = sum(built.stands[one.id, steward.person_id] for one in together)
            _under(built, RotaReason.NOT_RESTED, some <= 1)


def _covers(one: Wanted, at: datetime, *, rest: timedelta) -> bool:
    return one.starts_at <= at < one.ends_at + rest


def _add_weeks(built: Built, steward: Steward, mine: Sequence[Wanted]) -> None:
    """Nobody stands more often than they agreed to, in any seven days, with what they hold already."""
    last: tuple[frozenset[ShiftId], int] = (frozenset(), 0)
    for begin in sorted({*(one.starts_at for one in mine), *(span.starts_at for span in steward.held)}):
        within = [one for one in mine if begin <= one.starts_at < begin + WEEK]
        left = steward.week_shifts_max - sum(begin <= span.starts_at < begin + WEEK for span in steward.held)
        names = frozenset(one.id for one in within)
        if len(within) > left and not (names <= last[0] and left >= last[1]):
            last = (names, left)
            some = sum(built.stands[one.id, steward.person_id] for one in within)
            _under(built, RotaReason.WEEK_IS_FULL, some <= max(0, left))


def _under(built: Built, reason: RotaReason, bound: cp_model.BoundedLinearExpression | bool) -> None:
    """Add a constraint, under the literal of its rule if there are literals. A bound of nobody at all is False or True."""
    added = built.model.add(bound)
    if reason in built.rules:
        added.only_enforce_if(built.rules[reason])

"""The solver as it is always used here: a fixed seed, one thread, and an end by its own count of work."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

SEED = 1


def is_installed() -> bool:
    """Return whether the solver is there: it is the extra `plan`."""
    return find_spec("ortools") is not None


def finder(effort: float) -> cp_model.CpSolver:
    """Return a solver that finds an answer, or shows that there is none."""
    from ortools.sat.python import cp_model

    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.linearization_level = 0
    solver.parameters.random_seed = SEED
    solver.parameters.max_deterministic_time = effort
    return solver


def core_finder(effort: float) -> cp_model.CpSolver:
    """Return a solver that comes from above: it looks for what clashes, and ends with the best or with nothing."""
    solver = finder(effort)
    solver.parameters.optimize_with_core = True
    return solver


def is_answer(status: cp_model.CpSolverStatus) -> bool:
    """Return whether the solver has an answer at all."""
    return status.name in {"OPTIMAL", "FEASIBLE"}


def is_best(status: cp_model.CpSolverStatus) -> bool:
    """Return whether there is no better one."""
    return status.name == "OPTIMAL"


def is_impossible(status: cp_model.CpSolverStatus) -> bool:
    """Return whether it was shown that there is none."""
    return status.name == "INFEASIBLE"

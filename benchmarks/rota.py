"""Fifty place helpers, five places, four weeks: a rota by the planner, beside one made by going round the list.

    .venv/bin/python benchmarks/rota.py

Both are read by the domain's own reader of rules, which knows no solver. The peer takes shifts in order and fills each from the one
whose turn it is, with the same rules and no way back, as a careful person with a list does; a shift it cannot fill is closed. Then
the same town with a rule that cannot be met: the planner has to name it.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from statistics import pstdev

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import harness, rota_town
from haal.domain.ids import PersonId, PlaceId
from haal.domain.rota.plan import minutes_of
from haal.domain.rota.rules import Rota, broken, why_not_hold, why_not_stand
from haal.domain.rota.shift import RotaReason
from haal.domain.rota.wanted import Steward, Wanted
from haal.planning.rota.solve import plan

SECONDS_MOST = 10.0
SEEDS = (2, 3)  # towns in which every shift can be held


def round_robin(stewards: Sequence[Steward], wanted: Sequence[Wanted]) -> Rota:
    """Return the rota of going round the list: each shift takes whose turn it is, if they may and the crew can still be whole."""
    turn = deque(stewards)
    held: dict[PersonId, list[Wanted]] = {steward.person_id: [] for steward in stewards}
    rota: dict = {}
    for one in sorted(wanted, key=lambda one: (one.starts_at, one.id)):
        able = [steward for steward in turn if not why_not_stand(steward, one, held=held[steward.person_id])]
        crew = _crew(one, able)
        if crew:
            rota[one.id] = tuple(steward.person_id for steward in crew)
            for steward in crew:
                held[steward.person_id].append(one)
                turn.remove(steward)
                turn.append(steward)
    return rota


def _crew(one: Wanted, able: Sequence[Steward]) -> list[Steward]:
    """Return the first in turn, the last of them changed for whoever brings what is missing."""
    crew: list[Steward] = []
    for steward in able:
        if len(crew) < one.least:
            crew.append(steward)
        elif why_not_hold(one, crew) is None:
            break
        elif len(crew) < one.people_max:
            if _missing(one, [*crew, steward]) < _missing(one, crew):
                crew.append(steward)
        else:
            better = [*crew[:-1], steward]
            crew = better if _missing(one, better) < _missing(one, crew) else crew
    return crew if why_not_hold(one, crew) is None else []


def _missing(one: Wanted, crew: Sequence[Steward]) -> int:
    skills = one.skills - frozenset().union(*(steward.skills for steward in crew))
    sexes = {True, False} - {steward.is_woman for steward in crew} if one.is_mixed else set()
    return len(skills) + len(sexes)


def shown(stewards: Sequence[Steward], wanted: Sequence[Wanted], rota: Rota) -> dict[str, object]:
    """Return what a rota is worth."""
    hours = [minutes / 60 for minutes in minutes_of(stewards, wanted, rota).values()]
    return {
        "shifts": len(wanted),
        "held": len(rota),
        "broken_rules": len(broken(stewards, wanted, rota)),
        "hours_most": max(hours),
        "hours_least": min(hours),
        "hours_deviation": round(pstdev(hours), 2),
    }


def impossible() -> dict[str, object]:
    """Return what the planner says of a clinic that wants women and men, and has no women."""
    clinic = PlaceId("clinic")
    stewards = [
        replace(steward, is_woman=False)
        for steward in rota_town.stewards(50, seed=SEEDS[0], weeks=1)
        if clinic in steward.places
    ]
    wanted = [one for one in rota_town.wanted(weeks=1) if one.place_id == clinic]
    planned = plan(stewards, wanted)
    named = {reason for conflict in planned.conflicts for reason in conflict.reasons}
    return {
        "shifts": len(wanted),
        "closed": len(planned.closed),
        "why": sorted({one.reason.value for one in planned.closed}),
        "rules_that_clash": sorted(reason.value for reason in named),
        "named": RotaReason.NOT_MIXED in named and all(one.reason is RotaReason.NOT_MIXED for one in planned.closed),
        "broken_rules": len(broken(stewards, wanted, planned.rota)),
    }


def main() -> None:
    """Plan, compare and print the line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stewards", type=int, default=50)
    args = parser.parse_args()
    result = harness.Result(name="rota", same_work=True)
    worst, violations, held, even = 0.0, 0, [], []
    plan(rota_town.stewards(5, seed=1, weeks=1)[:2], rota_town.wanted(weeks=1)[:1])  # the library is loaded
    for seed in SEEDS:
        wanted, stewards = rota_town.wanted(), rota_town.stewards(args.stewards, seed=seed)
        began = time.perf_counter()
        planned = plan(stewards, wanted)
        seconds = time.perf_counter() - began
        again = plan(stewards, wanted)
        ours = shown(stewards, wanted, planned.rota)
        began = time.perf_counter()
        peer = round_robin(stewards, wanted)
        theirs = {"seconds": round(time.perf_counter() - began, 2), **shown(stewards, wanted, peer)}
        result.figures[f"town {seed}"] = {"seconds": round(seconds, 2), **ours, "same_again": again == planned}
        result.peers[f"round robin, town {seed}"] = theirs
        worst = max(worst, seconds)
        violations += int(str(ours["broken_rules"]))
        held.append(len(planned.rota) / len(wanted))
        even.append(float(str(ours["hours_deviation"])) / max(0.01, float(str(theirs["hours_deviation"]))))
        result.same_work = result.same_work and again == planned and theirs["broken_rules"] == 0
    found = impossible()
    result.figures["a rule that cannot be met"] = found
    result.ratios = {"deviation of hours": round(max(even), 3)}
    result.bars = {
        "seconds": harness.Bar(figure=round(worst, 2), most=SECONDS_MOST),
        "rules broken": harness.Bar(figure=violations, most=0),
        "shifts held, share": harness.Bar(figure=round(min(held), 4), least=1.0),
        "the rule is named": harness.Bar(figure=float(bool(found["named"])), least=1.0),
    }
    harness.finish(result)


if __name__ == "__main__":
    main()

"""Does it matter in which order reports come? Groups that grow by one report after the other, against all at once, shuffled.

    python -m campaigns.linkage_order [--shuffles 1000] [--reports 2000] [--per-day 10] [--seed 7] [--corpus DIR]

Two sets: reports of incidents that never were (`benchmarks/linkage_synthetic.py`), and press reports with their words: those of
`data/press`, or `reports.csv` of DIR. Each shuffle lets them come one by one into `reports.growing`. Beside it stands the rule by which
the box puts in one report and never moves an older one (`reports.suggest`, a person saying yes to the best), and what is left of the
difference when a person says yes to all that a night's look proposes. Ids are looked after from outside: what was not merged into
another group must keep its id, at every single step. The last line on stdout is one JSON object; exit 1 when a promise was broken.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from multiprocessing import Pool
from pathlib import Path
from random import Random
from statistics import fmean
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
sys.path.insert(0, str(ROOT / "src"))

from campaigns import linkage_order_sets as sets  # noqa: E402
from campaigns.linkage_order_sets import Reports  # noqa: E402
from haal.linkage.reports.groups import FAR, JOIN  # noqa: E402
from haal.linkage.reports.growing import Growing, Kind  # noqa: E402
from haal.linkage.reports.suggest import MEMBERS_MAX  # noqa: E402
from haal.linkage.scores import agreement  # noqa: E402

B_CUBED_LEAST = 0.99

type Partition = Mapping[str, str]  # report -> group


@dataclass(frozen=True, kw_only=True)
class Size:
    """How many shuffles, of how many made reports; `alone` of the shuffles are also put in one by one by `suggest`."""

    shuffles: int
    reports: int
    seed: int
    alone: int
    processes: int = 1


def grown(reports: Reports, order: Sequence[str]) -> dict[str, Any]:
    """Let the reports come in this order; return how it differs from all at once, and what became of ids on the way."""
    growing, told, changed = Growing(), Counter[Kind](), 0
    begun: list[int] = []
    for one in order:
        before = growing.homes.copy()
        near = {other: score for other, score in reports.near[one].items() if other in growing}
        changes = growing.add(one, near, never=[other for other in reports.never[one] if other in growing])
        told.update(each.kind for each in changes)
        begun += {each.to for each in changes if each.kind in {Kind.BEGUN, Kind.SPLIT}}
        changed += ids_changed(before, growing)
    found = agreement({one: str(growing.group_of(one)) for one in order}, reports.batch)
    return {
        "b_cubed": found.b_cubed.f1,
        "equal": found.b_cubed.f1 == 1.0,
        "ids_changed": changed,
        "ids_lost": ids_lost(begun, growing),
        **{kind.value: told[kind] for kind in Kind},
    }


def ids_changed(before: Sequence[int], growing: Growing) -> int:
    """Return how many groups that were not merged lost their id with one report: most of their reports have another now.

    A group is merged where most of its reports are with most of the reports of another.
    """
    after = growing.homes[: len(before)]
    if after == before:
        return 0
    unsettled = {old for old, new in zip(before, after, strict=True) if old != new}
    went: dict[int, Counter[int]] = {old: Counter() for old in unsettled}
    for old, new in zip(before, after, strict=True):
        if old in unsettled:
            went[old][new] += 1
    lives = {old: old if new[old] == max(new.values()) else max(new, key=new.__getitem__) for old, new in went.items()}
    stands = set(before) - unsettled
    wrong = 0
    for old, new in lives.items():
        there = {each for each, at in lives.items() if at == new} | ({new} & stands)
        wrong += new != old if there == {old} else (new not in there or growing.now(old) != new)
    return wrong


def ids_lost(begun: Sequence[int], growing: Growing) -> int:
    """Return how many ids were given twice, are neither a group nor lead on, or lead to no group in one step."""
    stands = Counter([*growing.groups, *growing.leads])
    return (Counter(begun) - stands).total() + sum(to not in growing.groups for to in growing.leads.values())


def put_in(reports: Reports, order: Sequence[str]) -> Partition:
    """Put each report where `suggest` puts it, a person saying yes to the best candidate; no older report is ever moved."""
    incidents: dict[str, list[str]] = {}
    homes: dict[str, str] = {}
    for one in order:
        near = reports.held[one]
        found = []
        for incident in {homes[other] for other in near if other in homes}:
            members = incidents[incident]
            scores = [near.get(each, FAR) for each in members[-MEMBERS_MAX:]]
            fit = sum(scores) / len(scores)
            if fit > JOIN and reports.never[one].isdisjoint(members):
                found.append((-fit, incident))
        home = min(found)[1] if found else f"i_{len(incidents):06d}"
        incidents.setdefault(home, []).append(one)
        homes[one] = home
    return homes


def after_a_night(reports: Reports, homes: Partition) -> tuple[Partition, Counter[str]]:
    """Return where reports are once a person has said yes to all that a night's look proposes, and how much that was."""
    nightly = _nightly()
    sure = {one for one, likely in reports.likely.items() if likely >= nightly.LIKELY_MIN}
    look = nightly.compared(reports.by_batch(), homes=homes, sure=sure)
    moved = {**homes, **{move.report_id: move.to for move in look.moves}}
    leads = {gone: kept for kept, gone in look.merges}
    asked = Counter({"moves": len(look.moves), "merges": len(look.merges), "apart": len(look.apart)})
    return {one: leads.get(home, home) for one, home in moved.items()}, asked


@cache
def _nightly() -> Any:
    """Return the service, which wants its settings named first."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "haal.config")
    django.setup()
    from haal.services.assess.decide import nightly

    return nightly


def one_by_one(reports: Reports, order: Sequence[str]) -> dict[str, Any]:
    """Return how far the rule for one report is from all at once, and what a night mends."""
    homes = put_in(reports, order)
    mended, asked = after_a_night(reports, homes)
    return {
        "b_cubed_alone": agreement(homes, reports.batch).b_cubed.f1,
        "b_cubed_after_a_night": agreement(mended, reports.batch).b_cubed.f1,
        "b_cubed_truth": agreement(homes, reports.truth).b_cubed.f1,
        **asked,
    }


_OF_PROCESS: dict[str, Reports] = {}


def _begin(reports: Reports) -> None:
    _OF_PROCESS["reports"] = reports


def _shuffle(task: tuple[int, Size]) -> tuple[dict[str, Any], dict[str, Any] | None]:
    number, size = task
    reports = _OF_PROCESS["reports"]
    order = list(reports.ids)
    Random(f"{size.seed}-{number}").shuffle(order)
    return grown(reports, order), one_by_one(reports, order) if number < size.alone else None


def shuffled(reports: Reports, size: Size) -> dict[str, Any]:
    """Shuffle one set as often as wanted, and return what was found."""
    began = time.monotonic()
    found: list[dict[str, Any]] = []
    alone: list[dict[str, Any]] = []
    with Pool(size.processes, initializer=_begin, initargs=(reports,)) as pool:
        tasks = ((number, size) for number in range(size.shuffles))
        for each, other in pool.imap_unordered(_shuffle, tasks):
            found.append(each)
            alone += [other] if other else []
            if len(found) % 10 == 0 or len(found) == size.shuffles:
                say(f"{reports.name}: {len(found)} of {size.shuffles} shuffles, {time.monotonic() - began:.0f} s")
    truth = agreement(reports.batch, reports.truth)
    return {
        "reports": len(reports.ids),
        "groups": len(set(reports.batch.values())),
        "shuffles": len(found),
        "b_cubed_mean": round(fmean(each["b_cubed"] for each in found), 5),
        "b_cubed_min": round(min(each["b_cubed"] for each in found), 5),
        "equal": sum(each["equal"] for each in found) / len(found),
        "ids_changed": sum(each["ids_changed"] for each in found),
        "ids_lost": sum(each["ids_lost"] for each in found),
        **{kind.value: sum(each[kind.value] for each in found) for kind in Kind},
        "all_at_once_against_truth": round(truth.b_cubed.f1, 4),
        "one_by_one": _alone(alone),
        "seconds": round(time.monotonic() - began, 1),
    }


def _alone(found: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the mean of each figure, and the least likeness."""
    names = found[0] if found else ()
    least = {f"{name}_min": round(min(each[name] for each in found), 4) for name in names if name.startswith("b_cubed")}
    return {"shuffles": len(found), **{name: round(fmean(each[name] for each in found), 4) for name in names}, **least}


def campaign(given: Sequence[Reports], size: Size) -> dict[str, Any]:
    """Shuffle every set."""
    return {"name": "linkage_order", "sets": {reports.name: shuffled(reports, size) for reports in given}}


def holds(found: dict[str, Any]) -> bool:
    """Return whether every promise was kept."""
    return all(
        one["b_cubed_min"] >= B_CUBED_LEAST and one["equal"] == 1.0 and one["ids_changed"] == one["ids_lost"] == 0
        for one in found["sets"].values()
    )


def say(words: str) -> None:
    """Say something to who looks on."""
    sys.stderr.write(f"{words}\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run it and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shuffles", type=int, default=1_000)
    parser.add_argument("--reports", type=int, default=2_000)
    parser.add_argument("--per-day", type=float, default=sets.PER_DAY, help="made reports: more are closer together")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--alone", type=int, default=100, help="shuffles that are also put in one by one by `suggest`")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--corpus", type=Path, default=ROOT / "data" / "press", help="a folder with reports.csv")
    args = parser.parse_args(arguments)
    size = Size(**{name: getattr(args, name) for name in ("shuffles", "reports", "seed", "alone", "processes")})
    say("making the reports and their scores")
    given = [sets.made(args.reports, seed=args.seed, per_day=args.per_day), sets.press(args.corpus)]
    found = campaign(given, size)
    print(json.dumps({**found, "ok": holds(found)}))
    return 0 if holds(found) else 1


if __name__ == "__main__":
    sys.exit(main())

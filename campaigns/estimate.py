"""Does the interval hold the truth when one link in twenty was missed? Simulated lists, of which the true total is known.

Persons are put on lists by known chances, in some settings with one list that leans on another; each record of a person after
the first is left alone with the chance of 5 %, as a linkage that misses would do. Then `haal.linkage.estimate` links anew and
gives its 90 % interval. Beside it stands the same interval without linking anew, which is what a program gives that trusts its links.
Run: `.venv/bin/python campaigns/estimate.py [--repeats 100] [--draws 100]`; ends with one JSON line, exit 1 when a promise was broken.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.random import Generator

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

from haal.linkage.estimate import redraw  # noqa: E402
from haal.linkage.estimate.redraw import Form, Links  # noqa: E402
from haal.linkage.estimate.rule import totals  # noqa: E402
from haal.linkage.estimate.table import Pattern, Table, table_of  # noqa: E402

LEVEL, COVERED_MIN = 0.9, 0.85


@dataclass(frozen=True, kw_only=True)
class Setting:
    """How many persons there are, how probable each list holds one, and how the second leans on the first."""

    persons: int
    chances: tuple[float, ...]
    leans: float = 1.0
    missed: float = 0.05
    false: float = 0.0


SETTINGS = {
    "three lists": Setting(persons=1_000, chances=(0.3, 0.35, 0.4)),
    "three lists, one leans on another": Setting(persons=1_000, chances=(0.3, 0.3, 0.4), leans=1.8),
    "three lists, 3 % false links too": Setting(persons=1_000, chances=(0.3, 0.35, 0.4), false=0.03),
    "three thin lists": Setting(persons=2_000, chances=(0.08, 0.1, 0.15)),
    "four lists": Setting(persons=1_000, chances=(0.25, 0.3, 0.35, 0.4)),
    "four lists, one leans on another": Setting(persons=2_000, chances=(0.2, 0.25, 0.3, 0.3), leans=1.8),
    "five lists, one leans on another": Setting(persons=2_000, chances=(0.15, 0.2, 0.2, 0.25, 0.3), leans=1.8),
}


def simulated(setting: Setting, *, chance: Generator) -> Table:
    """Return the table of a linkage that errs, of persons whose number is known."""
    lists = len(setting.chances)
    found: Counter[Pattern] = Counter()
    for _ in range(setting.persons):
        on: list[int] = []
        for place, probability in enumerate(setting.chances):
            leaning = setting.leans if place == 1 and 0 in on else 1.0
            if chance.random() < probability * leaning:
                on.append(place)
        for part in _as_linked(on, missed=setting.missed, chance=chance):
            found[tuple(int(place in part) for place in range(lists))] += 1
    return table_of("ABCDE"[:lists], _with_false(found, share=setting.false, chance=chance))


def _as_linked(on: list[int], *, missed: float, chance: Generator) -> list[list[int]]:
    """Return the parts into which a person's records fall."""
    if not on:
        return []
    first, *others = (int(one) for one in chance.permutation(on))
    alone = [one for one in others if chance.random() < missed]
    return [[first, *(one for one in others if one not in alone)], *([one] for one in alone)]


def _with_false(found: Counter[Pattern], *, share: float, chance: Generator) -> Counter[Pattern]:
    """Join lone records of two lists that do not belong together, until such a share of the pairs is false."""
    joined = Counter(found)
    pairs = sum(count for pattern, count in found.items() if sum(pattern) > 1)
    for _ in range(round(pairs * share / (1 - share))):
        lone = [pattern for pattern, count in joined.items() if sum(pattern) == 1 and count > 0]
        one, other = (lone[int(place)] for place in chance.choice(len(lone), 2, replace=False))
        joined.subtract([one, other])
        joined[tuple(int(a or b) for a, b in zip(one, other, strict=True))] += 1
    return joined


def campaign(*, repeats: int, draws: int, settings: dict[str, Setting] = SETTINGS, seed: int = 1) -> dict[str, Any]:
    """Simulate each setting `repeats` times and return how often the truth was inside."""
    return {"name": "estimate", "repeats": repeats, "draws": draws, "level": LEVEL} | {
        "settings": {
            name: covered(setting, repeats=repeats, draws=draws, seed=seed) for name, setting in settings.items()
        }
    }


def covered(setting: Setting, *, repeats: int, draws: int, seed: int) -> dict[str, Any]:
    """Return the share of simulations whose interval holds the truth, with and without linking anew."""
    began = time.monotonic()
    chance = np.random.default_rng(seed)
    lists = len(setting.chances)
    inside, trusting, refused = 0, 0, 0
    low, high, told = [], [], []
    for repeat in range(repeats):
        table = simulated(setting, chance=chance)
        form = Form(draws=draws, level=LEVEL, seed=seed + repeat)
        of_links = Links(missed=setting.missed, false=setting.false)
        anew, as_linked = (
            redraw.redrawn(
                redraw.by_shares(table, links), lists=lists, form=form, tell=lambda done, total: None
            ).interval
            for links in (of_links, Links())
        )
        if anew is None or as_linked is None:
            refused += 1
            continue
        inside += anew.low <= setting.persons <= (anew.high or np.inf)
        trusting += as_linked.low <= setting.persons <= (as_linked.high or np.inf)
        low.append(anew.low)
        high.append(anew.high)
        told += [total for total in totals(np.array([table.counts], dtype=np.float64), lists=lists) if total]
    answered = max(1, repeats - refused)
    return {
        "persons": setting.persons,
        "covered": round(inside / answered, 3),
        "covered_without_linking_anew": round(trusting / answered, 3),
        "interval_mean": [round(float(np.mean(low))), round(float(np.mean(high)))],
        "as_linked_mean": round(float(np.mean(told))),
        "no_interval": refused,
        "seconds": round(time.monotonic() - began, 1),
    }


def holds(found: dict[str, Any]) -> bool:
    """Return whether every promise was kept."""
    return all(one["covered"] >= COVERED_MIN for one in found["settings"].values())


def main() -> int:
    """Run it and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=100)
    parser.add_argument("--draws", type=int, default=100)
    args = parser.parse_args()
    found = campaign(repeats=args.repeats, draws=args.draws)
    print(json.dumps(found))
    return 0 if holds(found) else 1


if __name__ == "__main__":
    sys.exit(main())

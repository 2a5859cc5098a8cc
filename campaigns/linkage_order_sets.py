"""What `campaigns/linkage_order.py` shuffles: reports with the score of every pair that is compared, and their groups all at once.

Scores are worked out once and not for each shuffle. `near`: what the grouping compares (`pairs.candidates`); `held`: what `suggest`
holds a new report against.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import linkage_synthetic as synthetic

from haal.linkage.reports import table
from haal.linkage.reports.cluster import _placed, same_page
from haal.linkage.reports.groups import FAR, Links, bounded, grouped
from haal.linkage.reports.levels import is_near, may_be_one, rows
from haal.linkage.reports.pairs import candidates
from haal.linkage.reports.seen import Seen, seen_of
from haal.linkage.scorer.model import shipped

type Near = Mapping[str, Mapping[str, float]]

PER_DAY = synthetic.PER_DAY


@dataclass(frozen=True, kw_only=True)
class Reports:
    """A set, its groups all at once (`batch`), how likely each report belongs there, and the truth as coded."""

    name: str
    ids: Sequence[str]
    near: Near
    held: Near
    never: Mapping[str, set[str]]
    batch: Mapping[str, str]
    likely: Mapping[str, float]
    truth: Mapping[str, str]

    def by_batch(self) -> dict[str, list[str]]:
        """Return the groups of all at once."""
        groups: dict[str, list[str]] = defaultdict(list)
        for one, group in self.batch.items():
            groups[group].append(one)
        return groups


def made(count: int, *, seed: int, per_day: float = PER_DAY) -> Reports:
    """Return reports of incidents that never were, oldest first."""
    world = synthetic.world(seed)
    seen: list[Seen] = []
    truth: dict[str, str] = {}
    incidents = 0
    while len(seen) < count:
        what = world.incident(synthetic.BEGIN + int(len(seen) / per_day))
        incidents += 1
        for _ in range(min(count - len(seen), 1 + int(world.chance.expovariate(0.45)))):
            name = f"r{len(seen):06d}"
            seen.append(synthetic.seen_of(world.told(what), report_id=name))
            truth[name] = str(incidents)
    return ready("made", seen, truth=truth)


def press(folder: Path) -> Reports:
    """Return the press reports of a folder."""
    raw = (folder / "reports.csv").read_bytes()
    gold = folder / ("gold.csv" if (folder / "gold.csv").exists() else "reports.csv")
    with gold.open(encoding="utf-8", newline="") as file:
        truth = {row["report_id"]: row["incident_id"] for row in csv.DictReader(file)}
    seen = [seen_of(told) for told in table.read(raw).reports]
    return ready("press", seen, truth={one.report_id: truth[one.report_id] for one in seen})


def ready(name: str, seen: Sequence[Seen], *, truth: Mapping[str, str]) -> Reports:
    """Return reports with all that a shuffle asks for."""
    ids = [one.report_id for one in seen]
    compared = candidates(seen)
    held = [
        (one, other)
        for other in range(len(seen))
        for one in range(other)
        if may_be_one(seen[one], seen[other]) and is_near(seen[one], seen[other])
    ]
    model = shipped("reports")
    both = sorted({*compared, *held})
    scores = dict(zip(both, model.scores(rows(seen, both)).tolist(), strict=True))
    never = list(same_page(seen))
    links = Links.made({pair: scores[pair] for pair in compared}, never=never)
    groups = grouped(len(seen), links, order=ids)
    placed = _placed(seen, groups, links, model=shipped("reports-zone"))
    return Reports(
        name=name,
        ids=ids,
        near=_near(ids, {pair: scores[pair] for pair in compared}),
        held=_near(ids, {pair: scores[pair] for pair in held}),
        never=_never(ids, never),
        batch={one.report_id: one.group for one in placed},
        likely={one.report_id: one.score for one in placed},
        truth=truth,
    )


def _near(ids: Sequence[str], scores: Mapping[tuple[int, int], float]) -> Near:
    """Return the scores both ways, without those that count as not compared."""
    near: dict[str, dict[str, float]] = {one: {} for one in ids}
    for (one, other), score in scores.items():
        if bounded(score) > FAR:
            near[ids[one]][ids[other]] = near[ids[other]][ids[one]] = bounded(score)
    return near


def _never(ids: Sequence[str], pairs: Sequence[tuple[int, int]]) -> Mapping[str, set[str]]:
    never: dict[str, set[str]] = {one: set() for one in ids}
    for one, other in pairs:
        never[ids[one]].add(ids[other])
        never[ids[other]].add(ids[one])
    return never

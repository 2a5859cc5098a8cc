"""Headlines to incidents: which of many short texts, each with an outlet and a day, tell of the same attack?

The one thing to know: a headline tells little and often too little, so a row is joined when that is likelier than not over
all pairs of its group, and nearly always as a question (`ask`). Only the row that opens a group stands `alone`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from haal.linkage.headlines.groups import groups_of
from haal.linkage.headlines.levels import levels_of, pairs_of
from haal.linkage.headlines.reading import Row, Told, read, told_of
from haal.linkage.scorer.model import Model, shipped

__all__ = ["Placed", "Row", "Zone", "cluster", "grouped", "read", "told_of"]

ALONE_FROM = 0.98


class Zone(StrEnum):
    """Whether a row was placed without asking."""

    ALONE = "alone"
    ASK = "ask"


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A row and the group it is in, or is proposed for. `score`: how likely its best pair in the group is one incident."""

    report_id: str
    cluster_id: str
    zone: Zone
    score: float


def cluster(rows: Sequence[Row], *, model: Model | None = None) -> tuple[Placed, ...]:
    """Place every row, in the order they came; the first of a group by day and id opens it and names it."""
    chosen = model or shipped("headlines")
    told = [told_of(row) for row in rows]
    pairs = pairs_of(told)
    scores = chosen.scores(levels_of(told, pairs))
    likely = dict(zip(pairs, chosen.curve.at(scores).tolist(), strict=True))
    placed: dict[str, Placed] = {}
    for group in grouped(told, pairs, scores):
        opener = told[group[0]].report_id
        for place in group:
            best = max((likely.get((other, place), likely.get((place, other), 0.0)) for other in group), default=0.0)
            first = place == group[0]
            zone = Zone.ALONE if first or best >= ALONE_FROM else Zone.ASK
            report_id = told[place].report_id
            placed[report_id] = Placed(
                report_id=report_id, cluster_id=opener, zone=zone, score=1.0 if first else round(best, 4)
            )
    return tuple(placed[row.report_id] for row in rows)


def grouped(
    told: Sequence[Told], pairs: Sequence[tuple[int, int]], scores: np.ndarray[tuple[int], np.dtype[np.float64]]
) -> list[list[int]]:
    """Return the groups as places in `told`, each with the row that opens it first."""
    found = groups_of(len(told), pairs, scores.tolist())
    return [sorted(group, key=lambda place: (told[place].day or 0, told[place].report_id)) for group in found]

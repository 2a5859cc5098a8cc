"""dedupe 3 as a peer of benchmarks/linkage_records.py: RecordLink taught with the labels of the other months."""

from __future__ import annotations

import sys
import warnings
from pathlib import Path
from typing import Any

import dedupe
import numpy as np
from dedupe import variables
from link_rows import answer, labels, near, sets


def plain(row: dict[str, Any], *, points: bool) -> dict[str, Any]:
    """Return a record as dedupe wants it."""
    found = {"day": float(row["ordinal"]), "place": row["place"] or None}
    for name in ("killed_high", "killed_low", "injured_high"):
        found[name] = row[name] if row[name] else None
    if points:
        found["point"] = (row["lat"], row["lon"]) if row["lat"] is not None else None
    return found


def fields(*, points: bool, injured: bool) -> list[Any]:
    """Return what is compared."""

    def apart(one: float, other: float) -> float:
        return abs(one - other)

    found = [
        variables.Custom("day", comparator=apart),
        variables.String("place", has_missing=True),
        variables.Custom("killed_high", comparator=apart, has_missing=True),
        variables.Custom("killed_low", comparator=apart, has_missing=True),
    ]
    if injured:
        found.append(variables.Custom("injured_high", comparator=apart, has_missing=True))
    return [*found, variables.LatLong("point", has_missing=True)] if points else found


def main(folder: Path) -> None:
    """Learn from the labels of the other months, score each month."""
    warnings.simplefilter("ignore")
    left, right = sets(folder)
    points = all(any(row["lat"] is not None for row in rows) for rows in (left, right))
    injured = all(any(row["injured_high"] for row in rows) for rows in (left, right))
    mine = {row["id"]: plain(row, points=points) for row in left}
    yours = {row["id"]: plain(row, points=points) for row in right}
    pairs = [(left[a]["id"], right[b]["id"], left[a]["fold"]) for a, b in near(left, right, days=2)]
    judged = labels(folder)
    known = {(one, other) for one, other, _, _ in judged}
    looked_at = {one for one, _ in known}
    every = [
        *judged,
        *((one, other, False, fold) for one, other, fold in pairs if one in looked_at and (one, other) not in known),
    ]
    scored: list[tuple[str, str, float]] = []
    for part in sorted({fold for _, _, fold in pairs}):
        model = dedupe.RecordLink(fields(points=points, injured=injured), num_cores=1)
        rest = [(mine[one], yours[other], match) for one, other, match, fold in every if fold != part]
        taught = model.data_model.distances([(a, b) for a, b, _ in rest])
        model.classifier.fit(taught, np.array([int(match) for _, _, match in rest]))
        mine_now = [(one, other) for one, other, fold in pairs if fold == part]
        seen = model.data_model.distances([(mine[one], yours[other]) for one, other in mine_now])
        chances = model.classifier.predict_proba(seen)[:, -1]
        scored += [(one, other, float(chance)) for (one, other), chance in zip(mine_now, chances, strict=True)]
    answer(scored)


if __name__ == "__main__":
    main(Path(sys.argv[1]))

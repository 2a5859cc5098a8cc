"""What the linking peers read and say: two sets and judged pairs as CSV in a folder; scored pairs as one line of JSON."""

from __future__ import annotations

import csv
import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

NUMBERS = ("lat", "lon", "killed_low", "killed_high", "injured_high", "civilians_high")
DAYS = 4


def sets(folder: Path) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the records of both sets; a number that is not told is None."""
    found = []
    for name in ("left", "right"):
        with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
            found.append([_row(row) for row in csv.DictReader(lines)])
    return found[0], found[1]


def labels(folder: Path) -> list[tuple[str, str, bool, int]]:
    """Return the judged pairs with the part of the months they are in."""
    with (folder / "labels.csv").open(encoding="utf-8", newline="") as lines:
        return [(row["left"], row["right"], row["match"] == "1", int(row["fold"])) for row in csv.DictReader(lines)]


def near(left: list[dict[str, Any]], right: list[dict[str, Any]], days: int = DAYS) -> list[tuple[int, int]]:
    """Return the pairs that are no more than so many days apart."""
    by_day: dict[int, list[int]] = {}
    for at, row in enumerate(right):
        by_day.setdefault(row["ordinal"], []).append(at)
    return [
        (at, other)
        for at, row in enumerate(left)
        for off in range(-days, days + 1)
        for other in by_day.get(row["ordinal"] + off, ())
    ]


def answer(pairs: list[tuple[str, str, float]]) -> None:
    """Print the scored pairs."""
    json.dump(pairs, sys.stdout)
    print()


def _row(row: dict[str, str]) -> dict[str, Any]:
    numbers = {name: float(row[name]) if row[name] else None for name in NUMBERS}
    day = date.fromisoformat(row["day"])
    return {
        "id": row["id"],
        "day": row["day"],
        "ordinal": day.toordinal(),
        "place": row["place"],
        "fold": int(row["fold"]),
        **numbers,
    }

"""Reports of incidents that never were, from a seed: at real places, on days, of types, with tolls that rise and tellers that err.

    python -m benchmarks.linkage_synthetic --reports 100000 --out build/reports.csv [--seed 7] [--per-day 10]

The one thing to know: more reports mean a longer period, never a denser one (10 a day: five times what all of Pakistan had in UCDP
GED, at three reports each). No words: what is
compared is day, place, type, what was hit and tolls. The column `incident` is the truth; no engine reads it.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate
from math import asin, atan2, degrees
from pathlib import Path
from random import Random
from typing import Any

from haal.domain.incident import EventType
from haal.geometry.cells import cell_of, disk
from haal.language import seeds
from haal.language.keys import word_key, words_of
from haal.linkage.engines.flat import COLUMNS, kind_number, point, type_number
from haal.linkage.reports.pairs import RESOLUTION
from haal.linkage.reports.seen import Reading, Seen

PER_DAY = 10.0
BEGIN = 700_000  # a day as a number
TARGETS = ("checkpoint", "convoy", "home", "market", "mosque", "rally", "road", "school", "station", "vehicle")
TYPES = tuple(EventType)
TYPE_SHARES = (20, 18, 3, 12, 6, 1, 8, 6, 3, 3, 12, 3, 1, 4)
LAGS = ((0, 60), (1, 28), (2, 5), (3, 2), (5, 2), (12, 2), (31, 1))  # days, of a hundred reports
COARSE_KM = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A place as its reports show it."""

    lat: float
    lon: float
    radius_km: float
    names: str
    cell: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """What happened."""

    day: int
    spot: int
    event_type: EventType
    target: str
    killed: int
    injured: int
    taken: int


@dataclass(slots=True, kw_only=True)
class World:
    """The places, those a teller may take for each, and how much happens there."""

    chance: Random
    spots: list[Spot]
    near: list[list[int]]
    share: list[float]

    def incident(self, day: int) -> Incident:
        """Return something that happened on that day."""
        chance = self.chance
        event_type = chance.choices(TYPES, TYPE_SHARES)[0]
        killed = min(200, int(chance.paretovariate(1.1) - 1))
        return Incident(
            day=day,
            spot=chance.choices(range(len(self.spots)), cum_weights=self.share)[0],
            event_type=event_type,
            target=chance.choice(TARGETS),
            killed=killed,
            injured=int(killed * chance.uniform(0, 3)) + chance.choice((0, 0, 1, 2)),
            taken=chance.randint(1, 6) if event_type in {EventType.ABDUCTION, EventType.ENFORCED_DISAPPEARANCE} else 0,
        )

    def told(self, one: Incident) -> dict[str, Any]:
        """Return a report of it: late, rounded, somewhere near, with gaps."""
        chance = self.chance
        lag = chance.choices([days for days, _ in LAGS], [share for _, share in LAGS])[0]
        err = chance.choice((-1, 1, 2)) if chance.random() < 0.04 else 0
        row: dict[str, Any] = dict.fromkeys(COLUMNS, "")
        published = one.day + lag
        row |= {"pf": published, "pl": published, "is_dated": "false"}
        how = chance.random()
        if how < 0.8:
            row |= {"hf": one.day + err, "hl": one.day + err, "is_dated": "true"}
        elif how < 0.83:
            row |= {"hf": one.day - one.day % 30, "hl": one.day - one.day % 30 + 29}
        self._where(row, one)
        event_type = self._type(one.event_type)
        row |= {"type": type_number(event_type), "kind": kind_number(event_type)}
        row["target"] = chance.choices((one.target, "other", "", chance.choice(TARGETS)), (75, 8, 14, 3))[0]
        rising = 1.0 if lag > 1 else chance.choice((0.6, 0.8, 1.0, 1.0))
        for code, true, known in (
            ("killed", one.killed, 0.85), ("injured", one.injured, 0.5), ("taken", one.taken, 0.8 if one.taken else 0.0),
        ):  # fmt: skip
            if chance.random() < known:
                row[code] = max(0, round(true * rising) + chance.choices((0, 1, -1), (90, 5, 5))[0])
        return row

    def _where(self, row: dict[str, Any], one: Incident) -> None:
        how = self.chance.random()
        at = one.spot if how > 0.1 else self.chance.choice(self.near[one.spot])
        spot = self.spots[at]
        row["names"] = spot.names
        if how < 0.97:
            radius = COARSE_KM if 0.1 < how < 0.18 else spot.radius_km
            row |= point(spot.lat, spot.lon, radius_km=radius) | {"cells": spot.cell}

    def _type(self, true: EventType) -> EventType | None:
        how = self.chance.random()
        if how < 0.8:
            return true
        akin = [each for each in TYPES if kind_number(each) == kind_number(true)]
        return self.chance.choice(akin) if how < 0.92 else EventType.OTHER if how < 0.95 else None


def world(seed: int) -> World:
    """Return the places that come with Haal, made ready."""
    with seeds.path("places.csv").open(encoding="utf-8", newline="") as lines:
        spots = [_spot(row) for row in csv.DictReader(lines) if row["kind"] != "district"]
    chance = Random(seed)
    cells: dict[str, list[int]] = {}
    for at, one in enumerate(spots):
        cells.setdefault(one.cell, []).append(at)
    near = [[at for cell in sorted(disk(one.cell, 1)) for at in cells.get(cell, ())] for one in spots]
    share = list(accumulate(chance.paretovariate(1.2) for _ in spots))
    return World(chance=chance, spots=spots, near=near, share=share)


def seen_of(row: Mapping[str, Any], *, report_id: str) -> Seen:
    """Return a report that was told as the comparison reads it; it has no words."""
    known: dict[str, Any] = {column: None if value == "" else value for column, value in row.items()}
    when = (known["hf"], known["hl"]) if known["hf"] is not None else None
    is_dated = known["is_dated"] == "true"
    return Seen(
        report_id=report_id,
        day=when if is_dated else None,
        span=None if is_dated else when,
        published=(known["pf"], known["pl"]),
        readings=(_reading(known),) if known["x0"] is not None else (),
        names=frozenset((known["names"] or "").split()),
        event_type=TYPES[known["type"] - 1] if known["type"] else None,
        target_kind=known["target"] or "",
        killed=known["killed"],
        injured=known["injured"],
        taken=known["taken"],
        page="",
        words=frozenset(),
        runs={},
        address={},
    )


def _reading(row: Mapping[str, Any]) -> Reading:
    lat, lon = degrees(asin(row["z0"])), degrees(atan2(row["y0"], row["x0"]))
    return Reading(lat=lat, lon=lon, radius_km=row["r0"], weight=1.0)


def written(path: Path, *, reports: int, seed: int = 7, per_day: float = PER_DAY) -> None:
    """Write the reports, oldest incident first."""
    made = world(seed)
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, [*COLUMNS, "incident"])
        out.writeheader()
        done = incident = 0
        while done < reports:
            what = made.incident(BEGIN + int(done / per_day))
            tellers = min(reports - done, 1 + int(made.chance.expovariate(0.45)))
            for _ in range(tellers):
                out.writerow(made.told(what) | {"place": done, "incident": incident})
                done += 1
            incident += 1


def _spot(row: dict[str, str]) -> Spot:
    lat, lon = float(row["lat"]), float(row["lon"])
    keys = {key for word in words_of(f"{row['name']} {row['adm2']}") if len(key := word_key(word)) > 1}
    return Spot(
        lat=lat, lon=lon, radius_km=float(row["radius_km"] or 5), names=" ".join(sorted(keys)),
        cell=cell_of(lat, lon, RESOLUTION),
    )  # fmt: skip


def main() -> None:
    """Write one file."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--reports", type=int, default=100_000)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--per-day", type=float, default=PER_DAY)
    args = parser.parse_args()
    written(args.out, reports=args.reports, seed=args.seed, per_day=args.per_day)


if __name__ == "__main__":
    main()

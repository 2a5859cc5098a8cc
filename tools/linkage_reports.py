"""Learn the weights of linked reports: `data/linkage/common.json`, `reports.json` and `reports-zone.json`.

usage: .venv/bin/python tools/linkage_reports.py common|learn --corpus DIR [--headlines FILE --places FILE]

`common` counts how many of a thousand texts hold a word; `learn` learns from a press corpus (`reports.csv` with incident_id).
How well it does on months it has not seen is told by `benchmarks/linkage_press.py`. Only weights go into the repository, never
a row of the corpus.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tools import linkage_reports_learn as learning

from haal.language.keys import word_key, words_of
from haal.language.likeness.parties import masked
from haal.language.likeness.romanise import romanise
from haal.linkage.reports.seen import runs_of

TEXTS = 1_000
HELD_MIN = 4  # of a thousand texts


def column(path: Path, name: str) -> list[str]:
    """Return one column."""
    with path.open(encoding="utf-8", newline="") as lines:
        return [row[name] for row in csv.DictReader(lines)]


def held(texts: Sequence[Iterable[str]], *, least: float = HELD_MIN) -> dict[str, float]:
    """Return how many of a thousand texts hold each item, for those that many do."""
    counts = Counter(item for text in texts for item in set(text))
    share = {item: count * TEXTS / len(texts) for item, count in counts.items()}
    return {item: round(each, 1) for item, each in sorted(share.items()) if each >= least}


def mean(one: Mapping[str, float], other: Mapping[str, float], *, least: float) -> dict[str, float]:
    """Return the mean of two tables, for what is common in it."""
    both = {item: (one.get(item, 0.0) + other.get(item, 0.0)) / 2 for item in {*one, *other}}
    return {item: round(value, 1) for item, value in sorted(both.items()) if value >= least}


def common(args: argparse.Namespace) -> None:
    """Write common.json."""
    reports = args.corpus / "reports.csv"
    stories = [
        masked(f"{a} {b}")
        for a, b in zip(column(reports, "summary_own_words"), column(reports, "place_name_as_reported"), strict=True)
    ]
    headlines = [masked(text) for text in column(args.headlines, "headline")]
    words = [held([romanise(text).split() for text in texts]) for texts in (stories, headlines)]
    runs = [
        held([[run for word in romanise(text).split() for run in runs_of(word)] for text in texts])
        for texts in (stories, headlines)
    ]
    names = [
        held([map(word_key, words_of(text)) for text in texts])
        for texts in (column(reports, "place_name_as_reported"), column(args.places, "place"))
    ]
    value = {
        "words": mean(words[0], words[1], least=HELD_MIN),
        "names": mean(names[0], names[1], least=HELD_MIN),
        "runs": mean(runs[0], runs[1], least=4 * HELD_MIN),
    }
    print({name: len(table) for name, table in value.items()})
    args.out.mkdir(parents=True, exist_ok=True)
    (args.out / "common.json").write_text(
        json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8"
    )


def main() -> None:
    """Run one step."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("step", choices=("common", "learn"))
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--headlines", type=Path)
    parser.add_argument("--places", type=Path)
    parser.add_argument("--parts", type=int, default=8, help="of the months (8)")
    parser.add_argument("--out", type=Path, default=Path("data/linkage"))
    args = parser.parse_args()
    if args.step == "common":
        common(args)
        return
    learning.learn(learning.corpus_of(args.corpus / "reports.csv"), parts=args.parts, out=args.out)


if __name__ == "__main__":
    main()

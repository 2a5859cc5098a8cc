"""`haal link evaluate`: hold an answer of `cluster` or `match` against the truth."""

from __future__ import annotations

import argparse
import csv
import io
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from haal.cli import output
from haal.domain.errors import Malformed
from haal.linkage.scores import Agreement, Scores, agreement, interval_of, of_pairs

NAME = "evaluate"
HELP = "say how well groups or matches agree with a truth file"
REPORT = ("report_id", "report")
INCIDENT = ("incident_id", "cluster_id", "ged")

_WHAT: Mapping[str, Callable[[Agreement], float]] = {
    "pairs_f1": lambda seen: seen.pairs.f1,
    "b_cubed": lambda seen: seen.b_cubed.f1,
    "incidents_f1": lambda seen: seen.incidents_f1,
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("answer", type=Path, metavar="CSV", help="what `haal link cluster` or `match` wrote")
    words = "report_id,incident_id for groups (a report of several incidents is left out); left,right,match for matches"
    parser.add_argument("--truth", type=Path, required=True, metavar="CSV", help=words)
    words = "score matches only for these left ids (a column `left`); without it, for the left ids of the truth"
    parser.add_argument("--left", type=Path, metavar="CSV", help=words)
    parser.add_argument("--unclear", type=Path, metavar="CSV", help="pairs left,right that nobody is scored on")
    parser.add_argument(
        "--draws", type=int, default=200, metavar="N", help="draws of incidents for the intervals (200)"
    )


def run(args: argparse.Namespace) -> int:
    """Score and tell."""
    answer, truth = _rows(args.answer), _rows(args.truth)
    value = _matches(answer, truth, args) if "left" in _names(answer) else _groups(answer, truth, draws=args.draws)
    output.answer({"ok": True, **value}, as_json=args.json, words=_words(value))
    return 0


def _groups(answer: Sequence[Mapping[str, str]], truth: Sequence[Mapping[str, str]], *, draws: int) -> dict[str, Any]:
    """Score groups: all rows, and the alone zone: pairs of which neither row is asked about."""
    report, incident = _column(truth, REPORT), _column(truth, INCIDENT)
    told = Counter(row[report] for row in truth)
    true = {row[report]: row[incident] for row in truth if told[row[report]] == 1}
    given = {row["report_id"]: row["cluster_id"] for row in answer}
    asked = {row["report_id"] for row in answer if row.get("zone") == "ask"}
    alone = {name: f"\0{name}" if name in asked else group for name, group in given.items()}
    whole, sure = agreement(given, true), agreement(alone, true)
    return {
        "reports": len(true),
        "missing": len(true.keys() - given.keys()),
        "several_incidents": len(told) - len(true),
        **_told(whole),
        **{
            f"{name}_interval": [round(end, 4) for end in interval_of(given, true, what, draws=draws)]
            for name, what in _WHAT.items()
            if draws > 1
        },
        "alone": {**_told(sure), "share_of_true_pairs": round(sure.pairs.recall, 4)},
    }


def _matches(
    answer: Sequence[Mapping[str, str]], truth: Sequence[Mapping[str, str]], args: argparse.Namespace
) -> dict[str, Any]:
    true = {(row["left"], row["right"]) for row in truth if row.get("match", "1") == "1"}
    lefts = {row["left"] for row in (_rows(args.left) if args.left else truth)}
    unclear = {(row["left"], row["right"]) for row in (_rows(args.unclear) if args.unclear else ())} - true
    given = {
        (row["left"], row["right"]): row.get("zone", "")
        for row in answer
        if row["left"] in lefts and (row["left"], row["right"]) not in unclear
    }
    sure = {pair for pair, zone in given.items() if zone == "alone"}
    inside = {pair for pair in true if pair[0] in lefts}
    whole, alone = of_pairs(set(given), inside), of_pairs(sure, inside)
    seen = agreement(_joined(given, lefts), _joined(inside, lefts))
    return {
        "left": len(lefts),
        "true_pairs": len(inside),
        "pairs": _of(whole),
        "b_cubed": _of(seen.b_cubed),
        "incidents_f1": round(seen.incidents_f1, 4),
        "alone": {"pairs": _of(alone), "share_of_true_pairs": round(alone.recall, 4)},
    }


def _joined(pairs: Any, lefts: set[str]) -> dict[str, str]:  # noqa: ANN401 - any collection of pairs
    """Return each record's group when all pairs are joined; left and right ids are told apart."""
    home: dict[str, str] = {f"l/{left}": f"l/{left}" for left in lefts}

    def root(name: str) -> str:
        while home.setdefault(name, name) != name:
            name = home[name]
        return name

    for left, right in sorted(pairs):
        home[root(f"r/{right}")] = root(f"l/{left}")
    return {name: root(name) for name in list(home)}


def _told(seen: Agreement) -> dict[str, Any]:
    return {
        "pairs": _of(seen.pairs),
        "b_cubed": _of(seen.b_cubed),
        "incidents_f1": round(seen.incidents_f1, 4),
        "true_pairs": seen.true_pairs,
    }


def _of(scores: Scores) -> dict[str, float]:
    return {"precision": round(scores.precision, 4), "recall": round(scores.recall, 4), "f1": round(scores.f1, 4)}


def _words(value: Mapping[str, Any]) -> str:
    pairs, alone = value["pairs"], value["alone"]
    return "\n".join(
        [
            f"pairs: precision {pairs['precision']}, recall {pairs['recall']}, F1 {pairs['f1']}",
            f"B-cubed F1 {value['b_cubed']['f1']}; mean F1 over incidents of two or more reports {value['incidents_f1']}",
            f"alone: precision {alone['pairs']['precision']} on {alone['share_of_true_pairs']} of the true pairs",
        ]
    )


def _rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(output.text_of(path), newline="")))


def _names(rows: Sequence[Mapping[str, str]]) -> tuple[str, ...]:
    return tuple(rows[0]) if rows else ()


def _column(rows: Sequence[Mapping[str, str]], names: Sequence[str]) -> str:
    found = next((name for name in names if name in _names(rows)), None)
    if found is None:
        raise Malformed(
            "truth", expected=f"a column {' or '.join(names)}", got=", ".join(_names(rows)) or "an empty file"
        )
    return found

"""`haal link match`: which record of one data set tells of the same incident as which of another; no database is needed."""

from __future__ import annotations

import argparse
import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING

from haal.cli import output
from haal.domain.errors import Malformed
from haal.linkage.records.labels import Labels, labels_of
from haal.linkage.records.mapping import columns_of
from haal.linkage.records.reading import read
from haal.linkage.records.record import Record

if TYPE_CHECKING:
    from haal.linkage.records.learning import Learned
    from haal.linkage.records.matching import Matching

NAME = "match"
HELP = "match the records of two data sets: which tell of the same incident, and how surely"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    for side in ("left", "right"):
        parser.add_argument(f"--{side}", type=Path, required=True, metavar="CSV", help=f"the {side} data set")
        words = f"which column of the {side} data set says what (see docs/explanation/matching.md)"
        parser.add_argument(f"--{side}-columns", type=Path, required=True, metavar="TOML", help=words)
    words = "pairs that a person judged: columns left,right,match; without it nothing is used that anybody judged"
    parser.add_argument("--labels", type=Path, metavar="CSV", help=words)
    words = "where to write left,right,score,zone: alone from 0.98 on, ask from 0.5 on"
    parser.add_argument("--out", type=Path, required=True, metavar="CSV", help=words)


def run(args: argparse.Namespace) -> int:
    """Read both sets, match them, write the pairs."""
    from haal.linkage.records.matching import match  # scipy takes half a second to load

    left = _records(args.left, args.left_columns)
    right = _records(args.right, args.right_columns)
    labels: Labels = labels_of(output.text_of(args.labels), name=args.labels.name) if args.labels else {}
    with output.bar("comparing with decoys") as tell:
        found = match(left, right, labels=labels, tell=tell)
    try:
        args.out.write_text(_csv(found), encoding="utf-8")
    except OSError as error:
        raise Malformed(args.out.name, expected="a file that can be written", got=type(error).__name__) from None
    value = _value(found, left=len(left), right=len(right), given=bool(labels))
    words = (
        f"{args.out}: {value['alone']} pairs linked alone, {value['ask']} to ask about; "
        f"{len(left)} and {len(right)} records, {found.looked_at} pairs looked at, learned from {value['learned_from']}"
    )
    output.answer(value, as_json=args.json, words=words)
    return 0


def _records(data: Path, columns: Path) -> tuple[Record, ...]:
    return read(output.text_of(data), columns=columns_of(output.text_of(columns), name=columns.name), name=data.name)


def _csv(found: Matching) -> str:
    lines = io.StringIO()
    rows = csv.writer(lines, lineterminator="\n")
    rows.writerow(("left", "right", "score", "zone"))
    rows.writerows((link.left, link.right, f"{link.score:.4f}", link.zone.value) for link in found.links)
    return lines.getvalue()


def _from(learned: Learned, *, given: bool) -> str:
    """Say what the weights were learned from, and that labels were not used when they were too few."""
    told = f"{learned.matches} matches and {learned.others} others"
    if learned.among:
        return told
    return f"decoys, since {told} among the pairs are too few" if given else "decoys"


def _value(found: Matching, *, left: int, right: int, given: bool) -> dict[str, object]:
    alone = sum(link.zone == "alone" for link in found.links)
    learned = found.learned
    models = [learned.alone, *([learned.among] if learned.among else [])]
    return {
        "ok": True,
        "left": left,
        "right": right,
        "looked_at": found.looked_at,
        "alone": alone,
        "ask": len(found.links) - alone,
        "learned_from": _from(learned, given=given),
        "weights": {
            model.name: {scale.code: [round(one, 2) for one in scale.weights] for scale in model.scales}
            for model in models
        },
    }

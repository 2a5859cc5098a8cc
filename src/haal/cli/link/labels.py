"""`haal link labels`: what people at the desk decided, as pairs of reports in a file. Ids only; the keys may be away."""

from __future__ import annotations

import argparse
import csv
import io
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from haal.cli import output
from haal.domain.errors import Malformed
from haal.services.assess.decide import labels
from haal.services.assess.decide.labels import Label

NAME = "labels"
HELP = "write down what people decided about links as pairs of reports; what the rule did alone is left out"
COLUMNS = ("report", "other", "label", "at", "how")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    words = "where to write report,other,label,at,how: same or different, and by which kind of act; the latest answer counts"
    parser.add_argument("--out", type=Path, required=True, metavar="CSV", help=words)


def run(args: argparse.Namespace) -> int:
    """Write the file; one that holds nothing but its header is said."""
    found = labels.every()
    try:
        args.out.write_text(_csv(found), encoding="utf-8")
    except OSError as error:
        raise Malformed(args.out.name, expected="a file that can be written", got=type(error).__name__) from None
    same = sum(each.is_same for each in found)
    value = {
        "ok": True,
        "labels": len(found),
        "same": same,
        "different": len(found) - same,
        "how": dict(sorted(Counter(each.how.value for each in found).items())),
    }
    words = f"{args.out}: {len(found)} pairs, {same} the same and {len(found) - same} different"
    if not found:
        words = f"{args.out}: no pair yet: nobody has said yes or no to a link, undone one, merged or split"
    output.answer(value, as_json=args.json, words=words)
    return 0


def _csv(found: Iterable[Label]) -> str:
    lines = io.StringIO()
    rows = csv.writer(lines, lineterminator="\n")
    rows.writerow(COLUMNS)
    rows.writerows(
        (each.report, each.other, "same" if each.is_same else "different", each.at.isoformat(), each.how.value)
        for each in found
    )
    return lines.getvalue()

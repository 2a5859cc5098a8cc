"""`haal link learn`: move the shipped weights by what people decided, and say whether that is better on decisions held back."""

from __future__ import annotations

import argparse
import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING

from haal.cli import output
from haal.cli.link.explain import LOCKED
from haal.domain.errors import KeysLocked, Malformed
from haal.domain.ids import ReportId

if TYPE_CHECKING:
    from haal.services.assess.decide.learn import Judged

NAME = "learn"
HELP = "move the weights of reports by labels of this box; nothing uses them before HAAL_LINK_WEIGHTS names the file"
NO_BETTER = "decisions that were held back are not told better by the new weights, so none were written"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument(
        "--labels", type=Path, required=True, metavar="CSV", help="what `haal link labels` wrote: report,other,label,at"
    )
    parser.add_argument("--out", type=Path, metavar="JSON", help="where to write the weights, when they are better")


def run(args: argparse.Namespace) -> int:
    """Learn, tell both losses, write when it is better; exit 1 when it is not."""
    from haal.services.assess.decide.learn import learned_from  # scipy takes half a second to load

    pairs = _pairs(output.text_of(args.labels), name=args.labels.name)
    try:
        found, absent = learned_from(pairs=pairs)
    except KeysLocked:
        return output.fail(LOCKED, code="keys-locked", as_json=args.json)
    losses = {"before": round(found.before, 4), "after": round(found.after, 4)}
    if found.after >= found.before:
        told = f"{NO_BETTER} (log-loss {losses['before']} before, {losses['after']} after)"
        return output.fail(told, code="no-better", as_json=args.json)
    if args.out:
        try:
            args.out.write_text(found.model.to_json(), encoding="utf-8")
        except OSError as error:
            raise Malformed(args.out.name, expected="a file that can be written", got=type(error).__name__) from None
    value = {"ok": True, **losses, "pairs": found.pairs, "decisions": found.decisions, "absent": absent}
    words = (
        f"log-loss on decisions held back: {losses['before']} before, {losses['after']} after; "
        f"{found.pairs} pairs of {found.decisions} decisions"
    )
    then = (
        f"\n{args.out}: used when HAAL_LINK_WEIGHTS names it"
        if args.out
        else "\nnothing was written: name a file with --out"
    )
    output.answer(value, as_json=args.json, words=words + then)
    return 0


def _pairs(text: str, *, name: str) -> list[Judged]:
    """Return the pairs of a file. Raises Malformed."""
    from haal.services.assess.decide.learn import Judged  # scipy takes half a second to load

    rows = csv.DictReader(io.StringIO(text, newline=""))
    if not {"report", "other", "label"} <= set(rows.fieldnames or ()):
        raise Malformed(name, expected="columns report,other,label", got=",".join(rows.fieldnames or ())[:80])
    found = []
    for number, row in enumerate(rows, start=2):
        if row["label"] not in {"same", "different"}:
            raise Malformed(f"{name}, row {number}", expected="same or different", got=str(row["label"])[:20])
        pair = (ReportId(row["report"]), ReportId(row["other"]))
        decision = row.get("at") or pair[0]
        found.append(Judged(report=pair[0], other=pair[1], is_same=row["label"] == "same", decision=decision))
    return found

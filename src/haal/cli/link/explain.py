"""`haal link explain REPORT REPORT`: what the score of two reports of the box is made of."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from typing import Any

from haal.cli import output
from haal.domain.errors import KeysLocked, NotFound
from haal.domain.ids import ReportId
from haal.linkage.reports.explain import Compared
from haal.services.assess.decide import side

NAME = "explain"
HELP = "say what the score of two reports of the box is made of"
ABSENT = "there is no such report at the desk"
LOCKED = "the keys are away, so no report can be read: run haal unlock"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("one", metavar="REPORT_ID", help="the id of a report in the box")
    parser.add_argument("other", metavar="REPORT_ID", help="the id of another")


def run(args: argparse.Namespace) -> int:
    """Answer; exit 1 when one of them is not there."""
    try:
        found = side.explain(one=ReportId(args.one), other=ReportId(args.other))
    except NotFound:
        return output.fail(ABSENT, code="not-found", as_json=args.json)
    except KeysLocked:
        return output.fail(LOCKED, code="keys-locked", as_json=args.json)
    value = {
        "ok": True,
        "one": args.one,
        "other": args.other,
        "score": found.score,
        "base": found.base,
        "can_be_one": found.can_be_one,
        "parts": [part(each) for each in found.features],
    }
    beyond = "" if found.can_be_one else "\nthey cannot be one: rows of one page, or a month apart"
    words = f"{found.score:+.2f} = {found.base:+.2f} where any two begin; {parts(found.features)}{beyond}"
    output.answer(value, as_json=args.json, words=words)
    return 0


def part(feature: Compared) -> dict[str, Any]:
    """Return a part of a score as programs read it."""
    return {"code": feature.code, "weight": feature.weight, "numbers": list(feature.numbers)}


def parts(features: Iterable[Compared]) -> str:
    """Return the parts of a score on one line."""
    return ", ".join(
        f"{each.code}{''.join(f' {number}' for number in each.numbers)} {each.weight:+.1f}" for each in features
    )

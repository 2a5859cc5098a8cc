"""`haal estimate TABLE.csv`: how many there were in all, those on no list included, from lists that overlap; or why nobody can say.

What is documented comes first, then the range over all admissible models, then one model; never one number alone. What it does
with a table is told in docs/explanation/estimating.md. It needs no data folder.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from haal.cli import output

if TYPE_CHECKING:
    from haal.linkage.estimate.refuse import CannotEstimate

NAME = "estimate"
HELP = "estimate how many there were in all from lists that overlap, with its range; or say why not"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    add = parser.add_argument
    add(
        "table",
        type=Path,
        metavar="TABLE.csv",
        help="a row per pattern of lists with n; or per person with 0 or 1 for each list; or per record: record,list,cluster",
    )
    words = "the lists to use, where other columns are 0 and 1 too"
    add("--lists", type=_names, default=(), metavar="A,B,C", help=words)
    add(
        "--origin",
        type=_origin,
        action="append",
        default=[],
        metavar="LIST=GROUP",
        help="to whom a list goes back; lists of one origin are refused; may be repeated",
    )
    add("--join-origins", action="store_true", help="make one list of the lists of one origin")
    add("--level", type=_level, default=0.95, help="how sure the intervals are; 0.95 when nothing is said")
    add(
        "--missed",
        type=float,
        metavar="SHARE",
        help="the share of links that were missed, such as 0.05: draw the links anew",
    )
    add("--false", type=float, metavar="SHARE", help="the share of links that are false: draw the links anew")
    add(
        "--links",
        type=Path,
        metavar="PAIRS.csv",
        help="left,right,score: pairs of records, each joined with its probability; TABLE.csv is then record,list",
    )
    add("--draws", type=_count, help="how often to draw the links anew; 200 when --missed, --false or --links is given")
    add("--seed", type=int, default=7, help="the same seed draws the same")


def run(args: argparse.Namespace) -> int:
    """Estimate; 1 with every reason when the table allows none, 2 when the words of the call do not fit together."""
    # the mathematics takes a second to load, and no other command needs it
    from haal.linkage.estimate.refuse import CannotEstimate

    if args.links is not None and (args.missed is not None or args.false is not None or args.join_origins):
        sys.stderr.write("haal estimate: --links says how linking errs: not with --missed, --false or --join-origins\n")
        return 2
    try:
        return _estimate(args)
    except CannotEstimate as error:
        return _refuse(error, as_json=args.json)


def _estimate(args: argparse.Namespace) -> int:
    from haal.linkage.estimate import given, total
    from haal.linkage.estimate.redraw import Links

    origins = dict(args.origin)
    if args.links is not None:
        table, draw, links = given.of_pairs(output.text_of(args.table), output.text_of(args.links), lists=args.lists)
    else:
        join = origins if args.join_origins else {}
        shares = Links(missed=args.missed or 0.0, false=args.false or 0.0)
        table, draw, links = given.of_table(output.text_of(args.table), lists=args.lists, join=join, links=shares)
    if not args.join_origins:
        given.known_origins(table, origins)
    wanted = args.links is not None or any(one is not None for one in (args.missed, args.false, args.draws))
    with output.bar("models") as tell:
        told = total.estimate(table, origins={} if args.join_origins else origins, level=args.level, tell=tell)
    if wanted:
        form = given.form(draws=args.draws, level=args.level, seed=args.seed, links=links)
        with output.bar("linked anew") as tell:
            told = total.with_redraws(told, draw(), form=form, tell=tell)
    output.answer({"ok": True, **told.as_json()}, as_json=args.json, words=told.as_words())
    return 0


def _refuse(error: CannotEstimate, *, as_json: bool) -> int:
    """Say what is documented, and every reason why nothing more can be said."""
    documented = f"Documented: {error.documented:,} (documented, not total)"
    reasons = [{"reason": finding.why.value, "words": finding.words} for finding in error.findings]
    if as_json:
        sys.stderr.write("haal: no estimate\n")
        first = error.findings[0]
        told = {"ok": False, "error": first.why.value, "message": first.words}
        output.show({**told, "documented": error.documented, "reasons": reasons})
        return 1
    sys.stdout.write(documented + "\n")
    sys.stderr.write("haal: no estimate:\n" + "".join(f"  {one['reason']}: {one['words']}\n" for one in reasons))
    return 1


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())


def _origin(text: str) -> tuple[str, str]:
    name, sign, group = (part.strip() for part in text.partition("="))
    if not (name and sign and group):
        raise argparse.ArgumentTypeError("LIST=GROUP")
    return name, group


def _level(text: str) -> float:
    level = float(text)
    if not 0.5 <= level < 1:
        raise argparse.ArgumentTypeError("from 0.5 to below 1, such as 0.95")
    return level


def _count(text: str) -> int:
    count = int(text)
    if not 20 <= count <= 100_000:
        raise argparse.ArgumentTypeError("from 20 to 100000")
    return count

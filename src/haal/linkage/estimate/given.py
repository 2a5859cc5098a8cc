"""What somebody hands over, read: a table with shares of errors, or records with pairs; and from either, how to draw anew."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from haal.domain.errors import Malformed
from haal.linkage.estimate import redraw
from haal.linkage.estimate.table import LIST, RECORD, Table, joined, read, rows_of

LEFT, RIGHT, SCORE = "left", "right", "score"
Given = tuple[Table, Callable[[], redraw.Draw], redraw.Links | None]


def of_table(text: str, *, lists: Sequence[str], join: Mapping[str, str], links: redraw.Links) -> Given:
    """Return the table, its draws by shares, and the shares. `join`: list -> the one list that it becomes part of."""
    table = read(text, lists=lists)
    known_origins(table, join)
    whole = joined(table, join)
    return whole, lambda: redraw.by_shares(whole, links), links


def of_pairs(text: str, pairs_text: str, *, lists: Sequence[str]) -> Given:
    """Return the table as linked (pairs of 0.5 and more) and its draws by pairs."""
    rows = rows_of(text)
    if not {RECORD, LIST} <= rows[0].keys():
        raise Malformed("table", expected="columns record and list beside --links", got=", ".join(rows[0])[:60])
    names = tuple(lists) or tuple(sorted({row[LIST] for row in rows}))
    records = {row[RECORD]: row[LIST] for row in rows if row[LIST] in names}
    all_pairs = [_pair(row, place) for place, row in enumerate(rows_of(pairs_text), 2)]
    everyone = {row[RECORD] for row in rows}
    if strangers := {name for pair in all_pairs for name in (pair.left, pair.right)} - everyone:
        raise Malformed("links", expected="records of the table", got=f"{len(strangers)} others")
    left_out = everyone - records.keys()
    pairs = [pair for pair in all_pairs if not {pair.left, pair.right} & left_out]
    likely = [pair for pair in pairs if pair.probability >= redraw.LIKELY]
    table = redraw.joined_table(records, likely, lists=names)
    return table, lambda: redraw.by_pairs(records, pairs, lists=names), None


def form(*, draws: int | None, level: float, seed: int, links: redraw.Links | None) -> redraw.Form:
    """Return how to draw."""
    return redraw.Form(draws=draws or redraw.DRAWS, level=level, seed=seed, links=links)


def known_origins(table: Table, origins: Mapping[str, str]) -> None:
    """Raise Malformed where a list that an origin is told of is none of the table's."""
    if strangers := origins.keys() - set(table.lists):
        raise Malformed("origin", expected="lists of the table", got=", ".join(sorted(strangers))[:60])


def _pair(row: Mapping[str, str], place: int) -> redraw.Pair:
    try:
        probability = float(row[SCORE])
        if not 0 <= probability <= 1:
            raise ValueError
        return redraw.Pair(left=row[LEFT], right=row[RIGHT], probability=probability)
    except (KeyError, ValueError):
        raise Malformed(
            f"links, row {place}", expected="left, right, score from 0 to 1", got="something else"
        ) from None

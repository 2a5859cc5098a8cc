"""Judged pairs: a CSV of `left,right,match`, as a person made it. They teach the weights; they are never copied to the answer."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping

from haal.domain.errors import Malformed

COLUMNS = ("left", "right", "match")
_YES = frozenset({"1", "1.0", "true", "yes", "y", "m"})
_NO = frozenset({"0", "0.0", "false", "no", "n"})

type Labels = Mapping[tuple[str, str], bool]


def labels_of(text: str, *, name: str) -> Labels:
    """Return what was judged. Raises Malformed: the file, the row, the field, what was expected, what came."""
    rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    missing = [column for column in COLUMNS if column not in (rows.fieldnames or ())]
    if missing:
        raise Malformed(
            f"{name} row 1", expected=f"the column {missing[0]}", got=f"{len(rows.fieldnames or ())} others"
        )
    found: dict[tuple[str, str], bool] = {}
    for number, row in enumerate(rows, start=2):
        left, right, match = ((row[column] or "").strip() for column in COLUMNS)
        if match.lower() not in _YES | _NO:
            raise Malformed(f"{name} row {number} match", expected="1 or 0", got=repr(match[:20]))
        if not left or not right:
            raise Malformed(f"{name} row {number} {'right' if left else 'left'}", expected="an id", got="nothing")
        found[left, right] = match.lower() in _YES
    return found

"""The capture table: how many records each pattern of lists holds. The pattern of no list is what is sought, and never given.

`read` takes the text of a CSV file in one of three forms and sees by the columns which it is: a row for each pattern with
its count in `n`; a row for each person or incident with 0 or 1 under each list; a row for each record with its `list` and its
`cluster`. Columns that hold anything but 0 and 1 are passed over; `lists` names the lists where a 0/1 column is none.
"""

from __future__ import annotations

import csv
import io
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product

import numpy as np
from numpy.typing import NDArray

from haal.domain.errors import Malformed

Numbers = NDArray[np.float64]
Pattern = tuple[int, ...]
Row = Mapping[str, str]

COUNT = "n"
LIST, CLUSTER, RECORD = "list", "cluster", "record"
LISTS_MAX = 10  # 1,023 patterns


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """`counts` stand in the order of `patterns(len(lists))`."""

    lists: tuple[str, ...]
    counts: tuple[int, ...]

    @property
    def documented(self) -> int:
        """How many are on one list or more."""
        return sum(self.counts)

    @property
    def overlap(self) -> int:
        """How many are on two lists or more."""
        held = zip(patterns(len(self.lists)), self.counts, strict=True)
        return sum(count for pattern, count in held if sum(pattern) > 1)

    def shared(self, one: int, other: int) -> int:
        """Return how many are on both of two lists, whatever others they are on."""
        held = zip(patterns(len(self.lists)), self.counts, strict=True)
        return sum(count for pattern, count in held if pattern[one] and pattern[other])


@cache
def patterns(lists: int) -> tuple[Pattern, ...]:
    """Return every pattern but that of no list."""
    return tuple(pattern for pattern in product((0, 1), repeat=lists) if any(pattern))


def table_of(lists: Sequence[str], counted: Mapping[Pattern, int]) -> Table:
    """Return the table in which each pattern has its count, and every other 0."""
    return Table(lists=tuple(lists), counts=tuple(counted.get(pattern, 0) for pattern in patterns(len(lists))))


def rows_of(text: str) -> list[dict[str, str]]:
    """Return the rows of a CSV file. Raises Malformed when it has none."""
    rows = [
        {str(name).strip(): (value or "").strip() for name, value in row.items() if name is not None}
        for row in csv.DictReader(io.StringIO(text.lstrip("\ufeff")))
    ]
    if not rows:
        raise Malformed("table", expected="a row of column names and rows under it", got="none")
    return rows


def read(text: str, *, lists: Sequence[str] = ()) -> Table:
    """Return the table of a CSV file. Raises Malformed when it is none."""
    rows = rows_of(text)
    names = set(rows[0])
    if missing := [name for name in lists if name not in names and LIST not in names]:
        raise Malformed("lists", expected="columns of the table", got=", ".join(missing))
    if LIST in names and CLUSTER in names:
        return of_clusters(((row[CLUSTER], row[LIST]) for row in rows), lists=lists)
    found = _within(tuple(lists) or tuple(name for name in rows[0] if name != COUNT and _is_membership(rows, name)))
    counted: Counter[Pattern] = Counter()
    for place, row in enumerate(rows, 2):
        pattern = tuple(_bit(row[name], f"row {place}, {name}") for name in found)
        count = _whole(row[COUNT], f"row {place}, {COUNT}") if COUNT in names else 1
        if not any(pattern):
            if not count or lists:  # on none of the lists that were named
                continue
            raise Malformed(f"row {place}", expected="at least one list", got="the pattern of no list")
        counted[pattern] += count
    return table_of(found, counted)


def of_clusters(members: Iterable[tuple[str, str]], *, lists: Sequence[str] = ()) -> Table:
    """Return the table of clusters told as (cluster, list); a list that holds one twice holds it once."""
    on: dict[str, set[str]] = defaultdict(set)
    for cluster, name in members:
        on[cluster].add(name)
    known = _within(tuple(lists) or tuple(sorted({name for names in on.values() for name in names})))
    counted = Counter(tuple(int(name in names) for name in known) for names in on.values())
    counted.pop((0,) * len(known), None)
    return table_of(known, counted)


def joined(table: Table, groups: Mapping[str, str]) -> Table:
    """Return the table in which the lists of one group are one list, named after it."""
    names = [groups.get(name, name) for name in table.lists]
    kept = list(dict.fromkeys(names))
    counted: Counter[Pattern] = Counter()
    for pattern, count in zip(patterns(len(names)), table.counts, strict=True):
        on = {name for name, bit in zip(names, pattern, strict=True) if bit}
        counted[tuple(int(name in on) for name in kept)] += count
    return table_of(kept, counted)


def _within(lists: tuple[str, ...]) -> tuple[str, ...]:
    if not lists:
        raise Malformed("table", expected="a column of 0 and 1 for each list", got="none")
    if len(lists) > LISTS_MAX:
        raise Malformed("table", expected=f"at most {LISTS_MAX} lists: join those of one origin", got=str(len(lists)))
    return lists


def _is_membership(rows: Sequence[Row], name: str) -> bool:
    return all(row.get(name, "") in {"0", "1"} for row in rows)


def _bit(text: str, where: str) -> int:
    if text not in {"0", "1"}:
        raise Malformed(where, expected="0 or 1", got=text[:10] or "nothing")
    return int(text)


def _whole(text: str, where: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise Malformed(where, expected="a whole number", got=text[:10] or "nothing")
    return int(text)

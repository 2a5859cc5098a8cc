"""Why no number of all can be told: every reason that was found, not the first alone; a no is the more frequent answer.

What a table must have before a model is asked: three lists that do not come from one another, and that meet. A list that shares
nobody with any other says nothing about how many are on none. With fewer than ten on two lists or more, one record linked
wrongly would move the total by a tenth.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from haal.domain.errors import HaalError
from haal.linkage.estimate.exist import Standing, standings
from haal.linkage.estimate.models import ALL_UP_TO, hierarchical
from haal.linkage.estimate.table import Table

LISTS_MIN = 3
OVERLAP_MIN = 10


class Why(StrEnum):
    """What is missing."""

    LISTS_TOO_FEW = "lists-too-few"
    LISTS_OF_ONE_ORIGIN = "lists-of-one-origin"
    LISTS_APART = "lists-apart"
    OVERLAP_TOO_SPARSE = "overlap-too-sparse"
    NO_MODEL = "no-model"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One reason, in a sentence that names lists and numbers, never a person."""

    why: Why
    words: str


class CannotEstimate(HaalError):
    """The table allows no estimate. What is documented stands all the same."""

    def __init__(self, findings: tuple[Finding, ...], *, documented: int) -> None:
        """Keep every reason, and the count that holds without any model."""
        super().__init__("; ".join(finding.words for finding in findings))
        self.findings = findings
        self.documented = documented


class ExtraMissing(HaalError):
    """A library that this needs is not installed; the message says how to install it."""


def findings(table: Table, *, origins: Mapping[str, str]) -> tuple[Finding, ...]:
    """Return every reason why this table allows no estimate. `origins`: list -> whom it goes back to."""
    found = [*_of_lists(table, origins=origins), *_of_overlap(table)]
    if found and LISTS_MIN <= len(table.lists) <= ALL_UP_TO and table.documented:
        found += _of_models(table)
    return tuple(found)


def _of_lists(table: Table, *, origins: Mapping[str, str]) -> Iterator[Finding]:
    if len(table.lists) < LISTS_MIN:
        words = f"{len(table.lists)} lists: with fewer than {LISTS_MIN} nothing shows whether they are independent"
        yield Finding(why=Why.LISTS_TOO_FEW, words=words)
    groups: dict[str, list[str]] = defaultdict(list)
    for name in table.lists:
        if name in origins:
            groups[origins[name]].append(name)
    for origin, names in sorted(groups.items()):
        if len(names) > 1:
            words = f"{' and '.join(names)} go back to one origin ({origin}): join them into one list (--join-origins)"
            yield Finding(why=Why.LISTS_OF_ONE_ORIGIN, words=words)


def _of_overlap(table: Table) -> Iterator[Finding]:
    parts = connected(table)
    for part in parts[1:]:
        rest = "any other list" if len(part) == 1 else "the other lists"
        verb = "shares" if len(part) == 1 else "share"
        words = f"{' and '.join(part)} {verb} nobody with {rest}: leave out what does not meet (--lists)"
        yield Finding(why=Why.LISTS_APART, words=words)
    if table.overlap < OVERLAP_MIN:
        words = f"{table.overlap} on two lists or more: fewer than {OVERLAP_MIN} carry no estimate"
        yield Finding(why=Why.OVERLAP_TOO_SPARSE, words=words)


def _of_models(table: Table) -> Iterator[Finding]:
    lists = len(table.lists)
    found = standings(np.array(table.counts, dtype=np.float64), lists=lists, models=hierarchical(lists))
    counted = Counter(found.values())
    if counted[Standing.NO_MAXIMUM] or counted[Standing.NOT_ONE]:
        words = (
            f"of the {len(found)} models, {counted[Standing.NO_MAXIMUM]} have no highest likelihood and"
            f" {counted[Standing.NOT_ONE]} no single answer (linear program)"
        )
        yield Finding(why=Why.NO_MODEL, words=words)


def connected(table: Table) -> list[tuple[str, ...]]:
    """Return the groups of lists that meet one another, directly or over others; the largest first."""
    left = list(range(len(table.lists)))
    parts: list[list[int]] = []
    while left:
        part, new = [left[0]], [left.pop(0)]
        while new:
            one = new.pop()
            met = [other for other in left if table.shared(one, other)]
            left = [other for other in left if other not in met]
            part += met
            new += met
        parts.append(part)
    parts.sort(key=len, reverse=True)
    return [tuple(table.lists[place] for place in sorted(part)) for part in parts]

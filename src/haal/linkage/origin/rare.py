"""What few reports of an incident share: a toll, a day or a spelling that the others do not have.

The one thing to know: a true figure is given by many who never met; an odd one that two share came from one desk. So a
sign counts only against a crowd: at least five reports that give something of the kind, and at most a fifth with this.
Only what every report could give is compared; who did it is not among it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from itertools import combinations

from haal.linkage.origin.witness import Witness

CROWD = 5
FEW = 0.2
HOLDERS_MAX = 12  # of many holders, a fifth of a big crowd, none stands out


def rare_pairs(held: Mapping[str, frozenset[Hashable]]) -> dict[tuple[str, str], int]:
    """Return for pairs of reports how many rare things of one kind they share."""
    giving = [name for name in sorted(held) if held[name]]
    if len(giving) < CROWD:
        return {}
    holders: dict[Hashable, list[str]] = defaultdict(list)
    for name in giving:
        for thing in held[name]:
            holders[thing].append(name)
    most = min(HOLDERS_MAX, max(2, int(FEW * len(giving))))
    found: dict[tuple[str, str], int] = defaultdict(int)
    for names in holders.values():
        if 2 <= len(names) <= most:
            for pair in combinations(names, 2):
                found[pair] += 1
    return dict(found)


def rare_figures(witnesses: Iterable[Witness]) -> dict[tuple[str, str], int]:
    """Return pairs that share tolls which few give, each count by itself."""
    by_count: dict[tuple[str, str], dict[str, frozenset[Hashable]]] = defaultdict(dict)
    for one in witnesses:
        for counted, scope, number in one.figures:
            known = by_count[counted, scope].get(one.report_id, frozenset())
            by_count[counted, scope][one.report_id] = known | {number}
    found: dict[tuple[str, str], int] = defaultdict(int)
    for held in by_count.values():
        for pair, count in rare_pairs(held).items():
            found[pair] += count
    return dict(found)


def rare_days(witnesses: Iterable[Witness]) -> dict[tuple[str, str], int]:
    """Return pairs that share a day of the event which few give."""
    return rare_pairs({one.report_id: frozenset(one.days) for one in witnesses})


def rare_spellings(witnesses: Iterable[Witness]) -> dict[tuple[str, str], int]:
    """Return pairs that share a spelling of a place which few give; only within one language."""
    by_language: dict[str, dict[str, frozenset[Hashable]]] = defaultdict(dict)
    for one in witnesses:
        by_language[one.language][one.report_id] = frozenset(one.places)
    return {pair: count for held in by_language.values() for pair, count in rare_pairs(held).items()}

"""Under which keys a report is kept, and under which a new one looks: they meet in the same pairs as `pairs.keys_of`.

The one thing to know: who looks looks wide, so what is kept is little. A report is kept under its own months and cells; a new one
asks for the months before and after too, and for all cells within two steps, which is the same as both having a ring. Where no
day is known, a shared name or rare word is enough; those keys hold their month too where there is one, so that a town's name
does not find everything that was ever told of it.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import product

from haal.geometry.cells import Cell, cell_of, disk
from haal.linkage.reports.levels import WIDE_KM
from haal.linkage.reports.pairs import RARE, RESOLUTION
from haal.linkage.reports.seen import Seen, Span, is_long, word_worth

MONTH_DAYS = 31
SPAN_DAYS_MAX = 400  # of a stretch, as in `pairs`
STRETCH_MONTHS_MAX = 4  # what lasts longer is kept without its months
ASKED_MONTHS_MAX = 120
LATE_MONTHS = 12  # an inexact day is held against what is published so much later


def is_findable(one: Seen) -> bool:
    """Return whether keys tell what may be near: some day is known, and some place or, without an exact day, some words.

    Not of what is told of a whole province: that is near too much.
    """
    if not one.has_day or (one.readings and one.readings[0].radius_km >= WIDE_KM):
        return False
    return bool(one.readings or one.names or (one.day is None and _rare(one)))


def kept_keys(one: Seen) -> set[str]:
    """Return the keys under which a report is kept."""
    months = {month for span in _spans(one) for month in _months(span)}
    cells = {cell_of(each.lat, each.lon, RESOLUTION) for each in one.readings}
    found = _both(months, cells | one.names)
    if one.day is None:
        marks = _undated(one)
        if _is_open(one):
            found |= {f"?/{mark}" for mark in marks}
        else:
            found |= _both(months, marks)
    return found


def asked_keys(one: Seen) -> set[str]:
    """Return the keys under which the reports near a new one are kept. Of one that tells no day at all, only a part."""
    months = {month for span in _spans(one) for month in _around(_months(span))}
    cells = {near for each in one.readings for near in _about(cell_of(each.lat, each.lon, RESOLUTION))}
    found = _both(months, cells | one.names)
    if one.day is None:
        marks = _undated(one)
        found |= {f"?/{mark}" for mark in marks} | _both(_asked_months(one), marks)
    return found


def _asked_months(one: Seen) -> set[int]:
    """Return the months in which what shares a word with an undated report can have been told."""
    found = {
        month
        for first, last in _spans(one)
        for month in list(range(first // MONTH_DAYS - 1, last // MONTH_DAYS + 2))[:ASKED_MONTHS_MAX]
    }
    if one.span and not is_long(one.span):
        last = one.span[1] // MONTH_DAYS
        found |= set(range(last, last + LATE_MONTHS + 1))
    return found


def _is_open(one: Seen) -> bool:
    """Return whether what is undated may meet others long before or after: it tells no day at all, or a few days inexactly."""
    spans = _spans(one)
    too_long = any(last // MONTH_DAYS - first // MONTH_DAYS >= STRETCH_MONTHS_MAX for first, last in spans)
    return not spans or too_long or bool(one.span and not is_long(one.span))


def _undated(one: Seen) -> set[str]:
    return {f"?{each}" for each in one.names | _rare(one)}


def _rare(one: Seen) -> frozenset[str]:
    return frozenset(word for word in one.words if word_worth(word) >= RARE)


def _spans(one: Seen) -> list[Span]:
    return [span for span in (one.day, one.span, one.published) if span]


def _months(span: Span) -> range:
    first, last = span
    return range(first // MONTH_DAYS, min(last, first + SPAN_DAYS_MAX) // MONTH_DAYS + 1)


def _around(months: range) -> range:
    return range(months.start - 1, months.stop + 1)


@lru_cache(maxsize=4_096)
def _about(cell: Cell) -> frozenset[Cell]:
    return disk(cell, 2)


def _both(months: set[int], marks: frozenset[str] | set[str]) -> set[str]:
    return {f"{month}/{mark}" for month, mark in product(months, marks)}

"""One record of a data set, as the claims that can be compared: days, place by words and point, counts as ranges.

The one thing to know: every count is a range, and nothing here tells who did it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from haal.geometry.distance import Point


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many, at least and at most, and the number the set holds for best."""

    low: int
    high: int
    best: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One row. `words`: by kind (place, city, district, province). `sides`: the deaths of each side, smallest first."""

    record_id: str
    first: date
    last: date
    around_days: int = 0
    point: Point | None = None
    radius_km: float = 10.0
    words: Mapping[str, str] = field(default_factory=dict)
    counts: Mapping[str, Count] = field(default_factory=dict)
    sides: tuple[int, ...] = ()

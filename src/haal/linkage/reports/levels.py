"""What two reports share, as levels: one row for the scorer.

The one thing to know: features that mean something else when no day is known (two undated reports of a bombing in one town may
lie years apart) have scales of their own then, marked `?`. So the weights stay a plain sum and each part can be said to a
person. What cannot be one event at all, by its days or because one page tells both, is not compared (`may_be_one`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from haal.domain.incident import EventType
from haal.geometry.distance import km_between
from haal.linkage.reports.seen import Reading, Runs, Seen, Span, is_long, name_worth, word_worth
from haal.linkage.scorer.model import Form, Levels

type When = tuple[str, int]

WINDOW_DAYS = 31  # bodies are found and the missing are named within a month
WIDE_KM = 100.0
WIDE_MORE_KM = 50.0
NEAR_KM = 150.0
KM_AT = (-150, -60, -25)  # of how near the nearest edges are
KM_SAME = (25, 15)  # km between edges and between the first readings: one place
READINGS = 3
WEIGHT_MIN = 0.15
NAMES_AT = (0.01, 3.5, 5.0, 6.5, 9.0)  # of the worth of shared names
WORDS_AT = (4.0, 8.0, 12.0, 17.0, 23.0, 30.0)
RUNS_AT = (0.05, 0.1, 0.15, 0.2, 0.27, 0.35, 0.5)
ADDRESS_AT = (0.03, 0.08, 0.15, 0.25, 0.4, 0.6)
VAGUE_TARGET = "other"
TIMES = {"span": 4, "days": 7, "lag": 9, "published": 6, "undated": 2}
REST = {
    "km": 6, "wide": 3, "name": 7, "type": 5, "target": 4, "killed": 7, "injured": 7, "taken": 7, "text": 9,
    "address": 8, "words": 8,
}  # fmt: skip
_SIZES = {**TIMES, **REST, **{f"{code}?": size for code, size in REST.items()}}
CODES = tuple(_SIZES)
FORM = Form(name="reports", codes=CODES, sizes=tuple(_SIZES.values()))
_PLACE_OF = {code: place for place, code in enumerate(CODES)}
# Words that tellers use for one event: the first stands for all.
_KINDS = {
    EventType.SUICIDE_BOMBING: EventType.BOMBING,
    EventType.ARMED_ASSAULT: EventType.SHOOTING,
    EventType.CLASH: EventType.SHOOTING,
    EventType.HOSTAGE_TAKING: EventType.ABDUCTION,
    EventType.EXTORTION_OR_ROADBLOCK: EventType.ABDUCTION,
    EventType.ENFORCED_DISAPPEARANCE: EventType.ABDUCTION,  # the word says who is alleged; a link may not
}
_CLOSE = {"span": 3, "days": 3, "lag": 5, "published": 2}  # from this level on a day is known well enough


def may_be_one(one: Seen, other: Seen) -> bool:
    """Return whether two reports can tell of one event: not two rows of one page, not more than a month apart."""
    if one.page and one.page == other.page:
        return False
    return can_be(*when(one, other))


def can_be(code: str, level: int) -> bool:
    """Return whether what is known of the days leaves room for one event."""
    return level > 1 or code in {"span", "undated"}


def row(one: Seen, other: Seen) -> tuple[int, ...]:
    """Return the levels of a pair, in the order of `CODES`; symmetric."""
    code, level = when(one, other)
    found = [0] * len(CODES)
    found[_PLACE_OF[code]] = level
    mark = "" if is_close(code, level) else "?"
    for each, value in _rest(one, other):
        found[_PLACE_OF[each + mark]] = value
    return tuple(found)


def is_timed(one: Seen, other: Seen) -> bool:
    """Return whether the days of both are known, and meet or nearly do."""
    return is_close(*when(one, other))


def is_near(one: Seen, other: Seen) -> bool:
    """Return whether two reports are worth comparing: their places may meet, or share a name, or one tells no place."""
    if not one.readings or not other.readings or one.names & other.names:
        return True
    nearest, apart, wider = nearest_km(one, other)
    return nearest <= NEAR_KM or apart <= wider + NEAR_KM


def rows(seen: Sequence[Seen], pairs: Sequence[tuple[int, int]]) -> Levels:
    """Return the levels of many pairs, given as places in `seen`."""
    found = np.zeros((len(pairs), len(CODES)), dtype=np.int16)
    for at, (one, other) in enumerate(pairs):
        found[at] = row(seen[one], seen[other])
    return found


def when(one: Seen, other: Seen) -> When:
    """Return what is known of the days: day against day, day against publication, publications, stretches, or nothing."""
    here, there = one.day or one.span, other.day or other.span
    if here and there:
        gap = gap_days(here, there)
        return _stretch(gap) if is_long(here) or is_long(there) else ("days", _at(-gap, (-31, -7, -2, -1, 0)))
    if (here and other.published) or (there and one.published):
        day, published = (here, other.published) if here and other.published else (there, one.published)
        return _lag(day, published) if day and published else ("undated", 1)
    if one.published and other.published:
        gap = gap_days(one.published, other.published)
        long = is_long(one.published) or is_long(other.published)
        return _stretch(gap) if long else ("published", _at(-gap, (-31, -7, -3, -1)))
    return "undated", 1


def gap_days(one: Span, other: Span) -> int:
    """Return how many days lie between two stretches; 0 when they meet."""
    return max(0, one[0] - other[1], other[0] - one[1])


def nearest_km(one: Seen, other: Seen) -> tuple[float, float, float]:
    """Return (km between the edges of the nearest two readings, km between the first two, the wider radius of these)."""
    here, there = one.readings[0], other.readings[0]
    apart = km_between((here.lat, here.lon), (there.lat, there.lon))
    nearest = min(_edges_km(a, b) for a in _likely(one) for b in _likely(other))
    return nearest, apart, max(here.radius_km, there.radius_km)


def is_close(code: str, level: int) -> bool:
    """Return whether the days are known well enough for the plain scales."""
    return code in _CLOSE and level >= _CLOSE[code]


def _rest(one: Seen, other: Seen) -> Iterator[tuple[str, int]]:
    if one.readings and other.readings:
        yield place_level(one, other)
    if one.names and other.names:
        yield "name", name_level(one.names & other.names)
    yield "type", type_level(one.event_type, other.event_type)
    yield "target", target_level(one.target_kind, other.target_kind)
    for code, here, there in (
        ("killed", one.killed, other.killed),
        ("injured", one.injured, other.injured),
        ("taken", one.taken, other.taken),
    ):
        if here is not None and there is not None:
            yield code, toll(here, there)
    if one.runs and other.runs:
        yield "text", _at(_cosine(one.runs, other.runs), RUNS_AT)
    if one.address and other.address:
        yield "address", _at(_cosine(one.address, other.address), ADDRESS_AT)
    if one.words and other.words:
        yield "words", _at(_sum(word_worth, one.words & other.words), WORDS_AT)


def toll(here: int, there: int) -> int:
    """Return how well two figures fit: equal large ones say most; tolls rise, so twice as many still may be."""
    low, high = sorted((here, there))
    if low == high:
        return 4 if high == 0 else 5 if high < 4 else 6
    if high - low <= 1 or high <= 1.2 * low:
        return 4 if high < 8 else 5
    return 3 if high <= 2 * low else 2 if high <= 4 * low else 1


def place_level(one: Seen, other: Seen) -> When:
    """Return how near two places are, both told: `km`, or `wide` where one is only roughly known."""
    nearest, apart, wider = nearest_km(one, other)
    if wider >= WIDE_KM:
        return "wide", 1 if apart > wider + WIDE_MORE_KM else 2
    return "km", 5 if nearest <= KM_SAME[0] and apart <= KM_SAME[1] else _at(-nearest, KM_AT)


def name_level(shared: frozenset[str]) -> int:
    """Return how much the names that two places share are worth."""
    return _at(_sum(name_worth, shared), NAMES_AT)


def kind_of(event_type: EventType) -> EventType:
    """Return the type that stands for all which tellers use for one event."""
    return _KINDS.get(event_type, event_type)


def target_level(one: str, other: str) -> int:
    """Return how well fits what was hit; 0 when one does not tell."""
    if not one or not other:
        return 0
    return 2 if VAGUE_TARGET in {one, other} else 3 if one == other else 1


def type_level(one: EventType | None, other: EventType | None) -> int:
    """Return how well types fit; unknown ones fit all and say nothing: level 0."""
    if one is None or other is None:
        return 0
    if one is other:
        return 4
    if EventType.OTHER in {one, other}:
        return 2
    return 3 if kind_of(one) is kind_of(other) else 1


def _lag(day: Span, published: Span) -> When:
    if is_long(day) or is_long(published):
        return _stretch(gap_days(day, published))
    late = published[0] - day[1]
    if late < 0:
        return "lag", 1 if late < -WINDOW_DAYS else 2 if late < -1 else 7
    return (
        "lag",
        8 if late <= 1 else 7 if late == 2 else 6 if late <= 7 else 5 if late <= 60 else 4 if late <= 365 else 3,
    )


def _stretch(gap: int) -> When:
    return "span", 1 if gap > WINDOW_DAYS else 2 if gap > 3 else 3


def _edges_km(one: Reading, other: Reading) -> float:
    apart = km_between((one.lat, one.lon), (other.lat, other.lon))
    return max(0.0, apart - 0.5 * (one.radius_km + other.radius_km))


def _likely(seen: Seen) -> tuple[Reading, ...]:
    return tuple(one for at, one in enumerate(seen.readings[:READINGS]) if at == 0 or one.weight > WEIGHT_MIN)


def _at(value: float, edges: Sequence[float]) -> int:
    """Return 1 below the first edge, and one more for every edge that is reached."""
    return 1 + sum(value >= edge for edge in edges)


def _sum(worth: Callable[[str], float], shared: frozenset[str]) -> float:
    return sum(worth(one) for one in shared)


def _cosine(one: Runs, other: Runs) -> float:
    return sum(one[run] * other[run] for run in one.keys() & other.keys())

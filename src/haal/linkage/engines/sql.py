"""The scorer as SQL that Splink can run, made from the same model and the same edges as `reports.levels`.

The one thing to know: nothing is learned or decided here. Each scale of the model is one list of conditions, best first; `A.` and `B.`
stand for the two reports. Features of pairs without a known day have scales of their own, asked only of these. A test holds what comes
out against `Model.score` on random reports.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby

from haal.geometry.distance import EARTH_RADIUS_KM
from haal.linkage.engines.flat import TYPE_OTHER
from haal.linkage.engines.layout import DAY, FAR_DAYS, NEVER, NOTHING, STRETCH, TOLD
from haal.linkage.reports.levels import (
    KM_AT,
    KM_SAME,
    NAMES_AT,
    READINGS,
    TIMES,
    VAGUE_TARGET,
    WIDE_KM,
    WIDE_MORE_KM,
    WINDOW_DAYS,
    can_be,
    is_close,
)
from haal.linkage.reports.near.days import DAYS, GAP, LAG, LATE_LEAST, LATE_MOST, PUBLISHED, SPAN, every
from haal.linkage.reports.seen import name_worth

NAMES = 8  # of a report; of more, those that are worth most (of a hundred thousand made-up reports none has more than seven)
NO_NAME = 1 << 27  # a name's number times this, plus its worth in millionths
MILLIONTHS = 1_000_000
COMPARED = ("km", "wide", "name", "type", "target", "killed", "injured", "taken")


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps:
    """One scale: when it says nothing, and the condition of each level from the highest down; the lowest is all the rest."""

    code: str
    unknown: str
    conditions: tuple[tuple[int, str], ...]


def scales() -> tuple[Steps, ...]:
    """Return all scales but those of wording."""
    times = tuple(_time(code) for code in TIMES)
    rest = tuple(_rest(code, mark) for mark in ("", "?") for code in COMPARED)
    return (*times, *rest)


def sides(text: str) -> str:
    """Return SQL in which `A.column` and `B.column` are written as Splink wants it."""
    text = re.sub(r"\bA\.(\w+)", r"\1_l", text)
    return re.sub(r"\bB\.(\w+)", r"\1_r", text)


_KNOWN = f"A.when_known <> {NOTHING} AND B.when_known <> {NOTHING}"
_LONG = f"(A.when_known = {STRETCH} OR B.when_known = {STRETCH})"
_GAP = "greatest(0, A.begin - B.until, B.begin - A.until)"
_LATE = f"(CASE WHEN A.when_known = {DAY} THEN B.begin - A.until ELSE A.begin - B.until END)"
_WHEN = {
    "span": f"{_KNOWN} AND {_LONG}",
    "days": f"A.when_known = {DAY} AND B.when_known = {DAY}",
    "lag": f"A.when_known + B.when_known = {DAY + TOLD} AND {_KNOWN} AND NOT {_LONG}",
    "published": f"A.when_known = {TOLD} AND B.when_known = {TOLD}",
    "undated": f"NOT ({_KNOWN})",
}
_AT = {
    "span": (_GAP, range(GAP), SPAN),
    "days": (_GAP, range(GAP), DAYS),
    "published": (_GAP, range(GAP), PUBLISHED),
    "lag": (_LATE, range(LATE_LEAST, LATE_MOST + 1), LAG),
}  # what is asked, its values, and where `every` says what `levels.when` makes of them


def _where(code: str, holds: Callable[[str, int], bool]) -> str:
    """Return the condition that the days of a pair are such as `holds` says of what `levels.when` gives; the ends are open."""
    asked, values, begin = _AT[code]
    true = [at for at, found in zip(values, every()[begin : begin + len(values)], strict=True) if holds(*found)]
    runs = [[at for _, at in run] for _, run in groupby(enumerate(true), lambda each: each[1] - each[0])]
    return " OR ".join(_run(asked, values, run) for run in runs) or "FALSE"


def _run(asked: str, values: range, run: Sequence[int]) -> str:
    if run[0] == values[0]:
        return "TRUE" if run[-1] == values[-1] else f"{asked} <= {run[-1]}"
    return f"{asked} >= {run[0]}" if run[-1] == values[-1] else f"{asked} BETWEEN {run[0]} AND {run[-1]}"


def _by_days(holds: Callable[[str, int], bool]) -> str:
    """Return the same for a pair of which both days are known."""
    span, days, published, lag = (f"({_where(code, holds)})" for code in ("span", "days", "published", "lag"))
    return (
        f"WHEN {_LONG} THEN {span} WHEN A.when_known <> B.when_known THEN {lag} WHEN A.when_known = {DAY} THEN {days}"
        f" ELSE {published}"
    )


CLOSE = f"(CASE WHEN NOT ({_KNOWN}) THEN FALSE {_by_days(is_close)} END)"
# What `levels.may_be_one` turns away, two rows of one page included.
CAN_BE = (
    "(A.page IS NULL OR B.page IS NULL OR A.page <> B.page)"
    f" AND (CASE WHEN NOT ({_KNOWN}) THEN TRUE {_by_days(can_be)} END)"
)
# By the exploded key that two rows share: what else must hold. `month` and `quarter`: the first key beyond those of the first month or
# quarter, so of all times that two rows share only the first counts.
MEETS = {
    "met": f"A.met < greatest(A.month, B.month) AND greatest(A.first, B.first) <= least(A.last, B.last) + {WINDOW_DAYS}",
    "far": "A.far < greatest(A.quarter, B.quarter) AND (A.is_stretch OR B.is_stretch) AND greatest(A.first, B.first)"
    f" BETWEEN least(A.last, B.last) + {WINDOW_DAYS + 1} AND least(A.last, B.last) + {FAR_DAYS}",
    "ever": f"(A.first = {NEVER} OR B.first = {NEVER})",
}


def _time(code: str) -> Steps:
    conditions: tuple[tuple[int, str], ...] = ((1, "1 = 1"),)  # Splink wants two levels
    if code in _AT:
        conditions = tuple((level, _where(code, partial(_is_level, level))) for level in range(TIMES[code] - 1, 1, -1))
    return Steps(code=code, unknown=f"NOT ({_WHEN[code]})", conditions=conditions)


def _is_level(asked: int, _: str, level: int) -> bool:
    return level == asked


def _rest(code: str, mark: str) -> Steps:
    wrong = f"NOT {CLOSE}" if not mark else CLOSE
    unknown, conditions = _PLAIN[code]
    return Steps(code=code + mark, unknown=f"{wrong} OR {unknown}", conditions=conditions)


def _km(one: int, other: int) -> str:
    """Return the great-circle distance from the straight line between two points of the unit ball."""
    squares = " + ".join(f"(A.{axis}{one} - B.{axis}{other}) * (A.{axis}{one} - B.{axis}{other})" for axis in "xyz")
    return f"({2 * EARTH_RADIUS_KM} * asin(least(1.0, 0.5 * sqrt({squares}))))"


def _edges(km: float) -> str:
    """Return the condition that the edges of two readings are no farther apart."""
    every = (
        f"coalesce({_km(one, other)} - 0.5 * (A.r{one} + B.r{other}) <= {km}, FALSE)"
        for one in range(READINGS)
        for other in range(READINGS)
    )
    return f"({' OR '.join(every)})"


def _toll(code: str) -> tuple[str, tuple[tuple[int, str], ...]]:
    low, high = f"least(A.{code}, B.{code})", f"greatest(A.{code}, B.{code})"
    near = f"({high} - {low} <= 1 OR {high} <= 1.2 * {low})"
    return f"A.{code} IS NULL OR B.{code} IS NULL", (
        (6, f"{low} = {high} AND {high} >= 4"),
        (5, f"({low} = {high} AND {high} BETWEEN 1 AND 3) OR ({low} < {high} AND {near} AND {high} >= 8)"),
        (4, f"{high} = 0 OR ({low} < {high} AND {near} AND {high} < 8)"),
        (3, f"{high} <= 2 * {low}"),
        (2, f"{high} <= 4 * {low}"),
    )


def _names() -> tuple[tuple[int, str], ...]:
    others = ", ".join(f"B.n{other}" for other in range(NAMES))
    shared = " + ".join(f"(CASE WHEN A.n{at} IN ({others}) THEN A.n{at} % {NO_NAME} ELSE 0 END)" for at in range(NAMES))
    return tuple(
        (at, f"({shared}) >= {round(edge * MILLIONTHS)}") for at, edge in reversed(list(enumerate(NAMES_AT, 2)))
    )


_WIDER = "greatest(A.r0, B.r0)"
_NO_POINT = "A.r0 IS NULL OR B.r0 IS NULL"
_PLAIN: dict[str, tuple[str, tuple[tuple[int, str], ...]]] = {
    "km": (
        f"{_NO_POINT} OR {_WIDER} >= {WIDE_KM}",
        (
            (5, f"{_edges(KM_SAME[0])} AND {_km(0, 0)} <= {KM_SAME[1]}"),
            *((at, _edges(-edge)) for at, edge in reversed(list(enumerate(KM_AT, 2)))),
        ),
    ),
    "wide": (f"{_NO_POINT} OR {_WIDER} < {WIDE_KM}", ((2, f"{_km(0, 0)} <= {_WIDER} + {WIDE_MORE_KM}"),)),
    "name": ("A.n0 IS NULL OR B.n0 IS NULL", _names()),
    "type": (
        "A.type = 0 OR B.type = 0",
        (
            (4, "A.type = B.type"),
            (3, f"A.kind = B.kind AND A.type <> {TYPE_OTHER} AND B.type <> {TYPE_OTHER}"),
            (2, f"A.type = {TYPE_OTHER} OR B.type = {TYPE_OTHER}"),
        ),
    ),
    "target": (
        "A.target IS NULL OR B.target IS NULL",
        (
            (3, f"A.target = B.target AND A.target <> '{VAGUE_TARGET}'"),
            (2, f"A.target = '{VAGUE_TARGET}' OR B.target = '{VAGUE_TARGET}'"),
        ),
    ),
    **{code: _toll(code) for code in ("killed", "injured", "taken")},
}


def packed(names: Sequence[str]) -> list[int]:
    """Return each name as a number that carries its worth; the first has the number 1."""
    return [at * NO_NAME + round(name_worth(name) * MILLIONTHS) for at, name in enumerate(names, 1)]

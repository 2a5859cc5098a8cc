"""Which open needs may be one and the same asking: suggested to the desk, never joined or deleted by the machine.

The one thing to know: two families in one village ask alike, so likeness proves nothing; it only says where to look.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from haal.domain.need import OPEN_STATES, Need

WITHIN = timedelta(hours=48)
COUNT_TIMES_MAX = 1.5
SHOWN_MAX = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    """Another need that may be the same asking, and what is alike besides kind and place."""

    need: Need
    hours_apart: int
    same_count: bool
    same_whom: bool


def alike(need: Need, others: Iterable[Need]) -> tuple[Alike, ...]:
    """Return needs of the same kind and place asked at about the same time for about as many, the likeliest first."""
    found = [
        Alike(
            need=other,
            hours_apart=int(abs(other.asked_at - need.asked_at).total_seconds() // 3600),
            same_count=other.asked.for_count == need.asked.for_count,
            same_whom=other.asked.whom == need.asked.whom,
        )
        for other in others
        if other.id != need.id and _may_be_one(need, other)
    ]
    found.sort(key=lambda one: (not one.same_count, not one.same_whom, one.hours_apart, one.need.id))
    return tuple(found[:SHOWN_MAX])


def _may_be_one(need: Need, other: Need) -> bool:
    here, there = need.area, other.area
    placed = bool(here.cell and here.cell == there.cell) or bool(here.district and here.district == there.district)
    few, many = sorted((need.asked.for_count, other.asked.for_count))
    return (
        other.state in OPEN_STATES
        and other.asked.kind is need.asked.kind
        and placed
        and abs(other.asked_at - need.asked_at) <= WITHIN
        and many <= few * COUNT_TIMES_MAX
    )

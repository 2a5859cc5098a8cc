"""How many place helpers an event wants: in pairs, and why so many. And how many of them the rota of the place holds.

The one thing to know: nobody stands alone, so every part is of pairs and the sum is never below two. The numbers are rules of
this house and no standard: a pair at each way out, a pair with those who need help to get out, two for first aid for each
thousand people, and at least one place helper for so many people as the policy says.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from haal.domain.policy import Policy
from haal.domain.rota.shift import Shift

PAIR = 2
PEOPLE_A_FIRST_AID_PAIR = 1000


class Part(StrEnum):
    """What place helpers are wanted for."""

    WAYS_OUT = "at-the-ways-out"
    WITH_OTHERS = "pair-with-others"
    FIRST_AID = "for-first-aid"
    MORE = "because-so-many-come"


@dataclass(frozen=True, slots=True, kw_only=True)
class Needed:
    """How many are wanted, and for what; the parts add up. First aiders are among the place helpers."""

    stewards: int
    first_aiders: int
    parts: tuple[tuple[Part, int], ...]


def needed(*, heads: int, ways_out: int, policy: Policy) -> Needed:
    """Return how many place helpers are wanted for so many people and ways out; always an even number."""
    first_aiders = PAIR * max(1, -(-heads // PEOPLE_A_FIRST_AID_PAIR))
    parts = [(Part.WAYS_OUT, PAIR * ways_out), (Part.WITH_OTHERS, PAIR), (Part.FIRST_AID, first_aiders)]
    base = sum(count for _, count in parts)
    least = -(-heads // policy.event_heads_a_steward)
    parts.append((Part.MORE, max(0, least + least % PAIR - base)))
    held = tuple((part, count) for part, count in parts if count)
    return Needed(stewards=sum(count for _, count in held), first_aiders=first_aiders, parts=held)


def least_held(shifts: Iterable[Shift], *, starts_at: datetime, ends_at: datetime) -> int:
    """Return how many hold shifts of the rota at the thinnest moment of the event."""
    held = [one for one in shifts if one.starts_at < ends_at and one.ends_at > starts_at and one.closed_at is None]
    moments = {starts_at, *(one.ends_at for one in held if one.ends_at < ends_at)}
    return min(sum(one.people_count for one in held if one.starts_at <= moment < one.ends_at) for moment in moments)

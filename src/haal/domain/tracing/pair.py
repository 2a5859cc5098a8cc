"""Two records that may be one person: who decides, how many, and what became of it.

The one thing to know: a machine proposes and never decides; there is no likeness above which a pair is taken as one. What
needs care (a child, an unknown age, a woman on her own, a person taken, a death) needs two people, and a child is never
matched by the desk alone: a child-protection body has said so first (`haal.domain.tracing.referral`). Records that are one
are linked, and both stay.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from haal.domain.errors import GeneralReason
from haal.domain.ids import PersonId, TracingId, TracingPairId
from haal.domain.tracing.person import may_be_child
from haal.domain.tracing.told import Described, Situation, TracingReason, needs_care


class PairState(StrEnum):
    """How a pair stands."""

    PROPOSED = "tracing-proposed"
    HALF = "tracing-half-agreed"  # one of the two said so
    SAME = "tracing-same"
    NOT_SAME = "tracing-not-same"


class PairKind(StrEnum):
    """What is held against a request."""

    SIGHTING = "sighting"  # somebody was seen, or asks for their own people
    DUPLICATE = "duplicate"  # two ask for one person: linked, both stay


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A request, and what may be the same person."""

    id: TracingPairId
    request_id: TracingId
    other_id: TracingId
    kind: PairKind
    state: PairState
    proposed_at: datetime
    two_needed: bool
    first_by: PersonId | None = None
    second_by: PersonId | None = None
    referred_at: datetime | None = None


def two_needed(one: Described, other: Described, *, situation: Situation) -> bool:
    """Return whether two people must say that it is the same person."""
    return situation is Situation.TAKEN or needs_care(one) or needs_care(other)


def referral_needed(one: Described, other: Described) -> bool:
    """Return whether a child-protection body decides first: where either may be a child."""
    return may_be_child(one.age) or may_be_child(other.age)


def why_not_say_same(
    pair: Pair, *, by: PersonId, one: Described, other: Described, protection_said: bool = False
) -> TracingReason | GeneralReason | None:
    """Return what forbids `by` to say that the two are one person, or None.

    Args:
        protection_said: a child-protection body has it and says that it is the same child.
    """
    if pair.state not in {PairState.PROPOSED, PairState.HALF}:
        return TracingReason.NOT_FROM_THIS_STATE
    if referral_needed(one, other) and (pair.referred_at is None or not protection_said):
        return TracingReason.CHILD_NOT_BY_DESK
    if pair.state is PairState.HALF and pair.first_by == by:
        return GeneralReason.TWO_PEOPLE_NEEDED
    return None


def next_state(pair: Pair) -> PairState:
    """Return how a pair stands after one more person has said that it is the same."""
    return PairState.HALF if pair.two_needed and pair.state is PairState.PROPOSED else PairState.SAME

"""For whom something is asked: ages and what makes it harder, never names; and who is never placed by a machine.

The one thing to know: a child without a parent, or a woman alone, is never housed or taken anywhere on a machine's suggestion.
Two people of the desk have met the host, a second person of the desk vouches for this very match, the host is known by name,
and somebody calls after the arrival before it counts as done. The database refuses a match that skips one of these.
"""

from __future__ import annotations

from enum import StrEnum

from haal.domain.aid.match import Match, MatchState
from haal.domain.need import Asked, NeedKind, Whom

PLACED = frozenset({NeedKind.SHELTER, NeedKind.SAFE_TRANSPORT})
GUARDED = frozenset({Whom.CHILD_ALONE, Whom.WOMAN_ALONE})


class GuardReason(StrEnum):
    """Why a match for a child or a woman alone does not move yet."""

    SECOND_PERSON_FIRST = "second-person-first"
    NOT_ONES_OWN_MATCH = "not-ones-own-match"
    HOST_NAME_FIRST = "host-name-first"
    CALL_AFTER_ARRIVAL_FIRST = "call-after-arrival-first"


def is_guarded(asked: Asked) -> bool:
    """Return whether people alone decide, and two of them."""
    return asked.kind in PLACED and bool(asked.whom & GUARDED)


def why_not_guarded(match: Match, to: MatchState) -> GuardReason | None:
    """Return what is still missing before a guarded match moves to `to`, or None; to end one is always allowed."""
    if not match.guarded or to is MatchState.FELL_THROUGH:
        return None
    if not match.vouched_by or match.vouched_by == match.proposed_by:
        return GuardReason.SECOND_PERSON_FIRST
    if not match.host_named:
        return GuardReason.HOST_NAME_FIRST
    if to is MatchState.DONE and not match.called_by:
        return GuardReason.CALL_AFTER_ARRIVAL_FIRST
    return None


def why_not_vouch(match: Match, *, by: str) -> GuardReason | None:
    """Return why this person cannot vouch: who proposed is not the second person."""
    return GuardReason.NOT_ONES_OWN_MATCH if by == match.proposed_by else None

"""What may be a child goes to a child-protection body, and what that body says decides whether anybody else may say anything.

The one thing to know: the desk never matches a child by itself. It hands over, keeps to whom, when and why, and waits; only when
the body itself says that it is the same child do two people at the desk say so too, and even then the seeker hears it from the
body, never from here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from haal.domain.errors import GeneralReason
from haal.domain.ids import PersonId, TracingPairId
from haal.domain.tracing.pair import Pair, PairState
from haal.domain.tracing.told import TracingReason


class Protection(StrEnum):
    """What the child-protection body has said."""

    NOT_ASKED = "tracing-protection-not-asked"
    WAITING = "tracing-protection-waiting"
    TAKEN_ON = "tracing-protection-taken-on"
    SAME = "tracing-protection-same"
    NOT_SAME = "tracing-protection-not-same"
    COULD_NOT = "tracing-protection-could-not"  # then another body is asked


ANSWERS = (Protection.TAKEN_ON, Protection.SAME, Protection.NOT_SAME, Protection.COULD_NOT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Referral:
    """One hand-over. `why`: what is best for the child, as the one who hands over sees it."""

    pair_id: TracingPairId
    to: str
    why: str
    referred_by: PersonId
    referred_at: datetime
    said: Protection = Protection.WAITING
    said_at: datetime | None = None


def why_not_refer(pair: Pair, *, last: Referral | None, to: str) -> TracingReason | GeneralReason | None:
    """Return what forbids handing over, or None. Another body is asked only after the one before could not."""
    if pair.state not in {PairState.PROPOSED, PairState.HALF}:
        return TracingReason.NOT_FROM_THIS_STATE
    if not to.strip():
        return TracingReason.PROTECTION_NAMED
    if last is not None and last.said is not Protection.COULD_NOT:
        return GeneralReason.ALREADY_DONE
    return None


def why_not_keep(last: Referral | None, said: Protection) -> TracingReason | None:
    """Return what forbids keeping an answer of the body, or None: there must be a hand-over, and its last word stands."""
    if last is None or said not in ANSWERS or last.said in {Protection.SAME, Protection.NOT_SAME}:
        return TracingReason.NOT_FROM_THIS_STATE
    return None

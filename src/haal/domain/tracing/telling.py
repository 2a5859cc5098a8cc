"""What the seeker may be told of a person found, and by whom it is decided.

The one thing to know: an adult who is found decides alone whether and what the seeker is told. Until a family finder has that
answer, nothing that the seeker can see, get or measure differs from a search that found nobody. That the seeker may be the
danger is an answer like any other, and the seeker never learns which answer it was.
"""

from __future__ import annotations

from enum import StrEnum

from haal.domain.tracing.pair import PairState
from haal.domain.tracing.person import may_be_child
from haal.domain.tracing.told import Described, TracingReason


class Answer(StrEnum):
    """What is known of the will of the one who was found."""

    NOT_ASKED = "tracing-not-asked"
    ASKED = "tracing-asked"  # no answer yet
    NOTHING = "tracing-tell-nothing"
    ALIVE = "tracing-tell-alive"  # that they live, and no more
    CONTACT = "tracing-tell-contact"  # that they live, and how they are reached
    SEEKER_IS_DANGER = "tracing-seeker-danger"
    TO_CHILD_PROTECTION = "tracing-to-child-protection"
    DIED = "tracing-died"


class Way(StrEnum):
    """How a seeker is told."""

    PERSON = "person"
    PAGE = "page"  # that a family finder wants to speak: under the code, on the page or in answer to a text message
    SMS = "sms"  # sent by itself, to a number: never


TELLS = frozenset({Answer.ALIVE, Answer.CONTACT})
CLOSED_TO_SEEKER = frozenset({Answer.NOTHING, Answer.SEEKER_IS_DANGER, Answer.TO_CHILD_PROTECTION})


def why_not_tell(answer: Answer, *, way: Way, pair: PairState, found: Described) -> TracingReason | None:
    """Return what forbids telling the seeker anything, even that there is something to tell, or None."""
    if pair is not PairState.SAME:
        return TracingReason.SECOND_PERSON_FIRST
    if answer is Answer.DIED:
        return None if way is Way.PERSON else TracingReason.BY_A_PERSON_ONLY
    if may_be_child(found.age):
        return TracingReason.CHILD_NOT_BY_DESK
    if answer is Answer.SEEKER_IS_DANGER:
        return TracingReason.SEEKER_MAY_BE_DANGER
    if answer in CLOSED_TO_SEEKER:
        return TracingReason.ADULT_SAID_NO
    if answer not in TELLS:
        return TracingReason.ADULT_HAS_NOT_SAID
    return TracingReason.BY_A_PERSON_ONLY if way is Way.SMS else None

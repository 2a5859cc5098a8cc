"""What is answered by text message to the code of a request or a sighting: the words of its page, and nothing else.

The one thing to know: a death is in no word here, nor that anybody was found. Others read over the shoulder and the operator
reads all, so the answer names nobody.
"""

from __future__ import annotations

from haal.domain.tracing.case import SeekerState
from haal.domain.warn.message import SMS_PARTS_MAX
from haal.language.sms import measure
from haal.language.words import words_for

YEAR_OVER = "tracing-year-over"


def of_standing(state: SeekerState, *, asked_again: bool, language: str) -> str:
    """Return how it stands, and the yearly question while it waits for an answer, where two parts have room for it."""
    stands = words_for(state, language)
    whole = f"{stands} {words_for(YEAR_OVER, language)}" if asked_again else stands
    return whole if measure(whole).parts <= SMS_PARTS_MAX else stands

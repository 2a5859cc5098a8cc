"""When a warning that will soon run out is asked after: is it still true?

The one thing to know: the question asks and decides nothing. "Still true" drafts a longer warning that two people
agree to; "it has ended" ends it, by one person; no answer lets it run out at its hour.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

BEFORE_MAX = timedelta(minutes=30)
BEFORE_PART = 4  # of a short warning, its last quarter


class Answer(StrEnum):
    """What somebody answered."""

    STILL_TRUE = "still-true"
    ENDED = "ended"
    WAS_WRONG = "was-wrong"


def asks_at(*, issued_at: datetime, expires_at: datetime) -> datetime:
    """Return when to ask: half an hour before it runs out, or in the last quarter of a shorter one."""
    return expires_at - min(BEFORE_MAX, (expires_at - issued_at) / BEFORE_PART)

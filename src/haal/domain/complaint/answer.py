"""By when a complaint is read and answered, and what an answer is.

The one thing to know: the days are counted from the day it came, by date alone; the hour is not kept. An answer says what came of it
and reaches whoever has the code. Not who did what: an answer never tells what was found about a person.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from haal.domain.policy import Policy


class Outcome(StrEnum):
    """What came of a complaint."""

    CHANGED = "changed"  # we changed something
    STOPPED = "stopped"  # somebody does not work here any more
    PASSED_ON = "passed-on"  # to those who can help, as the one who complained wished
    NOT_CONFIRMED = "not-confirmed"
    COULD_NOT = "could-not"  # too little was told to do anything


class Wait(StrEnum):
    """How long a complaint has waited."""

    IN_TIME = "in-time"
    NOT_READ = "not-read-in-time"
    NOT_ANSWERED = "not-answered-in-time"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came of it, and the words for the one who complained."""

    outcome: Outcome
    words: str


def answer_by(received_on: date, *, policy: Policy) -> date:
    """Return the last day on which an answer is in time."""
    return received_on + timedelta(days=policy.complaint_answer_days)


def wait_of(
    *, received_on: date, reached: int, answered_on: date | None, readers: int, today: date, policy: Policy
) -> Wait:
    """Return whether a complaint has waited too long for its two readers, or for an answer."""
    if answered_on is not None:
        return Wait.IN_TIME
    if today > answer_by(received_on, policy=policy):
        return Wait.NOT_ANSWERED
    if reached < readers and today > received_on + timedelta(days=policy.complaint_read_days):
        return Wait.NOT_READ
    return Wait.IN_TIME

"""Why something about an event plan is refused, or is not done."""

from __future__ import annotations

from enum import StrEnum


class EventReason(StrEnum):
    """Their words are in `haal.language.words`."""

    WHERE_NEEDED = "event-where-needed"
    TIMES_WRONG = "event-times-wrong"
    TOO_FAR_AHEAD = "event-too-far-ahead"
    NUMBERS_WRONG = "event-numbers-wrong"
    STEPS_WRONG = "event-steps-wrong"
    TWO_NAMED = "event-two-named"
    TOO_MANY_PEOPLE = "event-too-many-people"
    WORDS_REFUSED = "event-words-refused"
    ONLY_NAMED_SAY_GO = "event-only-named-say-go"
    GO_TOO_EARLY = "event-go-too-early"
    NEVER_ALONE = "event-never-alone"
    WARNING_CAME = "event-warning-came"
    GO_NEEDED = "event-go-needed"
    RUNS = "event-runs"
    IS_OVER = "event-is-over"
    NOT_BEGUN = "event-not-begun"
    NOT_OVER = "event-not-over"
    IS_DEBRIEFED = "event-is-debriefed"
    HOLDER_NEEDED = "event-holder-needed"
    SHEETS_OUT = "event-sheets-out"
    NAMES_IN_DEBRIEF = "event-names-in-debrief"
    WRITTEN_MEANWHILE = "event-written-meanwhile"

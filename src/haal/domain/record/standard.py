"""By which standard an incident is told: reported, corroborated, or reasonable grounds. Haal decides no guilt.

The one thing to know: the standard says how many independent lines stand behind *that it happened*, never who did it. It
follows from grades and lines, can fall, and cannot be chosen. Source: the three lower steps of fact-finding practice
(OHCHR, Commissions of Inquiry and Fact-Finding Missions: Guidance and Practice, 2015, part IV: "reasonable grounds to
believe"); "beyond reasonable doubt" is for courts and is not a word of Haal.
"""

from __future__ import annotations

from enum import StrEnum

LINES_MIN = 2  # independent source lines


class Standard(StrEnum):
    """How sure the record is that it happened."""

    REPORTED = "reported"
    CORROBORATED = "corroborated"
    REASONABLE_GROUNDS = "reasonable-grounds"


def standard_of(*, lines_count: int, graded_lines_count: int) -> Standard:
    """Return the standard.

    Args:
        lines_count: independent source lines behind the incident.
        graded_lines_count: those among them with a report that was graded blind in both parts and supports it
            (teller reliable, information possibly true or better).
    """
    if lines_count < LINES_MIN:
        return Standard.REPORTED
    return Standard.REASONABLE_GROUNDS if graded_lines_count >= LINES_MIN else Standard.CORROBORATED

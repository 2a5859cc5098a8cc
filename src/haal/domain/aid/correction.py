"""Somebody tells that a need or an offer is not as it stands: one line of a correction, by intake like everything.

The one thing to know: nothing is deleted by it. What it is about is left alone by the machine until a person has gone after it.
"""

from __future__ import annotations

NOT_SO = "not-so"
_PREFIXES = ("n_", "o_")


def line_of(subject: str) -> str:
    """Return the first line of a correction of this need or offer."""
    return f"{NOT_SO}; {subject}"


def read(text: str) -> str | None:
    """Return the id of the need or offer that a correction is about; None: it is about something else."""
    word, _, subject = text.split("\n", 1)[0].partition("; ")
    return subject if word == NOT_SO and subject.startswith(_PREFIXES) else None

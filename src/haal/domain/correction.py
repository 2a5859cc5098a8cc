"""A correction: what an end of Haal keeps is not so any more, as somebody told who was asked or came by.

It enters by `intake` like everything else, so that it has a receipt and a place in the ledger, and its first line says what it
corrects. The one thing to know: nothing that was told before is edited; each end considers anew what it made of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

_LINE = re.compile(r"correction (?P<what>[a-z-]{1,30}) (?P<subject>[a-z]_[a-z2-7]{1,40})")


class What(StrEnum):
    """What is not so any more."""

    PLACE_CLOSED = "place-closed"
    PLACE_OPEN = "place-open-again"


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What is corrected, and of which thing, by its id."""

    what: What
    subject: str

    @property
    def line(self) -> str:
        """Return the first line of the report that brings it."""
        return f"correction {self.what.value} {self.subject}"

    @classmethod
    def read(cls, text: str) -> Self | None:
        """Return what a report corrects by its first line; None: that it does not say."""
        found = _LINE.fullmatch(text.partition("\n")[0])
        if found is None or found["what"] not in set(What):
            return None
        return cls(what=What(found["what"]), subject=found["subject"])

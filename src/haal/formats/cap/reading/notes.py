"""What is said of a file that was read: its verdict, and each repair or remark by name.

A repair means that the file does not keep the form of its standard, so that something was changed or supposed: it is
`repaired`. A remark tells of the content of a file that does (an open ring was closed, a signature was not verified):
with nothing but remarks it is `ok`. A note names fields, never what stood in them: it may be logged.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from haal.formats.cap.model import Alert

NOTES_MAX = 60


class Verdict(StrEnum):
    """How a file came through."""

    OK = "ok"
    REPAIRED = "repaired"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One file as it was read.

    `reasons` are `name: words`; `links` are the addresses that a feed's entries point to (told, never followed).
    """

    verdict: Verdict
    reasons: tuple[str, ...]
    alerts: tuple[Alert, ...] = ()
    links: tuple[str, ...] = ()

    @property
    def languages(self) -> tuple[str, ...]:
        """Return the languages of its words, each once, in the order in which they come."""
        return tuple(dict.fromkeys(info.language for alert in self.alerts for info in alert.infos))


class Unreadable(Exception):
    """This cannot be read, or must not be. `name` is the reason."""

    def __init__(self, name: str, said: str) -> None:
        """Keep the reason and its words."""
        super().__init__(f"{name}: {said}")
        self.name = name


@dataclass(slots=True)
class Notes:
    """What was noticed while a file was read. Each note is kept once."""

    repairs: dict[str, None] = field(default_factory=dict)
    remarks: dict[str, None] = field(default_factory=dict)

    def repair(self, name: str, said: str) -> None:
        """Tell what was out of form, and what was made of it."""
        if len(self.repairs) < NOTES_MAX:
            self.repairs[f"{name}: {said}"] = None

    def remark(self, name: str, said: str) -> None:
        """Tell something of a file that keeps its form."""
        if len(self.remarks) < NOTES_MAX:
            self.remarks[f"{name}: {said}"] = None

    def take(self, other: Notes) -> None:
        """Take over what was noted elsewhere."""
        self.repairs |= other.repairs
        self.remarks |= other.remarks

    def all(self) -> tuple[str, ...]:
        """Return repairs, then remarks."""
        return (*self.repairs, *self.remarks)

"""What a PFIF file holds, as the tracers' nouns; what had to be left out of it, and why.

The one thing to know: persons and notes are `haal.domain.tracing`'s public nouns, so nothing can be written that no consent
let out, and nothing of a file from elsewhere is kept that they have no field for (home street, day of birth, phone,
photograph). A complaint names the record, the field and the shape of what came, never what stood there: it may be logged.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from haal.domain.tracing.note import Note
from haal.domain.tracing.person import Sought


@dataclass(frozen=True, slots=True, kw_only=True)
class Wiped:
    """What stays of a record after its expiry: its id and dates. `source_date`: when it was wiped."""

    record_id: str
    source_date: datetime
    expiry_date: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """One thing in a file that breaks the rules. `record`: which one, by its place in the file and its id."""

    record: str
    field: str
    expected: str
    got: str

    def __str__(self) -> str:
        """Say it in one line."""
        return f"{self.record}: {self.field}: expected {self.expected}, got {self.got}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One file as it was read.

    `refused`: why nothing of it could be read, "" when it could. `repairs` tell what was mended in the file as a whole;
    `dropped` counts the fields that Haal keeps of nobody, by their names; `skipped` the records that did not go in;
    `superseded` those of whose id a later one is in the file. `places`: where each record stands that went in, by its id.
    """

    version: str = ""
    persons: tuple[Sought, ...] = ()
    notes: tuple[Note, ...] = ()
    wiped: tuple[Wiped, ...] = ()
    complaints: tuple[Complaint, ...] = ()
    repairs: tuple[str, ...] = ()
    dropped: Mapping[str, int] = field(default_factory=dict)
    skipped: int = 0
    superseded: int = 0
    places: Mapping[str, str] = field(default_factory=dict)
    refused: str = ""

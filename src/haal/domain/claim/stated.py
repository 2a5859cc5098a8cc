"""A claim as somebody stated it: how many, where, when, who, of which kind, and whether it can be checked at all.

The one thing to know: every column of a file of claims is kept as written (`words`), beside its reading, so that a claim
can be written out as it came. The reading is `haal.domain.claim.reading`, the verdict `haal.domain.claim.verdict`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from haal.domain.ids import ReportId
from haal.domain.incident import Days
from haal.domain.report import Counted, Where


class ClaimKind(StrEnum):
    """What sort of sentence it is."""

    INCIDENT = "incident"
    PATTERN = "pattern"
    OPINION = "opinion"
    PREDICTION = "prediction"
    CALL = "call to action"


class Checkable(StrEnum):
    """Whether reports could ever settle it."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """How many: `low` to `high`, None for "or more"; `counted` is the unit, None when the words do not say what is counted."""

    low: int
    high: int | None
    counted: Counted | None = None
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """When, as stated: the words, and the days they span; None when they name no day, month or year."""

    words: str = ""
    days: Days | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded:
    """What a person coded by hand beside a claim; kept for the record and for measuring, never used for a verdict.

    `held_back` is the count as written; None when the file has no such word.
    """

    says: str = ""
    held_back: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One claim. `actor` is as stated, empty when the words name nobody; `linked`: reports that a person put beside it."""

    id: str
    words: str
    kind: ClaimKind
    checkable: Checkable
    when: Stretch = field(default_factory=Stretch)
    where: Where = field(default_factory=Where)
    quantity: Quantity | None = None
    quantity_words: str = ""
    actor: str = ""
    linked: tuple[ReportId, ...] = ()
    coded: Coded = field(default_factory=Coded)

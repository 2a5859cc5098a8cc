"""Go or no-go: two named people say go, one person alone says no-go, and a go holds only for what was known when it was said.

The one thing to know: a no-go, and every change of the plan, takes back what was said before it; a warning that came in after a
go, or said something new, takes that go back too, by itself and for as long as it is on air. Nothing here counts time: each go
carries the keys of the warnings that stood beside it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from haal.domain.ids import PersonId

NAMED_COUNT = 2


class Word(StrEnum):
    """What somebody said; or that the plan was changed, which is heard as nobody having said anything."""

    GO = "go"
    NO_GO = "no-go"
    CHANGED = "changed"


class Standing(StrEnum):
    """How it stands."""

    NOBODY_SAID = "nobody-said"
    ONE_SAID = "one-said"
    GO = "go"
    NO_GO = "no-go"
    SAY_ANEW = "say-anew"  # a warning came in after it


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What one person said, when, and which warnings on air stood beside it then, by their keys."""

    word: Word
    by: PersonId
    at: datetime
    warnings: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Going:
    """How it stands, whose go holds, and whose must be said anew."""

    standing: Standing
    holds: frozenset[PersonId] = frozenset()
    anew: frozenset[PersonId] = frozenset()


def going(said: Sequence[Said], *, named: Collection[PersonId], on_air: Collection[str]) -> Going:
    """Return how it stands with these warnings on air; `named` are the two who say go."""
    last = max((place for place, one in enumerate(said) if one.word is not Word.GO), default=-1)
    newest = {one.by: one for one in said[last + 1 :] if one.by in named}
    holds = frozenset(by for by, one in newest.items() if one.warnings.issuperset(on_air))
    anew = frozenset(newest) - holds
    if len(holds) >= NAMED_COUNT:
        return Going(standing=Standing.GO, holds=holds)
    if last >= 0 and said[last].word is Word.NO_GO and not newest:
        return Going(standing=Standing.NO_GO)
    if anew:
        return Going(standing=Standing.SAY_ANEW, holds=holds, anew=anew)
    return Going(standing=Standing.ONE_SAID if holds else Standing.NOBODY_SAID, holds=holds)

"""A person sought: of what age and sex, and the public part that a consent lets out.

The one thing to know: `Sought` exists only after the publication consent of the one who gave the record (see
`haal.domain.tracing.consent`); everything else about a person sought stays sealed. No day of birth, no exact place, no
photograph, no tribe or identity number. Times are aware UTC.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from haal.domain.errors import Malformed

ADULT_YEARS = 18
AGE_MAX = 120


class Sex(StrEnum):
    """As the one who tells says it."""

    FEMALE = "female"
    MALE = "male"
    OTHER = "other"
    UNKNOWN = "not-told"


class AgeBand(StrEnum):
    """How old, roughly: a band, never a day of birth."""

    INFANT = "0-4"
    CHILD = "5-11"
    YOUTH = "12-17"
    YOUNG = "18-29"
    MIDDLE = "30-44"
    OLDER = "45-59"
    OLD = "60-120"
    UNKNOWN = "not-told"


_YEARS: Mapping[AgeBand, tuple[int, int]] = MappingProxyType(
    {
        band: (int(band.value.split("-")[0]), int(band.value.split("-")[1]))
        for band in AgeBand
        if band is not AgeBand.UNKNOWN
    }
)
CHILDREN = frozenset(band for band, (low, _) in _YEARS.items() if low < ADULT_YEARS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """The public part of one record: what the publication consent lets out, and no more.

    `record_id` is whole, as PFIF writes it (`domain/local`). `other_names`: other spellings, one each. `source_date` is
    when the original was made or last changed; at `expiry_date` the content is wiped (None: it never is). `author_name` is
    empty unless a consent lets it out.
    """

    record_id: str
    full_name: str
    source_date: datetime
    other_names: tuple[str, ...] = ()
    age_band: AgeBand = AgeBand.UNKNOWN
    sex: Sex = Sex.UNKNOWN
    description: str = ""
    last_seen_area: str = ""
    expiry_date: datetime | None = None
    author_name: str = ""


def is_child(band: AgeBand) -> bool:
    """Return whether the band is one of children; of an unknown age nobody may say so."""
    return band in CHILDREN


def may_be_child(band: AgeBand) -> bool:
    """Return whether a child cannot be ruled out: an unknown age is treated with a child's care."""
    return band in CHILDREN or band is AgeBand.UNKNOWN


def years_of(band: AgeBand) -> tuple[int, int] | None:
    """Return the youngest and the oldest year of a band, None when it was not told."""
    return _YEARS.get(band)


def band_of(low: int, high: int) -> AgeBand:
    """Return the band of an age or a range of ages; of a range over several bands, the band of its middle.

    A range that reaches below 18 is a child's: the more careful reading. Raises Malformed.
    """
    if not 0 <= low <= high <= AGE_MAX:
        raise Malformed("age", expected=f"0 <= youngest <= oldest <= {AGE_MAX}", got=f"{low}-{high}")
    middle = min((low + high) // 2, ADULT_YEARS - 1) if low < ADULT_YEARS else (low + high) // 2
    return next(band for band, (youngest, oldest) in _YEARS.items() if youngest <= middle <= oldest)

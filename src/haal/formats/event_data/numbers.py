"""What both data sets ask of an incident: how well place and day are known, deaths low, best and high, provisional or final.

The one thing to know: low, best and high are the lowest that was checked, the middle and the highest claim; documented, not
total. Place is the public area, so `where_prec` is never "exact". Codes: UCDP GED Codebook 25.1, tables of where_prec and
date_prec; ACLED Codebook 2023, time and geo precision.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from haal.domain.incident import Days
from haal.domain.public_place import PublicPlace
from haal.domain.publication import PublicClaim, PublicIncident, PublicRange
from haal.domain.record.standard import LINES_MIN
from haal.domain.report import Counted, Scope
from haal.geometry.cells import centre, resolution_of

NEAR_RESOLUTION = 5  # a cell of this size or smaller lies within 25 km of its middle
FINAL_AFTER_DAYS = 365


class Status(StrEnum):
    """Whether more is expected: as UCDP parts its monthly candidates from its yearly release."""

    PROVISIONAL = "provisional"
    FINAL = "final"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deaths:
    """Deaths of one scope. None: nobody said; `low` None: nothing of it was checked yet."""

    low: int | None
    best: int | None
    high: int | None


NONE_SAID = Deaths(low=None, best=None, high=None)


def deaths(incident: PublicIncident, scope: Scope) -> Deaths:
    """Return how many of a scope were killed, as claimed."""
    found = range_of(incident, Counted.KILLED, scope)
    if found is None:
        return NONE_SAID
    return Deaths(
        low=found.lowest_supported.low if found.lowest_supported else None,
        best=found.median.low,
        high=_upper(found.highest),
    )


def range_of(incident: PublicIncident, counted: Counted, scope: Scope) -> PublicRange | None:
    """Return the range of one count and scope, or None when nobody said a number."""
    return next((one for one in incident.ranges if one.counted is counted and one.scope is scope), None)


def where_prec(place: PublicPlace) -> int:
    """Return UCDP's code: 2 near a known place, 3 district, 4 province, 6 country. Never 1: no exact place is public."""
    if place.cell:
        return 2 if resolution_of(place.cell) >= NEAR_RESOLUTION else 3
    if place.district:
        return 3
    return 4 if place.province else 6


def date_prec(days: Days | None) -> int:
    """Return UCDP's code: 1 the day, 2 two to six days, 3 a week, 4 a month, 5 longer or not told."""
    if days is None:
        return 5
    for code, longest in ((1, 1), (2, 6), (3, 7), (4, 31)):
        if days.length <= longest:
            return code
    return 5


def point(place: PublicPlace) -> tuple[float, float] | None:
    """Return (lat, lon) of the middle of the public area, or of its district's seat: never the event's place."""
    return centre(place.cell) if place.cell else place.symbol


def status(incident: PublicIncident) -> Status:
    """Return "final" when two lines tell it, the number was checked, and a year lay between the event and its publication."""
    found = range_of(incident, Counted.KILLED, Scope.ALL)
    checked = found is None or found.lowest_supported is not None
    old = (
        incident.days is not None
        and incident.released_at is not None
        and (incident.released_at.date() - incident.days.last).days >= FINAL_AFTER_DAYS
    )
    return Status.FINAL if old and checked and incident.lines_count >= LINES_MIN else Status.PROVISIONAL


def _upper(claim: PublicClaim) -> int:
    return claim.low if claim.high is None else claim.high

"""What people are warned of: a short list of hazards, each with its CAP codes.

A hazard says what may hurt people and where; who causes it has no field here and no word anywhere in a warning. The
texts of each hazard, by language, are in `haal.domain.warning_text`. Source of the code lists: OASIS CAP 1.2, section
3.2.2.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Hazard(StrEnum):
    """One kind of danger."""

    BLAST = "blast"
    SHOOTING = "shooting"
    ROAD_DANGER = "road-danger"
    UNEXPLODED = "unexploded"
    THREAT_TO_CROWDS = "threat-to-crowds"
    FIRE = "fire"
    FLOOD = "flood"
    MADE_UP = "made-up"  # for drills only: a danger that cannot exist


class Severity(StrEnum):
    """How much harm. CAP's words."""

    EXTREME = "Extreme"
    SEVERE = "Severe"
    MODERATE = "Moderate"
    MINOR = "Minor"


class Urgency(StrEnum):
    """How soon. CAP's words."""

    IMMEDIATE = "Immediate"
    EXPECTED = "Expected"
    FUTURE = "Future"
    PAST = "Past"


class Certainty(StrEnum):
    """How sure. CAP's words."""

    OBSERVED = "Observed"
    LIKELY = "Likely"
    POSSIBLE = "Possible"


@dataclass(frozen=True, slots=True, kw_only=True)
class Codes:
    """What CAP says of a hazard: one category, one response type, and the usual three degrees."""

    category: str
    response: str
    severity: Severity
    urgency: Urgency
    certainty: Certainty
    lifetime_hours: int


CODES: Mapping[Hazard, Codes] = MappingProxyType(
    {
        Hazard.BLAST: Codes(
            category="Security", response="Avoid", severity=Severity.EXTREME,
            urgency=Urgency.IMMEDIATE, certainty=Certainty.OBSERVED, lifetime_hours=6,
        ),
        Hazard.SHOOTING: Codes(
            category="Security", response="Shelter", severity=Severity.EXTREME,
            urgency=Urgency.IMMEDIATE, certainty=Certainty.OBSERVED, lifetime_hours=6,
        ),
        Hazard.ROAD_DANGER: Codes(
            category="Transport", response="Avoid", severity=Severity.SEVERE,
            urgency=Urgency.IMMEDIATE, certainty=Certainty.LIKELY, lifetime_hours=12,
        ),
        Hazard.UNEXPLODED: Codes(
            category="Security", response="Avoid", severity=Severity.SEVERE,
            urgency=Urgency.IMMEDIATE, certainty=Certainty.LIKELY, lifetime_hours=72,
        ),
        Hazard.THREAT_TO_CROWDS: Codes(
            category="Security", response="Avoid", severity=Severity.SEVERE,
            urgency=Urgency.EXPECTED, certainty=Certainty.POSSIBLE, lifetime_hours=24,
        ),
        Hazard.FIRE: Codes(
            category="Fire", response="Avoid", severity=Severity.SEVERE,
            urgency=Urgency.IMMEDIATE, certainty=Certainty.OBSERVED, lifetime_hours=12,
        ),
        Hazard.FLOOD: Codes(
            category="Met", response="Avoid", severity=Severity.SEVERE,
            urgency=Urgency.EXPECTED, certainty=Certainty.LIKELY, lifetime_hours=24,
        ),
        Hazard.MADE_UP: Codes(
            category="Safety", response="None", severity=Severity.EXTREME,
            urgency=Urgency.IMMEDIATE, certainty=Certainty.OBSERVED, lifetime_hours=2,
        ),
    }
)  # fmt: skip

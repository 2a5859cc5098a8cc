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
    SECOND_ATTACK = "second-attack"  # said after any blast: the spot, the crowd at the hospital's gate, unknown objects
    UNEXPLODED = "unexploded"
    AIR_STRIKE = "air-strike"
    SHELLING = "shelling"
    SHOOTING = "shooting"
    ARMED_CLASH = "armed-clash"
    ABDUCTION = "abduction"
    ROAD_STOP = "road-stop"
    THREAT_TO_PLACE = "threat-to-place"
    FALSE_RUMOUR = "false-rumour"  # the counter-message to what was told, checked and found false
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
    """What CAP says of a hazard: one category, one response type, and the usual degrees. How sure is never usual: it
    comes from the ground (`haal.domain.warn.ground`).
    """

    category: str
    response: str
    severity: Severity
    urgency: Urgency
    lifetime_hours: int


CODES: Mapping[Hazard, Codes] = MappingProxyType(
    {
        Hazard.BLAST: Codes(
            category="Security", response="Avoid", severity=Severity.EXTREME, urgency=Urgency.IMMEDIATE, lifetime_hours=6,
        ),
        Hazard.SECOND_ATTACK: Codes(
            category="Security", response="Avoid", severity=Severity.EXTREME, urgency=Urgency.IMMEDIATE, lifetime_hours=6,
        ),
        Hazard.UNEXPLODED: Codes(
            category="Security", response="Avoid", severity=Severity.SEVERE, urgency=Urgency.IMMEDIATE, lifetime_hours=72,
        ),
        Hazard.AIR_STRIKE: Codes(
            category="Security", response="Shelter", severity=Severity.EXTREME, urgency=Urgency.IMMEDIATE, lifetime_hours=6,
        ),
        Hazard.SHELLING: Codes(
            category="Security", response="Shelter", severity=Severity.EXTREME, urgency=Urgency.IMMEDIATE, lifetime_hours=6,
        ),
        Hazard.SHOOTING: Codes(
            category="Security", response="Shelter", severity=Severity.EXTREME, urgency=Urgency.IMMEDIATE, lifetime_hours=6,
        ),
        Hazard.ARMED_CLASH: Codes(
            category="Security", response="Shelter", severity=Severity.EXTREME, urgency=Urgency.IMMEDIATE, lifetime_hours=12,
        ),
        Hazard.ABDUCTION: Codes(
            category="Security", response="Avoid", severity=Severity.SEVERE, urgency=Urgency.IMMEDIATE, lifetime_hours=24,
        ),
        Hazard.ROAD_STOP: Codes(
            category="Transport", response="Avoid", severity=Severity.SEVERE, urgency=Urgency.IMMEDIATE, lifetime_hours=12,
        ),
        Hazard.THREAT_TO_PLACE: Codes(
            category="Security", response="Avoid", severity=Severity.SEVERE, urgency=Urgency.EXPECTED, lifetime_hours=24,
        ),
        Hazard.FALSE_RUMOUR: Codes(
            category="Safety", response="None", severity=Severity.SEVERE, urgency=Urgency.IMMEDIATE, lifetime_hours=24,
        ),
        Hazard.FIRE: Codes(
            category="Fire", response="Avoid", severity=Severity.SEVERE, urgency=Urgency.IMMEDIATE, lifetime_hours=12,
        ),
        Hazard.FLOOD: Codes(
            category="Met", response="Avoid", severity=Severity.SEVERE, urgency=Urgency.EXPECTED, lifetime_hours=24,
        ),
        Hazard.MADE_UP: Codes(
            category="Safety", response="None", severity=Severity.EXTREME, urgency=Urgency.IMMEDIATE, lifetime_hours=2,
        ),
    }
)  # fmt: skip
# A false rumour counts as severe so that it reaches those whom the rumoured danger would have reached.

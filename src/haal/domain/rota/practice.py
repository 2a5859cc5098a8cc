"""What helpers did in a shift, in the words of unarmed civilian protection: a closed list, and no field to write in.

The methods are those of the manual of Nonviolent Peaceforce and UNITAR (2nd edition, 2021): proactive engagement, monitoring,
relationship building, capacity enhancement, advocacy. Of its practices here stand those that two people at a gate can do. Standing
between armed people (interpositioning) and watching a ceasefire are not among them.

The one thing to know: there is no "other". Whatever is not in this list can be neither ticked nor kept: no weapon, no going through
streets, no search of anybody, and nobody's name.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Method(StrEnum):
    """The five methods."""

    PROACTIVE_ENGAGEMENT = "proactive-engagement"
    MONITORING = "monitoring"
    RELATIONSHIP_BUILDING = "relationship-building"
    CAPACITY_ENHANCEMENT = "capacity-enhancement"
    ADVOCACY = "advocacy"


class Practice(StrEnum):
    """What was done, as it is ticked after a shift."""

    PROTECTIVE_PRESENCE = "protective-presence"
    ACCOMPANIMENT = "accompaniment"
    EARLY_WARNING = "early-warning"
    RUMOUR_CONTROL = "rumour-control"
    WAYS_OUT_WALKED = "ways-out-walked"
    CONFIDENCE_BUILDING = "confidence-building"
    QUARREL_CALMED = "quarrel-calmed"
    PRACTISED = "practised"
    OTHERS_SHOWN = "others-shown"
    FIRST_AID_GIVEN = "first-aid-given"
    OFFICE_ASKED = "office-asked"


METHOD_OF: Mapping[Practice, Method] = MappingProxyType(
    {
        Practice.PROTECTIVE_PRESENCE: Method.PROACTIVE_ENGAGEMENT,
        Practice.ACCOMPANIMENT: Method.PROACTIVE_ENGAGEMENT,
        Practice.FIRST_AID_GIVEN: Method.PROACTIVE_ENGAGEMENT,
        Practice.EARLY_WARNING: Method.MONITORING,
        Practice.RUMOUR_CONTROL: Method.MONITORING,
        Practice.WAYS_OUT_WALKED: Method.MONITORING,
        Practice.CONFIDENCE_BUILDING: Method.RELATIONSHIP_BUILDING,
        Practice.QUARREL_CALMED: Method.RELATIONSHIP_BUILDING,
        Practice.PRACTISED: Method.CAPACITY_ENHANCEMENT,
        Practice.OTHERS_SHOWN: Method.CAPACITY_ENHANCEMENT,
        Practice.OFFICE_ASKED: Method.ADVOCACY,
    }
)

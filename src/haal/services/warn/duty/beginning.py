"""What a warning begins with when it is written from an incident: hazard, place and radius, so that nobody types them at night.

The one thing to know: it only fills in a form; whoever writes looks at it, and the ground is counted from the incident
by `haal.services.warn.words.ground` whatever is filled in here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from haal.domain.access import Actor, Permission, require
from haal.domain.hazard import Hazard
from haal.domain.ids import IncidentId
from haal.domain.incident import EventType
from haal.domain.warning import PLACE_CHARS_MAX, RADIUS_KM_MAX
from haal.storage import incident as incident_rows

RADIUS_KM_USUAL = 5.0

LIKELY: Mapping[EventType, Hazard] = MappingProxyType(
    {
        EventType.BOMBING: Hazard.BLAST,
        EventType.SUICIDE_BOMBING: Hazard.BLAST,
        EventType.SHOOTING: Hazard.SHOOTING,
        EventType.ARMED_ASSAULT: Hazard.SHOOTING,
        EventType.HOSTAGE_TAKING: Hazard.SHOOTING,
        EventType.CLASH: Hazard.ARMED_CLASH,
        EventType.AIR_OR_DRONE_STRIKE: Hazard.AIR_STRIKE,
        EventType.ABDUCTION: Hazard.ABDUCTION,
        EventType.ENFORCED_DISAPPEARANCE: Hazard.ABDUCTION,
        EventType.ARSON: Hazard.FIRE,
        EventType.EXTORTION_OR_ROADBLOCK: Hazard.ROAD_STOP,
        EventType.THREAT: Hazard.THREAT_TO_PLACE,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginning:
    """What the form is filled with; None where the incident does not say."""

    incident_id: IncidentId
    hazard: Hazard | None
    place: str
    lat: float | None
    lon: float | None
    radius_km: float


def from_incident(*, incident_id: IncidentId, by: Actor) -> Beginning:
    """Return what the incident says. Raises NotFound, KeysLocked."""
    require(by, Permission.DRAFT_WARNING)
    incident = incident_rows.get(incident_rows.resolve(incident_id))
    place = incident.place
    return Beginning(
        incident_id=incident.id,
        hazard=LIKELY.get(incident.event_type) if incident.event_type else None,
        place=(place.name if place else "")[:PLACE_CHARS_MAX],
        lat=place.lat if place else None,
        lon=place.lon if place else None,
        radius_km=min(max(place.radius_km if place else 0.0, RADIUS_KM_USUAL), RADIUS_KM_MAX),
    )

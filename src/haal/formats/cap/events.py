"""What kind of event: a code of our own for each hazard, beside the OASIS Event Term where one fits.

OASIS has no term for shelling, an air strike, an armed clash, the abduction of an adult or a road stop by armed people;
a machine that knows only its list then gets the nearest wider term, or none. Our own list is stable: a code keeps its
meaning for ever, and hazards are only added. Which hazards there are is `haal.domain.hazard`'s.
Sources: OASIS Event Terms List 1.2 (cap-etl v1.2); CAP 1.2, section 3.2.2.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from haal.domain.hazard import Hazard
from haal.formats.cap.model import Named

OWN = "haal:hazard"
OASIS = "OET:v1.2"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One entry of the list. `oasis` is the OASIS code with its term, or empty where none fits."""

    meaning: str
    oasis: str = ""
    oasis_term: str = ""


EVENTS: Mapping[Hazard, Event] = MappingProxyType(
    {
        Hazard.BLAST: Event(
            meaning="Something has exploded.", oasis="OET-076", oasis_term="explosion threat"
        ),
        Hazard.SECOND_ATTACK: Event(
            meaning="After an explosion, another may follow at the same place or where people gather because of it.",
            oasis="OET-076", oasis_term="explosion threat",
        ),
        Hazard.UNEXPLODED: Event(
            meaning="A mine, shell, bomb or other object that may explode lies somewhere.",
            oasis="OET-076", oasis_term="explosion threat",
        ),
        Hazard.AIR_STRIKE: Event(meaning="Bombs or missiles from aircraft, drones or helicopters."),
        Hazard.SHELLING: Event(meaning="Mortar or artillery fire, or rockets from the ground."),
        Hazard.SHOOTING: Event(
            meaning="Somebody is shooting at people.", oasis="OET-001", oasis_term="active shooter situation"
        ),
        Hazard.ARMED_CLASH: Event(meaning="Two or more armed groups are fighting each other."),
        Hazard.ABDUCTION: Event(
            meaning="People of any age are being taken away by force.", oasis="OET-177", oasis_term="security"
        ),
        Hazard.ROAD_STOP: Event(
            meaning="Armed people stop, search or rob those who travel on a road.",
            oasis="OET-166", oasis_term="road issue",
        ),
        Hazard.THREAT_TO_PLACE: Event(
            meaning="Somebody has threatened a place, a gathering or those who come there.",
            oasis="OET-177", oasis_term="security",
        ),
        Hazard.FALSE_RUMOUR: Event(
            meaning="What people tell was checked and is false.", oasis="OET-000", oasis_term="other event"
        ),
        Hazard.FIRE: Event(meaning="A fire.", oasis="OET-078", oasis_term="fire"),
        Hazard.FLOOD: Event(meaning="Water where people live or travel.", oasis="OET-081", oasis_term="flood"),
        Hazard.MADE_UP: Event(
            meaning="Nothing: a danger that cannot exist, for drills.", oasis="OET-147", oasis_term="practice"
        ),
    }
)  # fmt: skip


def codes_of(hazard: Hazard) -> tuple[Named, ...]:
    """Return the event codes of a hazard: the OASIS term where one fits, then our own."""
    event = EVENTS[hazard]
    own = Named(name=OWN, value=hazard.value)
    return (Named(name=OASIS, value=event.oasis), own) if event.oasis else (own,)
